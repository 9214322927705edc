//! uContact.

use std::time::Duration;

/// `[ucontact]`
#[derive(Debug, Clone)]
pub struct UcontactSettings {
    /// Whether its clients are answered.
    pub is_enabled: bool,
    /// What stands before `/auth/AgentLogin`; begins with `/` and does not end with it.
    pub path: String,
    /// What a login answers.
    pub generation: Generation,
    /// What `host` says; `None` for the host that the client asked.
    pub host: Option<String>,
    /// What `context` says.
    pub context: String,
    /// What `language` says of agents who have none.
    pub language: String,
    /// What `allow` says: audio codecs, parted by semicolons.
    pub codecs: String,
    /// How long a token is valid after its last use.
    pub token_lifetime: Duration,
    /// What a login of an agent who is in comes to.
    pub second_login: SecondLogin,
}

/// How the token of a login is handed over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Generation {
    /// As `md5secret`.
    A,
    /// As `token`.
    B,
}

/// What a login of an agent who is in comes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SecondLogin {
    /// A new token; those before it end.
    Renew,
    /// A refusal, as long as a token of the agent is valid.
    Refuse,
}

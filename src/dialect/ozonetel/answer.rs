//! What is answered, letter by letter.

use serde::Serialize;

/// Each answer there is. All but the last three are the documentation's; an agent is named as it is stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Answer<'a> {
    /// A login.
    LoggedIn {
        /// The agent's ID.
        agent: &'a str,
    },
    /// A logout.
    LoggedOut {
        /// The agent's ID.
        agent: &'a str,
    },
    /// No such account, or not its key.
    InvalidAccount,
    /// No such agent, not its password, or refused by a policy.
    InvalidAuthentication,
    /// A logout of an agent who is out.
    NotLoggedIn {
        /// The agent's ID.
        agent: &'a str,
    },
    /// A login of an agent who is in.
    AlreadyLoggedIn,
    /// A login to a phone at which another agent is in.
    Occupied {
        /// The other agent's ID.
        by: &'a str,
        /// The number.
        number: &'a str,
    },
    /// Neither a login nor a logout (ours).
    InvalidAction,
    /// A login without a phone number, or with what is none (ours).
    InvalidPhoneNumber,
    /// Nothing of the request could be read (ours).
    InvalidRequest,
}

#[derive(Serialize)]
struct Object<'a> {
    status: &'a str,
    message: &'a str,
}

impl Answer<'_> {
    /// Whether the agent got what was asked for.
    #[must_use]
    pub fn is_success(&self) -> bool {
        matches!(self, Self::LoggedIn { .. } | Self::LoggedOut { .. })
    }

    /// The answer in words.
    #[must_use]
    pub fn message(&self) -> String {
        match *self {
            Self::LoggedIn { agent } => format!("Agent {agent} logged in successfully"),
            Self::LoggedOut { agent } => format!("Agent {agent} logged out successfully"),
            Self::InvalidAccount => "Invalid userName or apiKey".to_owned(),
            Self::InvalidAuthentication => "Invalid Authentication".to_owned(),
            Self::NotLoggedIn { agent } => format!("Agent {agent} is not logged in"),
            Self::AlreadyLoggedIn => "Agent has already logged in".to_owned(),
            Self::Occupied { by, number } => format!("{by} logged in with the number ({number})"),
            Self::InvalidAction => "Invalid action".to_owned(),
            Self::InvalidPhoneNumber => "Invalid phoneNumber".to_owned(),
            Self::InvalidRequest => "Invalid request".to_owned(),
        }
    }

    /// The object on one line.
    #[must_use]
    pub fn to_json(&self) -> String {
        let status = if self.is_success() { "success" } else { "error" };
        // Two texts can always be written.
        serde_json::to_string(&Object { status, message: &self.message() }).unwrap_or_default()
    }
}

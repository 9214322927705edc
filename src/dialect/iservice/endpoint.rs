//! Which endpoint a query names.

use form_urlencoded::parse;

/// What a request asks for: the value of `api` in the query.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Endpoint {
    /// Begins a session by name or e-mail and password.
    Login,
    /// The same for Active Directory; deprecated in version 8 of the platform.
    AgentLogin,
    /// Tells who is logged in.
    LoggedIn,
    /// Creates a contact.
    Register,
    /// Logs in through an identity provider; creates or links a contact.
    RegisterOpenId,
    /// Ends the session.
    Logout,
    /// Has a mail with a link sent.
    ResetSend,
    /// Sets another password by the token of that link.
    ResetConfirm,
}

/// The query names no endpoint, or none that exists, or two.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("no such endpoint")]
pub struct NoEndpoint;

/// How the platform's pages sometimes spell the name: `api-logout`.
const PREFIX: &str = "api-";

impl Endpoint {
    /// Every endpoint, in the order of the platform's page.
    pub const ALL: [Self; 8] = [
        Self::Login,
        Self::AgentLogin,
        Self::LoggedIn,
        Self::Register,
        Self::RegisterOpenId,
        Self::Logout,
        Self::ResetSend,
        Self::ResetConfirm,
    ];

    /// Its name, in lower case.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Login => "login",
            Self::AgentLogin => "agentlogin",
            Self::LoggedIn => "loggedin",
            Self::Register => "register",
            Self::RegisterOpenId => "registeropenid",
            Self::Logout => "logout",
            Self::ResetSend => "resetsend",
            Self::ResetConfirm => "resetconfirm",
        }
    }

    /// The endpoint of a raw query: `api=login`, in any case, also `api=api-login`; other parameters are passed over.
    ///
    /// # Errors
    /// When there is none of this name, or two different ones are named.
    pub fn of_query(query: &str) -> Result<Self, NoEndpoint> {
        let mut named = parse(query.as_bytes()).filter(|(name, _)| name.eq_ignore_ascii_case("api"));
        let (_, first) = named.next().ok_or(NoEndpoint)?;
        let endpoint = Self::find(&first).ok_or(NoEndpoint)?;
        if named.all(|(_, other)| Self::find(&other) == Some(endpoint)) { Ok(endpoint) } else { Err(NoEndpoint) }
    }

    fn find(name: &str) -> Option<Self> {
        let name = name.to_ascii_lowercase();
        let name = name.strip_prefix(PREFIX).unwrap_or(&name);
        Self::ALL.into_iter().find(|endpoint| endpoint.as_str() == name)
    }
}

//! iService's form, and whom it believes.

use std::time::Duration;

use ureq::http::Uri;

use crate::config::Secret;

/// `[iservice]`
#[derive(Debug, Clone)]
pub struct IserviceSettings {
    /// Whether the form is served.
    pub is_enabled: bool,
    /// Where; begins with `/`.
    pub path: String,
    /// What `LoggedIn` calls the tenant.
    pub tenant_id: String,
    /// How long a session lasts without an action, where the agent has no time of their own.
    pub inactivity: Duration,
    /// Whether customers may register themselves.
    pub registration: bool,
    /// Whether `agentlogin` answers as `login` does.
    pub agentlogin: bool,
    /// The fewest characters of a new password.
    pub least_password_characters: usize,
    /// Ids of the segments of whoever is no agent.
    pub segments: Vec<String>,
    /// What agents are told, as HTML.
    pub broadcast_message: String,
    /// Where the terms of sending mail are.
    pub spam_policy_url: Option<Uri>,
    /// Where browsers reach this server. Without it nothing is linked to: no reset of passwords, no providers.
    pub public_url: Option<Uri>,
    /// Where the browser goes after a login through a provider; without it, it gets the `LoggedIn` object.
    pub openid_return: Option<Uri>,
    /// Who else vouches for contacts.
    pub providers: Vec<OpenIdSettings>,
}

impl IserviceSettings {
    /// The URL of the form, if others can be told one.
    #[must_use]
    pub fn url(&self) -> Option<String> {
        let base = self.public_url.as_ref()?.to_string();
        Some(format!("{}{}", base.trim_end_matches('/'), self.path))
    }
}

/// `[[iservice.openid]]`: an identity provider that speaks `OpenID` Connect.
#[derive(Debug, Clone)]
pub struct OpenIdSettings {
    /// Unique without regard to case; what `logins[].type` says.
    pub name: String,
    /// As the provider's tokens say it.
    pub issuer: String,
    /// What the provider calls this server.
    pub client_id: String,
    /// What this server shows it; `None` for a public client.
    pub client_secret: Option<Secret>,
    /// What is asked for besides `openid`.
    pub scopes: Vec<String>,
}

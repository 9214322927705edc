//! The `LoggedIn` object of the platform's page.

use serde::{Serialize, Serializer};

/// What the website says to everybody.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Website {
    /// `tenantID` of whoever is logged in.
    pub tenant_id: String,
    /// `accessibleSegments` of whoever is no agent.
    pub segments: Vec<String>,
    /// `broadcastMessage` to agents.
    pub broadcast_message: String,
    /// `spamPolicyUrl`
    pub spam_policy_url: String,
    /// `isPasswordResetConfigured`
    pub is_password_reset_configured: bool,
}

/// Who is logged in.
#[derive(Debug, Clone)]
pub struct Contact<'a> {
    /// `contactID`
    pub id: i64,
    /// First and last name.
    pub full_name: Option<&'a str>,
    /// Whether this is an agent.
    pub is_agent: bool,
    /// Of an agent.
    pub segments: &'a [String],
    /// Of an agent.
    pub access_rights: &'a [String],
    /// What the contact logs in with.
    pub logins: Vec<Login<'a>>,
}

/// One of `logins`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Login<'a> {
    /// An address, a user name, or an identifier.
    pub name: &'a str,
    /// What of them.
    #[serde(rename = "type")]
    pub kind: LoginType<'a>,
}

/// `logins[].type`
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LoginType<'a> {
    /// `""`
    UserName,
    /// `"Email"`
    Email,
    /// The name of the provider, such as `"Google"`.
    OpenId(&'a str),
}

impl Serialize for LoginType<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(match self {
            Self::UserName => "",
            Self::Email => "Email",
            Self::OpenId(provider) => provider,
        })
    }
}

/// Every field of the page, in its order. There is no chat here: nobody is available, and nobody chats.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
#[allow(clippy::struct_excessive_bools, clippy::struct_field_names, reason = "the platform's own fields")]
pub struct LoggedIn<'a> {
    access_rights: &'a [String],
    accessible_segments: &'a [String],
    #[serde(rename = "alsoUseDefaultCSS")]
    also_use_default_css: bool,
    broadcast_message: &'a str,
    chats: [&'a str; 0],
    #[serde(rename = "contactID")]
    contact_id: String,
    contact_name: String,
    is_available: bool,
    is_logged_in: bool,
    is_password_reset_configured: bool,
    logins: Vec<Login<'a>>,
    num_chats: u32,
    #[serde(rename = "registrationFormID")]
    registration_form_id: &'a str,
    spam_policy_url: &'a str,
    style_sheet: &'a str,
    #[serde(rename = "tenantID")]
    tenant_id: &'a str,
}

impl<'a> LoggedIn<'a> {
    /// Nobody is.
    #[must_use]
    pub fn nobody(website: &'a Website) -> Self {
        Self {
            access_rights: &[],
            accessible_segments: &website.segments,
            also_use_default_css: false,
            broadcast_message: "",
            chats: [],
            contact_id: String::new(),
            contact_name: String::new(),
            is_available: false,
            is_logged_in: false,
            is_password_reset_configured: website.is_password_reset_configured,
            logins: Vec::new(),
            num_chats: 0,
            registration_form_id: "",
            spam_policy_url: &website.spam_policy_url,
            style_sheet: "",
            tenant_id: "",
        }
    }

    /// `contact` is.
    #[must_use]
    pub fn contact(website: &'a Website, contact: Contact<'a>) -> Self {
        let contact_name = contact.name();
        let (access_rights, accessible_segments, broadcast_message) = if contact.is_agent {
            (contact.access_rights, contact.segments, &*website.broadcast_message)
        } else {
            (&[] as &[String], &*website.segments, "")
        };
        Self {
            access_rights,
            accessible_segments,
            broadcast_message,
            contact_id: contact.id.to_string(),
            contact_name,
            is_logged_in: true,
            logins: contact.logins,
            tenant_id: &website.tenant_id,
            ..Self::nobody(website)
        }
    }
}

impl Contact<'_> {
    /// The name; without one an address, else another login, else the contact's ID.
    fn name(&self) -> String {
        let email = || self.logins.iter().find(|login| login.kind == LoginType::Email);
        let user_name = || self.logins.iter().find(|login| login.kind == LoginType::UserName);
        let login = || email().or_else(user_name).map(|login| login.name.to_owned());
        let full_name = self.full_name.filter(|name| !name.trim().is_empty()).map(str::to_owned);
        full_name.or_else(login).unwrap_or_else(|| self.id.to_string())
    }
}

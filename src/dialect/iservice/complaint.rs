//! What `errors` can say. All of it is ours: the platform's own texts are not public.

use std::borrow::Cow;

use super::Endpoint;

/// One line of `errors`. None of them tells whether a contact exists.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Complaint {
    /// Whatever kept somebody from logging in.
    LoginFailed,
    /// `agentlogin` is off.
    AgentLoginDeprecated,
    /// There is no such endpoint.
    NoSuchEndpoint,
    /// The endpoint changes something, and that takes a POST.
    PostOnly,
    /// Another site's page asked.
    CrossSite,
    /// The request or its body is too large, too slow, or cut off.
    NotRead,
    /// The body is neither a form nor a JSON object of texts.
    NotUnderstood,
    /// A field is missing or empty.
    Missing(&'static str),
    /// A field is no text that can be kept.
    Unfit(&'static str),
    /// The password does not keep to the rule.
    PasswordTooShort {
        /// How many characters it must have.
        least: usize,
    },
    /// The password is longer than is hashed.
    PasswordTooLong {
        /// How many bytes it may have.
        most: usize,
    },
    /// Registration is off.
    RegistrationClosed,
    /// The contact can't be created, be it that the address is taken.
    RegistrationFailed,
    /// No provider of this name is set up.
    NoSuchProvider,
    /// The provider did not vouch for anybody.
    ProviderRefused,
    /// The contact must log in by password first, and then link the provider.
    LinkFirst,
    /// Links in mails are off.
    ResetNotConfigured,
    /// The token is wrong, used, or too old.
    ResetFailed,
    /// This server can't answer now.
    Unavailable,
}

impl Complaint {
    /// The text.
    #[must_use]
    pub fn text(&self) -> Cow<'static, str> {
        Cow::Borrowed(match self {
            Self::LoginFailed => "Login failed.",
            Self::AgentLoginDeprecated => "agentlogin is deprecated; use login.",
            Self::NoSuchEndpoint => return no_such_endpoint().into(),
            Self::PostOnly => "This takes a POST request.",
            Self::CrossSite => "Requests from other sites are refused.",
            Self::NotRead => "The request could not be read.",
            Self::NotUnderstood => "The body was not understood; send a form or a JSON object of texts.",
            Self::Missing(field) => return format!("{field} is missing.").into(),
            Self::Unfit(field) => return format!("{field} is not valid.").into(),
            Self::PasswordTooShort { least } => {
                return format!("The password is too short; it takes at least {least} characters.").into();
            }
            Self::PasswordTooLong { most } => {
                return format!("The password is too long; it may have {most} bytes.").into();
            }
            Self::RegistrationClosed => "Registration is closed.",
            Self::RegistrationFailed => "The registration is not possible.",
            Self::NoSuchProvider => "There is no such provider.",
            Self::ProviderRefused => "The login through the provider failed.",
            Self::LinkFirst => "Log in with your password first, then link the provider.",
            Self::ResetNotConfigured => "Passwords can't be reset here.",
            Self::ResetFailed => "The link is not valid any more; ask for another one.",
            Self::Unavailable => "This is not possible at the moment; try again later.",
        })
    }
}

fn no_such_endpoint() -> String {
    let names = Endpoint::ALL.map(Endpoint::as_str).join(", ");
    format!("There is no such api; expected one of {names}.")
}

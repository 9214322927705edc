//! What each endpoint is asked, read from its fields.

use std::fmt;

use lettre::Address;

use super::{Complaint, Fields};

const EMAIL: &str = "emailAddress";
const PASSWORD: &str = "Password";
const USER_NAME: &str = "userName";

/// What a name, an address or an identifier may have at most, in bytes.
const LONGEST_TEXT_BYTES: usize = 320;

/// What was typed or sent and is nobody else's business: no `Debug` shows it.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Hidden<'a>(&'a str);

impl<'a> Hidden<'a> {
    /// The text: never to be printed.
    #[must_use]
    pub fn expose(self) -> &'a str {
        self.0
    }
}

impl fmt::Debug for Hidden<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Hidden(***)")
    }
}

/// What a password must be when it is chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PasswordRule {
    /// The fewest characters (Unicode scalar values).
    pub least_characters: usize,
}

impl PasswordRule {
    /// The most bytes of a password: what is hashed is bounded.
    pub const MOST_BYTES: usize = 1024;

    fn accept(self, password: &str) -> Result<Hidden<'_>, Complaint> {
        if password.chars().count() < self.least_characters {
            return Err(Complaint::PasswordTooShort { least: self.least_characters });
        }
        if password.len() > Self::MOST_BYTES {
            return Err(Complaint::PasswordTooLong { most: Self::MOST_BYTES });
        }
        Ok(Hidden(password))
    }
}

/// `login` and `agentlogin`.
#[derive(Debug)]
pub struct Credentials<'a> {
    /// A user name or an e-mail address: `emailAddress`, or `userName`, which is ours.
    pub name: &'a str,
    /// `Password`
    pub password: Hidden<'a>,
}

impl<'a> Credentials<'a> {
    /// Reads them.
    ///
    /// # Errors
    /// What is missing, or can be nobody's.
    pub fn read(fields: &'a Fields<'_>) -> Result<Self, Complaint> {
        let name = plain(fields, EMAIL)?.or(plain(fields, USER_NAME)?).ok_or(Complaint::Missing(EMAIL))?;
        let password = fields.required(PASSWORD)?;
        // Nobody has chosen one of these; it would only be hashed in vain.
        if password.len() > PasswordRule::MOST_BYTES {
            return Err(Complaint::LoginFailed);
        }
        Ok(Self { name, password: Hidden(password) })
    }
}

/// `register`; its fields are ours.
#[derive(Debug)]
pub struct Registration<'a> {
    /// `emailAddress`
    pub email: &'a str,
    /// `Password`
    pub password: Hidden<'a>,
    /// `firstName` and `lastName`, joined; `None` if both are empty.
    pub full_name: Option<String>,
}

impl<'a> Registration<'a> {
    /// Reads it.
    ///
    /// # Errors
    /// What is missing or breaks a rule.
    pub fn read(fields: &'a Fields<'_>, rule: PasswordRule) -> Result<Self, Complaint> {
        let email = plain(fields, EMAIL)?.ok_or(Complaint::Missing(EMAIL))?;
        if !is_email(email) {
            return Err(Complaint::Unfit(EMAIL));
        }
        let password = rule.accept(fields.required(PASSWORD)?)?;
        let names = [plain(fields, "firstName")?, plain(fields, "lastName")?];
        let full_name = names.into_iter().flatten().collect::<Vec<_>>().join(" ");
        Ok(Self { email, password, full_name: (!full_name.is_empty()).then_some(full_name) })
    }
}

/// `registeropenid`; its field is ours.
#[derive(Debug)]
pub struct OpenIdStart<'a> {
    /// `provider`: its name in the settings, in any case.
    pub provider: &'a str,
}

impl<'a> OpenIdStart<'a> {
    /// Reads it.
    ///
    /// # Errors
    /// When it is missing.
    pub fn read(fields: &'a Fields<'_>) -> Result<Self, Complaint> {
        plain(fields, "provider")?.map(|provider| Self { provider }).ok_or(Complaint::Missing("provider"))
    }
}

/// What a provider sends the browser back with (`OpenID` Connect Core 1.0, section 3.1.2.5; RFC 9207 for `iss`).
#[derive(Debug)]
pub struct OpenIdCallback<'a> {
    /// `code`
    pub code: Hidden<'a>,
    /// `state`
    pub state: Hidden<'a>,
    /// `iss`: who sends it, if the provider says so.
    pub issuer: Option<&'a str>,
}

impl<'a> OpenIdCallback<'a> {
    /// Reads it from the fields of the query.
    ///
    /// # Errors
    /// When the provider reports an error, or what it has to say is missing.
    pub fn read(fields: &'a Fields<'_>) -> Result<Self, Complaint> {
        let read = || {
            let issuer = Some(fields.text("iss")?).filter(|issuer| !issuer.is_empty());
            Ok(Self { code: Hidden(fields.required("code")?), state: Hidden(fields.required("state")?), issuer })
        };
        read().map_err(|_: Complaint| Complaint::ProviderRefused)
    }
}

/// `resetsend`
#[derive(Debug)]
pub struct ResetRequest<'a> {
    /// `emailAddress`, or `userName`, both ours: an address or a user name.
    pub name: &'a str,
}

impl<'a> ResetRequest<'a> {
    /// Reads it.
    ///
    /// # Errors
    /// When it is missing, or can be nobody's.
    pub fn read(fields: &'a Fields<'_>) -> Result<Self, Complaint> {
        let name = plain(fields, EMAIL)?.or(plain(fields, USER_NAME)?);
        name.map(|name| Self { name }).ok_or(Complaint::Missing(EMAIL))
    }
}

/// `resetconfirm`; its fields are ours.
#[derive(Debug)]
pub struct ResetConfirmation<'a> {
    /// `token`, as the link had it.
    pub token: Hidden<'a>,
    /// `Password`: the one from now on.
    pub password: Hidden<'a>,
}

impl<'a> ResetConfirmation<'a> {
    /// Reads it.
    ///
    /// # Errors
    /// What is missing or breaks the rule.
    pub fn read(fields: &'a Fields<'_>, rule: PasswordRule) -> Result<Self, Complaint> {
        let token = plain(fields, "token")?.ok_or(Complaint::Missing("token"))?;
        Ok(Self { token: Hidden(token), password: rule.accept(fields.required(PASSWORD)?)? })
    }
}

/// A text on one line, without white space around it; `None` if nothing is left.
fn plain<'a>(fields: &'a Fields<'_>, name: &'static str) -> Result<Option<&'a str>, Complaint> {
    let text = fields.text(name)?.trim();
    if text.len() > LONGEST_TEXT_BYTES || text.contains(char::is_control) {
        return Err(Complaint::Unfit(name));
    }
    Ok((!text.is_empty()).then_some(text))
}

/// Whether mail can be sent there.
fn is_email(text: &str) -> bool {
    text.parse::<Address>().is_ok()
}

//! VCC Live's "Project Login" webhook: every form in which it may write a login, and the one in which it is answered.
//!
//! Lives here: who is calling (`authentication`), encrypted bodies (`encryption`), and two ways to the same `fields`:
//! `form` for queries and form bodies, `json` for the rest. To follow a new field: one variant in `fields`, one row in
//! the tables of the tests.

mod answer;
mod authentication;
mod body;
mod custom_data;
mod encryption;
mod fields;
mod form;
mod found;
mod json;
mod project_list;
#[cfg(test)]
mod tests;

use std::fmt;
use std::sync::Arc;

pub use answer::write_answer;
pub use authentication::{PresentedSecrets, sign};
pub use encryption::{IV_BYTES, encrypt};
pub use found::{Found, WireForm};

use super::{Method, Problem, Request};
use crate::config::{HookSettings, OnError};
use crate::decision::{Decision, Login, Outcome, Platform, SubjectVerdict};
use authentication::Callers;
use encryption::Decryption;
use fields::Fields;

/// One VCC customer's webhook, made ready once from its settings.
pub struct Hook {
    platform: Platform,
    name: Arc<str>,
    callers: Callers,
    decryption: Option<Decryption>,
    on_error: OnError,
}

impl Hook {
    /// Computes what every request needs: digests of the secrets, the expanded key.
    #[must_use]
    pub fn new(settings: &HookSettings) -> Self {
        Self {
            platform: Platform::Vcc,
            name: settings.name.as_str().into(),
            callers: Callers::new(settings),
            decryption: settings.encryption.as_ref().map(Decryption::new),
            on_error: settings.on_error,
        }
    }

    /// A hook that asks nobody for a secret and decrypts nothing, for the command line.
    #[must_use]
    pub fn open(name: &str) -> Self {
        Self {
            platform: Platform::Vcc,
            name: name.into(),
            callers: Callers::default(),
            decryption: None,
            on_error: OnError::Deny,
        }
    }

    /// As [`Self::open`], for logins as the policies of `platform` see them, though they are written as VCC Live writes
    /// them: they may have no project, and the hook of another platform than VCC Live is the platform's name.
    #[must_use]
    pub fn open_to(platform: Platform, name: &str) -> Self {
        let name = if platform == Platform::Vcc { name } else { platform.as_str() };
        Self { platform, ..Self::open(name) }
    }

    /// The hook's name from the settings.
    #[must_use]
    pub fn name(&self) -> &Arc<str> {
        &self.name
    }

    /// Whether bodies come encrypted.
    #[must_use]
    pub fn decrypts(&self) -> bool {
        self.decryption.is_some()
    }

    /// Whether any caller is known by how it signs, so that the headers of a signature are looked at.
    #[must_use]
    pub fn knows_signatures(&self) -> bool {
        self.callers.know_signatures()
    }

    /// Whether the caller may ask at all at this time. Reads the query, the path and the headers, and of the body only
    /// how it is signed; a hook without secrets asks nobody.
    ///
    /// # Errors
    /// [`Problem::Unauthorized`], whatever was wrong about a secret; [`Problem::SignatureRefused`].
    pub fn authenticate(&self, request: &Request<'_>, unix_nanos: i64) -> Result<(), Problem> {
        self.callers.recognise(request, unix_nanos)
    }

    /// Where `request` has a secret, and whether it is right; `None` of a hook that asks for none.
    #[must_use]
    pub fn presented(&self, request: &Request<'_>) -> Option<PresentedSecrets> {
        self.callers.presented(request)
    }

    /// Reads the login: from the query of a GET, from the body of a POST or PUT, which is decrypted if the settings
    /// say so. Every id asked for is in the result, or there is none.
    ///
    /// # Errors
    /// What is wrong with the request. While encryption is on, all of it is one [`Problem::UndecryptableBody`].
    pub fn read(&self, request: &Request<'_>) -> Result<Login, Problem> {
        let login = |fields: Fields| fields.into_login(self.platform, &self.name, request.source_ip);
        match (&self.decryption, request.method) {
            (None, Method::Get) => form::read_query(request.query).and_then(login),
            (None, Method::Send) => body::read(request.content_type, request.body).and_then(login),
            (Some(decryption), Method::Send) => {
                decryption.read(request.query, request.body, |text| body::read_json(text).and_then(login))
            }
            (Some(_), Method::Get) => Err(encryption::refuse("a GET carries its fields unencrypted")),
        }
    }

    /// The answer to a login.
    ///
    /// # Errors
    /// [`Problem::Undecided`] if a policy failed or took too long, and the settings say that there is no answer then.
    pub fn answer(&self, decision: &Decision) -> Result<Vec<u8>, Problem> {
        let is_undecided = |it: &SubjectVerdict| matches!(it.verdict.outcome, Outcome::Error | Outcome::Timeout);
        if self.on_error == OnError::Unavailable && decision.verdicts.iter().any(is_undecided) {
            return Err(Problem::Undecided);
        }
        let mut map = Vec::new();
        write_answer(decision, &mut map);
        Ok(map)
    }
}

impl fmt::Debug for Hook {
    /// Shows the name only: everything else is secret.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Hook").field("name", &self.name).finish_non_exhaustive()
    }
}

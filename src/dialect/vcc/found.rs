//! What of a request a login is read from, by names alone: for people who set up a platform and look at what it sends.

use super::body::{self, Spelling};
use super::fields::Name;
use super::json::{self, Entries};
use super::{Hook, encryption};
use crate::dialect::percent::{self, Plus};
use crate::dialect::{Field, Method, Request};

/// The most names that are told of each kind.
const MOST_NAMES: usize = 32;
/// The longest name that is told.
const LONGEST_NAME_BYTES: usize = 32;
/// What the query of a hook that decrypts is for.
const IV: &str = "iv";

/// How a login is spelt.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WireForm {
    /// In the query, as every GET does.
    Query,
    /// A JSON object in the body.
    Json,
    /// A form in the body.
    Form,
    /// A JSON object in an encrypted body.
    Encrypted,
    /// The body is none of these.
    Unknown,
}

impl WireForm {
    /// Its name in answers to operators.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Query => "query",
            Self::Json => "json",
            Self::Form => "form",
            Self::Encrypted => "encrypted",
            Self::Unknown => "unknown",
        }
    }
}

/// What stands in a request: names, never a value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// How it is spelt.
    pub form: WireForm,
    /// The fields that a login is read from, each once, as the documentation spells them.
    pub fields: Vec<Field>,
    /// Names that mean nothing here and are passed over, each once. Only those that look like names: up to 32 letters,
    /// digits, `_`, `-` and `.`, in queries and forms only with a value, so that no secret is taken for one.
    pub passed_over: Vec<String>,
}

impl Found {
    fn of(form: WireForm) -> Self {
        Self { form, fields: Vec::new(), passed_over: Vec::new() }
    }

    fn add(&mut self, name: &str) {
        if let Some((name, _)) = Name::find(name) {
            if !self.fields.contains(&name.field()) {
                self.fields.push(name.field());
            }
        } else if looks_like_a_name(name) && self.passed_over.iter().all(|other| other != name) {
            self.passed_over.push(name.to_owned());
            self.passed_over.truncate(MOST_NAMES);
        }
    }

    /// The names of a JSON object; none where it is broken.
    fn add_json(&mut self, text: &str) {
        if json::check_depth(text).is_ok()
            && let Ok(Entries(entries)) = serde_json::from_str(text)
        {
            entries.iter().for_each(|(name, _)| self.add(name));
        }
    }

    /// The names of a form or a query, but for those that are `used` otherwise.
    fn add_form(&mut self, text: &str, used: &[&str]) {
        for pair in percent::pairs(text) {
            let Ok(name) = percent::decode(pair.name, Plus::Space) else { continue };
            let Ok(name) = std::str::from_utf8(&name) else { continue };
            let name = name.split('[').next().unwrap_or_default();
            // A name alone may be a secret that somebody put in the wrong place.
            let is_told = !pair.value.is_empty() || Name::find(name).is_some();
            if is_told && !used.contains(&name) {
                self.add(name);
            }
        }
    }
}

impl Hook {
    /// What stands in `request`, from a caller that has been let in. Takes as long as reading it.
    #[must_use]
    pub fn look_at(&self, request: &Request<'_>) -> Found {
        match (&self.decryption, request.method) {
            (_, Method::Get) => {
                let secret = self.callers.parameter().unwrap_or_default();
                let mut found = Found::of(WireForm::Query);
                found.add_form(request.query, &[secret, IV]);
                found
            }
            (Some(decryption), Method::Send) => {
                let read = |text: &[u8]| {
                    let mut found = Found::of(WireForm::Encrypted);
                    found.add_json(body::text(text)?);
                    let has_names = !found.fields.is_empty() || !found.passed_over.is_empty();
                    if has_names { Ok(found) } else { Err(encryption::refuse("there is no name in it")) }
                };
                let unencrypted = || Some(plain(request)).filter(|found| !found.fields.is_empty());
                let read = decryption.read(request.query, request.body, read).ok();
                read.or_else(unencrypted).unwrap_or(Found::of(WireForm::Encrypted))
            }
            (None, Method::Send) => plain(request),
        }
    }
}

fn plain(request: &Request<'_>) -> Found {
    let Ok(text) = body::text(request.body) else { return Found::of(WireForm::Unknown) };
    match body::spelling(request.content_type, text) {
        Some(Spelling::Json) => {
            let mut found = Found::of(WireForm::Json);
            found.add_json(text);
            found
        }
        Some(Spelling::Form) => {
            let mut found = Found::of(WireForm::Form);
            found.add_form(text, &[]);
            found
        }
        None => Found::of(WireForm::Unknown),
    }
}

fn looks_like_a_name(name: &str) -> bool {
    let is_of_a_name = |byte: u8| byte.is_ascii_alphanumeric() || b"_-.".contains(&byte);
    (1..=LONGEST_NAME_BYTES).contains(&name.len()) && name.bytes().all(is_of_a_name)
}

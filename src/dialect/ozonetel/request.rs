//! What a request says: in its body, its query, or both.

use std::fmt;

use crate::dialect::form::{Form, FormFault, MediaType};

const MAX_USER_NAME_BYTES: usize = 255;
const MAX_KEY_BYTES: usize = 1024;
const MAX_PHONE_BYTES: usize = 64;
const MAX_ACTION_BYTES: usize = 16;

/// Why nothing of a request can be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unreadable {
    /// Its body is neither an urlencoded nor a multipart form.
    MediaType,
    /// The form itself.
    Form(FormFault),
}

impl fmt::Display for Unreadable {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::MediaType => formatter.write_str("the body is neither an urlencoded nor a multipart form"),
            Self::Form(fault) => fault.fmt(formatter),
        }
    }
}

/// What the agent wants.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Action {
    /// `login`, in any case.
    Login,
    /// `logout`, in any case.
    Logout,
}

/// The parameters. One that is missing, empty, too long, not text or there with two values is `None`: what is answered to
/// that is a matter of precedence, and told when its turn comes.
#[derive(Clone, PartialEq, Eq)]
pub struct Parameters {
    /// `userName`: the account, up to 255 bytes.
    pub user_name: Option<String>,
    /// `apiKey`: the account's key, up to 1024 bytes.
    pub api_key: Option<String>,
    /// `phoneNumber`: where calls are routed, up to 64 bytes; not needed to log out.
    pub phone_number: Option<String>,
    /// `action`.
    pub action: Option<Action>,
}

impl Parameters {
    /// Reads a request. A body without anything in it needs no `Content-Type`.
    ///
    /// # Errors
    /// When the body is no form.
    pub fn read(query: &str, content_type: Option<&[u8]>, body: &[u8]) -> Result<Self, Unreadable> {
        let form = Form::urlencoded(query.as_bytes()).map_err(Unreadable::Form)?;
        let form = match content_type {
            _ if body.is_empty() => form,
            content_type => {
                let body = body_fields(content_type, body)?;
                form.join(body).map_err(Unreadable::Form)?
            }
        };
        let field = |name, max_bytes| form.field(name, max_bytes).ok().map(str::to_owned);
        Ok(Self {
            user_name: field("userName", MAX_USER_NAME_BYTES),
            api_key: field("apiKey", MAX_KEY_BYTES),
            phone_number: field("phoneNumber", MAX_PHONE_BYTES),
            action: field("action", MAX_ACTION_BYTES).and_then(|text| action(&text)),
        })
    }
}

fn body_fields<'a>(content_type: Option<&[u8]>, body: &'a [u8]) -> Result<Form<'a>, Unreadable> {
    match MediaType::of(content_type) {
        MediaType::UrlEncoded => Form::urlencoded(body),
        MediaType::Multipart => Form::multipart(content_type.unwrap_or_default(), body),
        MediaType::Other => return Err(Unreadable::MediaType),
    }
    .map_err(Unreadable::Form)
}

fn action(text: &str) -> Option<Action> {
    let is = |word: &str| text.trim().eq_ignore_ascii_case(word);
    if is("login") { Some(Action::Login) } else { is("logout").then_some(Action::Logout) }
}

impl fmt::Debug for Parameters {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Parameters").field("action", &self.action).finish_non_exhaustive()
    }
}

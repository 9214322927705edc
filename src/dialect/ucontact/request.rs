//! What each resource is asked with: a form, its names exactly as documented.

use std::fmt;

use crate::dialect::form::{FieldFault, Form, FormFault, MediaType};

const MAX_NAME_BYTES: usize = 255;
const MAX_PASSWORD_BYTES: usize = 1024;
const MAX_TOKEN_BYTES: usize = 1024;
const MAX_INTERFACE_BYTES: usize = 255;
const MAX_MESSAGE_BYTES: usize = 4096;

/// Why a request can't be read; never what it holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unreadable {
    /// Its `Content-Type` is not that of an urlencoded form.
    MediaType,
    /// The form itself.
    Form(FormFault),
    /// One of its fields.
    Field {
        /// The field.
        name: &'static str,
        /// What is wrong with it.
        fault: FieldFault,
    },
}

impl fmt::Display for Unreadable {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::MediaType => formatter.write_str("the body is not application/x-www-form-urlencoded"),
            Self::Form(fault) => fault.fmt(formatter),
            Self::Field { name, fault } => write!(formatter, "the field {name} is {fault}"),
        }
    }
}

/// `auth/AgentLogin`
#[derive(Clone, PartialEq, Eq)]
pub struct AgentLogin {
    /// The agent's name, 1 to 255 bytes.
    pub agent: String,
    /// The agent's password, 1 to 1024 bytes.
    pub password: String,
}

/// `auth/UserLogin` and `auth/getUserToken`
#[derive(Clone, PartialEq, Eq)]
pub struct UserLogin {
    /// The name of a supervisor or API user, 1 to 255 bytes.
    pub user: String,
    /// The password, 1 to 1024 bytes.
    pub password: String,
}

/// `api/AgentLogoff`
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AgentLogoff {
    /// The agent's name, 1 to 255 bytes.
    pub agent: String,
    /// `SIP/<extension>`, up to 255 bytes.
    pub interface: Option<String>,
    /// A remark, up to 4 KiB.
    pub message: Option<String>,
}

/// `auth/EndSession`
#[derive(Clone, PartialEq, Eq)]
pub struct EndSession {
    /// Whose session ends, up to 255 bytes.
    pub user: Option<String>,
    /// Which one, up to 1024 bytes.
    pub token: Option<String>,
}

impl AgentLogin {
    /// Reads the body of a request.
    ///
    /// # Errors
    /// When it is no form or lacks a field.
    pub fn read(content_type: Option<&[u8]>, body: &[u8]) -> Result<Self, Unreadable> {
        let form = Fields::read(content_type, body)?;
        Ok(Self {
            agent: form.required("agent", MAX_NAME_BYTES)?,
            password: form.required("password", MAX_PASSWORD_BYTES)?,
        })
    }
}

impl UserLogin {
    /// Reads the body of a request.
    ///
    /// # Errors
    /// When it is no form or lacks a field.
    pub fn read(content_type: Option<&[u8]>, body: &[u8]) -> Result<Self, Unreadable> {
        let form = Fields::read(content_type, body)?;
        Ok(Self {
            user: form.required("user", MAX_NAME_BYTES)?,
            password: form.required("password", MAX_PASSWORD_BYTES)?,
        })
    }
}

impl AgentLogoff {
    /// Reads the body of a request.
    ///
    /// # Errors
    /// When it is no form or lacks the agent.
    pub fn read(content_type: Option<&[u8]>, body: &[u8]) -> Result<Self, Unreadable> {
        let form = Fields::read(content_type, body)?;
        Ok(Self {
            agent: form.required("agent", MAX_NAME_BYTES)?,
            interface: form.optional("interface", MAX_INTERFACE_BYTES)?,
            message: form.optional("message", MAX_MESSAGE_BYTES)?,
        })
    }
}

impl EndSession {
    /// Reads the body of a request, which may be empty.
    ///
    /// # Errors
    /// When it is no form or a field can't be used.
    pub fn read(content_type: Option<&[u8]>, body: &[u8]) -> Result<Self, Unreadable> {
        let form = Fields::read(content_type.filter(|_| !body.is_empty()), body)?;
        Ok(Self { user: form.optional("user", MAX_NAME_BYTES)?, token: form.optional("token", MAX_TOKEN_BYTES)? })
    }
}

struct Fields<'a>(Form<'a>);

impl<'a> Fields<'a> {
    fn read(content_type: Option<&[u8]>, body: &'a [u8]) -> Result<Self, Unreadable> {
        match MediaType::of(content_type) {
            MediaType::UrlEncoded => Form::urlencoded(body).map(Self).map_err(Unreadable::Form),
            MediaType::Multipart | MediaType::Other => Err(Unreadable::MediaType),
        }
    }

    fn required(&self, name: &'static str, max_bytes: usize) -> Result<String, Unreadable> {
        self.0.field(name, max_bytes).map(str::to_owned).map_err(|fault| Unreadable::Field { name, fault })
    }

    fn optional(&self, name: &'static str, max_bytes: usize) -> Result<Option<String>, Unreadable> {
        let value = self.0.optional(name, max_bytes).map_err(|fault| Unreadable::Field { name, fault })?;
        Ok(value.map(str::to_owned))
    }
}

impl fmt::Debug for AgentLogin {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("AgentLogin(***)")
    }
}

impl fmt::Debug for UserLogin {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("UserLogin(***)")
    }
}

impl fmt::Debug for EndSession {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("EndSession(***)")
    }
}

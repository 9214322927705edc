//! What an agent asks for.

use std::fmt;

use super::Envelope;
use super::envelope::{Unreadable, check_channel};
use super::object::Object;
use crate::dialect::finesse::{ApiError, ErrorKind, NOT_A_REASON, is_extension, is_reason_code, not_a_number};

const MAX_NAME_BYTES: usize = 256;
const MAX_PASSWORD_BYTES: usize = 1024;

/// A request, and how it came.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Received {
    /// How it came, and so how what answers it goes back.
    pub envelope: Envelope,
    /// What is asked for.
    pub request: Request,
}

/// What is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Request {
    /// `Agent`/`SetUserInfo`, or after a page was loaded anew `Connection`/`ReInit`: both sign in.
    SignIn(Credentials),
    /// `Agent`/`SetReadyState`.
    SetReady,
    /// `Agent`/`SetNotReadyState`.
    SetNotReady {
        /// The code of a reason, plain digits.
        reason: Option<String>,
    },
    /// `Agent`/`GetAgentState`.
    GetAgentState,
    /// `General`/`GetAppState` as the sample has it, `Call`/`GetAppState` as the table has it.
    GetAppState {
        /// The topic that was asked under, and is answered under.
        topic: &'static str,
    },
    /// `Connection`/`Logout`.
    Logout {
        /// The code of a reason, plain digits.
        reason: Option<String>,
    },
}

/// Who signs in, and where.
#[derive(Clone, PartialEq, Eq)]
pub struct Credentials {
    /// Not blank, at most 256 bytes.
    pub username: String,
    /// Not blank, at most 1024 bytes.
    pub password: String,
    /// One for which [`is_extension`] holds.
    pub extension: String,
}

impl fmt::Debug for Credentials {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Credentials(***)")
    }
}

impl Received {
    /// Reads one packet or one bare message. Keys of no interest are passed over.
    ///
    /// # Errors
    /// What is wrong with it, and how to say so.
    pub fn read(text: &str) -> Result<Self, Unreadable> {
        let bare = |error| Unreadable { envelope: Envelope::default(), error };
        let outer = Object::read(text, "the message").map_err(bare)?;
        if !outer.has("message") {
            let request = Request::read(&outer).map_err(bare)?;
            return Ok(Self { envelope: Envelope::default(), request });
        }
        let envelope = Envelope::of_packet(&outer).map_err(bare)?;
        let request = outer.object("message").and_then(|inner| {
            let inner = inner.ok_or_else(|| missing("message"))?;
            Request::read(&inner)
        });
        match request {
            Ok(request) => Ok(Self { envelope, request }),
            Err(error) => Err(Unreadable { envelope, error }),
        }
    }
}

impl Request {
    /// Reads a message. `source` is said to be mandatory and absent from every sample, so nobody asks for it.
    fn read(message: &Object<'_>) -> Result<Self, ApiError> {
        check_channel(message)?;
        let topic = message.wanted("topic", MAX_NAME_BYTES)?;
        let subtopic = message.wanted("subtopic", MAX_NAME_BYTES)?;
        let data = || message.object("data");
        match (&*topic, &*subtopic) {
            ("Agent", "SetUserInfo") | ("Connection", "ReInit") => credentials(data()?).map(Self::SignIn),
            ("Agent", "SetReadyState") => Ok(Self::SetReady),
            ("Agent", "SetNotReadyState") => Ok(Self::SetNotReady { reason: reason(data()?)? }),
            ("Agent", "GetAgentState") => Ok(Self::GetAgentState),
            ("General", "GetAppState") => Ok(Self::GetAppState { topic: "General" }),
            ("Call", "GetAppState") => Ok(Self::GetAppState { topic: "Call" }),
            ("Connection", "Logout") => Ok(Self::Logout { reason: reason(data()?)? }),
            _ => Err(ApiError::new(
                ErrorKind::InvalidInput,
                "topic and subtopic: expected Agent with SetUserInfo, SetReadyState, SetNotReadyState or \
                 GetAgentState, General or Call with GetAppState, Connection with ReInit or Logout",
            )),
        }
    }
}

fn credentials(data: Option<Object<'_>>) -> Result<Credentials, ApiError> {
    let data = data.ok_or_else(|| missing("data"))?;
    let username = data.wanted("username", MAX_NAME_BYTES)?.into_owned();
    let password = data.wanted("password", MAX_PASSWORD_BYTES)?.into_owned();
    let extension = data.wanted("extension", MAX_NAME_BYTES)?.trim().to_owned();
    if !is_extension(&extension) {
        return Err(ApiError::new(ErrorKind::InvalidInput, not_a_number("extension")));
    }
    Ok(Credentials { username, password, extension })
}

/// `ReasonCodeId`; blank and `-1` are none.
fn reason(data: Option<Object<'_>>) -> Result<Option<String>, ApiError> {
    let Some(data) = data else { return Ok(None) };
    let code = data.text("ReasonCodeId", MAX_NAME_BYTES)?;
    let code = code.map(|code| code.trim().to_owned()).filter(|code| !code.is_empty() && code != "-1");
    match code {
        Some(code) if !is_reason_code(&code) => Err(ApiError::new(ErrorKind::InvalidInput, NOT_A_REASON)),
        code => Ok(code),
    }
}

fn missing(name: &str) -> ApiError {
    ApiError::new(ErrorKind::ParameterMissing, format!("{name} is missing"))
}

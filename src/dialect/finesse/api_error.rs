//! What is wrong, in Finesse's words: <https://developer.cisco.com/docs/finesse/user-api-errors>.

use std::borrow::Cow;

use serde::Serialize;

/// What kind of error it is; each has a status and a type of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ErrorKind {
    /// What was sent is malformed.
    BadRequest,
    /// A parameter has a value that it can't have.
    InvalidInput,
    /// The state can't be left or entered so.
    InvalidState,
    /// A parameter is missing.
    ParameterMissing,
    /// The credentials do not hold, or a policy refuses; nobody is told which.
    Unauthorized,
    /// The credentials hold, for another user than the one that is asked for.
    OtherUser,
    /// There is no such user.
    UserNotFound,
    /// There is no such resource.
    NotFound,
    /// Somebody else is signed in at the extension. Finesse tells it later, with this status to its own library.
    DeviceBusy,
    /// This server can't answer now.
    OutOfService,
}

impl ErrorKind {
    /// Every kind.
    pub const ALL: [Self; 10] = [
        Self::BadRequest,
        Self::InvalidInput,
        Self::InvalidState,
        Self::ParameterMissing,
        Self::Unauthorized,
        Self::OtherUser,
        Self::UserNotFound,
        Self::NotFound,
        Self::DeviceBusy,
        Self::OutOfService,
    ];

    /// The HTTP status.
    #[must_use]
    pub fn status(self) -> u16 {
        match self {
            Self::BadRequest | Self::InvalidInput | Self::InvalidState | Self::ParameterMissing | Self::DeviceBusy => {
                400
            }
            Self::Unauthorized | Self::OtherUser => 401,
            Self::UserNotFound | Self::NotFound => 404,
            Self::OutOfService => 503,
        }
    }

    /// `ErrorType`: what people read.
    #[must_use]
    pub fn error_type(self) -> &'static str {
        match self {
            Self::BadRequest => "Bad Request",
            Self::InvalidInput => "Invalid Input",
            Self::InvalidState => "Invalid State",
            Self::ParameterMissing => "Parameter Missing",
            Self::Unauthorized => "Authorization Failure",
            Self::OtherUser => "Invalid Authorization User Specified",
            Self::UserNotFound => "User Not Found",
            Self::NotFound => "Not Found",
            Self::DeviceBusy => "Device Busy",
            Self::OutOfService => "Service Unavailable",
        }
    }

    /// `ErrorMessage`: what programs read.
    #[must_use]
    pub fn error_message(self) -> &'static str {
        match self {
            Self::BadRequest => "BAD_REQUEST",
            Self::InvalidInput => "INVALID_INPUT",
            Self::InvalidState => "INVALID_STATE",
            Self::ParameterMissing => "PARAMETER_MISSING",
            Self::Unauthorized => "UNAUTHORIZED",
            Self::OtherUser => "The user specified in the authentication credentials and the uri don't match",
            Self::UserNotFound => "UNKNOWN_USER",
            Self::NotFound => "NOT_FOUND",
            Self::DeviceBusy => "DEVICE_BUSY",
            Self::OutOfService => "SERVER_OUT_OF_SERVICE",
        }
    }
}

/// An error, and what it is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ApiError {
    /// What kind of error it is.
    pub kind: ErrorKind,
    /// What it is about: a field, an id, what is expected. Never what somebody may have typed as a password.
    pub data: Cow<'static, str>,
}

impl ApiError {
    /// An error of this kind.
    #[must_use]
    pub fn new(kind: ErrorKind, data: impl Into<Cow<'static, str>>) -> Self {
        Self { kind, data: data.into() }
    }

    /// `<ApiErrors>` with this one error.
    #[must_use]
    pub fn to_xml(&self) -> String {
        let body = ApiErrors {
            api_error: Written { kind: self.kind.error_type(), data: &self.data, message: self.kind.error_message() },
        };
        quick_xml::se::to_string_with_root("ApiErrors", &body).unwrap_or_default()
    }
}

#[derive(Serialize)]
struct ApiErrors<'a> {
    #[serde(rename = "ApiError")]
    api_error: Written<'a>,
}

#[derive(Serialize)]
struct Written<'a> {
    #[serde(rename = "ErrorType")]
    kind: &'static str,
    #[serde(rename = "ErrorData")]
    data: &'a str,
    #[serde(rename = "ErrorMessage")]
    message: &'static str,
}

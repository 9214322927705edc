//! Why something can't be done for an agent, and what is said of it.

use std::borrow::Cow;

use crate::admission::Refusal;
use crate::dialect::finesse::{ApiError, ErrorKind};
use crate::directory::{Presence, Unavailable};

/// Why there is no such answer.
pub(super) enum Failure {
    /// It is told; nothing has changed.
    Refused(ApiError),
    /// The agent's sign-in is over: logged out or deactivated elsewhere, or begun with another password.
    Over {
        /// Whether the agent may sign in again.
        is_active: bool,
    },
}

impl Failure {
    /// What is said of it, in a word for people and one for programs.
    pub(super) fn error(&self) -> ApiError {
        match self {
            Self::Refused(error) => error.clone(),
            Self::Over { is_active: true } => {
                ApiError::new(ErrorKind::InvalidState, "the agent is not signed in any more")
            }
            Self::Over { is_active: false } => {
                ApiError::new(ErrorKind::Unauthorized, "the agent may not sign in any more")
            }
        }
    }
}

pub(super) fn refused(kind: ErrorKind, data: impl Into<Cow<'static, str>>) -> Failure {
    Failure::Refused(ApiError::new(kind, data))
}

/// One text for all: nobody learns what was wrong.
pub(super) fn turned_away(refusal: Refusal) -> Failure {
    if refusal.is_passing() {
        return out_of_service();
    }
    let text = "sign-in failed: the user name or the password is wrong, or the sign-in is blocked or not allowed";
    refused(ErrorKind::Unauthorized, text)
}

pub(super) fn unavailable(_: Unavailable) -> Failure {
    out_of_service()
}

pub(super) fn out_of_service() -> Failure {
    refused(ErrorKind::OutOfService, "this can't be answered now: try again in a moment")
}

pub(super) fn unknown_reason() -> Failure {
    refused(ErrorKind::InvalidInput, "reasonCodeId: no such reason")
}

pub(super) fn not_from(presence: &Presence) -> Failure {
    refused(ErrorKind::InvalidState, format!("not possible in the state {}", presence.state))
}

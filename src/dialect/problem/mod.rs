//! Why a request gets no decision: one variant each, one row each in the `catalogue`.

mod catalogue;
mod document;
mod excerpt;
mod schema;
mod signature_fault;
#[cfg(test)]
mod tests;

use std::borrow::Cow;
use std::fmt;

use serde_json::Value;

pub use excerpt::Excerpt;
pub use signature_fault::{SIGNATURE_TOLERANCE_SECONDS, SignatureFault};

/// A decision field as the documentation spells it.
pub type Field = &'static str;

/// Why a request gets no decision.
///
/// Serializes to the body of an RFC 9457 problem document: `type`, `title`, `status`, `detail` and, where they apply,
/// `field`, `got` and `accepted`. Its words never hold a secret.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Problem {
    /// A field whose value can't be read.
    InvalidField {
        /// Which.
        field: Field,
        /// What was sent, or its kind where the value is nobody's business.
        got: Excerpt,
        /// What would have been read.
        accepted: &'static str,
    },
    /// A field that a login can't do without.
    MissingField {
        /// Which.
        field: Field,
        /// What would have been read.
        accepted: &'static str,
    },
    /// One field given more than once, with different values.
    ConflictingValues {
        /// Which.
        field: Field,
    },
    /// A query that can't be taken apart into fields.
    QueryNotUnderstood {
        /// What is wrong and where, in words of ours.
        why: String,
    },
    /// A body that can't be taken apart into fields.
    BodyNotUnderstood {
        /// What is wrong and where, in words of ours.
        why: String,
    },
    /// A body that is not an encrypted login, for whatever reason: the caller learns no more, lest it be an oracle.
    UndecryptableBody {
        /// Why, for the log only: [`Problem::log_reason`].
        reason: Cow<'static, str>,
    },
    /// No secret, or a wrong one.
    Unauthorized,
    /// A signature that is missing or not right.
    SignatureRefused {
        /// What is wrong with it.
        fault: SignatureFault,
    },
    /// No token on the admin listener, or one that nobody has.
    TokenRequired,
    /// A token whose role does not go so far.
    RoleTooLow {
        /// The least role that does.
        needed: &'static str,
    },
    /// A policy failed or took too long, and the hook's settings call for no answer then.
    Undecided,
    /// A body of JSON that is not what is asked for.
    InvalidBody {
        /// What is wrong and where. It may quote what was sent, and is not for the log.
        why: Excerpt,
    },
    /// No file of this path is among the policies.
    NoSuchPolicy,
    /// Candidate files that can't decide.
    FaultyCandidates {
        /// Their faults, as `check --format json` prints them.
        errors: Value,
    },
    /// Too many trials at once.
    TooManyTrials,
    /// A trial that failed by a mistake of ours.
    TrialFailed {
        /// Why, for the log only: [`Problem::log_reason`].
        reason: String,
    },
    /// An HTTP/2 connection has as many requests under way as it may.
    ConnectionBusy,
    /// A query parameter that does not exist.
    UnknownParameter {
        /// Its name, as sent.
        got: Excerpt,
        /// Those that do.
        accepted: &'static str,
    },
    /// Decisions are asked for, and the settings keep none.
    NoIndex,
    /// No decision with this id is kept.
    NoSuchDecision,
    /// No hook has this name.
    NoSuchHook,
    /// No agent has this number.
    NoSuchAgent,
    /// Another agent has a name that an agent was to have.
    NameTaken {
        /// Which; it quotes what was sent, and is not for the log.
        why: Excerpt,
    },
    /// Agents who can't be added.
    FaultyAgents {
        /// The first faults: line, field and problem of each.
        faults: Value,
        /// How many there are.
        count: usize,
    },
    /// The directory of agents does not answer.
    DirectoryUnavailable,
    /// A question about decisions that took too long, or too many at once.
    LookupTooSlow,
    /// Decisions that can't be read.
    LookupFailed {
        /// Why, for the log only: [`Problem::log_reason`].
        reason: String,
    },
    /// More logins wait for an evaluation than may.
    Overloaded,
    /// Another missing or wrong secret, after many from the same address.
    TooManyBadSecrets {
        /// When the next one is looked into.
        retry_seconds: u64,
    },
    /// The hook does not listen to the caller's address.
    AddressNotAllowed,
    /// A longer target than [`MAX_TARGET_BYTES`](super::MAX_TARGET_BYTES).
    TargetTooLong,
    /// Nothing is served under this path.
    NotFound,
    /// The path is served, but not by this method.
    MethodNotAllowed {
        /// The methods that are, as in the `Allow` header: `GET, POST`.
        allowed: &'static str,
    },
    /// A longer body, or login in it, than is read.
    BodyTooLarge {
        /// How many bytes are.
        limit_bytes: usize,
    },
    /// The body did not arrive in time.
    BodyTooSlow,
    /// A body of a media type that is not read here.
    UnsupportedMediaType {
        /// Those that are.
        accepted: &'static str,
    },
    /// More than [`MAX_PROJECTS`](crate::decision::MAX_PROJECTS) distinct projects.
    TooManyProjects,
    /// Nested deeper than [`MAX_DEPTH`](super::MAX_DEPTH).
    TooDeep,
}

impl Problem {
    /// Whether callers without a secret can cause it, or very many at a time.
    #[must_use]
    pub fn needs_no_secret(&self) -> bool {
        match self {
            Self::Unauthorized
            | Self::SignatureRefused { .. }
            | Self::TokenRequired
            | Self::TooManyBadSecrets { .. }
            | Self::AddressNotAllowed
            | Self::TargetTooLong
            | Self::NotFound
            | Self::MethodNotAllowed { .. }
            | Self::UnsupportedMediaType { .. }
            | Self::ConnectionBusy
            | Self::Overloaded => true,
            Self::InvalidField { .. }
            | Self::MissingField { .. }
            | Self::ConflictingValues { .. }
            | Self::QueryNotUnderstood { .. }
            | Self::BodyNotUnderstood { .. }
            | Self::UndecryptableBody { .. }
            | Self::RoleTooLow { .. }
            | Self::UnknownParameter { .. }
            | Self::NoIndex
            | Self::NoSuchDecision
            | Self::NoSuchHook
            | Self::NoSuchAgent
            | Self::NameTaken { .. }
            | Self::FaultyAgents { .. }
            | Self::DirectoryUnavailable
            | Self::LookupTooSlow
            | Self::LookupFailed { .. }
            | Self::Undecided
            | Self::BodyTooLarge { .. }
            | Self::InvalidBody { .. }
            | Self::NoSuchPolicy
            | Self::FaultyCandidates { .. }
            | Self::TooManyTrials
            | Self::TrialFailed { .. }
            | Self::BodyTooSlow
            | Self::TooManyProjects
            | Self::TooDeep => false,
        }
    }

    /// What is wrong, in words of ours, for the log: nothing of what was sent, and what its sender must not learn.
    #[must_use]
    pub fn log_reason(&self) -> Option<&str> {
        match self {
            Self::UndecryptableBody { reason } => Some(reason),
            Self::LookupFailed { reason } | Self::TrialFailed { reason } => Some(reason),
            Self::SignatureRefused { fault } => Some(fault.reason()),
            Self::QueryNotUnderstood { why } | Self::BodyNotUnderstood { why } => Some(why),
            _ => None,
        }
    }

    /// The field that is wrong, if it is one field.
    #[must_use]
    pub fn field(&self) -> Option<Field> {
        match self {
            Self::InvalidField { field, .. } | Self::MissingField { field, .. } | Self::ConflictingValues { field } => {
                Some(field)
            }
            _ => None,
        }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}: {}", self.title(), self.detail())
    }
}

impl std::error::Error for Problem {}

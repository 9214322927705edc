//! The catalogue of refusals: one variant each; its status, kind, title and words in one exhaustive `match` each.

mod document;
mod excerpt;
#[cfg(test)]
mod tests;

use std::borrow::Cow;
use std::fmt;

pub use excerpt::Excerpt;

use super::{MAX_BODY_BYTES, MAX_DEPTH, MAX_TARGET_BYTES};
use crate::decision::MAX_PROJECTS;

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
    /// No token on the admin listener, or one that nobody has.
    TokenRequired,
    /// A token whose role does not go so far.
    RoleTooLow {
        /// The least role that does.
        needed: &'static str,
    },
    /// A policy failed or took too long, and the hook's settings call for no answer then.
    Undecided,
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
    /// A longer target than [`MAX_TARGET_BYTES`].
    TargetTooLong,
    /// Nothing is served under this path.
    NotFound,
    /// The path is served, but not by this method.
    MethodNotAllowed {
        /// The methods that are, as in the `Allow` header: `GET, POST`.
        allowed: &'static str,
    },
    /// More than [`MAX_BODY_BYTES`].
    BodyTooLarge,
    /// The body did not arrive in time.
    BodyTooSlow,
    /// More than [`MAX_PROJECTS`] distinct projects.
    TooManyProjects,
    /// Nested deeper than [`MAX_DEPTH`].
    TooDeep,
}

impl Problem {
    /// The HTTP status.
    #[must_use]
    pub fn status(&self) -> u16 {
        match self {
            Self::InvalidField { .. }
            | Self::MissingField { .. }
            | Self::ConflictingValues { .. }
            | Self::QueryNotUnderstood { .. }
            | Self::BodyNotUnderstood { .. }
            | Self::UndecryptableBody { .. }
            | Self::TooManyProjects
            | Self::TooDeep
            | Self::UnknownParameter { .. } => 400,
            Self::Unauthorized | Self::TokenRequired => 401,
            Self::RoleTooLow { .. } | Self::AddressNotAllowed => 403,
            Self::NotFound | Self::NoIndex | Self::NoSuchDecision => 404,
            Self::MethodNotAllowed { .. } => 405,
            Self::BodyTooSlow => 408,
            Self::BodyTooLarge => 413,
            Self::TargetTooLong => 414,
            Self::TooManyBadSecrets { .. } => 429,
            Self::LookupFailed { .. } => 500,
            Self::Undecided | Self::Overloaded | Self::ConnectionBusy | Self::LookupTooSlow => 503,
        }
    }

    /// The problem's stable name: the end of `type`, and the label in logs and metrics.
    #[must_use]
    pub fn kind(&self) -> &'static str {
        match self {
            Self::InvalidField { .. } => "invalid_field",
            Self::MissingField { .. } => "missing_field",
            Self::ConflictingValues { .. } => "conflicting_values",
            Self::QueryNotUnderstood { .. } => "query_not_understood",
            Self::BodyNotUnderstood { .. } => "body_not_understood",
            Self::UndecryptableBody { .. } => "undecryptable_body",
            Self::Unauthorized => "unauthorized",
            Self::TokenRequired => "token_required",
            Self::RoleTooLow { .. } => "role_too_low",
            Self::Undecided => "undecided",
            Self::ConnectionBusy => "connection_busy",
            Self::UnknownParameter { .. } => "unknown_parameter",
            Self::NoIndex => "no_index",
            Self::NoSuchDecision => "no_such_decision",
            Self::LookupTooSlow => "lookup_too_slow",
            Self::LookupFailed { .. } => "lookup_failed",
            Self::Overloaded => "overloaded",
            Self::TooManyBadSecrets { .. } => "too_many_bad_secrets",
            Self::AddressNotAllowed => "address_not_allowed",
            Self::TargetTooLong => "target_too_long",
            Self::NotFound => "not_found",
            Self::MethodNotAllowed { .. } => "method_not_allowed",
            Self::BodyTooLarge => "body_too_large",
            Self::BodyTooSlow => "body_too_slow",
            Self::TooManyProjects => "too_many_projects",
            Self::TooDeep => "too_deep",
        }
    }

    /// What kind of problem it is, the same for every occurrence.
    #[must_use]
    pub fn title(&self) -> &'static str {
        match self {
            Self::InvalidField { .. } => "A field can't be read",
            Self::MissingField { .. } => "A field is missing",
            Self::ConflictingValues { .. } => "A field has more than one value",
            Self::QueryNotUnderstood { .. } => "The query can't be read",
            Self::BodyNotUnderstood { .. } => "The body can't be read",
            Self::UndecryptableBody { .. } => "The body is not an encrypted login",
            Self::Unauthorized | Self::TokenRequired => "The caller is not authenticated",
            Self::RoleTooLow { .. } => "The caller may not do this",
            Self::Undecided => "The login could not be decided",
            Self::ConnectionBusy => "Too many requests at once on one connection",
            Self::UnknownParameter { .. } => "There is no such parameter",
            Self::NoIndex => "Decisions are not kept",
            Self::NoSuchDecision => "There is no such decision",
            Self::LookupTooSlow => "The question takes too long",
            Self::LookupFailed { .. } => "Decisions can't be read",
            Self::Overloaded => "Too many logins at a time",
            Self::TooManyBadSecrets { .. } => "Too many missing or wrong secrets",
            Self::AddressNotAllowed => "The caller's address is not allowed",
            Self::TargetTooLong => "The URL is too long",
            Self::NotFound => "Nothing is served here",
            Self::MethodNotAllowed { .. } => "The method is not served here",
            Self::BodyTooLarge => "The body is too large",
            Self::BodyTooSlow => "The body did not arrive in time",
            Self::TooManyProjects => "Too many projects",
            Self::TooDeep => "Nested too deep",
        }
    }

    /// What is wrong with this request, for its sender.
    #[must_use]
    pub fn detail(&self) -> String {
        match self {
            Self::InvalidField { field, got, accepted } => {
                format!("`{field}` is given as `{}`; accepted: {accepted}.", got.as_str())
            }
            Self::MissingField { field, accepted } => format!("`{field}` is not given; accepted: {accepted}."),
            Self::ConflictingValues { field } => {
                format!("`{field}` is given more than once, with different values; give it once.")
            }
            Self::QueryNotUnderstood { why } => format!("The query can't be read: {why}."),
            Self::BodyNotUnderstood { why } => format!("The body can't be read: {why}."),
            Self::UndecryptableBody { .. } => {
                "This hook accepts only POST and PUT with an encrypted body; the server's log says what is wrong."
                    .into()
            }
            Self::Unauthorized => "The secret is missing or wrong.".into(),
            Self::TokenRequired => "Send a token of `admin.tokens`: `Authorization: Bearer …`.".into(),
            Self::RoleTooLow { needed } => format!("This takes a token with the role `{needed}`."),
            Self::Undecided => "A policy failed or took too long; ask again, or ask another server.".into(),
            Self::ConnectionBusy => "Wait for answers before asking more, or open another connection.".into(),
            Self::UnknownParameter { got, accepted } => {
                format!("`{}` is no parameter; accepted: {accepted}.", got.as_str())
            }
            Self::NoIndex => {
                "Set `journal.index.path`: from then on, decisions are kept in that file and can be looked up.".into()
            }
            Self::NoSuchDecision => {
                "No decision with this id is kept: it is older than `journal.index` keeps, or never was.".into()
            }
            Self::LookupTooSlow => {
                "Ask again, or for less: one agent by `userId`, or a shorter time by `since`.".into()
            }
            Self::LookupFailed { .. } => "The server's log says why.".into(),
            Self::Overloaded => "Ask again in a second, or ask another server.".into(),
            Self::TooManyBadSecrets { retry_seconds } => format!(
                "Your address has sent many; the next one is looked into in {retry_seconds} s. A right secret is accepted at once."
            ),
            Self::AddressNotAllowed => "This hook listens to certain addresses only, and yours is none of them.".into(),
            Self::TargetTooLong => format!("Path and query may have up to {MAX_TARGET_BYTES} bytes."),
            Self::NotFound => "Nothing has this path.".into(),
            Self::MethodNotAllowed { allowed } => format!("Served here: {allowed}."),
            Self::BodyTooLarge => format!("A body may have up to {MAX_BODY_BYTES} bytes."),
            Self::BodyTooSlow => "Send the body at once.".into(),
            Self::TooManyProjects => format!("One login may name up to {MAX_PROJECTS} projects."),
            Self::TooDeep => format!("JSON and bracketed names may nest up to {MAX_DEPTH} levels."),
        }
    }

    /// Whether callers without a secret can cause it, or very many at a time.
    #[must_use]
    pub fn needs_no_secret(&self) -> bool {
        match self {
            Self::Unauthorized
            | Self::TokenRequired
            | Self::TooManyBadSecrets { .. }
            | Self::AddressNotAllowed
            | Self::TargetTooLong
            | Self::NotFound
            | Self::MethodNotAllowed { .. }
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
            | Self::LookupTooSlow
            | Self::LookupFailed { .. }
            | Self::Undecided
            | Self::BodyTooLarge
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
            Self::LookupFailed { reason } => Some(reason),
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

//! What a receiver's answer means for the batch that was sent.

use std::fmt;
use std::time::{Duration, SystemTime};

use crate::telemetry::metrics::UploadResult;

/// What is to be done with the batch.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Answer {
    /// The receiver has it.
    Taken,
    /// It is to be sent in smaller parts.
    TooLong,
    /// The same would be refused again: it is dropped.
    Refused(Trouble),
    /// It is sent again, not before this time is over.
    Later(Trouble, Option<Duration>),
}

/// Why a receiver does not take a batch, in words for whoever runs the server.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Trouble {
    /// It answers with this status.
    Status(u16),
    /// It does not answer.
    Silent(String),
    /// There is no token to show.
    Token(String),
    /// The spool can't be read.
    Spool(String),
}

impl Answer {
    /// What `status` means. What speaks of the events drops them; what speaks of the address, the token or the receiver
    /// keeps them until that is mended.
    pub(super) fn of(status: u16, retry_after: Option<Duration>) -> Self {
        let trouble = Trouble::Status(status);
        match status {
            200..=299 => Self::Taken,
            413 => Self::TooLong,
            401 | 403 | 404 | 405 | 407 | 408 | 410 | 421 | 425 | 429 => Self::Later(trouble, retry_after),
            400..=499 => Self::Refused(trouble),
            _ => Self::Later(trouble, retry_after),
        }
    }

    /// As what it is counted.
    pub(super) fn result(&self) -> UploadResult {
        match self {
            Self::Taken => UploadResult::Taken,
            Self::TooLong => UploadResult::TooLong,
            Self::Refused(_) => UploadResult::Refused,
            Self::Later(Trouble::Status(401 | 403) | Trouble::Token(_), _) => UploadResult::Unauthorized,
            Self::Later(..) => UploadResult::Unavailable,
        }
    }
}

/// How long a header `Retry-After` (RFC 9110, 10.2.3) asks to wait: seconds, or a moment.
pub(super) fn retry_after(header: &str, now: SystemTime) -> Option<Duration> {
    let seconds = header.trim().parse().map(Duration::from_secs).ok();
    seconds.or_else(|| httpdate::parse_http_date(header).ok()?.duration_since(now).ok())
}

impl fmt::Display for Trouble {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let status = match self {
            Self::Silent(why) => return write!(formatter, "no answer: {why}"),
            Self::Token(problem) => return write!(formatter, "the token can't be shown: {problem}"),
            Self::Spool(problem) => return write!(formatter, "the spool can't be read: {problem}"),
            Self::Status(status) => *status,
        };
        write!(formatter, "status {status}")?;
        formatter.write_str(match status {
            300..=399 => ", a redirect, which is not followed; set url to where it leads",
            401 | 403 => ": the token is missing, wrong or may not do this; set token or token_file",
            407 | 408 | 421 | 425 | 429 => "",
            404 | 405 | 410 => ": nothing takes events there; see that url is right",
            413 => ": a single event is too long for it; raise the receiver's limit",
            415 => ": it takes no JSON or no gzip",
            400..=499 => ": it will not have these events",
            _ => "",
        })
    }
}

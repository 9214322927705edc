//! What is wrong with a request's signature, for whoever signs.

use std::fmt;

/// How far a signature's timestamp may be from the server's clock, in either direction: as Standard Webhooks' own libraries.
pub const SIGNATURE_TOLERANCE_SECONDS: u64 = 300;

/// What is wrong with a signature as Standard Webhooks describes it. Nothing here depends on a key but
/// [`SignatureFault::NoMatch`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SignatureFault {
    /// There is none, where nothing else could tell who is calling.
    NotSigned,
    /// A GET: what it asks is in the query, which no signature covers.
    NotOfQuery,
    /// One of the three headers is missing: this one.
    MissingHeader(&'static str),
    /// `webhook-id` is too long, or could be taken for more than an id.
    InvalidId,
    /// `webhook-timestamp` is no number of seconds.
    InvalidTimestamp,
    /// It was signed too long ago.
    TooOld {
        /// How long ago, by the server's clock.
        by_seconds: u64,
    },
    /// It was signed in the future.
    TooNew {
        /// How far ahead of the server's clock.
        by_seconds: u64,
    },
    /// No signature has the version `v1`.
    OtherVersion,
    /// None is that of this body by a key of this hook.
    NoMatch,
}

impl SignatureFault {
    /// What is wrong, for the log: nothing of what was sent.
    #[must_use]
    pub fn reason(self) -> &'static str {
        match self {
            Self::NotSigned => "there is no signature",
            Self::NotOfQuery => "a GET can't be signed",
            Self::MissingHeader(name) => match name {
                "webhook-id" => "webhook-id is missing",
                "webhook-timestamp" => "webhook-timestamp is missing",
                _ => "webhook-signature is missing",
            },
            Self::InvalidId => "webhook-id can't be used",
            Self::InvalidTimestamp => "webhook-timestamp is no number of seconds",
            Self::TooOld { .. } => "webhook-timestamp is too old: is a clock wrong, or was an old request sent again?",
            Self::TooNew { .. } => "webhook-timestamp is in the future: is a clock wrong?",
            Self::OtherVersion => "webhook-signature has no signature of version v1",
            Self::NoMatch => "the signature is not that of this body by a secret of this hook",
        }
    }
}

impl fmt::Display for SignatureFault {
    /// What is wrong and what to do, for the sender.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let clocks = "set both clocks, and sign again each time you send";
        match self {
            Self::NotSigned => formatter.write_str(
                "this hook takes signed requests; send webhook-id, webhook-timestamp and webhook-signature as Standard \
                 Webhooks says",
            ),
            Self::NotOfQuery => formatter.write_str("it covers the body, and a GET asks by its query; send a POST"),
            Self::MissingHeader(name) => write!(formatter, "the header {name} is missing"),
            Self::InvalidId => formatter.write_str("webhook-id is not 1 to 256 visible ASCII characters without a full stop"),
            Self::InvalidTimestamp => formatter.write_str("webhook-timestamp is not a whole number of seconds since 1970"),
            Self::TooOld { by_seconds } => write!(
                formatter,
                "webhook-timestamp is {by_seconds} s behind this server's clock, accepted are \
                 {SIGNATURE_TOLERANCE_SECONDS}; {clocks}"
            ),
            Self::TooNew { by_seconds } => write!(
                formatter,
                "webhook-timestamp is {by_seconds} s ahead of this server's clock, accepted are \
                 {SIGNATURE_TOLERANCE_SECONDS}; {clocks}"
            ),
            Self::OtherVersion => formatter.write_str("webhook-signature has no `v1,` and a signature in base64"),
            Self::NoMatch => formatter.write_str(
                "none in webhook-signature is that of this body by a secret of this hook; sign \
                 `webhook-id.webhook-timestamp.body`, the body byte for byte as it is sent, by what stands behind `whsec_`, decoded",
            ),
        }
    }
}

//! Where traces go.

use std::path::PathBuf;

use ureq::http::HeaderMap;

/// `[traces]`
#[derive(Debug, Clone)]
pub struct TraceSettings {
    /// Who receives them; `None` while they are off.
    pub receiver: Option<ReceiverSettings>,
    /// The part of the traces begun here that is kept, from 0 to 1.
    pub sample_ratio: f64,
    /// Whether a request that belongs to a trace of its caller's continues that one.
    pub follow_callers: bool,
    /// What the receiver calls this server: `service.name`.
    pub service_name: String,
}

/// A receiver of OTLP over HTTP.
#[derive(Debug, Clone)]
pub struct ReceiverSettings {
    /// Where spans are posted: the endpoint, and `/v1/traces` behind it. It holds no secret.
    pub url: String,
    /// What else is sent, such as a token. Values are marked as sensitive, so that no `Debug` shows them.
    pub headers: HeaderMap,
    /// The authorities it is believed by, a file in PEM form; `None` for those of the system.
    pub authorities: Option<PathBuf>,
}

impl ReceiverSettings {
    /// Whether it is reached by TLS.
    #[must_use]
    pub fn is_https(&self) -> bool {
        self.url.starts_with("https:")
    }
}

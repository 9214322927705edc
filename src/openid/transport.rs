//! How a provider is reached: by the house's own client, within bounds.

use openidconnect::{HttpRequest, HttpResponse};
use ureq::Agent;

/// Metadata and keys take some kilobytes.
const LONGEST_ANSWER_BYTES: u64 = 1024 * 1024;

/// Why there is no answer. Never holds a URL: a provider can put anything into those it names.
#[derive(Debug, thiserror::Error)]
pub enum TransportFault {
    #[error("it names an endpoint without TLS")]
    NotPrivate,
    #[error("it takes too long")]
    Timeout,
    #[error("it can't be reached: {0}")]
    Unreachable(std::io::Error),
    #[error("it can't be reached, its certificate is not believed, or it speaks no HTTP")]
    NotSpoken,
}

/// Asks what a provider's documents name.
#[derive(Debug, Clone)]
pub(super) struct Transport {
    client: Agent,
    is_https: bool,
}

impl Transport {
    /// By `client`; where the issuer is reached by TLS, everything it names has to be.
    pub(super) fn new(client: Agent, is_https: bool) -> Self {
        Self { client, is_https }
    }

    pub(super) fn call(&self, request: HttpRequest) -> Result<HttpResponse, TransportFault> {
        if self.is_https && request.uri().scheme_str() != Some("https") {
            return Err(TransportFault::NotPrivate);
        }
        let answer = self.client.run(request).map_err(fault)?;
        let (head, mut body) = answer.into_parts();
        let body = body.with_config().limit(LONGEST_ANSWER_BYTES).read_to_vec().map_err(fault)?;
        Ok(HttpResponse::from_parts(head, body))
    }
}

fn fault(error: ureq::Error) -> TransportFault {
    match error {
        ureq::Error::Timeout(_) => TransportFault::Timeout,
        ureq::Error::Io(error) => TransportFault::Unreachable(error),
        _ => TransportFault::NotSpoken,
    }
}

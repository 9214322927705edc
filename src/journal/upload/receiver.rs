//! The client of one receiver.

use std::io;
use std::time::{Duration, SystemTime};

use ureq::Agent;
use ureq::http::header::{AUTHORIZATION, CONTENT_ENCODING, CONTENT_TYPE, RETRY_AFTER};
use ureq::http::{HeaderValue, Uri};

use super::answer::{Answer, Trouble, retry_after};
use super::fault::UploadFault;
use crate::config::{JournalUploadSettings, UploadToken};
use crate::tls::{self, Authorities};

/// So much of an answer's body is read, to use the connection again. Nothing is made of it: it may quote events.
const ANSWER_BYTES: u64 = 64 * 1024;

/// Where batches are sent to.
pub(super) struct Receiver {
    agent: Agent,
    url: Uri,
    token: Option<UploadToken>,
    timeout: Duration,
}

impl Receiver {
    /// # Errors
    /// When nobody could be believed to be it.
    pub(super) fn new(settings: &JournalUploadSettings) -> Result<Self, UploadFault> {
        let authorities = settings.authorities.clone().map_or(Authorities::System, Authorities::File);
        let is_https = settings.url.scheme_str() == Some("https");
        let agent = tls::client(is_https, &authorities, settings.timeout)?;
        Ok(Self { agent, url: settings.url.clone(), token: settings.token.clone(), timeout: settings.timeout })
    }

    /// Sends a compressed batch, and waits for the answer no longer than `left`.
    pub(super) fn send(&self, body: &[u8], left: Option<Duration>) -> Answer {
        let bearer = match self.token.as_ref().map(bearer).transpose() {
            Ok(bearer) => bearer,
            Err(problem) => return Answer::Later(Trouble::Token(problem), None),
        };
        let timeout = left.unwrap_or(self.timeout).min(self.timeout);
        let mut request = self.agent.post(&self.url).config().timeout_global(Some(timeout)).build();
        request = request.header(CONTENT_TYPE, "application/json").header(CONTENT_ENCODING, "gzip");
        if let Some(bearer) = bearer {
            request = request.header(AUTHORIZATION, bearer);
        }
        match request.send(body) {
            Ok(mut response) => {
                let after = response.headers().get(RETRY_AFTER).and_then(|it| it.to_str().ok());
                let after = after.and_then(|it| retry_after(it, SystemTime::now()));
                let answer = Answer::of(response.status().as_u16(), after);
                // The batch is taken or not, whatever becomes of the rest.
                drop(response.body_mut().with_config().limit(ANSWER_BYTES).read_to_vec());
                answer
            }
            Err(error) => Answer::Later(Trouble::Silent(told(error, timeout)), None),
        }
    }
}

/// Read anew for each batch: a token in a file is exchanged while the server runs.
fn bearer(token: &UploadToken) -> Result<HeaderValue, String> {
    let token = token.read()?;
    let value = [b"Bearer ", token.expose()].concat();
    let mut value = HeaderValue::from_bytes(&value).map_err(|_| "it is no header".to_owned())?;
    value.set_sensitive(true);
    Ok(value)
}

/// What went wrong, without anything of the request.
fn told(error: ureq::Error, timeout: Duration) -> String {
    match error {
        ureq::Error::Timeout(_) => format!("nothing within {}", humantime::format_duration(rounded(timeout))),
        ureq::Error::Io(error) if error.kind() == io::ErrorKind::ConnectionRefused => "nobody listens there".to_owned(),
        ureq::Error::HostNotFound => "its name is not known".to_owned(),
        ureq::Error::Io(error) => error.to_string(),
        ureq::Error::Rustls(error) => error.to_string(),
        ureq::Error::Protocol(_) => "what answers speaks no HTTP".to_owned(),
        // Others may quote the request.
        _ => "the request can't be made".to_owned(),
    }
}

fn rounded(duration: Duration) -> Duration {
    Duration::from_millis(u64::try_from(duration.as_millis()).unwrap_or(u64::MAX))
}

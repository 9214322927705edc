//! Sending over HTTP or HTTPS, and what came back.

use std::path::Path;
use std::time::{Duration, Instant};

use ureq::Agent;
use ureq::http::Request;

use super::forms::Method;
use super::message::Message;
use super::target::Target;
use crate::tls::{self, Authorities};

/// Far more than an answer has.
const LONGEST_ANSWER_BYTES: u64 = 1 << 20;

/// A client for one server.
pub(super) struct Sender {
    agent: Agent,
}

/// What the server answered.
pub(super) struct Answer {
    pub(super) status: u16,
    /// Names in lower case.
    pub(super) headers: Vec<(String, String)>,
    pub(super) body: Vec<u8>,
    pub(super) took: Duration,
}

impl Answer {
    /// The first header of this name.
    pub(super) fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(other, _)| other == name).map(|(_, value)| value.as_str())
    }
}

impl Sender {
    /// Waits for as long as `patience`, and believes `ca` or else whom the system believes.
    ///
    /// # Errors
    /// If there is nobody to believe.
    pub(super) fn new(target: &Target, ca: Option<&Path>, patience: Duration) -> Result<Self, String> {
        let authorities = ca.map_or(Authorities::System, |path| Authorities::File(path.to_owned()));
        let agent = tls::client(target.is_https(), &authorities, patience).map_err(|fault| fault.to_string())?;
        Ok(Self { agent })
    }

    /// Sends `message` and waits for its answer.
    ///
    /// # Errors
    /// What went wrong before there was a whole one.
    pub(super) fn send(&self, message: &Message) -> Result<Answer, ureq::Error> {
        let mut request = Request::builder().method(message.form.method.name()).uri(message.url());
        for header in &message.headers {
            request = request.header(header.name, &header.value);
        }
        let started = Instant::now();
        let mut answer = match message.form.method {
            Method::Get => self.agent.run(request.body(())?)?,
            Method::Post | Method::Put => self.agent.run(request.body(&*message.body)?)?,
        };
        let body = answer.body_mut().with_config().limit(LONGEST_ANSWER_BYTES).read_to_vec()?;
        let text = |value: &[u8]| String::from_utf8_lossy(value).into_owned();
        let headers = answer.headers().iter().map(|(name, value)| (name.to_string(), text(value.as_bytes())));
        Ok(Answer { status: answer.status().as_u16(), headers: headers.collect(), body, took: started.elapsed() })
    }
}

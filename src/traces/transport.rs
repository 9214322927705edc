//! How batches reach the receiver: the client that the exporter posts them with.

use std::pin::Pin;
use std::sync::{Mutex, PoisonError};

use opentelemetry_http::{Bytes, HttpClient, HttpError, Request, Response};
use opentelemetry_proto::tonic::collector::trace::v1::ExportTraceServiceResponse;
use prost::Message as _;
use ureq::Agent;
use ureq::http::HeaderMap;
use ureq::http::header::{CONTENT_ENCODING, CONTENT_TYPE};

/// What a receiver says of a batch takes a few bytes.
const LONGEST_ANSWER_BYTES: u64 = 64 * 1024;
const LONGEST_WORDS: usize = 200;

/// Posts batches, one at a time, and remembers what came of the last attempt.
pub(super) struct Transport {
    agent: Agent,
    headers: HeaderMap,
    last: Mutex<Attempt>,
}

/// What came of posting a batch.
#[derive(Debug, Default)]
pub(super) struct Attempt {
    /// Why it failed, if it did.
    pub(super) fault: Option<String>,
    /// How many of its spans the receiver did not want though it took the batch, and its words for why.
    pub(super) rejected: Option<(u64, String)>,
}

impl std::fmt::Debug for Transport {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("Transport").finish_non_exhaustive()
    }
}

impl Transport {
    /// Sends `headers` with every batch.
    pub(super) fn new(agent: Agent, headers: HeaderMap) -> Self {
        Self { agent, headers, last: Mutex::default() }
    }

    /// What came of the last attempt.
    pub(super) fn last(&self) -> Attempt {
        std::mem::take(&mut *self.last.lock().unwrap_or_else(PoisonError::into_inner))
    }

    fn post(&self, request: &Request<Bytes>) -> Result<Response<Bytes>, HttpError> {
        let posted = self.call(request);
        let mut attempt = Attempt::default();
        match &posted {
            Ok(answer) if answer.status().is_success() => attempt.rejected = rejected(answer.body()),
            Ok(answer) => attempt.fault = Some(format!("it answers with status {}", answer.status().as_u16())),
            Err(error) => attempt.fault = Some(words(error)),
        }
        *self.last.lock().unwrap_or_else(PoisonError::into_inner) = attempt;
        Ok(posted?)
    }

    /// What the exporter read from variables of its own stays out: only our settings count.
    fn call(&self, request: &Request<Bytes>) -> Result<Response<Bytes>, ureq::Error> {
        let mut post = self.agent.post(request.uri().clone());
        for name in [CONTENT_TYPE, CONTENT_ENCODING] {
            if let Some(value) = request.headers().get(&name) {
                post = post.header(name, value);
            }
        }
        for (name, value) in &self.headers {
            post = post.header(name, value);
        }
        let (head, mut body) = post.send(&request.body()[..])?.into_parts();
        let body = body.with_config().limit(LONGEST_ANSWER_BYTES).read_to_vec()?;
        Ok(Response::from_parts(head, body.into()))
    }
}

impl HttpClient for Transport {
    /// Blocks until the answer is there: the thread that sends has nothing else to do.
    fn send_bytes<'client, 'answer>(
        &'client self,
        request: Request<Bytes>,
    ) -> Pin<Box<dyn Future<Output = Result<Response<Bytes>, HttpError>> + Send + 'answer>>
    where
        'client: 'answer,
        Self: 'answer,
    {
        Box::pin(std::future::ready(self.post(&request)))
    }
}

/// Of a batch that was taken, what was not.
fn rejected(body: &[u8]) -> Option<(u64, String)> {
    let partial = ExportTraceServiceResponse::decode(body).ok()?.partial_success?;
    let spans = u64::try_from(partial.rejected_spans).unwrap_or(0);
    let words = partial.error_message.chars().filter(|char| !char.is_control()).take(LONGEST_WORDS).collect();
    (spans > 0).then_some((spans, words))
}

/// Never a header: those may be secret.
fn words(error: &ureq::Error) -> String {
    match error {
        ureq::Error::Http(_) => "its URL or a header can't be sent".to_owned(),
        ureq::Error::Timeout(_) => "it takes too long".to_owned(),
        ureq::Error::Io(error) => error.to_string(),
        error => error.to_string(),
    }
}

//! What arrived last at a hook, in memory only: for whoever sets a platform up and gets no word from it.
//!
//! A login pays for it with a few small copies and one exchange of pointers; nothing is read or formatted before somebody
//! asks. Whoever is turned away has a place of their own, so that no stranger can hide what a platform sent, and nothing
//! of their query or body is kept.

use std::net::IpAddr;
use std::sync::{Arc, Mutex, PoisonError};

use actix_web::HttpRequest;
use actix_web::http::header::{CONTENT_TYPE, HeaderValue};
use actix_web::web::Bytes;

use super::measure;
use crate::dialect::vcc::{Hook, PresentedSecrets};
use crate::dialect::{Method, Problem, Request, SignatureHeaders};
use crate::telemetry::LoginRecord;
use crate::telemetry::metrics::HttpMethod;

/// How much of a Content-Type is kept.
const CONTENT_TYPE_BYTES: usize = 128;

/// What arrived last at one hook.
#[derive(Debug, Default)]
pub struct Arrivals(Mutex<Slots>);

/// The last of each kind.
#[derive(Debug, Clone, Default)]
pub(super) struct Slots {
    /// Of a caller who was let in.
    pub(super) last: Option<Arc<Arrival>>,
    /// The last of those that was refused.
    pub(super) refused: Option<Arc<Arrival>>,
    /// Of a caller who was turned away.
    pub(super) turned_away: Option<Arc<Arrival>>,
}

/// One request to a hook, as much of it as is kept.
pub(super) struct Arrival {
    pub(super) unix_nanos: i64,
    pub(super) method: HttpMethod,
    pub(super) content_type: Option<Box<[u8]>>,
    /// `None` of a body that did not arrive whole.
    pub(super) body_bytes: Option<usize>,
    pub(super) source_ip: Option<IpAddr>,
    pub(super) came_to: CameTo,
}

/// What came of a request.
pub(super) enum CameTo {
    /// Its caller was turned away; `presented` where a secret was asked for.
    TurnedAway { problem: Problem, presented: Option<PresentedSecrets> },
    /// Its caller was let in, and it was not decided.
    Refused { problem: Problem, sent: Sent },
    /// It was decided, and answered or, as the settings say, not.
    Decided { record: LoginRecord, problem: Option<Problem>, sent: Sent },
}

/// What a login was read from.
pub(super) struct Sent {
    method: Method,
    /// Empty where nothing is read from it but the secret.
    query: Box<str>,
    body: Box<[u8]>,
}

impl std::fmt::Debug for Arrival {
    /// Shows nothing of what was sent.
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("Arrival").field("unix_nanos", &self.unix_nanos).finish_non_exhaustive()
    }
}

impl Arrival {
    /// `request`, which came from `source_ip` at `unix_nanos`, and what came of it.
    pub(super) fn new(
        request: &HttpRequest,
        body: &Result<Bytes, Problem>,
        source_ip: Option<IpAddr>,
        unix_nanos: i64,
        came_to: CameTo,
    ) -> Self {
        let content_type = request.headers().get(CONTENT_TYPE).map(HeaderValue::as_bytes);
        let beginning = |bytes: &[u8]| bytes.get(..CONTENT_TYPE_BYTES).unwrap_or(bytes).into();
        Self {
            unix_nanos,
            method: measure::label(request.method()),
            content_type: content_type.map(beginning),
            body_bytes: body.as_ref().ok().map(Bytes::len),
            source_ip,
            came_to,
        }
    }
}

impl Sent {
    /// A copy: what `request` borrows from belongs to its connection, which goes on using it.
    pub(super) fn of(request: &Request<'_>, hook: &Hook) -> Self {
        let reads_query = request.method == Method::Get || hook.decrypts();
        let query = if reads_query { request.query } else { "" };
        Self { method: request.method, query: query.into(), body: request.body.into() }
    }

    /// The request again, as far as a login is read from it.
    pub(super) fn request<'a>(&'a self, content_type: Option<&'a [u8]>) -> Request<'a> {
        Request {
            method: self.method,
            query: &self.query,
            path_secret: None,
            authorization: None,
            signature: SignatureHeaders::default(),
            content_type,
            body: &self.body,
            source_ip: None,
        }
    }
}

impl Arrivals {
    /// Keeps `arrival` instead of the one before it.
    pub(super) fn note(&self, arrival: Arrival) {
        let (is_turned_away, is_refused) = match &arrival.came_to {
            CameTo::TurnedAway { .. } => (true, true),
            CameTo::Refused { .. } => (false, true),
            CameTo::Decided { problem, .. } => (false, problem.is_some()),
        };
        let arrival = Some(Arc::new(arrival));
        let mut slots = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let before = match (is_turned_away, is_refused) {
            (true, _) => (std::mem::replace(&mut slots.turned_away, arrival), None),
            (false, true) => {
                (std::mem::replace(&mut slots.refused, arrival.clone()), std::mem::replace(&mut slots.last, arrival))
            }
            (false, false) => (None, std::mem::replace(&mut slots.last, arrival)),
        };
        drop(slots);
        // Freed by whoever was the last to hold them, while nobody waits for the lock.
        drop(before);
    }

    /// What is kept now.
    pub(super) fn slots(&self) -> Slots {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

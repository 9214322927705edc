//! One request that is traced, from its head to its answer.

use std::cell::OnceCell;
use std::net::IpAddr;
use std::sync::Arc;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use opentelemetry::trace::SpanContext;

use crate::decision::{Clock, Decision, Login};
use crate::telemetry::TraceIds;

/// A request that belongs to a trace and is not answered yet.
#[derive(Debug)]
pub struct TracedRequest {
    /// Its own span.
    pub(super) context: SpanContext,
    /// The caller's span that it continues.
    pub(super) parent: Option<SpanContext>,
    /// The caller's span that it does not continue.
    pub(super) link: Option<SpanContext>,
    began_unix_nanos: i64,
    /// By the clock that never runs backwards.
    began_at: Duration,
    login: OnceCell<TracedLogin>,
    refused: OnceCell<Refused>,
}

/// What was decided about a login; not about whom.
#[derive(Debug, Clone)]
pub struct TracedLogin {
    pub(super) platform: &'static str,
    pub(super) hook: Arc<str>,
    pub(super) decision: Arc<Decision>,
}

impl TracedLogin {
    /// Keeps of `login` only who asked.
    #[must_use]
    pub fn new(login: &Login, decision: &Arc<Decision>) -> Self {
        let (platform, hook) = (login.platform.as_str(), Arc::clone(&login.hook));
        Self { platform, hook, decision: Arc::clone(decision) }
    }
}

/// Why a request got no decision.
#[derive(Debug, Clone)]
pub struct Refused {
    /// The problem's name.
    pub kind: &'static str,
    /// The hook's name, if one was found.
    pub hook: Option<String>,
    /// The caller's address, as the line in the log has it.
    pub source: Option<IpAddr>,
}

/// How a request came and was answered, in words that no caller chose.
#[derive(Debug, Clone)]
pub struct Answer {
    /// `POST`; `None` for methods that HTTP does not define.
    pub method: Option<&'static str>,
    /// The pattern of its route, `/vcc/{secret}`; `None` where nothing is served.
    pub route: Option<String>,
    /// `http` or `https`.
    pub scheme: &'static str,
    /// Of HTTP: `1.1`, `2`.
    pub version: &'static str,
    /// `None` if it was not answered.
    pub status: Option<u16>,
}

/// A request that is over: what its spans are made of.
#[derive(Debug)]
pub(super) struct FinishedRequest {
    pub(super) context: SpanContext,
    pub(super) parent: Option<SpanContext>,
    pub(super) link: Option<SpanContext>,
    pub(super) start: SystemTime,
    pub(super) end: SystemTime,
    pub(super) answer: Answer,
    pub(super) login: Option<TracedLogin>,
    pub(super) refused: Option<Refused>,
}

impl TracedRequest {
    /// The request begins now.
    pub(super) fn begin(
        context: SpanContext,
        parent: Option<SpanContext>,
        link: Option<SpanContext>,
        clock: &dyn Clock,
    ) -> Self {
        Self {
            context,
            parent,
            link,
            began_unix_nanos: clock.unix_nanos(),
            began_at: clock.monotonic(),
            login: OnceCell::new(),
            refused: OnceCell::new(),
        }
    }

    /// What else that is told of the request can name.
    #[must_use]
    pub fn ids(&self) -> TraceIds {
        TraceIds { trace_id: self.context.trace_id(), span_id: self.context.span_id() }
    }

    /// Whether anything is sent about it. If not, only its caller's trace is named.
    #[must_use]
    pub fn is_sampled(&self) -> bool {
        self.context.is_sampled()
    }

    /// The value of the header `traceresponse`, which tells the caller what to look for.
    ///
    /// Source: <https://w3c.github.io/trace-context/#traceresponse-header>
    #[must_use]
    pub fn response_header(&self) -> String {
        let TraceIds { trace_id, span_id } = self.ids();
        format!("00-{trace_id}-{span_id}-{:02x}", self.context.trace_flags())
    }

    /// Takes note of what was decided.
    pub fn decided(&self, login: TracedLogin) {
        // A request is decided once.
        let _ = self.login.set(login);
    }

    /// Takes note of why there is no decision, or none in the answer.
    pub fn refused(&self, refused: Refused) {
        let _ = self.refused.set(refused);
    }

    /// The request is over now.
    pub(super) fn finish(&self, answer: Answer, clock: &dyn Clock) -> FinishedRequest {
        let start = system_time(self.began_unix_nanos);
        FinishedRequest {
            context: self.context.clone(),
            parent: self.parent.clone(),
            link: self.link.clone(),
            start,
            end: start + clock.monotonic().saturating_sub(self.began_at),
            answer,
            login: self.login.get().cloned(),
            refused: self.refused.get().cloned(),
        }
    }
}

/// Nothing is traced before 1970.
pub(super) fn system_time(unix_nanos: i64) -> SystemTime {
    UNIX_EPOCH + Duration::from_nanos(unix_nanos.max(0).unsigned_abs())
}

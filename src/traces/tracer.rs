//! Which requests are traced, and under which ids.

#[cfg(test)]
mod tests;

use std::sync::Arc;

use opentelemetry::trace::{SpanContext, SpanKind, TraceFlags, TraceId, TraceState};
use opentelemetry_sdk::trace::{IdGenerator as _, RandomIdGenerator, Sampler, SamplingDecision, ShouldSample as _};

use super::parent::Parent;
use super::queue::TraceQueue;
use super::request::{Answer, TracedRequest};
use crate::config::TraceSettings;
use crate::decision::Clock;

/// Begins and ends the traces of requests.
pub struct Tracer {
    choice: Choice,
    ids: RandomIdGenerator,
    queue: TraceQueue,
    clock: Arc<dyn Clock>,
}

/// Which requests are traced.
#[derive(Debug)]
struct Choice {
    sampler: Sampler,
    follows_callers: bool,
}

impl Tracer {
    /// Traces requests as `settings` say, into `queue`.
    #[must_use]
    pub fn new(settings: &TraceSettings, queue: TraceQueue, clock: Arc<dyn Clock>) -> Self {
        let sampler = Sampler::TraceIdRatioBased(settings.sample_ratio);
        let choice = Choice { sampler, follows_callers: settings.follow_callers };
        Self { choice, ids: RandomIdGenerator::default(), queue, clock }
    }

    /// A request begins now that was sent from `parent`. `None` if it belongs to no trace that anybody could look up.
    #[must_use]
    pub fn begin(&self, parent: Option<Parent>) -> Option<TracedRequest> {
        let (trace_id, span_id) = (self.ids.new_trace_id(), self.ids.new_span_id());
        let (parent, link) = self.choice.split(parent.map(|Parent(context)| context));
        let (trace_id, is_sampled, state) = match &parent {
            Some(parent) => (parent.trace_id(), parent.is_sampled(), parent.trace_state().clone()),
            None => (trace_id, self.choice.samples(trace_id), TraceState::default()),
        };
        let flags = if is_sampled { TraceFlags::SAMPLED } else { TraceFlags::NOT_SAMPLED };
        let context = SpanContext::new(trace_id, span_id, flags, false, state);
        let is_traced = is_sampled || parent.is_some();
        is_traced.then(|| TracedRequest::begin(context, parent, link, &*self.clock))
    }

    /// The request is over now. Never waits: while the queue is full, its spans are lost and counted.
    pub fn end(&self, request: &TracedRequest, answer: Answer) {
        if request.is_sampled() {
            self.queue.send(request.finish(answer, &*self.clock));
        }
    }

    /// Returns when everything that is over so far has been sent, or can't be.
    pub async fn flush(&self) {
        self.queue.flush().await;
    }
}

impl Choice {
    /// What of a caller's span is continued, and what is only pointed at.
    fn split(&self, caller: Option<SpanContext>) -> (Option<SpanContext>, Option<SpanContext>) {
        if self.follows_callers { (caller, None) } else { (None, caller) }
    }

    /// Whether a trace that begins here is kept; the same for every program that is asked about the same id and ratio.
    fn samples(&self, trace_id: TraceId) -> bool {
        let sampled = self.sampler.should_sample(None, trace_id, "", &SpanKind::Server, &[], &[]);
        sampled.decision == SamplingDecision::RecordAndSample
    }
}

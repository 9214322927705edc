//! The thread that makes spans of requests and sends them, a batch at a time.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use opentelemetry_otlp::SpanExporter;
use opentelemetry_sdk::trace::{SpanData, SpanExporter as _};
use tokio::runtime::Runtime;
use tokio::sync::{mpsc, oneshot};

use super::lost::Lost;
use super::request::FinishedRequest;
use super::spans::Spans;
use super::transport::Transport;
use crate::decision::Clock;
use crate::telemetry::Metrics;
use crate::telemetry::metrics::SpanDropReason;

/// As many as OpenTelemetry's own processors send at once.
const BATCH_SPANS: usize = 512;
/// How long the first span of a batch waits for others.
const BATCH_DELAY: Duration = Duration::from_secs(1);

pub(super) enum Message {
    Send(Box<FinishedRequest>),
    /// Everything before this has been sent or is lost: say so by dropping the sender.
    Flush(oneshot::Sender<()>),
}

/// Runs on a thread of its own.
pub(super) struct Delivery {
    pub(super) exporter: SpanExporter,
    pub(super) transport: Arc<Transport>,
    /// Where spans are sent, for the log.
    pub(super) url: String,
    pub(super) spans: Spans,
    pub(super) batch: Vec<SpanData>,
    pub(super) flushed: Vec<oneshot::Sender<()>>,
    /// Spans that found no place in the queue and are not told of yet.
    pub(super) crowded_out: Arc<AtomicU64>,
    pub(super) lost_in_queue: Lost,
    pub(super) lost_on_the_way: Lost,
    pub(super) metrics: Arc<Metrics>,
    pub(super) clock: Arc<dyn Clock>,
}

impl Delivery {
    /// Sends until the queue is closed and empty.
    pub(super) fn run(&mut self, runtime: &Runtime, mut messages: mpsc::Receiver<Message>) {
        let mut is_open = true;
        while is_open {
            is_open = runtime.block_on(self.gather(&mut messages));
            self.send(runtime);
            self.tell_of_crowd();
            self.flushed.clear();
        }
    }

    /// Fills a batch; whether more may come.
    async fn gather(&mut self, messages: &mut mpsc::Receiver<Message>) -> bool {
        let Some(first) = messages.recv().await else { return false };
        self.take(first);
        let others = async {
            while self.batch.len() < BATCH_SPANS && self.flushed.is_empty() {
                let Some(next) = messages.recv().await else { return false };
                self.take(next);
            }
            true
        };
        tokio::time::timeout(BATCH_DELAY, others).await.unwrap_or(true)
    }

    fn take(&mut self, message: Message) {
        match message {
            Message::Send(request) => self.spans.append(&request, &mut self.batch),
            Message::Flush(flushed) => self.flushed.push(flushed),
        }
    }

    fn send(&mut self, runtime: &Runtime) {
        let batch = std::mem::take(&mut self.batch);
        if batch.is_empty() {
            return;
        }
        let spans = batch.len() as u64;
        let is_sent = runtime.block_on(self.exporter.export(batch)).is_ok();
        let attempt = self.transport.last();
        if is_sent {
            let rejected = attempt.rejected.as_ref().map_or(0, |(rejected, _)| spans.min(*rejected));
            self.metrics.spans_exported.inc_by(spans - rejected);
            self.metrics.spans_dropped(SpanDropReason::Rejected, rejected);
            match attempt.rejected {
                Some((_, words)) => self.tell_of_failure(rejected, &format!("it rejects spans ({words})")),
                None => self.tell_of_success(),
            }
        } else {
            self.metrics.spans_dropped(SpanDropReason::SendFailed, spans);
            self.tell_of_failure(spans, attempt.fault.as_deref().unwrap_or("they can't be written"));
        }
    }

    fn tell_of_failure(&mut self, spans: u64, reason: &str) {
        if let Some(spans) = self.lost_on_the_way.note(spans, self.clock.monotonic()) {
            let url = &self.url;
            tracing::error!(url, reason, spans, "traces can't be delivered; logins go on");
        }
    }

    fn tell_of_success(&mut self) {
        if let Some(spans) = self.lost_on_the_way.end() {
            tracing::info!(url = self.url, spans, "traces are delivered again; some spans are lost");
        }
    }

    fn tell_of_crowd(&mut self) {
        let spans = self.crowded_out.swap(0, Ordering::Relaxed);
        if let Some(spans) = self.lost_in_queue.note(spans, self.clock.monotonic()) {
            tracing::warn!(spans, "spans are lost: they come faster than they can be sent; lower traces.sample_ratio");
        }
    }
}

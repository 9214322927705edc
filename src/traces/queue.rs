//! The queue between requests and the thread that sends their spans.

use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use opentelemetry::KeyValue;
use opentelemetry_otlp::{Compression, Protocol, SpanExporter, WithExportConfig as _, WithHttpConfig as _};
use opentelemetry_sdk::Resource;
use opentelemetry_sdk::trace::SpanExporter as _;
use tokio::sync::{mpsc, oneshot};
use ureq::Agent;
use uuid::Uuid;

use super::delivery::{Delivery, Message};
use super::lost::Lost;
use super::request::FinishedRequest;
use super::spans::{self, Spans};
use super::transport::Transport;
use crate::config::ReceiverSettings;
use crate::decision::Clock;
use crate::telemetry::Metrics;
use crate::telemetry::metrics::SpanDropReason;

/// The most requests that wait to be sent: OpenTelemetry's own number, of spans there.
const QUEUE_REQUESTS: usize = 2048;
/// How long a batch is tried again after it failed; the exporter waits longer each time.
const TRIES: Duration = Duration::from_secs(10);

/// What a queue is made of.
pub struct TraceParts<'s> {
    /// Who receives the spans.
    pub receiver: &'s ReceiverSettings,
    /// What it calls this server.
    pub service_name: &'s str,
    /// What reaches it, within a time of its own.
    pub client: Agent,
    /// Where spans are counted.
    pub metrics: Arc<Metrics>,
    /// The time.
    pub clock: Arc<dyn Clock>,
}

/// Takes requests that are over, and sends their spans away from any request's path.
#[derive(Debug)]
pub struct TraceQueue {
    queue: mpsc::Sender<Message>,
    crowded_out: Arc<AtomicU64>,
    metrics: Arc<Metrics>,
}

impl TraceQueue {
    /// Starts the thread that sends. It asks nobody yet: a receiver may come later.
    ///
    /// # Errors
    /// When the system has no thread to spare.
    pub fn start(parts: TraceParts<'_>) -> io::Result<Self> {
        let TraceParts { receiver, service_name, client, metrics, clock } = parts;
        let transport = Arc::new(Transport::new(client, receiver.headers.clone()));
        let crowded_out = Arc::new(AtomicU64::new(0));
        let mut delivery = Delivery {
            exporter: exporter(&receiver.url, service_name, &transport)?,
            transport,
            url: receiver.url.clone(),
            spans: Spans::new(),
            batch: Vec::new(),
            flushed: Vec::new(),
            crowded_out: Arc::clone(&crowded_out),
            lost_in_queue: Lost::default(),
            lost_on_the_way: Lost::default(),
            metrics: Arc::clone(&metrics),
            clock,
        };
        let (queue, messages) = mpsc::channel(QUEUE_REQUESTS);
        // Only for its timer; what is sent is waited for.
        let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build()?;
        // Nobody waits for its end: a receiver that does not answer must not keep the process up.
        std::thread::Builder::new().name("traces".into()).spawn(move || delivery.run(&runtime, messages))?;
        Ok(Self { queue, crowded_out, metrics })
    }

    /// Has the spans of `request` sent. While the queue is full they are lost.
    pub(super) fn send(&self, request: FinishedRequest) {
        if let Err(refused) = self.queue.try_send(Message::Send(Box::new(request)))
            && let Message::Send(request) = refused.into_inner()
        {
            let spans = spans::count(&request);
            self.metrics.spans_dropped(SpanDropReason::QueueFull, spans);
            self.crowded_out.fetch_add(spans, Ordering::Relaxed);
        }
    }

    /// Returns when the spans of every request so far are sent or lost.
    pub(super) async fn flush(&self) {
        let (flushed, wait) = oneshot::channel();
        if self.queue.send(Message::Flush(flushed)).await.is_ok() {
            // The sender is never used, only dropped.
            let _ = wait.await;
        }
    }
}

/// Everything that the exporter would otherwise look for in the environment is said here.
fn exporter(url: &str, service_name: &str, transport: &Arc<Transport>) -> io::Result<SpanExporter> {
    let exporter = SpanExporter::builder()
        .with_http()
        .with_shared_http_client(Arc::clone(transport) as _)
        .with_endpoint(url)
        .with_protocol(Protocol::HttpBinary)
        .with_compression(Compression::Gzip)
        .with_timeout(TRIES);
    let mut exporter = exporter.build().map_err(io::Error::other)?;
    let resource = Resource::builder_empty().with_attributes([
        KeyValue::new("service.name", service_name.to_owned()),
        KeyValue::new("service.version", env!("CARGO_PKG_VERSION")),
        KeyValue::new("service.instance.id", Uuid::now_v7().to_string()),
    ]);
    exporter.set_resource(&resource.build());
    Ok(exporter)
}

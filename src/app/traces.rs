//! Traces put together: the client that reaches their receiver, and the queue in front of it.

use std::sync::Arc;
use std::time::{Duration, Instant};

use super::BuildError;
use crate::config::TraceSettings;
use crate::decision::Clock;
use crate::telemetry::Metrics;
use crate::tls::{self, Authorities};
use crate::traces::{TraceParts, TraceQueue, Tracer};

/// For one batch, from the connection to the answer.
const PATIENCE: Duration = Duration::from_secs(5);
/// What the end grants to the last batch, however long everything else took.
const LAST_SECOND: Duration = Duration::from_secs(1);

/// What traces requests; `None` while that is off.
pub(super) fn start(
    settings: &TraceSettings,
    clock: &Arc<dyn Clock>,
    metrics: &Arc<Metrics>,
) -> Result<Option<Tracer>, BuildError> {
    let Some(receiver) = &settings.receiver else { return Ok(None) };
    let authorities = receiver.authorities.clone().map_or(Authorities::System, Authorities::File);
    let client = tls::client(receiver.is_https(), &authorities, PATIENCE).map_err(BuildError::Traces)?;
    let (metrics, queue_clock) = (Arc::clone(metrics), Arc::clone(clock));
    let service_name = &settings.service_name;
    let queue = TraceQueue::start(TraceParts { receiver, service_name, client, metrics, clock: queue_clock })?;
    Ok(Some(Tracer::new(settings, queue, Arc::clone(clock))))
}

/// Sends what is not sent yet, until `cut_off` at the latest; a second is always granted.
pub(super) async fn flush(tracer: Option<&Tracer>, cut_off: Instant) {
    let Some(tracer) = tracer else { return };
    let patience = cut_off.saturating_duration_since(Instant::now()).max(LAST_SECOND);
    if tokio::time::timeout(patience, tracer.flush()).await.is_err() {
        tracing::warn!("the last traces are lost: their receiver does not answer in time");
    }
}

//! What is counted of one upload of the journal, looked up once.

use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::gauge::Gauge;

use super::{DropLabels, DropReason, Metrics, UploadLabels, UploadResult, UploadResultLabels};

/// The counters and gauges of one upload. All of them stand from the start.
#[derive(Debug, Clone)]
pub struct UploadMetrics {
    /// Events that wait.
    pub waiting_events: Gauge,
    /// Their size.
    pub waiting_bytes: Gauge,
    /// Events that were taken.
    pub taken_events: Counter,
    /// When the last ones were, in seconds since the Unix epoch.
    pub last_success_seconds: Gauge,
    /// Events lost, by why, whatever lost them.
    drops: Vec<Counter>,
    /// In the order of [`UploadResult::ALL`].
    results: Vec<Counter>,
}

impl Metrics {
    /// What is counted of the upload `name`.
    #[must_use]
    pub fn of_upload(&self, name: &str) -> UploadMetrics {
        let labels = UploadLabels { upload: name.into() };
        let dropped = |&reason: &DropReason| self.journal_drops.get_or_create_owned(&DropLabels { reason });
        let result = |&result: &UploadResult| {
            self.uploads.get_or_create_owned(&UploadResultLabels { upload: name.into(), result })
        };
        UploadMetrics {
            waiting_events: self.spool_events.get_or_create_owned(&labels),
            waiting_bytes: self.spool_bytes.get_or_create_owned(&labels),
            taken_events: self.events_uploaded.get_or_create_owned(&labels),
            last_success_seconds: self.upload_success.get_or_create_owned(&labels),
            drops: DropReason::ALL.iter().map(dropped).collect(),
            results: UploadResult::ALL.iter().map(result).collect(),
        }
    }
}

impl UploadMetrics {
    /// Counts events that are lost.
    pub fn dropped(&self, reason: DropReason, events: u64) {
        self.drops[reason as usize].inc_by(events);
    }

    /// Counts a batch that was sent.
    pub fn sent(&self, result: UploadResult) {
        self.results[result as usize].inc();
    }
}

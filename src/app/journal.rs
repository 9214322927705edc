//! The journal put together: where events go, and where decisions are looked up.

use std::sync::Arc;
use std::time::Instant;

use super::BuildError;
use crate::config::JournalSettings;
use crate::decision::Clock;
use crate::journal::index::IndexFault;
use crate::journal::{
    AgentHash, FileSink, Index, IndexSink, Journal, JournalParts, Privacy, RulesInForce, Sink, StdoutSink, Upload,
    UploadSink,
};
use crate::telemetry::Metrics;

/// Opens every place that events go to, and starts the threads that write and send them.
pub(super) fn start(
    settings: &JournalSettings,
    rules: RulesInForce,
    clock: Arc<dyn Clock>,
    metrics: &Arc<Metrics>,
) -> Result<(Journal, Vec<Upload>), BuildError> {
    let mut sinks: Vec<Box<dyn Sink>> = Vec::new();
    for file in &settings.files {
        let refused = |source| BuildError::Journal { path: file.path.clone(), source };
        sinks.push(Box::new(FileSink::open(file.clone(), clock.unix_nanos()).map_err(refused)?));
    }
    if let Some(index) = &settings.index {
        sinks.push(Box::new(IndexSink::open(index).map_err(|fault| refused(settings, fault))?));
    }
    let mut uploads = Vec::new();
    for upload in &settings.uploads {
        let refused = |fault| BuildError::Upload { name: upload.name.clone(), fault };
        let (sink, upload) = UploadSink::start(upload, Arc::clone(&clock), metrics).map_err(refused)?;
        sinks.push(Box::new(sink));
        uploads.push(upload);
    }
    if settings.stdout {
        sinks.push(Box::new(StdoutSink));
    }
    let privacy = Privacy::new(&settings.privacy);
    let (queue, when_full, metrics) = (settings.queue, settings.when_full, Arc::clone(metrics));
    let journal = Journal::start(JournalParts { sinks, privacy, rules, queue, when_full, clock, metrics })?;
    Ok((journal, uploads))
}

/// Writes down every login so far, and gives the receivers until `ends_by` to take what they have not.
pub(super) async fn finish(journal: &Journal, uploads: &[Upload], ends_by: Instant) {
    uploads.iter().for_each(|upload| upload.end_by(ends_by));
    journal.flush().await;
    uploads.iter().for_each(Upload::finish);
}

/// Where decisions are looked up; its file is there once the journal has started.
pub(super) fn index(settings: &JournalSettings) -> Result<Option<Arc<Index>>, BuildError> {
    let Some(index) = &settings.index else { return Ok(None) };
    let opened = Index::open(&index.path, AgentHash::of(&settings.privacy.agents));
    opened.map(Arc::new).map(Some).map_err(|fault| refused(settings, fault))
}

fn refused(settings: &JournalSettings, fault: IndexFault) -> BuildError {
    let path = settings.index.as_ref().map(|index| index.path.clone()).unwrap_or_default();
    BuildError::Index { path, fault }
}

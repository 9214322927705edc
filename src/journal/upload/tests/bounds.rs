use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use crate::config::{Fsync, JournalUploadSettings};
use crate::decision::StandingClock;
use crate::journal::{Sink as _, UploadSink};
use crate::telemetry::Metrics;
use crate::telemetry::metrics::{DropLabels, DropReason};

/// Nobody listens there.
fn settings(spool: &Path) -> JournalUploadSettings {
    JournalUploadSettings {
        name: "siem".to_owned(),
        url: "http://127.0.0.1:9/logs".parse().unwrap(),
        token: None,
        authorities: None,
        batch_bytes: 1 << 16,
        delay: Duration::from_millis(10),
        timeout: Duration::from_secs(1),
        spool: spool.to_owned(),
        keep_mebibytes: 1,
        keep_age: Duration::from_hours(1),
        fsync: Fsync::EverySecond,
    }
}

fn lost(metrics: &Metrics) -> u64 {
    metrics.journal_drops.get_or_create(&DropLabels { reason: DropReason::SpoolFull }).get()
}

/// Everything in the spool, in its order.
fn content(spool: &Path) -> String {
    let files = fs::read_dir(spool).unwrap().map(|entry| entry.unwrap().path());
    let mut files: Vec<_> = files.filter(|path| path.extension().is_some()).collect();
    files.sort();
    files.iter().map(|path| fs::read_to_string(path).unwrap()).collect::<Vec<_>>().concat()
}

#[test]
fn a_full_spool_loses_its_oldest_events_and_counts_them() {
    let directory = tempfile::tempdir().unwrap();
    let metrics = Metrics::default();
    let clock = Arc::new(StandingClock::at(0));
    let (mut sink, upload) = UploadSink::start(&settings(directory.path()), clock, &metrics).unwrap();
    for number in 0..100 {
        let line = format!("{{\"number\":{number},\"more\":\"{}\"}}\n", "x".repeat(40_000));
        sink.write(line.as_bytes(), 0).unwrap();
        assert!(upload.status().waiting_bytes <= 1 << 20);
        assert_eq!(upload.status().waiting_events + lost(&metrics), number + 1);
    }
    let kept = content(directory.path());
    assert_eq!(kept.len() as u64, upload.status().waiting_bytes);
    assert!(kept.len() > (1 << 20) - 100_000);
    assert!(kept.contains("\"number\":99,") && !kept.contains("\"number\":50,"));
    assert!(lost(&metrics) > 70);
}

#[test]
fn what_no_room_can_be_made_for_is_refused_and_harms_nothing_else() {
    let directory = tempfile::tempdir().unwrap();
    let (mut sink, upload) =
        UploadSink::start(&settings(directory.path()), Arc::new(StandingClock::at(0)), &Metrics::default()).unwrap();
    let error = sink.write(&vec![b'x'; (1 << 20) + 1], 0).unwrap_err();
    assert_eq!(error.to_string(), "the spool is full");
    sink.write(b"{}\n", 0).unwrap();
    assert_eq!(upload.status().waiting_events, 1);
}

#[test]
fn only_this_user_reads_what_waits() {
    let parent = tempfile::tempdir().unwrap();
    let spool = parent.path().join("made/here");
    let (mut sink, upload) =
        UploadSink::start(&settings(&spool), Arc::new(StandingClock::at(0)), &Metrics::default()).unwrap();
    sink.write(b"{}\n", 0).unwrap();
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(&spool), 0o700);
    assert!(fs::read_dir(&spool).unwrap().all(|entry| mode(&entry.unwrap().path()) == 0o600));
    upload.finish();
    assert_eq!(sink.write(b"{}\n", 0).unwrap_err().to_string(), "the upload has ended");
}

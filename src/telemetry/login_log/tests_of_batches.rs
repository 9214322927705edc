//! How many calls write how many lines, and when. Pauses last an hour: whatever is written earlier was not waited for.

use std::io::{self, Write};
use std::sync::{Mutex, PoisonError, mpsc};
use std::thread;
use std::time::Instant;

use proptest::prelude::*;
use tracing::dispatcher::set_default;
use uuid::Uuid;

use super::super::subscriber::tests::{in_memory, writing_to};
use super::line::Line;
use super::tests::{record, verdict};
use super::*;
use crate::decision::Outcome;
use crate::telemetry::timestamp::Moments;

const HOUR: Duration = Duration::from_hours(1);

/// What each call wrote.
#[derive(Clone, Default)]
struct Calls(Arc<Mutex<Vec<String>>>);

impl Write for Calls {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let text = String::from_utf8_lossy(bytes).into_owned();
        self.0.lock().unwrap_or_else(PoisonError::into_inner).push(text);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Calls {
    fn so_far(&self) -> Vec<String> {
        self.0.lock().unwrap().clone()
    }

    fn wait_until(&self, condition: impl Fn(&[String]) -> bool) {
        let deadline = Instant::now() + Duration::from_secs(10);
        while !condition(&self.so_far()) {
            assert!(Instant::now() < deadline, "{:#?}", self.so_far());
            thread::yield_now();
        }
    }
}

/// A log of which the first line is written, so that its thread pauses.
fn pausing(json: bool, queue: usize) -> (LoginLog, Calls) {
    let calls = Calls::default();
    let writer = calls.clone();
    let _guard = set_default(&writing_to(json, "info", move || writer.clone()));
    let log = LoginLog::with_queue(false, queue, HOUR).unwrap();
    log.record(&numbered(0));
    calls.wait_until(|calls| calls.len() == 1);
    (log, calls)
}

fn numbered(number: u128) -> LoginRecord {
    let mut record = record("x", vec![verdict("1", Outcome::Allow, &[], 1)]);
    Arc::get_mut(&mut record.decision).unwrap().id = Uuid::from_u128(number);
    record
}

fn within_ten_seconds(what: impl FnOnce() + Send + 'static) {
    let (done, wait) = mpsc::channel();
    thread::spawn(move || {
        what();
        let _ = done.send(());
    });
    wait.recv_timeout(Duration::from_secs(10)).unwrap();
}

#[test]
fn what_comes_during_a_pause_is_written_in_order_with_few_calls_before_a_flush_returns() {
    for json in [true, false] {
        let (log, calls) = pausing(json, QUEUE_LINES);
        (1..1000).for_each(|number| log.record(&numbered(number)));
        within_ten_seconds(move || {
            log.flush();
            // Its end is another test's.
            std::mem::forget(log);
        });
        let calls = calls.so_far();
        assert_eq!(calls.len(), 5, "{} lines", calls.concat().lines().count());
        let text = calls.concat();
        assert_eq!(text.lines().count(), 1000);
        for (number, line) in text.lines().enumerate() {
            assert!(line.contains(&Uuid::from_u128(number as u128).to_string()), "{number}: {line}");
        }
    }
}

#[test]
fn the_end_of_the_log_waits_for_no_pause() {
    let (log, calls) = pausing(true, QUEUE_LINES);
    log.record(&numbered(1));
    within_ten_seconds(move || drop(log));
    assert_eq!(calls.so_far().len(), 2);
}

#[test]
fn a_full_queue_ends_the_pause() {
    let (log, calls) = pausing(false, 2);
    (1..=3).for_each(|number| log.record(&numbered(number)));
    calls.wait_until(|calls| calls.len() == 3);
    let calls = calls.so_far();
    let is_both = |call: &String| call.matches("login granted").count() == 2;
    let is_warning = |call: &String| call.contains("lines of logins were lost") && call.contains("lines=1");
    assert!(calls.iter().any(is_both) && calls.iter().any(is_warning), "{calls:#?}");
    drop(log);
}

#[test]
fn no_thread_is_there_to_be_woken_where_the_level_leaves_the_lines_out() {
    for (level, is_written) in [
        ("warn,logingate=info", true),
        ("off,logingate::login=info", true),
        ("info,logingate::login[{denied}]=info", true),
        ("warn", false),
        ("off", false),
        ("debug,logingate::login=warn", false),
    ] {
        let (dispatch, lines) = in_memory(true, level);
        let _guard = set_default(&dispatch);
        let log = LoginLog::start(false).unwrap();
        log.record(&numbered(1));
        log.flush();
        assert_eq!((log.thread.is_some(), !lines.text().is_empty()), (is_written, is_written), "{level}");
    }
}

#[test]
fn a_line_says_when_the_login_was_decided_and_others_say_when_they_were_written() {
    for (json, beginning) in [(true, "{\"timestamp\":\"2026-"), (false, "2026-")] {
        let (dispatch, lines) = in_memory(json, "info");
        let _guard = set_default(&dispatch);
        let log = LoginLog::start(false).unwrap();
        let mut record = numbered(1);
        Arc::get_mut(&mut record.decision).unwrap().unix_nanos = 1_795_420_800_000_000_000;
        log.record(&record);
        log.flush();
        let text = lines.text();
        assert!(text.starts_with(&format!("{beginning}11-23T08:00:00.000042Z")), "{text}");
        tracing::info!("another");
        let second = lines.text().lines().nth(1).unwrap().to_owned();
        assert!(second.contains("another") && !second.contains("T08:00:00.000042Z"), "{second}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn our_json_is_what_the_log_makes_of_the_same_line(
        name in "(.|[\r\n\u{1b}\u{85}\u{2028}\"\\\\]){1,20}",
        reason in "(.|[\n\r\"]){0,20}",
        agents: bool,
        traced: bool,
        (first, step) in prop_oneof![(any::<i64>(), 0..3_000_000_000_i64), (0..2_000_000_i64, 0..3_000_000_000_i64)],
    ) {
        use opentelemetry::trace::{SpanId, TraceId};
        let verdicts = vec![verdict("1", Outcome::Allow, &[], 9), verdict("3", Outcome::Deny, &[&reason], 1)];
        let mut record = record(&name, verdicts);
        record.trace = traced.then(|| TraceIds { trace_id: TraceId::from(7), span_id: SpanId::from(8) });
        let (dispatch, lines) = in_memory(true, "info");
        let (mut ours, mut moments) = (String::new(), Moments::default());
        for unix_nanos in [first, first.saturating_add(step)] {
            Arc::get_mut(&mut record.decision).unwrap().unix_nanos = unix_nanos;
            let line = Line { record: &record, agents };
            with_default(&dispatch, || line.log());
            line.write_json(&mut ours, &mut moments);
        }
        prop_assert_eq!(ours, lines.text());
    }
}

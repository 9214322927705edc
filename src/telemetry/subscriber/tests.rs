//! Lines are written to memory and read back.

use std::io::{self, Write};
use std::sync::{Arc, Mutex};

use tracing::Dispatch;
use tracing::dispatcher::with_default;

use super::*;

/// Lines in memory.
#[derive(Clone, Default)]
pub(in super::super) struct Lines(Arc<Mutex<Vec<u8>>>);

impl Lines {
    pub(in super::super) fn text(&self) -> String {
        String::from_utf8(self.0.lock().unwrap().clone()).unwrap()
    }
}

impl Write for Lines {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// A subscriber that writes JSON or plain text into the lines.
pub(in super::super) fn in_memory(json: bool, level: &str) -> (Dispatch, Lines) {
    let lines = Lines::default();
    let writer = lines.clone();
    (writing_to(json, level, move || writer.clone()), lines)
}

/// A subscriber that writes JSON or plain text to `writer`.
pub(in super::super) fn writing_to<W>(json: bool, level: &str, writer: W) -> Dispatch
where
    W: for<'w> MakeWriter<'w> + Clone + Send + Sync + 'static,
{
    let look = if json { Look::Json } else { Look::Text { colours: false } };
    Dispatch::new(subscriber(level, look, writer).unwrap())
}

fn written(json: bool, level: &str, write: impl FnOnce()) -> String {
    let (dispatch, lines) = in_memory(json, level);
    with_default(&dispatch, write);
    lines.text()
}

#[test]
fn auto_is_text_on_a_terminal_and_json_otherwise() {
    assert_eq!(look(LogFormat::Auto, true, false), Look::Text { colours: true });
    assert_eq!(look(LogFormat::Auto, false, false), Look::Json);
    assert_eq!(look(LogFormat::Json, true, false), Look::Json);
}

#[test]
fn colours_need_a_terminal_and_no_wish_against_them() {
    assert_eq!(look(LogFormat::Text, true, true), Look::Text { colours: false });
    assert_eq!(look(LogFormat::Text, false, false), Look::Text { colours: false });
    assert_eq!(look(LogFormat::Auto, true, true), Look::Text { colours: false });
}

#[test]
fn the_level_selects_lines() {
    let text = written(false, "warn,logingate=debug", || {
        tracing::info!(target: "other", "unwanted");
        tracing::debug!(target: "logingate::web", "wanted");
    });
    assert!(text.contains("wanted") && !text.contains("unwanted"), "{text}");
}

#[test]
fn the_fields_of_json_lines_stand_beside_the_message() {
    let text = written(true, "info", || tracing::info!(hook = "acme", "hello"));
    let line: serde_json::Value = serde_json::from_str(&text).unwrap();
    assert_eq!((&line["message"], &line["hook"]), (&"hello".into(), &"acme".into()));
}

#[test]
fn the_http_crates_do_not_chatter_at_any_level() {
    let text = written(false, "trace", || {
        tracing::debug!(target: "actix_web::types::query", "/vcc?secret-key=hidden");
        tracing::trace!(target: "actix_http", "/vcc?secret-key=hidden");
        tracing::trace!(target: "ureq_proto::util", "Authorization: Bearer hidden");
        tracing::warn!(target: "actix_http::h1", "a warning");
        tracing::trace!(target: "logingate::web", "a trace");
    });
    assert!(!text.contains("hidden") && text.contains("a warning") && text.contains("a trace"), "{text}");
}

#[test]
fn spans_with_the_target_of_a_request_are_left_out() {
    let text = written(true, "trace", || {
        let span = tracing::info_span!("HTTP request", http.target = "/vcc?secret-key=hidden");
        span.in_scope(|| tracing::info!("inside"));
    });
    assert!(text.contains("inside") && !text.contains("hidden"), "{text}");
}

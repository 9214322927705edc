//! Spans are written into lines in memory and read back.

use serde_json::{Value, json};
use tracing::dispatcher::with_default;
use tracing::field::Empty;

use super::super::subscriber::tests::in_memory;

/// The object that a line within `span` has for it.
fn shown(span: impl FnOnce() -> tracing::Span) -> Value {
    let (dispatch, lines) = in_memory(true, "info");
    with_default(&dispatch, || span().in_scope(|| tracing::info!("hello")));
    let mut line: Value = serde_json::from_str(&lines.text()).unwrap();
    line["span"].take()
}

#[test]
fn fields_keep_their_types_and_texts_their_characters() {
    let text = "a \"quoted\" \\ one,\n\u{7}and é";
    let span = || tracing::info_span!("s", text, debug = ?text, number = -7, size = 7_u64, half = 0.5, right = true);
    let expected = json!({
        "name": "s", "text": text, "debug": format!("{text:?}"), "number": -7, "size": 7, "half": 0.5, "right": true,
    });
    assert_eq!(shown(span), expected);
}

#[test]
fn what_is_no_number_is_null() {
    assert_eq!(shown(|| tracing::info_span!("s", half = f64::NAN)), json!({"name": "s", "half": null}));
}

#[test]
fn a_span_without_fields_has_its_name() {
    assert_eq!(shown(|| tracing::info_span!("s")), json!({"name": "s"}));
}

#[test]
fn fields_that_come_later_are_added() {
    let late = |first: Option<&str>| {
        let span = tracing::info_span!("s", first, second = Empty, third = Empty);
        span.record("second", 2).record("third", "3");
        span
    };
    assert_eq!(shown(|| late(Some("1"))), json!({"name": "s", "first": "1", "second": 2, "third": "3"}));
    assert_eq!(shown(|| late(None)), json!({"name": "s", "second": 2, "third": "3"}));
}

#[test]
fn of_a_field_that_comes_twice_the_last_counts() {
    let twice = || {
        let span = tracing::info_span!("s", kind = "first");
        span.record("kind", "second");
        span
    };
    assert_eq!(shown(twice), json!({"name": "s", "kind": "second"}));
}

//! Time is passed in, and lines are written to memory and read back.

use serde_json::{Value, json};
use tracing::dispatcher::set_default;

use super::super::subscriber::tests::in_memory;
use super::*;

/// The lines of these refusals: the second each comes in, its address and kind; then those at the end.
fn lines(refusals: &[(u64, &str, &'static str)]) -> Vec<Value> {
    let (dispatch, lines) = in_memory(true, "info");
    let _guard = set_default(&dispatch);
    let log = RefusalLog::default();
    for (second, address, kind) in refusals {
        let source: IpAddr = address.parse().unwrap();
        let refusal = Refusal {
            what: Refused::Request,
            hook: Some("acme"),
            kind,
            field: None,
            reason: None,
            source: Some(source),
        };
        log.write_at_most_once_a_minute(&refusal, Some(source.into()), Duration::from_secs(*second));
    }
    log.flush();
    lines.text().lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

fn told(lines: &[Value]) -> Vec<Value> {
    lines.iter().map(|line| json!([line["source"], line["kind"], line["refusals"]])).collect()
}

#[test]
fn a_flood_leaves_one_line_a_minute_that_tells_how_many_there_were() {
    let flood: Vec<_> = (0..150).map(|second| (second, "203.0.113.1", "unauthorized")).collect();
    let lines = lines(&flood);
    assert_eq!((&lines[0]["message"], &lines[0]["hook"]), (&"request refused".into(), &"acme".into()));
    assert_eq!(
        told(&lines),
        [
            json!(["203.0.113.1", "unauthorized", null]),
            json!(["203.0.113.1", "unauthorized", 59]),
            json!(["203.0.113.1", "unauthorized", 60]),
            json!(["203.0.113.1", "unauthorized", 30]),
        ]
    );
}

#[test]
fn each_address_and_each_kind_has_its_own_line() {
    let lines = lines(&[
        (0, "203.0.113.1", "unauthorized"),
        (0, "203.0.113.2", "unauthorized"),
        (0, "203.0.113.1", "not_found"),
        (61, "203.0.113.1", "unauthorized"),
    ]);
    assert_eq!(lines.len(), 4);
    assert!(lines.iter().all(|line| line.get("refusals").is_none()), "{lines:?}");
}

#[test]
fn the_lines_of_very_many_addresses_are_bounded() {
    let addresses: Vec<_> =
        (0..2 * u32::try_from(MOST_KEYS).unwrap()).map(|n| IpAddr::from(n.to_be_bytes()).to_string()).collect();
    let flood: Vec<_> = addresses.iter().map(|address| (0, address.as_str(), "unauthorized")).collect();
    let lines = lines(&flood);
    assert_eq!(lines.len(), MOST_KEYS + 2);
    assert_eq!(told(&lines).last(), Some(&json!([null, "unauthorized", MOST_KEYS - 1])));
}

#[test]
fn each_sort_of_refusal_has_lines_of_its_own() {
    let (dispatch, lines) = in_memory(true, "info");
    let _guard = set_default(&dispatch);
    let log = RefusalLog::default();
    for what in [Refused::Request, Refused::Login, Refused::LoginForNow, Refused::PlatformRequest] {
        let refusal = Refusal { what, hook: Some("ozonetel"), kind: "locked", field: None, reason: None, source: None };
        (0..3).for_each(|_| log.write_at_most_once_a_minute(&refusal, None, Duration::ZERO));
    }
    let told = || -> Vec<Value> {
        let lines = lines.text();
        let lines = lines.lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
        lines.map(|it| json!([it["level"], it["message"], it["platform"], it["reason"], it["refusals"]])).collect()
    };
    let first = [
        json!(["WARN", "request refused", null, null, null]),
        json!(["INFO", "a login is refused", "ozonetel", "locked", null]),
        json!(["ERROR", "a login is refused", "ozonetel", "locked", null]),
        json!(["INFO", "a request is refused", "ozonetel", "locked", null]),
    ];
    assert_eq!(told(), first);
    log.flush();
    let mut further = told().split_off(first.len());
    further.sort_by_key(Value::to_string);
    let expected = [
        json!(["ERROR", "further logins are refused", "ozonetel", "locked", 2]),
        json!(["INFO", "further logins are refused", "ozonetel", "locked", 2]),
        json!(["INFO", "further requests are refused", "ozonetel", "locked", 2]),
        json!(["WARN", "further requests refused", null, null, 2]),
    ];
    assert_eq!(further, expected);
}

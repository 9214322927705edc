//! What is read of `traceparent` and `tracestate`, and what is not.

use proptest::prelude::*;

use super::*;

/// The example of the standard.
const PARENT: &str = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

fn read(parent: &str) -> Option<SpanContext> {
    Parent::read(parent.as_bytes(), None).map(|parent| parent.0)
}

#[test]
fn a_parent_has_a_trace_a_span_and_whether_it_is_sampled() {
    let parent = read(PARENT).unwrap();
    assert_eq!(parent.trace_id().to_string(), "4bf92f3577b34da6a3ce929d0e0e4736");
    assert_eq!(parent.span_id().to_string(), "00f067aa0ba902b7");
    assert!(parent.is_sampled() && parent.is_remote());
    assert!(!read(&PARENT.replace("-01", "-00")).unwrap().is_sampled());
    assert!(!read(&PARENT.replace("-01", "-fe")).unwrap().is_sampled());
}

#[test]
fn other_flags_are_not_passed_on() {
    assert_eq!(read(&PARENT.replace("-01", "-ff")).unwrap().trace_flags(), TraceFlags::SAMPLED);
}

#[test]
fn of_a_later_version_what_is_known_is_read() {
    for later in ["cc-", "01-"] {
        let parent = PARENT.replace("00-4", &format!("{later}4"));
        assert!(read(&parent).is_some() && read(&format!("{parent}-what-the-future-holds")).is_some(), "{parent}");
        assert_eq!(read(&format!("{parent}.what")), None);
    }
}

#[test]
fn what_the_standard_calls_invalid_is_ignored() {
    let zeros = |digits: usize| "0".repeat(digits);
    for parent in [
        String::new(),
        PARENT[1..].to_owned(),
        PARENT[..54].to_owned(),
        PARENT.to_uppercase(),
        format!("{PARENT}-"),
        format!("{PARENT}-00"),
        format!(" {PARENT}"),
        format!("{PARENT},{PARENT}"),
        PARENT.replace("00-4", "ff-4"),
        PARENT.replace("00-4", "0x-4"),
        PARENT.replace("-01", "-0+"),
        PARENT.replace("-01", "-0x"),
        PARENT.replace("-01", ".01"),
        PARENT.replace("00f067aa", "00f0-7aa"),
        PARENT.replace("4bf92f3577b34da6a3ce929d0e0e4736", &zeros(32)),
        PARENT.replace("00f067aa0ba902b7", &zeros(16)),
    ] {
        assert_eq!(read(&parent), None, "{parent}");
    }
    assert_eq!(Parent::read(&[0xff; 55], None), None);
}

#[test]
fn the_state_is_passed_on_unless_it_is_malformed_or_long() {
    let state = |text: &str| Parent::read(PARENT.as_bytes(), Some(text)).unwrap().0.trace_state().header();
    assert_eq!(state("congo=t61rcWkgMzE,rojo=00f067aa0ba902b7"), "congo=t61rcWkgMzE,rojo=00f067aa0ba902b7");
    assert_eq!(state("no list"), "");
    let long = |last: usize| format!("a={},b={}", "x".repeat(253), "x".repeat(last));
    assert_eq!(state(&long(254)).len(), 512);
    assert_eq!(state(&long(255)), "");
}

proptest! {
    #[test]
    fn no_header_is_too_much(parent: Vec<u8>, state: String) {
        let _ = Parent::read(&parent, Some(&state));
    }

    #[test]
    fn what_is_read_is_what_was_written(trace in 1u128.., span in 1u64.., flags: u8) {
        let parent = read(&format!("00-{trace:032x}-{span:016x}-{flags:02x}")).unwrap();
        prop_assert_eq!(parent.trace_id(), TraceId::from(trace));
        prop_assert_eq!(parent.span_id(), SpanId::from(span));
        prop_assert_eq!(parent.is_sampled(), flags & 1 == 1);
    }
}

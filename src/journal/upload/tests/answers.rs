use std::time::{Duration, SystemTime, UNIX_EPOCH};

use crate::journal::upload::answer::{Answer, Trouble, retry_after};
use crate::journal::upload::back_off::{BackOff, LONGEST, LONGEST_ASKED};
use crate::telemetry::metrics::UploadResult;

#[test]
fn every_status_has_a_meaning_and_only_success_is_success() {
    for status in 100..=999 {
        let answer = Answer::of(status, None);
        assert_eq!(answer == Answer::Taken, (200..300).contains(&status), "{status}");
        let is_dropped = matches!(answer, Answer::Refused(_));
        assert!(!is_dropped || (400..500).contains(&status), "{status}");
    }
    assert_eq!(Answer::of(403, None).result(), UploadResult::Unauthorized);
    assert_eq!(Answer::of(404, None).result(), UploadResult::Unavailable);
    assert_eq!(Answer::of(503, Some(LONGEST)), Answer::Later(Trouble::Status(503), Some(LONGEST)));
}

#[test]
fn a_receiver_asks_to_wait_by_seconds_or_a_moment() {
    let now = UNIX_EPOCH + Duration::from_secs(784_111_777);
    let asked = |header: &str| retry_after(header, now).map(|wait| wait.as_secs());
    assert_eq!(asked("120"), Some(120));
    assert_eq!(asked("Sun, 06 Nov 1994 08:49:57 GMT"), Some(20));
    for header in ["", "-1", "soon", "Sun, 06 Nov 1994 08:49:17 GMT", "99999999999999999999999"] {
        assert_eq!(asked(header), None, "{header}");
    }
    assert_eq!(retry_after("1", SystemTime::now()), Some(Duration::from_secs(1)));
}

#[test]
fn waits_grow_up_to_a_bound_by_chance_and_are_as_long_as_the_receiver_asks() {
    let longest = |failures: usize| {
        let wait = |_| {
            let mut back_off = BackOff::default();
            (0..failures).map(|_| back_off.next(None)).last().unwrap()
        };
        let waits: Vec<_> = (0..200).map(wait).collect();
        assert!(waits.iter().any(|wait| *wait != waits[0]));
        waits.into_iter().max().unwrap()
    };
    let (first, fourth, last) = (longest(1), longest(4), longest(40));
    assert!(first <= Duration::from_millis(500) && first > Duration::from_millis(250), "{first:?}");
    assert!(fourth <= Duration::from_secs(4) && fourth > Duration::from_secs(2), "{fourth:?}");
    assert!(last <= LONGEST && last > LONGEST / 2, "{last:?}");
    let mut back_off = BackOff::default();
    assert_eq!(back_off.next(Some(LONGEST)), LONGEST);
    assert_eq!(back_off.next(Some(Duration::MAX)), LONGEST_ASKED);
    back_off.forget();
    assert!(back_off.next(None) <= Duration::from_millis(500));
}

use std::fs;

use crate::journal::upload::segment::{Segment, left_behind, open_path};

#[test]
fn files_are_found_again_in_their_order_and_others_are_left_alone() {
    let directory = tempfile::tempdir().unwrap();
    let segment = |number, events| Segment { number, began_seconds: 7, events, bytes: 5 };
    let others = [
        "lock",
        "x.ndjson",
        "1-2-3.ndjson",
        "1-2.open",
        "00000000000000000001-7-1.json",
        "99999999999999999999-1-1.ndjson",
    ];
    for name in others {
        fs::write(directory.path().join(name), "other").unwrap();
    }
    for it in [segment(10, 3), segment(9, 1), segment(u64::MAX, 1)] {
        fs::write(it.path(directory.path()), "12345").unwrap();
    }
    fs::write(open_path(directory.path(), 11, 7), "{}\n{}").unwrap();
    fs::write(open_path(directory.path(), 12, 7), "").unwrap();
    let expected = [segment(9, 1), segment(10, 3), segment(11, 1), segment(u64::MAX, 1)];
    // The second time, nothing is open any more.
    for _ in 0..2 {
        assert_eq!(left_behind(directory.path()).unwrap(), expected);
    }
    assert!(others.iter().all(|name| directory.path().join(name).exists()));
    assert!(!open_path(directory.path(), 12, 7).exists());
}

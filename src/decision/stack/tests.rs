//! Deep work, work within work, and work that panics.

use std::hint::black_box;
use std::panic::catch_unwind;
use std::thread;

use super::{is_evaluating, on_large_stack};

fn sum_to(depth: u64) -> u64 {
    let frame = black_box([depth; 1024]);
    if depth == 0 { 0 } else { frame[1] + sum_to(depth - 1) }
}

#[test]
fn work_may_recurse_deeper_than_the_thread_itself_could() {
    let small = thread::Builder::new().stack_size(1 << 20);
    // 900 frames of more than 8 KiB, twice on the same stack.
    let sums = small.spawn(|| [(); 2].map(|()| on_large_stack(|| sum_to(900)))).unwrap().join().unwrap();
    assert_eq!(sums, [Some(405_450); 2]);
}

#[test]
fn work_within_work_has_a_stack_of_its_own() {
    let inner = on_large_stack(|| on_large_stack(|| sum_to(900)));
    assert_eq!(inner, Some(Some(405_450)));
}

#[test]
fn a_panic_is_passed_on_and_the_thread_has_a_stack_as_before() {
    for _ in 0..3 {
        let panic = catch_unwind(|| on_large_stack(|| panic!("as some built-ins do"))).unwrap_err();
        assert_eq!(panic.downcast_ref::<&str>(), Some(&"as some built-ins do"));
        assert!(!is_evaluating());
        assert_eq!(on_large_stack(|| sum_to(900)), Some(405_450));
    }
}

#[test]
fn a_thread_is_evaluating_only_while_it_is() {
    assert!(!is_evaluating());
    assert_eq!(on_large_stack(is_evaluating), Some(true));
    assert!(!is_evaluating());
    assert_eq!(on_large_stack(|| thread::scope(|scope| scope.spawn(is_evaluating).join().unwrap())), Some(false));
}

//! Panics of policies, kept from standard error: some built-ins panic on odd arguments.

use std::panic;
use std::thread;

use crate::decision::is_evaluating;

/// The threads on which policies are read and evaluated: each catches its panics and tells of them in its own words.
const EVALUATING: [&str; 3] = ["evaluation", "policy-build", "policy-question"];

/// From now on, nothing is printed of a panic that whoever evaluates a policy catches and tells.
pub(super) fn keep_quiet() {
    let print = panic::take_hook();
    panic::set_hook(Box::new(move |panic| {
        let is_told = is_evaluating() || thread::current().name().is_some_and(|name| EVALUATING.contains(&name));
        if !is_told {
            print(panic);
        }
    }));
}

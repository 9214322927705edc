//! From a decision to the platform's answer.
#![allow(clippy::expect_used, reason = "a benchmark ends by it")]

use divan::{Bencher, black_box};
use logingate::dialect::vcc::write_answer;

use crate::asking::{decider, read};
use crate::workload::{Apart, Policies, Size};

#[divan::bench(args = [1, 5, 50])]
fn map(bencher: Bencher<'_, '_>, projects: u64) {
    let decider = decider(Policies { size: Size::Small, count: projects, apart: Apart::All });
    let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().expect("a runtime is built");
    let decision = runtime.block_on(decider.decide(read(projects)));
    bencher.bench(|| {
        let mut answer = Vec::new();
        write_answer(black_box(&decision), &mut answer);
        answer
    });
}

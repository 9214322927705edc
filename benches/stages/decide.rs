//! From a login to its decision, all of it remembered; and the key under which it is.
#![allow(clippy::expect_used, reason = "a benchmark ends by it")]

use std::sync::Arc;

use divan::{Bencher, black_box};
use futures_util::FutureExt as _;
use logingate::decision::{Policies as _, Policy as _};

use crate::asking::{decider, read, set};
use crate::workload::{Apart, Policies, Size};

const SIZES: [Size; 3] = [Size::Small, Size::Medium, Size::Large];

#[divan::bench(args = [1, 5, 50])]
fn remembered(bencher: Bencher<'_, '_>, projects: u64) {
    let decider = decider(Policies { size: Size::Small, count: projects, apart: Apart::All });
    let login = read(projects);
    let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().expect("a runtime is built");
    let first = runtime.block_on(decider.decide(Arc::clone(&login)));
    assert!(first.verdicts.iter().all(|it| it.verdict.outcome.is_allow()), "{first:?}");
    bencher.bench(|| {
        let decision = decider.decide(Arc::clone(black_box(&login))).now_or_never();
        assert!(decision.as_ref().is_some_and(|it| it.verdicts.iter().all(|verdict| verdict.cached)));
        decision
    });
}

#[divan::bench(args = SIZES)]
fn key(bencher: Bencher<'_, '_>, size: Size) {
    let set = set(Policies { size, count: 1, apart: Apart::All });
    let login = read(1);
    let project = login.first_subject();
    let policy = set.find(project).expect("the project has a policy");
    let mut key = Vec::with_capacity(1024);
    bencher.bench_local(move || {
        key.clear();
        policy.reads().write_projection(&mut key, black_box(&login), project, 0);
        black_box(key.len())
    });
}

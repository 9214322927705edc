//! One evaluation of one policy, and what all evaluations of a login share.
#![allow(clippy::expect_used, reason = "a benchmark ends by it")]

use divan::{Bencher, black_box};
use logingate::decision::{Policies as _, Policy as _};
use logingate::policy::CompiledPolicy;

use crate::asking::{read, set};
use crate::workload::{Apart, Policies, Size};

#[divan::bench(args = [Size::Small, Size::Medium, Size::Large])]
fn policy(bencher: Bencher<'_, '_>, size: Size) {
    let set = set(Policies { size, count: 1, apart: Apart::All });
    let login = read(1);
    let project = login.first_subject();
    let policy = set.find(project).expect("the project has a policy");
    let input = CompiledPolicy::input(&login);
    let first = policy.evaluate(&input, &login, project, 0);
    assert!(first.outcome.is_allow(), "{first:?}");
    bencher.bench(|| policy.evaluate(black_box(&input), &login, project, 0));
}

/// For policies that read `customData`, as medium ones do.
#[divan::bench(args = [1, 5, 50])]
fn input(bencher: Bencher<'_, '_>, projects: u64) {
    let set = set(Policies { size: Size::Medium, count: 1, apart: Apart::All });
    let login = read(projects);
    let policy = set.find(login.first_subject()).expect("the project has a policy");
    bencher.bench(|| {
        let input = CompiledPolicy::input(black_box(&login));
        policy.complete(&input, &login);
        input
    });
}

/// For all others.
#[divan::bench(args = [1, 5, 50])]
fn input_without_custom_data(bencher: Bencher<'_, '_>, projects: u64) {
    let login = read(projects);
    bencher.bench(|| CompiledPolicy::input(black_box(&login)));
}

//! Which traces are kept.

use super::*;

fn choice(ratio: f64) -> Choice {
    Choice { sampler: Sampler::TraceIdRatioBased(ratio), follows_callers: true }
}

#[test]
fn about_as_many_traces_are_kept_as_the_ratio_says() {
    let ids = RandomIdGenerator::default();
    for (ratio, least, most) in [(0.0, 0, 0), (0.25, 2_200, 2_800), (1.0, 10_000, 10_000)] {
        let choice = choice(ratio);
        let kept = (0..10_000).filter(|_| choice.samples(ids.new_trace_id())).count();
        assert!((least..=most).contains(&kept), "{kept} of 10000 at {ratio}");
    }
}

#[test]
fn the_same_trace_is_kept_by_all_that_keep_as_many_or_more() {
    let ids = RandomIdGenerator::default();
    let (few, many) = (choice(0.1), choice(0.5));
    let kept = (0..10_000).map(|_| ids.new_trace_id()).filter(|id| few.samples(*id)).collect::<Vec<_>>();
    assert!(kept.len() > 500 && kept.into_iter().all(|id| many.samples(id)));
}

//! What is written about the benchmarks; that they work, each shows itself under `cargo test`.

use crate::pages::{check_links, local_links};

const PAGE: &str = include_str!("../../benches/BENCHMARKS.md");

#[test]
fn every_link_of_the_page_leads_somewhere() {
    // The chart comes with the first figures.
    let without_chart = PAGE.replace("](load.svg)", "]");
    assert!(local_links(&without_chart).count() > 2);
    check_links(&without_chart, "benches");
}

#[test]
fn every_benchmark_that_pages_name_is_there_and_runs_under_test() {
    let manifest = include_str!("../../Cargo.toml");
    let pages = [PAGE, include_str!("../../README.md")];
    let named: Vec<_> = pages.iter().flat_map(|page| page.split("cargo bench --bench ").skip(1)).collect();
    assert!(named.len() > 4);
    for name in named.iter().map(|rest| rest.split(|it: char| !it.is_ascii_alphanumeric()).next().unwrap()) {
        let entry = format!("[[bench]]\nname = \"{name}\"\nharness = false\ntest = true\n");
        assert!(manifest.contains(&entry), "{name}");
    }
}

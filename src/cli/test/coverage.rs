//! Which lines were evaluated, for people.

use std::ops::RangeInclusive;

use crate::policy::testing::{Coverage, TestRun};

/// Whether less is covered than `threshold` percent.
pub(super) fn is_below(run: &TestRun, threshold: Option<f64>) -> bool {
    matches!((&run.coverage, threshold), (Some(coverage), Some(threshold)) if coverage.percent < threshold)
}

/// One line a file, the total below.
pub(super) fn text(coverage: &Coverage, threshold: Option<f64>) -> String {
    let width = coverage.files.iter().map(|file| file.file.chars().count()).max().unwrap_or(0).max("all files".len());
    let mut text = "coverage\n".to_owned();
    for file in &coverage.files {
        let lines: Vec<_> = file.uncovered_lines.iter().map(range).collect();
        let plural = if file.uncovered == 1 { "line" } else { "lines" };
        let missing = if lines.is_empty() { String::new() } else { format!("  not {plural} {}", lines.join(", ")) };
        text += &format!("  {:width$}  {}{missing}\n", file.file, percent(file.percent));
    }
    let required = match threshold {
        Some(threshold) if coverage.percent < threshold => format!("  below the threshold of {threshold} %"),
        _ => String::new(),
    };
    text + &format!("  {:width$}  {}{required}\n", "all files", percent(coverage.percent))
}

/// Rounded down, so that only what is complete is 100 %.
fn percent(percent: f64) -> String {
    format!("{:5.1} %", (percent * 10.0).floor() / 10.0)
}

fn range(range: &RangeInclusive<u32>) -> String {
    if range.start() == range.end() {
        range.start().to_string()
    } else {
        format!("{}–{}", range.start(), range.end())
    }
}

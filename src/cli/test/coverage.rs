//! Which lines were evaluated, for people.

use std::fmt;
use std::ops::RangeInclusive;

use crate::policy::testing::{Coverage, FileCoverage, TestRun};

/// Whether less is covered than `threshold` percent.
pub(super) fn is_below(run: &TestRun, threshold: Option<f64>) -> bool {
    matches!((&run.coverage, threshold), (Some(coverage), Some(threshold)) if coverage.percent < threshold)
}

/// One line a file, the total below.
pub(super) struct Table<'c> {
    pub(super) coverage: &'c Coverage,
    pub(super) threshold: Option<f64>,
}

const TOTAL: &str = "all files";

impl fmt::Display for Table<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Coverage { percent, files } = self.coverage;
        let width = files.iter().map(|file| file.file.chars().count()).chain([TOTAL.len()]).max().unwrap_or(0);
        writeln!(formatter, "coverage")?;
        for file in files {
            writeln!(formatter, "  {:width$}  {}{}", file.file, rounded(file.percent), missing(file))?;
        }
        write!(formatter, "  {TOTAL:width$}  {}", rounded(*percent))?;
        match self.threshold {
            Some(threshold) if *percent < threshold => writeln!(formatter, "  below the threshold of {threshold} %"),
            _ => writeln!(formatter),
        }
    }
}

fn missing(file: &FileCoverage) -> String {
    let lines: Vec<_> = file.uncovered_lines.iter().map(range).collect();
    match file.uncovered {
        0 => String::new(),
        1 => format!("  not line {}", lines.join(", ")),
        _ => format!("  not lines {}", lines.join(", ")),
    }
}

/// Rounded down, so that only what is complete is 100 %.
fn rounded(percent: f64) -> String {
    format!("{:5.1} %", (percent * 10.0).floor() / 10.0)
}

fn range(range: &RangeInclusive<u32>) -> String {
    if range.start() == range.end() {
        range.start().to_string()
    } else {
        format!("{}–{}", range.start(), range.end())
    }
}

//! Which lines of the policies the tests have evaluated.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::RangeInclusive;
use std::sync::Arc;

use regorus::Engine;
use serde::{Serialize, Serializer};

use crate::policy::analysis::lines;
use crate::policy::module::Module;

/// Lines that were evaluated, by file.
#[derive(Debug, Default)]
pub(super) struct Seen(BTreeMap<String, BTreeSet<u32>>);

impl Seen {
    /// Adds what `engine`, which was told to watch, has evaluated.
    pub(super) fn add(&mut self, engine: &Engine) {
        // Without a report there is nothing to add: an engine that watched has one.
        let files = engine.get_coverage_report().map(|report| report.files).unwrap_or_default();
        self.merge(Self(files.into_iter().map(|file| (file.path, file.covered)).collect()));
    }

    pub(super) fn merge(&mut self, other: Self) {
        for (file, lines) in other.0 {
            self.0.entry(file).or_default().extend(lines);
        }
    }
}

/// How much of the policies the tests have evaluated.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Coverage {
    /// Of all lines that hold something to evaluate, from 0 to 100.
    pub percent: f64,
    /// Every file that decides, sorted.
    pub files: Vec<FileCoverage>,
}

/// How much of one file the tests have evaluated.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct FileCoverage {
    /// The file, relative to the policy directory.
    pub file: Arc<str>,
    /// Of its lines that hold something to evaluate, from 0 to 100; 100 if none does.
    pub percent: f64,
    /// How many lines were evaluated.
    pub covered: usize,
    /// How many lines were not.
    pub uncovered: usize,
    /// The lines that were not, as ranges without an evaluated line between.
    #[serde(serialize_with = "as_pairs")]
    pub uncovered_lines: Vec<RangeInclusive<u32>>,
}

impl Coverage {
    /// What was `seen` of `modules`, tests not among them.
    pub(super) fn of<'m>(modules: impl IntoIterator<Item = &'m Arc<Module>>, seen: &Seen) -> Self {
        let nothing = BTreeSet::new();
        let files = modules.into_iter().filter_map(|module| {
            let lines = lines(&module.content.as_ref().ok()?.syntax.tree());
            let covered = seen.0.get(&*module.file).unwrap_or(&nothing);
            Some(FileCoverage::of(&module.file, &lines, covered))
        });
        let mut files: Vec<_> = files.collect();
        files.sort_by(|one, other| one.file.cmp(&other.file));
        let sum = |count: fn(&FileCoverage) -> usize| files.iter().map(count).sum();
        Self { percent: percent(sum(|file| file.covered), sum(|file| file.uncovered)), files }
    }
}

impl FileCoverage {
    fn of(file: &Arc<str>, lines: &BTreeSet<u32>, seen: &BTreeSet<u32>) -> Self {
        let mut uncovered_lines: Vec<RangeInclusive<u32>> = Vec::new();
        let (mut covered, mut uncovered, mut continues) = (0, 0, false);
        for &line in lines {
            if seen.contains(&line) {
                covered += 1;
                continues = false;
                continue;
            }
            uncovered += 1;
            match uncovered_lines.last_mut().filter(|_| continues) {
                Some(range) => *range = *range.start()..=line,
                None => uncovered_lines.push(line..=line),
            }
            continues = true;
        }
        Self { file: Arc::clone(file), percent: percent(covered, uncovered), covered, uncovered, uncovered_lines }
    }
}

#[allow(clippy::cast_precision_loss, reason = "files have fewer lines than a float has digits")]
fn percent(covered: usize, uncovered: usize) -> f64 {
    if uncovered == 0 { 100.0 } else { covered as f64 * 100.0 / (covered + uncovered) as f64 }
}

/// `[[3, 3], [7, 9]]`
fn as_pairs<S: Serializer>(ranges: &[RangeInclusive<u32>], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_seq(ranges.iter().map(|range| [range.start(), range.end()]))
}

//! The page that is committed: its words stay, what was measured is written anew.

use std::fs;
use std::path::Path;

use super::machine::Machine;
use super::table;
use crate::cases::Case;
use crate::driver::Fault;
use crate::figures::Outcome;

const BEGIN: &str = "<!-- measured: begin -->";
const END: &str = "<!-- measured: end -->";

/// The cases that the committed page does not name, in words.
pub fn unnamed(cases: &[Case]) -> impl Iterator<Item = String> {
    let page = include_str!("../../BENCHMARKS.md");
    let is_named = |name: &str| {
        let (group, variant) = name.split_once('/').unwrap_or((name, ""));
        let row = page.lines().find(|line| line.starts_with('|') && line.contains(&format!("`{group}")));
        row.is_some_and(|row| row.contains(&format!("`{name}`")) || row.contains(&format!("`/{variant}`")))
    };
    let missing = cases.iter().filter(move |case| !is_named(case.name));
    let marks = [BEGIN, END].into_iter().filter(move |mark| !page.contains(mark));
    let names = missing.map(|case| format!("benches/BENCHMARKS.md does not name {}", case.name));
    names.chain(marks.map(|mark| format!("benches/BENCHMARKS.md has no {mark}"))).collect::<Vec<_>>().into_iter()
}

/// Writes what was measured between the two marks of the page.
pub fn write(file: &Path, machine: &Machine, outcomes: &[Outcome]) -> Result<(), Fault> {
    let page = fs::read_to_string(file).map_err(|error| format!("can't read {}: {error}", file.display()))?;
    let goals = table::goals(outcomes).map(|goals| format!("\n{goals}\n")).unwrap_or_default();
    let chart = "![What a request costs, in times of a bare handler's](load.svg)";
    let measured = format!("{machine}.\n\n{chart}\n\n{}\n{goals}", table::figures(outcomes));
    let (before, rest) = page.split_once(BEGIN).ok_or_else(|| unmarked(file))?;
    let (_, after) = rest.split_once(END).ok_or_else(|| unmarked(file))?;
    fs::write(file, format!("{before}{BEGIN}\n{measured}\n{END}{after}"))
        .map_err(|error| format!("can't write {}: {error}", file.display()).into())
}

fn unmarked(file: &Path) -> Fault {
    format!("{} has no place for what was measured, between `{BEGIN}` and `{END}`", file.display()).into()
}

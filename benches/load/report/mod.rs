//! What is told in the end: a table, every round as JSON, a chart, and the page that is committed.

mod chart;
mod machine;
mod page;
mod table;

use std::fs;
use std::path::Path;

use serde::Serialize;

use crate::arguments::Arguments;
use crate::driver::Fault;
use crate::figures::Outcome;
use machine::Machine;
pub use page::unnamed;

/// Of the machine, what other programs may take before people are warned.
const ROUGH: f64 = 0.1;

/// Everything, for programs.
#[derive(Serialize)]
struct Report<'r> {
    machine: &'r Machine,
    cases: &'r [Outcome],
}

/// Prints the table, and writes what `arguments` ask for.
pub fn write(arguments: &Arguments, outcomes: &[Outcome]) -> Result<(), Fault> {
    let machine = Machine::here();
    println!("{machine}\n\n{}\n", table::figures(outcomes));
    let of_others = outcomes.iter().filter_map(Outcome::share_of_others).fold(0.0, f64::max);
    if of_others > ROUGH {
        eprintln!(
            "warning: other programs took {:.0} % of the machine meanwhile: the figures are rough",
            of_others * 100.0
        );
    }
    if let Some(goals) = table::goals(outcomes) {
        println!("{goals}\n");
    }
    if let Some(file) = &arguments.json {
        write_json(file, &machine, outcomes)?;
    }
    if let Some(file) = &arguments.svg {
        chart::write(file, outcomes)?;
    }
    if let Some(folder) = &arguments.write {
        write_json(&folder.join("load.json"), &machine, outcomes)?;
        chart::write(&folder.join("load.svg"), outcomes)?;
        page::write(&folder.join("BENCHMARKS.md"), &machine, outcomes)?;
    }
    Ok(())
}

fn write_json(file: &Path, machine: &Machine, cases: &[Outcome]) -> Result<(), Fault> {
    let text = serde_json::to_string_pretty(&Report { machine, cases })?;
    fs::write(file, text + "\n").map_err(|error| format!("can't write {}: {error}", file.display()).into())
}

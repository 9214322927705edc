//! What the command line asks for.

use std::path::PathBuf;

use clap::Parser;

use crate::plan::Plan;

const EXAMPLES: &str = "\
Examples:
  cargo bench --bench load                        Every case: about twelve minutes on a machine that does nothing else
  cargo bench --bench load -- cached missed/5     The cases whose names have one of these in them
  cargo bench --bench load -- --quick             Everything, with figures to be taken with a grain of salt
  cargo bench --bench load -- --write benches     Also rewrites BENCHMARKS.md, load.json and load.svg there

Logingate and a bare handler are driven in turns, round by round; each figure is a median over the rounds.";

/// Measures what answering logins costs, next to a handler that only reads them.
#[derive(Debug, Parser)]
#[command(bin_name = "cargo bench --bench load --", after_help = EXAMPLES)]
pub struct Arguments {
    /// Only this case, or those with this in their names
    #[arg(value_name = "CASE")]
    pub names: Vec<String>,
    /// Names the cases and measures nothing
    #[arg(long)]
    pub list: bool,
    /// Fewer and shorter rounds: to see whether it works
    #[arg(long)]
    quick: bool,
    /// Writes every round of everything to this file
    #[arg(long, value_name = "FILE")]
    pub json: Option<PathBuf>,
    /// Writes a chart to this file
    #[arg(long, value_name = "FILE")]
    pub svg: Option<PathBuf>,
    /// Writes the table, the rounds and the chart into this folder
    #[arg(long, value_name = "FOLDER")]
    pub write: Option<PathBuf>,
    /// Said by `cargo bench`
    #[arg(long, hide = true)]
    bench: bool,
    /// How long and how often everything is measured.
    #[arg(skip = Plan::FULL)]
    pub plan: Plan,
}

impl Arguments {
    /// Reads the command line, and ends the process where it asks for help or can't be understood.
    pub fn of_process() -> Self {
        let told: Vec<String> = std::env::args().skip(1).collect();
        // `cargo test` says what it says to all tests: names to choose by, and options that mean nothing here.
        if !told.iter().any(|argument| ["--bench", "--help", "-h"].contains(&argument.as_str())) {
            let list = told.iter().any(|argument| argument == "--list");
            return Self::trial(told.into_iter().filter(|argument| !argument.starts_with('-')).collect(), list);
        }
        let arguments = Self::parse();
        let plan = if arguments.quick { Plan::QUICK } else { Plan::FULL };
        Self { plan, ..arguments }
    }

    fn trial(names: Vec<String>, list: bool) -> Self {
        let (quick, bench, json, svg, write) = (true, false, None, None, None);
        Self { names, list, quick, json, svg, write, bench, plan: Plan::TRIAL }
    }
}

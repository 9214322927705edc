//! `cargo bench --bench load`: how close the answer to a login is to the cost of answering anything at all.
//!
//! Lives here: the cases, how each is measured and what is told of it; what is started and driven lives in `driver`.

mod arguments;
mod cases;
#[path = "../driver/mod.rs"]
#[allow(dead_code, unused_imports, reason = "other benchmarks use the rest")]
mod driver;
mod evaluation;
mod figures;
mod goal;
mod measure;
mod plan;
mod progress;
mod report;
mod rounds;
mod shift_start;
mod siege;

use std::process::ExitCode;

use arguments::Arguments;
use cases::Case;
use driver::Fault;
use figures::Outcome;
use measure::Measuring;
use progress::Progress;

fn main() -> ExitCode {
    match driver::play_part().unwrap_or_else(|| conduct(&Arguments::of_process())) {
        Ok(()) => ExitCode::SUCCESS,
        Err(fault) => {
            eprintln!("error: {fault}");
            ExitCode::FAILURE
        }
    }
}

fn conduct(arguments: &Arguments) -> Result<(), Fault> {
    let cases = cases::chosen(&arguments.names)?;
    if arguments.list {
        cases.iter().for_each(|case| println!("{:18}{}", case.name, case.about));
        return Ok(());
    }
    let measuring = Measuring { plan: arguments.plan, progress: Progress::new(cases.len()) };
    let outcomes = cases.iter().map(|case| measuring.run(case)).collect::<Result<Vec<_>, _>>()?;
    measuring.progress.end();
    if arguments.plan.is_trial {
        return every_contender_has_figures(&cases, &outcomes);
    }
    report::write(arguments, &outcomes)
}

/// What `cargo test` asks of this program: that it works, whatever the figures are, and that its page names what it does.
fn every_contender_has_figures(cases: &[Case], outcomes: &[Outcome]) -> Result<(), Fault> {
    let without: Vec<_> = outcomes.iter().flat_map(Outcome::without_figures).chain(report::unnamed(cases)).collect();
    if without.is_empty() {
        println!("{} cases gave figures; `cargo bench --bench load` measures", cases.len());
        return Ok(());
    }
    Err(without.join("\n").into())
}

//! Results for people: what is broken, what failed and why, what is covered, and a summary.

use anstyle::{AnsiColor, Style};

use super::{Arguments, coverage};
use crate::cli::check::{counted, reports};
use crate::cli::output::is_colourful;
use crate::policy::explain::{Printed, Styles};
use crate::policy::testing::{Answer, TestOutcome, TestResult, TestRun};

/// The whole report.
pub(super) fn text(run: &TestRun, arguments: &Arguments) -> String {
    let mut text = reports(&run.faults);
    let styles = styles();
    let of = |wanted: TestOutcome| run.results.iter().filter(move |result| result.outcome == wanted);
    if arguments.verbose {
        for result in run.results.iter().filter(|result| !is_told_in_detail(result.outcome)) {
            text += &format!("{}{}", heading(result), detail(result, styles));
        }
    }
    let not_run = run.count(TestOutcome::NotRun);
    if not_run > 0 && !arguments.verbose {
        let names: Vec<_> = of(TestOutcome::NotRun).map(|result| result.name.as_str()).collect();
        let heading = styled(TestOutcome::NotRun);
        text +=
            &format!("{heading} {}\n", counted(not_run, "test needs what is broken:", "tests need what is broken:"));
        text += &names.iter().map(|name| format!("  {name}\n")).collect::<String>();
    }
    for result in of(TestOutcome::Error).chain(of(TestOutcome::Failed)) {
        text += &format!("{}{}\n", heading(result), detail(result, styles));
    }
    if let Some(coverage) = &run.coverage {
        text += &format!("{}\n", coverage::text(coverage, arguments.threshold));
    }
    text + &summary(run)
}

/// How explanations look.
fn styles() -> Styles {
    if !is_colourful() {
        return Styles::default();
    }
    let coloured = |colour: AnsiColor| Style::new().fg_color(Some(colour.into()));
    Styles {
        place: Style::new().dimmed(),
        source: Style::new().bold(),
        value: coloured(AnsiColor::Cyan),
        failure: coloured(AnsiColor::Red),
        success: coloured(AnsiColor::Green),
    }
}

fn is_told_in_detail(outcome: TestOutcome) -> bool {
    matches!(outcome, TestOutcome::Failed | TestOutcome::Error)
}

/// `FAIL name  file:line (0.003 s)`
fn heading(result: &TestResult) -> String {
    let TestResult { name, file, line, outcome, elapsed, .. } = result;
    // A table's file stands in its tests' names already.
    let place = if name.starts_with(&**file) { format!("line {line}") } else { format!("{file}:{line}") };
    let elapsed = match outcome {
        TestOutcome::Skipped | TestOutcome::NotRun => String::new(),
        _ => format!(" ({:.3} s)", elapsed.as_secs_f64()),
    };
    format!("{} {name}  {place}{elapsed}\n", styled(*outcome))
}

/// What a person wants to know of a test: why it did not pass, and what was printed.
pub(super) fn detail(result: &TestResult, styles: Styles) -> String {
    let mut text = match (&result.answer, &result.message) {
        (Some(answer), Some(_)) => table_detail(answer),
        (None, Some(message)) => format!("  {message}\n"),
        (_, None) => String::new(),
    };
    for why in &result.why {
        text += &why.rendered(2, styles).to_string();
    }
    if !result.printed.is_empty() {
        text += "  printed\n";
    }
    for Printed { file, line, text: printed } in &result.printed {
        text += &format!("    {file}:{line}: {printed}\n");
    }
    text
}

fn table_detail(answer: &Answer) -> String {
    let Answer { agent, project, now, expected, got, reasons } = answer;
    let wire = got.is_allow();
    let mut text = format!("  who       {agent}, project {project}, at {now}\n");
    text += &format!("  expected  {expected}\n  got       {wire} ({})\n", got.as_str());
    text += &reasons.iter().map(|reason| format!("  because   {reason}\n")).collect::<String>();
    text
}

/// `PASS 12 · FAIL 1 · SKIPPED 1 (0.03 s)`
fn summary(run: &TestRun) -> String {
    let outcomes =
        [TestOutcome::Passed, TestOutcome::Failed, TestOutcome::Error, TestOutcome::Skipped, TestOutcome::NotRun];
    let counts = outcomes.into_iter().map(|outcome| (outcome, run.count(outcome)));
    let told = counts.filter(|(outcome, count)| *count > 0 || *outcome == TestOutcome::Passed);
    let mut parts: Vec<_> = told.map(|(outcome, count)| format!("{} {count}", styled(outcome))).collect();
    if !run.faults.is_empty() {
        parts.push(paint(&format!("BROKEN {}", run.faults.len()), AnsiColor::Red));
    }
    format!("{} ({:.2} s)\n", parts.join(" · "), run.elapsed.as_secs_f64())
}

fn styled(outcome: TestOutcome) -> String {
    match outcome {
        TestOutcome::Passed => paint("PASS", AnsiColor::Green),
        TestOutcome::Failed => paint("FAIL", AnsiColor::Red),
        TestOutcome::Error => paint("ERROR", AnsiColor::Red),
        TestOutcome::Skipped => paint("SKIPPED", AnsiColor::Yellow),
        TestOutcome::NotRun => paint("NOT RUN", AnsiColor::Yellow),
    }
}

fn paint(text: &str, colour: AnsiColor) -> String {
    let style = if is_colourful() { Style::new().bold().fg_color(Some(colour.into())) } else { Style::new() };
    format!("{style}{text}{style:#}")
}

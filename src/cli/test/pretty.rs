//! Results for people: what is broken, what failed and why, what is covered, and a summary.

use std::fmt;

use anstyle::{AnsiColor, Style};

use super::coverage::Table;
use crate::cli::check::{counted, reports};
use crate::cli::output::is_colourful;
use crate::policy::explain::{Printed, Styles};
use crate::policy::testing::{Answer, TestOutcome, TestResult, TestRun};

/// The whole report.
pub(super) struct Pretty<'r> {
    pub(super) run: &'r TestRun,
    pub(super) threshold: Option<f64>,
    /// Whether every test is named.
    pub(super) verbose: bool,
}

impl fmt::Display for Pretty<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { run, threshold, verbose } = *self;
        write!(formatter, "{}", reports(&run.faults))?;
        if verbose {
            let others = run.results.iter().filter(|result| !is_told_in_detail(result.outcome));
            for result in others {
                write!(formatter, "{}{}", Heading(result), Detail { result, styles: styles() })?;
            }
        } else {
            self.not_run(formatter)?;
        }
        for outcome in [TestOutcome::Error, TestOutcome::Failed] {
            for result in run.results.iter().filter(|result| result.outcome == outcome) {
                writeln!(formatter, "{}{}", Heading(result), Detail { result, styles: styles() })?;
            }
        }
        if let Some(coverage) = &run.coverage {
            writeln!(formatter, "{}", Table { coverage, threshold })?;
        }
        summary(run, formatter)
    }
}

impl Pretty<'_> {
    fn not_run(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<_> = self.run.results.iter().filter(|result| result.outcome == TestOutcome::NotRun).collect();
        if names.is_empty() {
            return Ok(());
        }
        let need = counted(names.len(), "test needs", "tests need");
        writeln!(formatter, "{} {need} what is broken:", styled(TestOutcome::NotRun))?;
        names.iter().try_for_each(|result| writeln!(formatter, "  {}", result.name))?;
        writeln!(formatter)
    }
}

fn is_told_in_detail(outcome: TestOutcome) -> bool {
    matches!(outcome, TestOutcome::Failed | TestOutcome::Error)
}

/// `FAIL name  file:line (0.003 s)`
struct Heading<'r>(&'r TestResult);

impl fmt::Display for Heading<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let TestResult { name, file, line, outcome, elapsed, .. } = self.0;
        write!(formatter, "{} {name}  ", styled(*outcome))?;
        // A table's file stands in its tests' names already.
        let separator = if name.starts_with(&**file) { "line " } else { &format!("{file}:") };
        write!(formatter, "{separator}{line}")?;
        match outcome {
            TestOutcome::Skipped | TestOutcome::NotRun => writeln!(formatter),
            _ => writeln!(formatter, " ({:.3} s)", elapsed.as_secs_f64()),
        }
    }
}

/// The most printed lines that are shown of one test; `--format json` has all.
const MAX_PRINTED: usize = 50;

/// What a person wants to know of a test: why it did not pass, and what was printed.
pub(super) struct Detail<'r> {
    pub(super) result: &'r TestResult,
    pub(super) styles: Styles,
}

impl fmt::Display for Detail<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (&self.result.answer, &self.result.message) {
            (Some(answer), Some(_)) => difference(answer, formatter)?,
            (None, Some(message)) => writeln!(formatter, "  {message}")?,
            (_, None) => {}
        }
        self.result.why.iter().try_for_each(|why| write!(formatter, "{}", why.rendered(2, self.styles)))?;
        if !self.result.printed.is_empty() {
            writeln!(formatter, "  printed")?;
        }
        let print = |Printed { file, line, text }: &Printed| writeln!(formatter, "    {file}:{line}: {text}");
        self.result.printed.iter().take(MAX_PRINTED).try_for_each(print)?;
        match self.result.printed.len().saturating_sub(MAX_PRINTED) {
            0 => Ok(()),
            more => writeln!(formatter, "    … and {more} more lines"),
        }
    }
}

fn difference(answer: &Answer, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
    let Answer { agent, subject, now, expected, got, reasons } = answer;
    writeln!(formatter, "  who       {agent}, {}, at {now}", subject.described())?;
    writeln!(formatter, "  expected  {expected}")?;
    writeln!(formatter, "  got       {} ({})", got.is_allow(), got.as_str())?;
    reasons.iter().try_for_each(|reason| writeln!(formatter, "  because   {reason}"))
}

/// `PASS 12 · FAIL 1 · SKIPPED 1 (0.03 s)`
fn summary(run: &TestRun, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
    let counts = TestOutcome::ALL.into_iter().map(|outcome| (outcome, run.count(outcome)));
    let told = counts.filter(|(outcome, count)| *count > 0 || *outcome == TestOutcome::Passed);
    let mut parts: Vec<_> = told.map(|(outcome, count)| format!("{} {count}", styled(outcome))).collect();
    if !run.faults.is_empty() {
        parts.push(format!("{} {}", paint("BROKEN", AnsiColor::Red), run.faults.len()));
    }
    writeln!(formatter, "{} ({:.2} s)", parts.join(" · "), run.elapsed.as_secs_f64())
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
    let style = if is_colourful() { coloured(colour).bold() } else { Style::new() };
    format!("{style}{text}{style:#}")
}

fn coloured(colour: AnsiColor) -> Style {
    Style::new().fg_color(Some(colour.into()))
}

/// How explanations look.
fn styles() -> Styles {
    if !is_colourful() {
        return Styles::default();
    }
    Styles {
        place: Style::new().dimmed(),
        source: Style::new().bold(),
        value: coloured(AnsiColor::Cyan),
        failure: coloured(AnsiColor::Red),
        success: coloured(AnsiColor::Green),
    }
}

//! `logingate check`: every fault and warning of every policy.

use std::path::PathBuf;
use std::time::Duration;

use clap::Args;
use miette::{GraphicalReportHandler, GraphicalTheme};

use super::output::{is_colourful, print, warn};
use super::{ExitCode, Format, caught_panics, policy_directory};
use crate::policy::testing::table_faults;
use crate::policy::{CAPABILITIES, Report, Severity, Workbench, lint, tree};

const EXAMPLES: &str = "\
A fault keeps a policy from deciding as it is written; a warning does not, but is hardly meant.
Each has a name; examples/policies/CHECKS.md explains them all. A comment turns a warning off: on
its line, on the line above, or above `package` for the whole file.

  # logingate:ignore untested, missing_default -- and here is why

Exits with 0 if there is no fault, with 3 if there is one; with --strict, warnings are faults.

Examples:
  logingate check                     Check ./policies
  logingate check /srv/policies       Check any directory laid out as an OPA bundle
  logingate check --strict            In a pipeline: warnings fail it too
  logingate check --format json       One JSON document, for editors and pipelines
  logingate check --capabilities > capabilities.json
                                      Tells `opa check --capabilities`, Regal and editors what
                                      this server runs";

/// Lines are broken here where nobody says how wide the terminal is.
const WIDTH: usize = 110;

/// The limit of one evaluation, of which a check does none.
const EVALUATION_LIMIT: Duration = Duration::from_secs(1);

/// `logingate check …`
#[derive(Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Arguments {
    /// Directory of policies
    #[arg(value_name = "DIR", default_value = "policies")]
    pub(super) dir: PathBuf,
    /// How to print
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub(super) format: Format,
    /// Take every warning for a fault
    #[arg(long)]
    pub(super) strict: bool,
    /// Print the built-in functions that policies can use here, as OPA's capabilities.json, and check nothing
    #[arg(long, conflicts_with_all = ["dir", "format", "strict"])]
    pub(super) capabilities: bool,
}

/// Checks all policies of a directory.
pub(super) fn run(arguments: &Arguments) -> ExitCode {
    if arguments.capabilities {
        return print(CAPABILITIES, ExitCode::Done);
    }
    caught_panics::keep_quiet();
    let found = match look(arguments) {
        Ok(found) => found,
        Err(code) => return code,
    };
    if found.policies == 0 && found.faults.is_empty() {
        warn(&format!("there are no policies in {}", arguments.dir.display()));
    }
    let code = if found.faults.is_empty() { ExitCode::Done } else { ExitCode::PoliciesBroken };
    match arguments.format {
        Format::Text => print(&found.text(), code),
        Format::Json => print(&format!("{:#}\n", found.json()), code),
    }
}

/// What a check has found.
struct Found {
    /// How many policies can decide.
    policies: usize,
    faults: Vec<Report>,
    warnings: Vec<Report>,
}

fn look(arguments: &Arguments) -> Result<Found, ExitCode> {
    let tree = tree::scan_with_tests(&arguments.dir).map_err(|fault| policy_directory::refuse(&fault))?;
    let bench = Workbench::of(&tree, EVALUATION_LIMIT);
    let mut faults: Vec<_> = bench.policies.faults.iter().cloned().chain(bench.test_faults()).collect();
    faults.extend(table_faults(&tree));
    faults.sort();
    faults.dedup();
    let faults = faults.into_iter().map(Report::from);
    let warnings = lint(&bench, &tree).into_iter().map(Report::from);
    let taken = warnings.map(|warning| if arguments.strict { warning.as_fault() } else { warning });
    let (faults, warnings) = faults.chain(taken).partition(|report| report.severity() == Severity::Fault);
    Ok(Found { policies: bench.policies.set.active(), faults, warnings })
}

impl Found {
    /// The stable form of `--format json`.
    fn json(&self) -> serde_json::Value {
        serde_json::json!({ "policies": self.policies, "faults": self.faults, "warnings": self.warnings })
    }

    /// For people: what matters most stands last, next to the summary.
    fn text(&self) -> String {
        let counts = [
            (self.faults.len(), counted(self.faults.len(), "fault", "faults")),
            (self.warnings.len(), counted(self.warnings.len(), "warning", "warnings")),
        ];
        let counts: Vec<_> = counts.into_iter().filter(|(number, _)| *number > 0).map(|(_, counted)| counted).collect();
        let separator = if counts.is_empty() { "" } else { "; " };
        let sound = counted(self.policies, "policy is", "policies are");
        let (warnings, faults) = (reports(&self.warnings), reports(&self.faults));
        format!("{warnings}{faults}{}{separator}{sound} sound\n", counts.join(", "))
    }
}

/// Every finding with its snippet.
pub(super) fn reports<F: Into<Report> + Clone>(findings: &[F]) -> String {
    let theme = if is_colourful() { GraphicalTheme::unicode() } else { GraphicalTheme::unicode_nocolor() };
    let handler = GraphicalReportHandler::new_themed(theme).with_width(WIDTH).with_context_lines(1);
    findings.iter().fold(String::new(), |mut text, finding| {
        let report: Report = finding.clone().into();
        // Writing to a string does not fail.
        let _ = handler.render_report(&mut text, &report);
        text.push('\n');
        text
    })
}

/// A number with its noun.
pub(super) fn counted(number: usize, one: &str, many: &str) -> String {
    format!("{number} {}", if number == 1 { one } else { many })
}

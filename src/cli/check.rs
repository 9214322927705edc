//! `logingate check`: every fault of every policy.

use std::path::{Path, PathBuf};
use std::time::Duration;

use clap::Args;
use miette::{GraphicalReportHandler, GraphicalTheme};

use super::output::{fail, is_colourful, print};
use super::{ExitCode, Format};
use crate::policy::{Fault, Report, Update, Workshop, tree};

const EXAMPLES: &str = "\
Exits with 0 if the policies are sound, with 3 if any of them has a fault.

Examples:
  logingate check                     Check ./policies
  logingate check /srv/policies
  logingate check --format json       One JSON document, for editors and pipelines";

/// Lines are broken here where nobody says how wide the terminal is.
const WIDTH: usize = 110;

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
}

/// Checks all policies of a directory.
pub(super) fn run(arguments: &Arguments) -> ExitCode {
    let update = match load(&arguments.dir, Duration::from_secs(1)) {
        Ok(update) => update,
        Err(code) => return code,
    };
    let code = if update.faults.is_empty() { ExitCode::Done } else { ExitCode::PoliciesBroken };
    match arguments.format {
        Format::Text => print(&text(&update), code),
        Format::Json => {
            let document = serde_json::json!({ "policies": update.set.active(), "faults": update.faults });
            print(&format!("{document:#}\n"), code)
        }
    }
}

/// Reads and builds the policies of `dir` as the server would.
pub(super) fn load(dir: &Path, evaluation_limit: Duration) -> Result<Update, ExitCode> {
    let tree = tree::scan(dir, None).map_err(|fault| fail(&fault, ExitCode::Failed))?;
    Ok(Workshop::new(evaluation_limit).update(&tree))
}

fn text(update: &Update) -> String {
    let (policies, faults) = (update.set.active(), update.faults.len());
    if faults == 0 {
        return format!("{} sound\n", counted(policies, "policy is", "policies are"));
    }
    let (found, sound) = (counted(faults, "fault", "faults"), counted(policies, "policy is", "policies are"));
    format!("{}{found}; {sound} sound\n", reports(&update.faults))
}

/// Every fault with its snippet.
pub(super) fn reports(faults: &[Fault]) -> String {
    let theme = if is_colourful() { GraphicalTheme::unicode() } else { GraphicalTheme::unicode_nocolor() };
    let handler = GraphicalReportHandler::new_themed(theme).with_width(WIDTH).with_context_lines(1);
    faults.iter().fold(String::new(), |mut text, fault| {
        // Writing to a string does not fail.
        let _ = handler.render_report(&mut text, &Report::from(fault.clone()));
        text.push('\n');
        text
    })
}

/// A number with its noun.
pub(super) fn counted(number: usize, one: &str, many: &str) -> String {
    format!("{number} {}", if number == 1 { one } else { many })
}

//! `logingate init`: a policy directory to begin with, in which everything passes.

use std::fmt::Write as _;
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use clap::Args;

use super::ExitCode;
use super::new_file::create;
use super::output::{fail, print, shell_word};

const EXAMPLES: &str = "\
Writes a policy with its tests, a library, data and what editors need. Touches no directory that holds anything.

Examples:
  logingate init                      Write ./policies
  logingate init /srv/policies
  logingate new project 42            Then: add a policy for project 42";

/// Each file below the new directory: its path, what it is for, its text.
const FILES: [(&str, &str, &str); 11] = [
    ("projects/1.rego", "who may log in to project 1", include_str!("init/projects/1.rego")),
    ("projects/1_test.rego", "its tests, in Rego", include_str!("init/projects/1_test.rego")),
    ("projects/1_test.yaml", "its tests, as a table", include_str!("init/projects/1_test.yaml")),
    ("default.rego", "decides for projects without a policy", include_str!("init/default.rego")),
    ("default_test.rego", "its tests", include_str!("init/default_test.rego")),
    ("lib/groups.rego", "what policies share", include_str!("init/lib/groups.rego")),
    ("data.yaml", "facts for policies, such as the groups' numbers", include_str!("init/data.yaml")),
    ("schemas/input.json", "what policies see of a login", include_str!("../../policies/schemas/input.json")),
    ("schemas/tests.json", "how tables of tests are written", include_str!("../../policies/schemas/tests.json")),
    (
        "capabilities.json",
        "the built-ins there are, for OPA, Regal and editors",
        include_str!("../policy/capabilities.json"),
    ),
    (".regal/config.yaml", "for the linter Regal and editors", include_str!("init/.regal/config.yaml")),
];

/// `logingate init …`
#[derive(Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Arguments {
    /// Directory to write, new or empty
    #[arg(value_name = "DIR", default_value = "policies")]
    dir: PathBuf,
}

/// Writes a policy directory.
pub(super) fn run(arguments: &Arguments) -> ExitCode {
    match write(&arguments.dir) {
        Ok(text) => print(&text, ExitCode::Done),
        Err(code) => code,
    }
}

fn write(dir: &Path) -> Result<String, ExitCode> {
    refuse_what_holds_anything(dir)?;
    let mut text = String::new();
    for (path, purpose, content) in FILES {
        create(&dir.join(path), content)?;
        let path = dir.join(path).display().to_string();
        // Writing to a string does not fail.
        let _ = writeln!(text, "{path:<34}  {purpose}");
    }
    text.push_str(&next_steps(dir));
    Ok(text)
}

fn refuse_what_holds_anything(dir: &Path) -> Result<(), ExitCode> {
    let shown = dir.display();
    match fs::read_dir(dir).map(|mut entries| entries.next()) {
        Ok(None) => Ok(()),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(()),
        Ok(Some(_)) => {
            let hint = "name another directory, or add to this one with `logingate new project`";
            Err(fail(&format!("{shown} is not empty, and nothing in it is touched: {hint}"), ExitCode::Usage))
        }
        Err(error) if error.kind() == ErrorKind::NotADirectory => {
            Err(fail(&format!("{shown} is not a directory: name one that is, or a new one"), ExitCode::Usage))
        }
        Err(error) => Err(fail(&format!("{shown} can't be read: {error}"), ExitCode::Failed)),
    }
}

fn next_steps(dir: &Path) -> String {
    let dir = shell_word(&dir.display().to_string());
    format!(
        "
Try next:
  logingate check {dir}
  logingate test {dir}
  logingate decide --policies {dir} --project 1 --user-id 7 --group-id 4 --custom language=hu --explain
"
    )
}

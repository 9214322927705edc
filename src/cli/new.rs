//! `logingate new`: adds to a policy directory.

use std::path::{Path, PathBuf};
use std::time::Duration;

use clap::{Args, Subcommand};

use super::ExitCode;
use super::new_file::create;
use super::output::{fail, print, shell_word, warn};
use crate::decision::ProjectId;
use crate::policy::{Workshop, tree};

const EXAMPLES: &str = "\
The new policy lets nobody in until it names the groups that it is for. Nothing that exists is ever changed.

Examples:
  logingate new project 42
  logingate new project 42 --policies /srv/policies";

/// The templates are a policy for this project, so that they can be read and checked as they stand.
const TEMPLATE_PROJECT: &str = "42";
const POLICY: &str = include_str!("new/project.rego");
const TEST: &str = include_str!("new/project_test.rego");
const TABLE: &str = include_str!("new/project_test.yaml");
/// What the first line of the table tells editors, where the schema is there.
const TABLE_SCHEMA: &str = "schemas/tests.json";

/// `logingate new …`
#[derive(Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Arguments {
    #[command(subcommand)]
    what: What,
}

/// What can be added.
#[derive(Subcommand)]
enum What {
    /// Add a policy for one project, with its tests
    Project(ProjectArguments),
}

/// `logingate new project …`
#[derive(Args)]
#[command(after_help = EXAMPLES)]
struct ProjectArguments {
    /// The project's number
    #[arg(value_name = "ID")]
    project: ProjectId,
    /// Directory of policies
    #[arg(long, value_name = "DIR", default_value = "policies")]
    policies: PathBuf,
}

/// Adds what is asked for.
pub(super) fn run(arguments: &Arguments) -> ExitCode {
    let What::Project(ProjectArguments { project, policies }) = &arguments.what;
    match add_project(*project, policies) {
        Ok(text) => print(&text, ExitCode::Done),
        Err(code) => code,
    }
}

fn add_project(project: ProjectId, policies: &Path) -> Result<String, ExitCode> {
    let found = tree::scan(policies, None).map_err(|fault| {
        fail(&format!("{fault}; `logingate init` writes a directory to begin with"), ExitCode::Usage)
    })?;
    let mut workshop = Workshop::new(Duration::from_secs(1));
    let update = workshop.update(&found);
    if let Some(file) = workshop.files_of(project).first() {
        let file = policies.join(&**file);
        let refusal = format!("project {project} has a policy already: {}; edit that one", file.display());
        return Err(fail(&refusal, ExitCode::Usage));
    }
    if let Some(name) = update.set.assigned_to(project) {
        warn(&format!(
            "until now project {project} is decided by `package policies.{name}`, as `assignments` in the data says; \
             the new policy takes its place, so take the project out of `assignments`"
        ));
    }
    let written = write(project, policies)?;
    Ok(format!("{written}{}", next_steps(project, policies)))
}

fn write(project: ProjectId, policies: &Path) -> Result<String, ExitCode> {
    let has_schema = policies.join(TABLE_SCHEMA).exists();
    let table = if has_schema { TABLE } else { TABLE.split_once('\n').map_or(TABLE, |(_, rest)| rest) };
    let files = [(".rego", POLICY), ("_test.rego", TEST), ("_test.yaml", table)]
        .map(|(end, text)| (policies.join(format!("projects/{project}{end}")), text));
    // Before anything is written: a policy without its tests would be half a job.
    if let Some((path, _)) = files.iter().find(|(path, _)| path.symlink_metadata().is_ok()) {
        let refusal = format!("{} exists already and is left as it is; move it away first", path.display());
        return Err(fail(&refusal, ExitCode::Usage));
    }
    let project = project.to_string();
    let create = |(path, text): &(PathBuf, &str)| {
        create(path, &text.replace(TEMPLATE_PROJECT, &project)).map(|()| format!("{}\n", path.display()))
    };
    files.iter().map(create).collect()
}

fn next_steps(project: ProjectId, policies: &Path) -> String {
    let policy = policies.join(format!("projects/{project}.rego"));
    let dir = shell_word(&policies.display().to_string());
    format!(
        "
Nobody may log in to project {project} yet: say who may in {}. Then:
  logingate check {dir}
  logingate test {dir}
  logingate decide --policies {dir} --project {project} --user-id 7 --group-id 4 --explain
",
        policy.display()
    )
}

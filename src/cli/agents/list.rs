//! `logingate agents list`: agents, one line each.

use std::collections::BTreeSet;

use clap::{Args, ValueEnum};

use super::columns::aligned;
use super::opening::{DirectoryArguments, Opened};
use crate::cli::ExitCode;
use crate::cli::output::{fail, print};
use crate::decision::ProjectId;
use crate::directory::AgentRecord;
use crate::roster::{AgentDocument, CsvColumns, CsvWriter, custom_columns};

const EXAMPLES: &str = "\
Examples:
  logingate agents list
  logingate agents list --matching example.com       In any name, whatever its case
  logingate agents list --project 42 --format json
  logingate agents list --inactive --format csv > inactive.csv";

/// How many agents are read at a time.
const PAGE: u32 = 1000;

/// How agents are listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum ListFormat {
    /// For people.
    Text,
    /// One JSON document.
    Json,
    /// One JSON object a line.
    Ndjson,
    /// A header and one row each.
    Csv,
}

/// `logingate agents list …`
#[derive(Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Arguments {
    /// Only those with this text in their username, a login name, full name or e-mail address
    #[arg(long, value_name = "TEXT")]
    matching: Option<String>,
    /// Only those of this project
    #[arg(long, value_name = "ID")]
    project: Option<ProjectId>,
    /// Only those who are deactivated
    #[arg(long)]
    inactive: bool,
    /// How to print
    #[arg(long, value_enum, default_value_t = ListFormat::Text)]
    format: ListFormat,
    #[command(flatten)]
    directory: DirectoryArguments,
}

/// Lists agents.
pub(super) fn run(arguments: &Arguments) -> ExitCode {
    match arguments.directory.open().and_then(|opened| list(arguments, &opened)) {
        Ok(text) => print(&text, ExitCode::Done),
        Err(code) => code,
    }
}

fn list(arguments: &Arguments, opened: &Opened) -> Result<String, ExitCode> {
    let mut wanted = Vec::new();
    let mut after = None;
    loop {
        let page = opened.ask(opened.directory().list(after, PAGE))?;
        let Some(last) = page.last() else { break };
        after = Some(last.id);
        wanted.extend(page.into_iter().filter(|record| arguments.wants(record)));
    }
    let failed = |error: &dyn std::fmt::Display| fail(error, ExitCode::Failed);
    let documents = || wanted.iter().map(AgentDocument::from);
    match arguments.format {
        ListFormat::Text => Ok(table(&wanted)),
        ListFormat::Json => serde_json::to_string_pretty(&documents().collect::<Vec<_>>())
            .map(|text| format!("{text}\n"))
            .map_err(|error| failed(&error)),
        ListFormat::Ndjson => {
            let lines = documents().map(|document| serde_json::to_string(&document).map(|line| format!("{line}\n")));
            lines.collect::<Result<_, _>>().map_err(|error| failed(&error))
        }
        ListFormat::Csv => csv(&wanted).map_err(|error| failed(&error)),
    }
}

fn csv(records: &[AgentRecord]) -> std::io::Result<String> {
    let mut custom = BTreeSet::new();
    records.iter().for_each(|record| custom_columns(&mut custom, &record.agent));
    let mut text = Vec::new();
    let mut writer = CsvWriter::new(&mut text, CsvColumns { numbers: true, password_hashes: false, custom })?;
    records.iter().try_for_each(|record| writer.write(record, None))?;
    writer.finish()?;
    Ok(String::from_utf8_lossy(&text).into_owned())
}

fn table(records: &[AgentRecord]) -> String {
    let headings = ["ID", "USERNAME", "NAME", "USER", "GROUP", "PROJECTS", "ACTIVE"].map(str::to_owned);
    let row = |AgentRecord { id, agent, .. }: &AgentRecord| {
        let projects: Vec<String> = agent.projects.iter().map(ToString::to_string).collect();
        [
            id.to_string(),
            agent.username.clone(),
            agent.full_name.clone().unwrap_or_default(),
            agent.user_id.map(|id| id.to_string()).unwrap_or_default(),
            agent.group_id.map(|id| id.to_string()).unwrap_or_default(),
            projects.join(" "),
            if agent.is_active { "yes" } else { "no" }.to_owned(),
        ]
    };
    let rows: Vec<_> = std::iter::once(headings).chain(records.iter().map(row)).collect();
    aligned(&rows)
}

impl Arguments {
    fn wants(&self, record: &AgentRecord) -> bool {
        let agent = &record.agent;
        let is_matched = self.matching.as_ref().is_none_or(|text| {
            let text = text.to_lowercase();
            let own = [Some(&agent.username), agent.full_name.as_ref(), agent.email.as_ref()].into_iter().flatten();
            let names = agent.login_names.iter().map(|login_name| &login_name.name);
            own.chain(names).any(|name| name.to_lowercase().contains(&text))
        });
        let is_in_project = self.project.is_none_or(|project| agent.projects.contains(&project));
        is_matched && is_in_project && !(self.inactive && agent.is_active)
    }
}

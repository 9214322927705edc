//! `logingate agents show`: all that is known of one agent.

use std::fmt::Write as _;

use clap::Args;
use serde::Serialize;

use super::chosen::AgentArguments;
use super::moment::now;
use super::opening::{DirectoryArguments, Opened};
use super::sessions::{self, attendance_of};
use crate::cli::output::{fail, plain, print};
use crate::cli::{ExitCode, Format};
use crate::directory::{Found, LoginName, LoginNameKind, NewAgent, SessionFilter, UserType};
use crate::roster::{AgentDocument, Attendance, moment};

const EXAMPLES: &str = "\
Examples:
  logingate agents show ana
  logingate agents show AG1001 --on ozonetel     Who is AG1001 there?
  logingate agents show --id 17 --format json";

/// `logingate agents show …`
#[derive(Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Arguments {
    #[command(flatten)]
    agent: AgentArguments,
    /// How to print
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
    #[command(flatten)]
    directory: DirectoryArguments,
}

/// All that is known, for programs.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Shown {
    #[serde(flatten)]
    agent: AgentDocument,
    has_password: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    locked_until: Option<String>,
    #[serde(flatten)]
    attendance: Attendance,
}

/// Shows the agent.
pub(super) fn run(arguments: &Arguments) -> ExitCode {
    match arguments.directory.open().and_then(|opened| show(arguments, &opened)) {
        Ok(text) => print(&text, ExitCode::Done),
        Err(code) => code,
    }
}

fn show(arguments: &Arguments, opened: &Opened) -> Result<String, ExitCode> {
    let found = arguments.agent.find(opened)?;
    let filter = SessionFilter { agent: Some(found.record.id), platform: None };
    let attendance = attendance_of(opened, filter)?;
    let locked_until = found.locked_until.filter(|until| now() < *until).map(moment);
    if arguments.format == Format::Text {
        return Ok(text(&found, locked_until, &attendance));
    }
    let agent = AgentDocument::from(&found.record);
    let shown = Shown { agent, has_password: found.password.is_some(), locked_until, attendance };
    let json = serde_json::to_string_pretty(&shown).map_err(|error| fail(&error, ExitCode::Failed))?;
    Ok(format!("{json}\n"))
}

fn text(found: &Found, locked_until: Option<String>, attendance: &Attendance) -> String {
    let agent = &found.record.agent;
    let mut text = format!("{} (agent {})\n", plain(&agent.username), found.record.id);
    for (name, value) in facts(agent).into_iter().chain(standing(found, locked_until)) {
        // Writing to a String cannot fail.
        let _ = writeln!(text, "  {name:<16}{}", plain(&value));
    }
    if !attendance.signed_in.is_empty() || !attendance.sessions.is_empty() {
        text.push('\n');
        text.push_str(&sessions::table(attendance));
    }
    text
}

/// What was entered of the agent.
fn facts(agent: &NewAgent) -> Vec<(&'static str, String)> {
    let texts = |texts: &[String]| (!texts.is_empty()).then(|| texts.join(", "));
    let projects: Vec<String> = agent.projects.iter().map(ToString::to_string).collect();
    let custom: Vec<String> = agent.custom_data.iter().map(|(name, value)| format!("{name} {value}")).collect();
    let names: Vec<String> = agent.login_names.iter().map(login_name).collect();
    let facts = [
        ("name", agent.full_name.clone()),
        ("user id", agent.user_id.map(|id| id.to_string())),
        ("group", agent.group_id.map(|id| id.to_string())),
        ("projects", texts(&projects)),
        ("custom data", texts(&custom)),
        ("login names", texts(&names)),
        ("extension", agent.extension.clone()),
        ("phone", agent.phone.clone()),
        ("e-mail", agent.email.clone()),
        ("language", agent.language.clone()),
        ("inactivity", agent.inactivity_minutes.map(|minutes| format!("{minutes} minutes"))),
        ("user type", (agent.user_type == UserType::Customer).then(|| "customer, no agent".to_owned())),
        ("segments", texts(&agent.segments)),
        ("access rights", texts(&agent.access_rights)),
    ];
    facts.into_iter().filter_map(|(name, value)| Some((name, value?))).collect()
}

/// `AG1001 (ozonetel)`
fn login_name(login_name: &LoginName) -> String {
    let platform = login_name.platform.as_str();
    match &login_name.kind {
        LoginNameKind::Name => format!("{} ({platform})", login_name.name),
        LoginNameKind::Email => format!("{} ({platform}, e-mail)", login_name.name),
        LoginNameKind::OpenId { provider } => format!("{} ({platform}, {provider})", login_name.name),
    }
}

/// Whether the agent may log in.
fn standing(found: &Found, locked_until: Option<String>) -> Vec<(&'static str, String)> {
    let password = if found.password.is_some() { "set" } else { "none: nobody can log in with one" };
    let active = if found.record.agent.is_active { "yes" } else { "no: every login is refused" };
    let locked = locked_until.map(|until| ("locked", format!("until {until}, after too many failures")));
    [("password", password.to_owned()), ("active", active.to_owned())].into_iter().chain(locked).collect()
}

//! `logingate agents sessions`: who is signed in where, and the end of it.

use clap::{ArgGroup, Args};

use super::chosen::{AgentArguments, platforms};
use super::columns::aligned;
use super::moment::now;
use super::opening::{DirectoryArguments, Opened};
use crate::cli::output::{fail, plain, print};
use crate::cli::{ExitCode, Format};
use crate::decision::Platform;
use crate::directory::SessionFilter;
use crate::roster::{Attendance, PresenceDocument, SessionDocument};

const EXAMPLES: &str = "\
Who is signed in takes calls, on a station where the platform has one; a session is what a token stands for.

Examples:
  logingate agents sessions                        Everybody
  logingate agents sessions ana
  logingate agents sessions --platform ozonetel --format json
  logingate agents sessions ana --end              Sign ana out everywhere, and end every session
  logingate agents sessions ana --platform iservice --end";

/// The most that are listed.
const MOST: u32 = 100_000;

/// `logingate agents sessions …`
#[derive(Args)]
#[command(after_help = EXAMPLES)]
#[command(mut_group("who", |group: ArgGroup| group.required(false)))]
pub(super) struct Arguments {
    #[command(flatten)]
    agent: AgentArguments,
    /// Only on this platform
    #[arg(long, value_name = "PLATFORM", value_parser = platforms())]
    platform: Option<Platform>,
    /// Sign the agent out, and end the sessions
    #[arg(long, requires = "who")]
    end: bool,
    /// How to print
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
    #[command(flatten)]
    directory: DirectoryArguments,
}

/// Lists, or ends.
pub(super) fn run(arguments: &Arguments) -> ExitCode {
    match arguments.directory.open().and_then(|opened| told(arguments, &opened)) {
        Ok(text) => print(&text, ExitCode::Done),
        Err(code) => code,
    }
}

fn told(arguments: &Arguments, opened: &Opened) -> Result<String, ExitCode> {
    let found = if arguments.agent.is_given() { Some(arguments.agent.find(opened)?) } else { None };
    let platform = arguments.platform;
    if let (true, Some(found)) = (arguments.end, &found) {
        let id = found.record.id;
        let signed_out = opened.ask(opened.directory().sign_out_of(id, platform))?;
        let ended = opened.ask(opened.directory().end_sessions_of(id, platform))?;
        let username = plain(&found.record.agent.username);
        let platforms = if signed_out == 1 { "platform" } else { "platforms" };
        let sessions = if ended == 1 { "session" } else { "sessions" };
        return Ok(format!("{username}: signed out of {signed_out} {platforms}, {ended} {sessions} ended\n"));
    }
    let attendance = attendance_of(opened, SessionFilter { agent: found.map(|found| found.record.id), platform })?;
    match arguments.format {
        Format::Text if attendance == Attendance::default() => Ok("nobody is signed in\n".to_owned()),
        Format::Text => Ok(table(&attendance)),
        Format::Json => serde_json::to_string_pretty(&attendance)
            .map(|text| format!("{text}\n"))
            .map_err(|error| fail(&error, ExitCode::Failed)),
    }
}

/// Who is signed in and which sessions are open.
///
/// # Errors
/// The exit code, everything having been said.
pub(super) fn attendance_of(opened: &Opened, filter: SessionFilter) -> Result<Attendance, ExitCode> {
    let presences = opened.ask(opened.directory().presences(filter, MOST))?;
    let sessions = opened.ask(opened.directory().sessions(filter, now(), MOST))?;
    Ok(Attendance::of(&presences, &sessions))
}

/// The same for people.
pub(super) fn table(attendance: &Attendance) -> String {
    let headings = ["AGENT", "PLATFORM", "WHAT", "SINCE", "MORE"].map(str::to_owned);
    let signed_in = attendance.signed_in.iter().map(|presence| {
        let PresenceDocument { username, platform, since, .. } = presence;
        [username.clone(), (*platform).to_owned(), "signed in".to_owned(), since.clone(), more(presence)]
    });
    let sessions = attendance.sessions.iter().map(|session| {
        let SessionDocument { username, platform, opened, used, expires, .. } = session;
        let end = expires.as_ref().map(|expires| format!(", ends {expires}")).unwrap_or_default();
        let more = format!("used {used}{end}");
        [username.clone(), (*platform).to_owned(), "session".to_owned(), opened.clone(), more]
    });
    let rows: Vec<_> = std::iter::once(headings).chain(signed_in).chain(sessions).collect();
    aligned(&rows)
}

/// `READY since 2026-11-23T08:02:00Z, extension 5101`
fn more(presence: &PresenceDocument) -> String {
    let reason = presence.reason.as_ref().map(|reason| format!(" ({reason})")).unwrap_or_default();
    let station = presence.station.as_ref().and_then(crate::decision::Station::from_value);
    let station = station.map(|station| format!(", {station}")).unwrap_or_default();
    format!("{}{reason} since {}{station}", presence.state, presence.state_since)
}

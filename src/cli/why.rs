//! `logingate why`: why somebody could not log in, from what the journal kept.

mod again;
mod question;
mod server;
mod source;
mod story;

use std::path::PathBuf;

use clap::{ArgGroup, Args};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use uuid::Uuid;

use super::output::{fail, is_colourful, print, warn};
use super::{ExitCode, Format, caught_panics, platform_choice};
use crate::decision::{Platform, ProjectId, UserId};
use crate::journal::index::{OutcomeFilter, moment};
use crate::trial::Answer;
use source::Source;
use story::Story;

const EXAMPLES: &str = "\
Asks a running server, whose settings have `journal.index.path`; or reads that file, where none runs.
If the server wants a token: --token-file, or the environment variable LOGINGATE_TOKEN. Times are UTC.
Exits with 0 if a login was found, with 1 if none was or nobody answers.

Examples:
  logingate why --user-id 7                 Logins of agent 7 in the last day
  logingate why --username ana --since 1h --outcome blocked
  logingate why --user-id 7 --since 2026-11-23T08:00:00Z --until 2026-11-23T08:05:00Z
  logingate why --platform ucontact --outcome no_policy
  logingate why --decision 01a1ffc6-ab02-743f-bbd3-bf566ee0592f
  logingate why --project 42 --outcome deny --index /var/lib/logingate/decisions.sqlite

  Would it be the same today? Each login is decided again by the policies in force, at the time it
  was then, and explained; the server wants a token with the role author for it:
    logingate why --user-id 7 --outcome blocked --again
    logingate why --user-id 7 --again --index decisions.sqlite --policies ./policies

  A server whose `admin.listen` has TLS, its certificate issued by an authority of your own:
    logingate why --user-id 7 --url https://logingate.internal:8081 --ca ca.crt";

const MOMENT: &str = "write a time such as 2026-11-23T08:02:00Z, or a duration such as 1h or 30m before now";

/// `logingate why …`
#[derive(Args)]
#[command(after_help = EXAMPLES)]
#[command(group = ArgGroup::new("what").required(true).multiple(true).args(["user_id", "username", "project", "platform", "decision"]))]
pub(super) struct Arguments {
    /// The agent's number
    #[arg(long, value_name = "ID")]
    user_id: Option<UserId>,
    /// The agent's user name
    #[arg(long, value_name = "NAME")]
    username: Option<String>,
    /// A project that the agent wanted to log in to
    #[arg(long, value_name = "ID")]
    project: Option<ProjectId>,
    /// The platform that asked
    #[arg(long, value_name = "NAME", value_parser = platform_choice::parser())]
    platform: Option<Platform>,
    /// One decision, by its id: X-Decision-Id of the answer, `decision_id` in the log
    #[arg(long, value_name = "ID", conflicts_with_all = ["user_id", "username", "project", "platform", "outcome", "until"])]
    decision: Option<Uuid>,
    /// How it came out: granted, blocked, allow, deny, undefined, `no_policy`, error or timeout
    #[arg(long, value_name = "OUTCOME", value_parser = outcome)]
    outcome: Option<String>,
    /// From when on: a time, or a duration before now
    #[arg(long, value_name = "TIME", default_value = "1day", value_parser = when)]
    since: String,
    /// Until when: a time, or a duration before now
    #[arg(long, value_name = "TIME", value_parser = when)]
    until: Option<String>,
    /// The most logins to show
    #[arg(long, value_name = "NUMBER", default_value_t = 20, value_parser = clap::value_parser!(u16).range(1..=1000))]
    limit: u16,
    /// Where the server's `admin.listen` is
    #[arg(long, value_name = "URL", default_value = "http://127.0.0.1:8081", value_parser = url)]
    url: String,
    /// File with the certificates of the authorities to believe instead of the system's, where it is https
    #[arg(long, value_name = "FILE")]
    ca: Option<PathBuf>,
    /// File that holds the token and nothing else
    #[arg(long, value_name = "FILE")]
    token_file: Option<PathBuf>,
    /// Read this index instead of asking a server
    #[arg(long, value_name = "FILE", conflicts_with_all = ["url", "ca", "token_file"])]
    index: Option<PathBuf>,
    /// File that holds the key, where `journal.agents` is "hashed"
    #[arg(long, value_name = "FILE", requires = "index")]
    agents_key_file: Option<PathBuf>,
    /// Also say what the policies of today say to it, and why
    #[arg(long)]
    again: bool,
    /// Directory of the policies of today, where no server is asked; ./policies otherwise
    #[arg(long, value_name = "DIR", requires_all = ["again", "index"])]
    policies: Option<PathBuf>,
    /// How to print
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
}

fn when(text: &str) -> Result<String, &'static str> {
    moment(text, 0).map(|_| text.to_owned()).ok_or(MOMENT)
}

fn outcome(text: &str) -> Result<String, String> {
    let known = text.parse::<OutcomeFilter>();
    known.map(|_| text.to_owned()).map_err(|()| format!("write {}", OutcomeFilter::NAMES))
}

fn url(text: &str) -> Result<String, &'static str> {
    let base = text.trim_end_matches('/');
    let address = base.strip_prefix("http://").or_else(|| base.strip_prefix("https://"));
    let has_address = address.is_some_and(|address| !address.is_empty() && !address.contains(['@', '?', '#']));
    has_address.then(|| base.to_owned()).ok_or("write http:// or https:// and the address of `admin.listen`")
}

/// What was found: the answer of `GET /v1/decisions`, from wherever it came.
#[derive(Debug, Default, Serialize, Deserialize)]
struct Found {
    decisions: Vec<Value>,
    next: Option<String>,
    /// What `POST /v1/decide` answers to each of them, if it was asked.
    #[serde(skip_serializing_if = "Option::is_none")]
    again: Option<Vec<Answer>>,
}

/// Looks and tells.
pub(super) fn run(arguments: &Arguments) -> ExitCode {
    caught_panics::keep_quiet();
    let found = match find(arguments) {
        Ok(found) => found,
        Err(error) => return fail(&error, ExitCode::Failed),
    };
    let code = if found.decisions.is_empty() { ExitCode::Failed } else { ExitCode::Done };
    let code = match arguments.format {
        Format::Json => match serde_json::to_string_pretty(&found) {
            Ok(json) => print(&format!("{json}\n"), code),
            Err(error) => return fail(&error, ExitCode::Failed),
        },
        Format::Text if found.decisions.is_empty() => return fail(&arguments.not_found(), code),
        Format::Text => match stories(&found) {
            Ok(text) => print(&text, code),
            Err(error) => return fail(&format!("a decision can't be read: {error}"), ExitCode::Failed),
        },
    };
    if found.next.is_some() && arguments.format == Format::Text {
        warn("there are older ones, too: give --until, or a larger --limit");
    }
    code
}

fn find(arguments: &Arguments) -> Result<Found, String> {
    let source = Source::open(arguments)?;
    let found = source.find(arguments)?;
    let again = arguments.again.then(|| source.again(&found.decisions)).transpose()?;
    Ok(Found { again, ..found })
}

fn stories(found: &Found) -> serde_json::Result<String> {
    let is_colourful = is_colourful();
    let story = |(at, event): (usize, &Value)| {
        let again = found.again.as_ref().and_then(|again| again.get(at));
        let again = again.map(|answer| again::text(answer, is_colourful)).unwrap_or_default();
        Story::deserialize(event).map(|story| format!("{story}{again}"))
    };
    let stories: serde_json::Result<Vec<_>> = found.decisions.iter().enumerate().map(story).collect();
    stories.map(|stories| stories.join("\n"))
}

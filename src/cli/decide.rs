//! `logingate decide`: one login, decided here and now.

mod conditions;
mod request;

use std::sync::Arc;
use std::time::Duration;

use clap::{ArgGroup, Args};

use super::output::{fail, is_colourful, print};
use super::{ExitCode, Format, caught_panics, explained, policy_directory};
use crate::dialect::vcc;
use crate::trial::{self, Explanation, Trial};
use conditions::ConditionsArguments;
use request::RequestArguments;

const EXAMPLES: &str = "\
Prints the answer the platform would get, decided by the same code. Exits with 0 if
every project allows the login, with 5 if any denies it.

Examples:
  Why may agent 7 of group 4 not log in to project 42?
    logingate decide --project 42 --user-id 7 --group-id 4 --explain

  With custom data, to two projects, the first of them the primary:
    logingate decide --project 42 --project 43 --user-id 7 --custom language=es
    logingate decide --project 42 --user-id 7 --custom-json '{\"skills\": [\"sales\"]}'

  On the morning of Christmas Eve:
    logingate decide --project 2 --user-id 7 --at 2026-12-24T08:00:00+01:00 --explain

  A request as the platform sends it, from a file, from a pipe, or as a query:
    logingate decide --body login.json
    echo '{\"projectId\":1,\"userId\":2}' | logingate decide --body - --explain
    logingate decide --query 'projectId=1&userId=2&secondaryProjectIds[0]=3'

  An encrypted body, with the cipher and the key of a hook:
    logingate decide --body login.txt --iv \"$iv\" --config server.toml --hook acme

  As policies see logins to another platform: with a phone, or of an agent without projects
    logingate decide --platform ozonetel --project 42 --username ana --phone +911234567890
    logingate decide --platform ucontact --username ana --extension 5101 --explain

  For programs: answer, outcomes, reasons and everything that --explain says
    logingate decide --project 42 --user-id 7 --explain --format json";

const PRINTED: &str = "Printed";
const LOGIN_DEADLINE: Duration = Duration::from_mins(1);

/// `logingate decide …`. It has no `Debug`: a query may hold a secret.
#[derive(Args)]
#[command(after_help = EXAMPLES)]
#[command(group = ArgGroup::new("login").args(["body", "query", "project"]))]
#[command(group = ArgGroup::new("asked").required(true).multiple(true).args(["body", "query", "project", "platform"]))]
pub(super) struct Arguments {
    #[command(flatten)]
    request: RequestArguments,
    #[command(flatten)]
    conditions: ConditionsArguments,
    /// Say for each project which rules held, which did not and why
    #[arg(long, help_heading = PRINTED)]
    explain: bool,
    /// How to print
    #[arg(long, value_enum, default_value_t = Format::Text, help_heading = PRINTED)]
    format: Format,
}

/// Decides one login.
pub(super) fn run(arguments: &Arguments) -> ExitCode {
    caught_panics::keep_quiet();
    match decide(arguments) {
        Ok((text, is_allowed)) => print(&text, if is_allowed { ExitCode::Done } else { ExitCode::Denied }),
        Err(code) => code,
    }
}

fn decide(arguments: &Arguments) -> Result<(String, bool), ExitCode> {
    let conditions = arguments.conditions.read()?;
    let login = Arc::new(arguments.request.login(&conditions)?);
    let policies = policy_directory::load(&conditions.policies, conditions.evaluation_limit)?;
    let now_nanos = conditions.now_nanos();
    let trial = Trial { login, policies, now_nanos, login_deadline: LOGIN_DEADLINE };
    let decision = trial::decide(&trial).map_err(|error| fail(&error, ExitCode::Failed))?;
    let is_allowed = decision.is_allowed();
    let mut answer = Vec::new();
    vcc::write_answer(&decision, &mut answer);
    let answer = String::from_utf8_lossy(&answer).into_owned();
    if !arguments.explain {
        return Ok((format!("{answer}\n"), is_allowed));
    }
    let explanation = Explanation::of(&trial, &decision, None);
    let text = match arguments.format {
        Format::Text => format!("{answer}\n{}", explained::projects(&explanation.projects, is_colourful())),
        Format::Json => match serde_json::to_string_pretty(&explanation) {
            Ok(text) => format!("{text}\n"),
            Err(error) => return Err(fail(&error, ExitCode::Failed)),
        },
    };
    Ok((text, is_allowed))
}

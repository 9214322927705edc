//! `logingate request`: one login, sent to a running server as VCC Live would send it, and what is wrong in plain words.

mod address;
mod advice;
mod answer;
mod curl;
mod forms;
mod judgement;
mod message;
mod report;
mod sender;
mod table;
mod target;
mod unanswered;

use std::time::Duration;

use clap::{ArgGroup, Args, ValueEnum};

use super::login::{ListForm, LoginArguments, LoginFields};
use super::output::{fail, print};
use super::{ExitCode, Format};
use forms::{BodyForm, Method, WireForm};
use judgement::Judgement;
use message::Message;
use report::Report;
use sender::Sender;
use target::{Target, TargetArguments};

const EXAMPLES: &str = "\
VCC Live says nothing when its webhook fails; this says what it would have met. Without a URL,
the settings of the server on this machine say where it is. Exits with 0 if the login is granted,
with 5 if it is denied, with 1 if there is no answer that VCC Live would understand.

Examples:
  The server on this machine, with path, secret and cipher from its settings
    logingate request --project 1 --secondary 2,3 --user-id 7 --username ana
    logingate request --config /etc/logingate.toml --hook acme --project 1 --user-id 7

  Any server: the URL as it is typed in VCC Live, the secret from a file or a variable
    logingate request https://example.com/vcc/acme --secret-file secret --project 1 --user-id 7
    LOGINGATE_SECRET=… logingate request https://example.com/vcc/{secret} --project 1 --user-id 7

  An encrypted body
    logingate request 'https://example.com/vcc/acme?iv=${iv}' --cipher aes-256-ctr --key-file key \\
      --project 1 --user-id 7

  A GET, its list as PHP writes it; every form that VCC Live may use, in a table
    logingate request --method get --list-form indexed --project 1 --secondary 2,3 --user-id 7
    logingate request --all-forms --project 1 --secondary 2,3 --user-id 7

  The same as a curl command, without the secret
    logingate request --print curl --project 1 --user-id 7";

const FORM: &str = "How it is written";
const PRINTED: &str = "Printed";

/// `logingate request …`. It has no `Debug`: a URL may hold a secret.
#[derive(Args)]
#[command(after_help = EXAMPLES, group = ArgGroup::new("login").required(true).args(["project"]))]
pub(super) struct Arguments {
    #[command(flatten)]
    target: TargetArguments,
    #[command(flatten)]
    login: LoginArguments,
    /// The HTTP method, as chosen in VCC Live
    #[arg(long, value_enum, default_value_t = Method::Post, help_heading = FORM)]
    method: Method,
    /// How the body of a POST or PUT is written
    #[arg(long, value_enum, value_name = "FORM", help_heading = FORM)]
    body_form: Option<BodyForm>,
    /// How a query or a form writes the list of projects
    #[arg(long, value_enum, value_name = "FORM", help_heading = FORM)]
    list_form: Option<ListForm>,
    /// Send every form there is, one after the other
    #[arg(long, conflicts_with_all = ["method", "body_form", "list_form", "print"], help_heading = FORM)]
    all_forms: bool,
    /// How long to wait for an answer
    #[arg(long, value_name = "DURATION", default_value = "5s", value_parser = duration, help_heading = "Sent to")]
    timeout: Duration,
    /// Print what would be sent instead of sending it
    #[arg(long, value_enum, value_name = "AS", conflicts_with = "format", help_heading = PRINTED)]
    print: Option<Printed>,
    /// How to print
    #[arg(long, value_enum, default_value_t = Format::Text, help_heading = PRINTED)]
    format: Format,
}

/// What can be printed instead of sending.
#[derive(Clone, Copy, ValueEnum)]
enum Printed {
    /// A curl command, with `$LOGINGATE_SECRET` for the secret
    Curl,
}

fn duration(text: &str) -> Result<Duration, &'static str> {
    let duration = humantime::parse_duration(text).ok().filter(|duration| !duration.is_zero());
    duration.ok_or("write a duration such as 5s or 500ms")
}

/// Sends and tells.
pub(super) fn run(arguments: &Arguments) -> ExitCode {
    match prepare(arguments).and_then(|(form, target, fields)| deliver(arguments, form, target, &fields)) {
        Ok((text, code)) => print(&text, code),
        Err(error) => fail(&error, ExitCode::Usage),
    }
}

fn prepare(arguments: &Arguments) -> Result<(WireForm, Target, LoginFields<'_>), String> {
    let form = WireForm::of(arguments.method, arguments.body_form, arguments.list_form)?;
    Ok((form, arguments.target.read()?, arguments.login.fields()?))
}

fn deliver(
    arguments: &Arguments,
    form: WireForm,
    target: Target,
    fields: &LoginFields<'_>,
) -> Result<(String, ExitCode), String> {
    if let Some(Printed::Curl) = arguments.print {
        let message = Message::write(form, &target, fields)?;
        let command = curl::command(&message, arguments.target.ca.as_deref(), arguments.timeout);
        return Ok((command, ExitCode::Done));
    }
    let sender = Sender::new(&target, arguments.target.ca.as_deref(), arguments.timeout)?;
    if arguments.all_forms {
        return table::send_all(&sender, target, fields, arguments.format);
    }
    let message = Message::write(form, &target, fields)?;
    let outcome = sender.send(&message);
    let mut judgement = Judgement::of(&message, &target, fields, &outcome);
    if judgement.is_secret_refused()
        && let Some(found) = try_other_place(&sender, form, &target, fields)?
    {
        judgement.advice = vec![found];
    }
    let code = judgement.exit_code();
    let text =
        Report { message: &message, answer: outcome.ok().as_ref(), judgement: &judgement }.print(arguments.format)?;
    Ok((text, code))
}

/// Whether the secret is right after all, and only its place in the query is not.
fn try_other_place(
    sender: &Sender,
    form: WireForm,
    target: &Target,
    fields: &LoginFields<'_>,
) -> Result<Option<String>, String> {
    let Some(other) = target.with_secret_in_basic() else { return Ok(None) };
    let outcome = sender.send(&Message::write(form, &other, fields)?);
    let is_known = outcome.is_ok_and(|answer| !matches!(answer.status, 401 | 429));
    Ok(is_known.then(|| {
        "The secret is right: sent as the password of HTTP Basic it was accepted. So the query parameter has another \
         name: take that of the hook's `secret_parameter`, in VCC Live's URL as in --secret-parameter."
            .to_owned()
    }))
}

//! `logingate decide`: one login, decided here and now.

mod explanation;

use std::io::{Read as _, stdin};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use arc_swap::ArcSwap;
use clap::{ArgGroup, Args};

use super::output::{fail, print, warn};
use super::{ExitCode, Format, check};
use crate::decision::{
    CacheLimits, Decider, DeciderParts, Decision, DecisionCache, Evaluator, Limits, Login, PoolSize, SystemClock,
};
use crate::dialect::vcc::{self, Hook};
use crate::dialect::{Method, Request};
use crate::policy::PolicySet;
use explanation::Explanation;

const EXAMPLES: &str = "\
Prints the answer the platform would get. Exits with 0 if every project allows the login, with 5 if any denies it.

Examples:
  logingate decide --body login.json
  echo '{\"projectId\":1,\"userId\":2}' | logingate decide --body - --explain
  logingate decide --query 'projectId=1&userId=2&secondaryProjectIds[0]=3' --format json";

const EVALUATION_LIMIT: Duration = Duration::from_millis(500);
const LOGIN_DEADLINE: Duration = Duration::from_mins(1);
const CLOCK_RESOLUTION: Duration = Duration::from_secs(1);

/// `logingate decide …`. It has no `Debug`: a query may hold a secret.
#[derive(Args)]
#[command(after_help = EXAMPLES, group = ArgGroup::new("login").required(true).args(["body", "query"]))]
pub(super) struct Arguments {
    /// File with the body of a POST; `-` reads standard input
    #[arg(long, value_name = "FILE|-")]
    pub(super) body: Option<PathBuf>,
    /// The query of a GET, without `?`
    #[arg(long, value_name = "STRING", allow_hyphen_values = true)]
    pub(super) query: Option<String>,
    /// Directory of policies
    #[arg(long, value_name = "DIR", default_value = "policies")]
    pub(super) policies: PathBuf,
    /// Name of the hook, as policies see it in input.hook
    #[arg(long, value_name = "NAME", default_value = "default")]
    pub(super) hook: String,
    /// Say for each project who decided, how, and why
    #[arg(long)]
    pub(super) explain: bool,
    /// How to print
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub(super) format: Format,
}

/// Decides one login.
pub(super) fn run(arguments: &Arguments) -> ExitCode {
    match decide(arguments) {
        Ok((text, is_allowed)) => print(&text, if is_allowed { ExitCode::Done } else { ExitCode::Denied }),
        Err(code) => code,
    }
}

fn decide(arguments: &Arguments) -> Result<(String, bool), ExitCode> {
    let login = Arc::new(login(arguments)?);
    let update = check::load(&arguments.policies, EVALUATION_LIMIT)?;
    if !update.faults.is_empty() {
        let dir = arguments.policies.display();
        let faults = check::counted(update.faults.len(), "fault", "faults");
        warn(&format!("the policies have {faults}: `logingate check {dir}` shows them"));
    }
    let decision = evaluate(&login, &update.set).map_err(|error| fail(&error, ExitCode::Failed))?;
    let is_allowed = decision.verdicts.iter().all(|it| it.verdict.outcome.is_allow());
    let mut answer = Vec::new();
    vcc::write_answer(&decision, &mut answer);
    let answer = String::from_utf8_lossy(&answer).into_owned();
    let explanation = Explanation { answer: &answer, decision: &decision, policies: &update.set };
    let text = match (arguments.explain, arguments.format) {
        (false, _) => format!("{answer}\n"),
        (true, Format::Text) => explanation.to_string(),
        (true, Format::Json) => format!("{:#}\n", explanation.to_json()),
    };
    Ok((text, is_allowed))
}

fn login(arguments: &Arguments) -> Result<Login, ExitCode> {
    let body = match &arguments.body {
        Some(path) => read(path)?,
        None => Vec::new(),
    };
    let request = Request {
        method: if arguments.body.is_some() { Method::Send } else { Method::Get },
        query: arguments.query.as_deref().unwrap_or_default(),
        path_secret: None,
        authorization: None,
        content_type: None,
        body: &body,
        source_ip: None,
    };
    Hook::open(&arguments.hook).read(&request).map_err(|problem| fail(&problem.detail(), ExitCode::Usage))
}

fn read(path: &Path) -> Result<Vec<u8>, ExitCode> {
    let mut body = Vec::new();
    let read = if path == Path::new("-") {
        stdin().read_to_end(&mut body).map(drop)
    } else {
        std::fs::read(path).map(|bytes| body = bytes)
    };
    read.map_err(|error| fail(&format!("{} can't be read: {error}", path.display()), ExitCode::Failed))?;
    Ok(body)
}

/// Decides exactly as the server does, with an empty memory.
fn evaluate(login: &Arc<Login>, policies: &Arc<PolicySet>) -> std::io::Result<Decision> {
    let nothing = CacheLimits { capacity: 0, allow_ttl: Duration::ZERO, deny_ttl: Duration::ZERO };
    let decider = Decider::new(DeciderParts {
        policies: Arc::new(ArcSwap::from(Arc::clone(policies))),
        cache: DecisionCache::new(nothing),
        evaluator: Evaluator::start(PoolSize::default())?,
        clock: Arc::new(SystemClock::default()),
        limits: Limits { login_deadline: LOGIN_DEADLINE, clock_resolution: CLOCK_RESOLUTION },
    });
    let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build()?;
    Ok(runtime.block_on(decider.decide(Arc::clone(login))))
}

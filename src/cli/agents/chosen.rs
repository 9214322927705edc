//! Which agent a command is about.

use clap::builder::PossibleValuesParser;
use clap::builder::TypedValueParser as _;
use clap::{ArgGroup, Args};

use super::opening::Opened;
use crate::cli::ExitCode;
use crate::cli::output::{fail, plain};
use crate::decision::Platform;
use crate::directory::{AgentId, Found, LoginNameKind};

/// Which agent.
#[derive(Args)]
#[command(group = ArgGroup::new("who").required(true).args(["agent", "id"]))]
pub(super) struct AgentArguments {
    /// The agent's username
    #[arg(value_name = "AGENT")]
    agent: Option<String>,
    /// AGENT is the name by which the agent logs in to this platform
    #[arg(long, value_name = "PLATFORM", requires = "agent", value_parser = platforms())]
    on: Option<Platform>,
    /// The directory's own number for the agent, instead of a name
    #[arg(long, value_name = "NUMBER", value_parser = number)]
    id: Option<AgentId>,
}

/// The platforms whose logins the directory knows.
pub(super) fn platforms() -> impl clap::builder::TypedValueParser<Value = Platform> {
    let names = Platform::ALL.into_iter().filter(|platform| *platform != Platform::Vcc).map(Platform::as_str);
    PossibleValuesParser::new(names).try_map(|name| name.parse::<Platform>())
}

fn number(text: &str) -> Result<AgentId, &'static str> {
    text.parse().ok().and_then(AgentId::new).ok_or("expected a positive integer, as `logingate agents list` shows it")
}

impl AgentArguments {
    /// Whether one is named.
    pub(super) fn is_given(&self) -> bool {
        self.agent.is_some() || self.id.is_some()
    }

    /// The agent, or says that there is none.
    ///
    /// # Errors
    /// The exit code, everything having been said.
    pub(super) fn find(&self, opened: &Opened) -> Result<Found, ExitCode> {
        let directory = opened.directory();
        let name = match (&self.agent, self.id) {
            (Some(name), _) => name.clone(),
            (None, Some(id)) => {
                let record = opened.ask(directory.get(id))?;
                record.ok_or_else(|| fail(&format!("no agent has the number {id}"), ExitCode::Failed))?.agent.username
            }
            (None, None) => String::new(),
        };
        // Nobody has another name than the username there: files and flags have no place for one.
        let platform = self.on.unwrap_or(Platform::Vcc);
        let mut found = opened.ask(directory.find(platform, &LoginNameKind::Name, &name))?;
        if found.is_none() && self.on.is_some() {
            found = opened.ask(directory.find(platform, &LoginNameKind::Email, &name))?;
        }
        found.ok_or_else(|| {
            let shown = plain(&name);
            let problem = match self.on {
                None => format!("no agent has the username \"{shown}\""),
                Some(platform) => format!("no agent logs in to {} as \"{shown}\"", platform.as_str()),
            };
            fail(&format!("{problem}; `logingate agents list` shows whom there is"), ExitCode::Failed)
        })
    }
}

/// Says so if the agent has been removed since it was found.
///
/// # Errors
/// The exit code, everything having been said.
pub(super) fn still_there(is_there: bool) -> Result<(), ExitCode> {
    if is_there { Ok(()) } else { Err(fail(&"the agent has just been removed", ExitCode::Failed)) }
}

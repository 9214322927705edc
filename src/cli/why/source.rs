//! Where decisions come from: a server, or the file itself.

use std::env;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use serde_json::Value;

use super::server::Server;
use super::{Arguments, Found};
use crate::cli::policy_directory;
use crate::config::Secret;
use crate::journal::{AgentHash, Index};
use crate::policy::PolicySet;
use crate::trial::{Answer, Recorded, Trial};

/// The environment variable that holds the token.
const TOKEN: &str = "LOGINGATE_TOKEN";
/// Those of a server without settings.
const POLICIES: &str = "policies";
const EVALUATION_LIMIT: Duration = Duration::from_millis(500);
/// Nobody waits but whoever asks.
const LOGIN_DEADLINE: Duration = Duration::from_mins(1);

/// Who is asked.
pub(super) enum Source<'a> {
    /// A running server.
    Server(Server<'a>),
    /// The index itself, and a directory of policies.
    Files { index: Box<Index>, policies: PathBuf },
}

impl<'a> Source<'a> {
    /// What `arguments` name, or in words why it can't be asked.
    pub(super) fn open(arguments: &'a Arguments) -> Result<Self, String> {
        let Some(path) = &arguments.index else {
            return Server::new(arguments, token(arguments)?).map(Self::Server);
        };
        let agents = match &arguments.agents_key_file {
            Some(path) => AgentHash::new(&key(path)?),
            None => None,
        };
        let index = Index::open(path, agents).map_err(|fault| format!("the index {} {fault}", path.display()))?;
        let policies = arguments.policies.clone().unwrap_or_else(|| POLICIES.into());
        Ok(Self::Files { index: Box::new(index), policies })
    }

    /// Finds what is asked for.
    pub(super) fn find(&self, arguments: &Arguments) -> Result<Found, String> {
        match self {
            Self::Server(server) => server.find(arguments),
            Self::Files { index, .. } => in_index(index, arguments),
        }
    }

    /// Has the logins of `events` decided again, by the policies of today.
    pub(super) fn again(&self, events: &[Value]) -> Result<Vec<Answer>, String> {
        match self {
            Self::Server(server) => events.iter().map(|event| server.again(event)).collect(),
            Self::Files { policies, .. } => {
                let policies = policy_directory::load(policies, EVALUATION_LIMIT);
                let policies = policies.map_err(|_| "without policies, nothing can be decided again".to_owned())?;
                events.iter().map(|event| decided_again(event, &policies)).collect()
            }
        }
    }
}

fn decided_again(event: &Value, policies: &Arc<PolicySet>) -> Result<Answer, String> {
    let recorded = Recorded::read(&event.to_string()).map_err(|fault| fault.to_string())?;
    let trial = Trial {
        login: Arc::new(recorded.login.clone()),
        policies: Arc::clone(policies),
        now_nanos: recorded.now_nanos,
        login_deadline: LOGIN_DEADLINE,
    };
    Answer::of(&trial, Some(&recorded), true).map_err(|error| error.to_string())
}

fn token(arguments: &Arguments) -> Result<Option<String>, String> {
    match &arguments.token_file {
        Some(path) => {
            let token = std::fs::read_to_string(path).map_err(|error| unreadable(path, &error))?;
            Ok(Some(token.trim().to_owned()))
        }
        None => Ok(env::var(TOKEN).ok().filter(|token| !token.is_empty())),
    }
}

fn in_index(index: &Index, arguments: &Arguments) -> Result<Found, String> {
    if let Some(id) = arguments.decision {
        let event = index.get(id).map_err(|fault| fault.to_string())?;
        let decisions = event.iter().map(|event| serde_json::from_str(event.get())).collect::<Result<_, _>>();
        return decisions.map(|decisions| Found { decisions, ..Found::default() }).map_err(|error| error.to_string());
    }
    let page = index.find(&arguments.question()).map_err(|fault| fault.to_string())?;
    let page: Value = serde_json::to_value(page).map_err(|error| error.to_string())?;
    serde_json::from_value(page).map_err(|error| error.to_string())
}

/// As the server reads `journal.agents_key_file`: all of it but one line end.
fn key(path: &Path) -> Result<Secret, String> {
    let bytes = std::fs::read(path).map_err(|error| unreadable(path, &error))?;
    let key = bytes.strip_suffix(b"\n").map_or(&*bytes, |key| key.strip_suffix(b"\r").unwrap_or(key));
    Ok(Secret::new(key))
}

fn unreadable(path: &Path, error: &std::io::Error) -> String {
    format!("{} can't be read: {error}", path.display())
}

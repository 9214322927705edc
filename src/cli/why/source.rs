//! Where decisions come from: a server, or the file itself.

use std::env;
use std::path::Path;

use serde_json::Value;

use super::{Arguments, Found, server};
use crate::config::Secret;
use crate::journal::{AgentHash, Index};

/// The environment variable that holds the token.
const TOKEN: &str = "LOGINGATE_TOKEN";

/// Finds what is asked for, or says in words why nobody can tell.
pub(super) fn find(arguments: &Arguments) -> Result<Found, String> {
    match &arguments.index {
        Some(path) => in_file(path, arguments),
        None => server::find(arguments, token(arguments)?.as_deref()),
    }
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

fn in_file(path: &Path, arguments: &Arguments) -> Result<Found, String> {
    let agents = match &arguments.agents_key_file {
        Some(path) => AgentHash::new(&key(path)?),
        None => None,
    };
    let index = Index::open(path, agents).map_err(|fault| format!("the index {} {fault}", path.display()))?;
    if let Some(id) = arguments.decision {
        let event = index.get(id).map_err(|fault| fault.to_string())?;
        let decisions = event.iter().map(|event| serde_json::from_str(event.get())).collect::<Result<_, _>>();
        return decisions.map(|decisions| Found { decisions, next: None }).map_err(|error| error.to_string());
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

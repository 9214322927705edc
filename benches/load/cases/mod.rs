//! What is measured: each case is a handful of servers that are driven alike, the bare handler first.
//!
//! To add a case: one function in `catalogue` and its line in [`catalogue::all`].

mod catalogue;

use crate::driver::traffic::Traffic;

use crate::driver::Fault;
use crate::driver::place::Place;
use crate::driver::server::Server;
use crate::goal::Goal;

/// A handful of servers that are driven alike.
#[derive(Debug, Clone)]
pub struct Case {
    /// By which it is chosen.
    pub name: &'static str,
    /// One line.
    pub about: &'static str,
    /// The bare handler first.
    pub contenders: Vec<Contender>,
    /// How they are driven.
    pub drive: Drive,
}

/// How the servers of a case are driven.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Drive {
    /// As fast as it goes, then at half the rate that the bare handler can carry.
    SaturatedAndPaced,
    /// As fast as it goes.
    Saturated,
    /// A shift logs in at servers that have just been started, each agent once.
    ShiftStart,
    /// At a fixed rate, the last one while somebody else sends it wrong secrets.
    Besieged,
}

/// One server of a case.
#[derive(Debug, Clone)]
pub struct Contender {
    /// As the table has it.
    pub name: &'static str,
    /// What is started.
    pub server: Server,
    /// Where it runs.
    pub place: Place,
    /// What is sent to it.
    pub traffic: Traffic,
    /// What it should reach.
    pub goals: Vec<Goal>,
}

/// The cases with one of `names` in their own, or only the one that has exactly that name; all if there are none.
pub fn chosen(names: &[String]) -> Result<Vec<Case>, Fault> {
    let all = catalogue::all();
    let is_meant = |name: &str, case: &Case| {
        let is_exact = all.iter().any(|case| case.name == name);
        if is_exact { case.name == name } else { case.name.contains(name) }
    };
    if let Some(name) = names.iter().find(|name| !all.iter().any(|case| is_meant(name, case))) {
        return Err(format!("no case has `{name}` in its name; --list names them").into());
    }
    let is_chosen = |case: &&Case| names.is_empty() || names.iter().any(|name| is_meant(name, case));
    Ok(all.iter().filter(is_chosen).cloned().collect())
}

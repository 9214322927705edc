//! What the core's tests share.

mod gate;
pub(crate) mod generate;
mod house;
mod policy;

use serde_json::{Map, Value};

pub(super) use self::gate::{Gate, IMPATIENT, PATIENT, soon, until};
pub(super) use self::house::House;
pub(super) use self::policy::{TestPolicies, TestPolicy};
use super::{Agent, Decision, Login, Outcome, Part, Platform, Projects, Reads, Station, Subject, Verdict};

/// Where the clock of a test stands: 2023-11-14T22:13:20Z.
pub(super) const NOW: i64 = 1_700_000_000_000_000_000;

pub(super) fn verdict(outcome: Outcome) -> Verdict {
    Verdict { outcome, reasons: Vec::new(), policy: None }
}

pub(super) fn id<T: std::str::FromStr<Err: std::fmt::Debug>>(id: u64) -> T {
    id.to_string().parse().unwrap()
}

/// Agent 7 of group 3 asks for `projects`.
pub(super) fn login(projects: &[u64]) -> Login {
    Login {
        platform: Platform::Vcc,
        hook: "default".into(),
        projects: Projects::new(id(projects[0]), projects[1..].iter().map(|&project| id(project))).unwrap(),
        agent: Agent::new(Some(id(7)), None).unwrap(),
        group_id: Some(id(3)),
        custom_data: Map::new(),
        source_ip: None,
        station: None,
    }
}

/// Agent 7 of group 3 logs in to uContact, without a project.
pub(super) fn login_without_projects() -> Login {
    Login {
        platform: Platform::Ucontact,
        hook: Platform::Ucontact.as_str().into(),
        projects: Projects::NONE,
        station: Some(Station::Extension("5101".into())),
        ..login(&[1])
    }
}

/// As [`login`], by another agent.
pub(super) fn login_of(user: u64, projects: &[u64]) -> Login {
    Login { agent: Agent::new(Some(id(user)), None).unwrap(), ..login(projects) }
}

pub(super) fn outcomes(decision: &Decision) -> Vec<Outcome> {
    decision.verdicts.iter().map(|verdict| verdict.verdict.outcome).collect()
}

pub(super) fn cached(decision: &Decision) -> Vec<bool> {
    decision.verdicts.iter().map(|verdict| verdict.cached).collect()
}

/// What lies at the parts of `reads`, found in the JSON that policies see, as one text.
pub(super) fn projection(reads: &Reads, login: &Login, subject: Subject, now_nanos: i64) -> String {
    let input = login.input(subject);
    let mut seen: Vec<Value> = reads
        .parts
        .iter()
        .map(|part| match part {
            Part::CustomData(path) => follow(&input["customData"], path),
            Part::Source => input["source"].clone(),
            part => input
                .get(part.describe().trim_start_matches("input."))
                .map_or("absent".into(), |value| serde_json::json!({ "there": value })),
        })
        .collect();
    if reads.clock {
        seen.push(now_nanos.into());
    }
    Value::Array(seen).to_string()
}

/// The value at `path`, or where an earlier one that is no object stands for it.
fn follow(root: &Value, path: &[String]) -> Value {
    let mut value = root;
    for (steps, step) in path.iter().enumerate() {
        let Value::Object(members) = value else { return serde_json::json!({ "after": steps, "stands": value }) };
        let Some(below) = members.get(step) else { return "absent".into() };
        value = below;
    }
    serde_json::json!({ "there": value })
}

//! Logins on trial, and the sources of what decides: `POST /v1/decide`, `GET /v1/policies`, `logingate why --again`.

mod again;
mod bounds;
mod candidates;
mod decide;
mod over_tls;
mod platforms;
mod policies;
mod recorded;
mod roles;

use std::path::Path;

use serde_json::{Value, json};

use crate::patience::wait_until;
use crate::server::{Connection, Response, TestServer};

/// A policy with a library, one that reads the clock, one for everybody else.
const HOUSE: &[(&str, &str)] = &[
    (
        "projects/1.rego",
        "package projects[\"1\"]\n\nimport data.lib.groups\n\ndefault allow := false\n\nallow if groups.member(\"agents\")\n",
    ),
    ("projects/2.rego", "package projects[\"2\"]\n\nallow if time.clock(time.now_ns())[0] == 8\n"),
    (
        "projects/3.rego",
        "package projects[\"3\"]\n\nallow if input.userId == 7\n\ndeny contains \"not yet\" if input.customData.iban\n",
    ),
    ("default.rego", "package projects.default\n\ndefault allow := true\n"),
    ("lib/groups.rego", "package lib.groups\n\nmember(name) if input.groupId in data.groups[name]\n"),
    ("data.yaml", "groups: {agents: [4]}\nassignments: {\"50-59\": campaign}\n"),
    ("assigned/campaign.rego", "package policies.campaign\n\nallow if input.hook == \"default\"\n"),
];

/// Trials step back for everything else, and other tests run beside these.
const PATIENT: &str = "[limits]\nevaluation = \"30s\"\nlogin_deadline = \"30s\"\n";

fn house() -> TestServer {
    TestServer::with(PATIENT, HOUSE)
}

/// Settings with an index in `directory`; `more` belongs to `[journal]`.
fn settings(directory: &Path, more: &str) -> String {
    PATIENT.to_owned() + &crate::lookup::settings(directory, more)
}

fn ask(server: &TestServer, method: &str, target: &str, body: &str) -> Response {
    Connection::to(server.admin).ask(method, target, body)
}

/// Tries `body`, which must be answered.
fn tried(server: &TestServer, body: &Value) -> Value {
    let answer = ask(server, "POST", "/v1/decide", &body.to_string());
    assert_eq!(answer.status, 200, "{}", answer.body);
    answer.json()
}

/// The outcome of the only project of `body`.
fn outcome(server: &TestServer, body: &Value) -> Value {
    tried(server, body)["projects"][0]["outcome"].clone()
}

fn login(project: u64, group: u64) -> Value {
    json!({ "projectId": project, "userId": 7, "groupId": group })
}

/// Writes a file and waits until what `target` answers satisfies `condition`.
fn edit(server: &TestServer, file: &str, text: &str, target: &str, condition: impl Fn(&Value) -> bool) {
    crate::server::write_files(server.policies.path(), &[(file, text)]);
    await_answer(server, target, condition);
}

fn await_answer(server: &TestServer, target: &str, condition: impl Fn(&Value) -> bool) {
    wait_until(target, || condition(&ask(server, "GET", target, "").json()));
}

/// Settings with these tokens, each a role and the token itself.
fn tokens(tokens: &[(&str, &str)]) -> String {
    use sha2::{Digest as _, Sha256};
    let digits = |token: &str| Sha256::digest(token).iter().map(|byte| format!("{byte:02x}")).collect::<String>();
    let table = |(role, token): &(&str, &str)| {
        format!("[[admin.tokens]]\nname = \"{role}\"\nrole = \"{role}\"\nsha256 = \"{}\"\n", digits(token))
    };
    tokens.iter().map(table).collect()
}

/// A server with an index in `directory`; `more` belongs to `[journal]`.
fn with_index(directory: &Path, more: &str) -> TestServer {
    TestServer::with(&settings(directory, more), HOUSE)
}

/// One login; returns its decision's id once it can be looked up.
fn recorded(server: &TestServer, body: &Value) -> String {
    let answer = server.post("/vcc/project-login", &body.to_string());
    let id = answer.header("x-decision-id").unwrap().to_owned();
    let target = format!("/v1/decisions/{id}");
    wait_until("it can be looked up", || ask(server, "GET", &target, "").status == 200);
    id
}

//! Files that are others, for one trial only.

use serde_json::{Value, json};

use super::{HOUSE, ask, edit, house, login, outcome, tried};
use crate::server::TestServer;

const SOUND: &str = "package projects[\"1\"]\n\ndefault allow := false\n\nallow if input.groupId == 5\n";

/// The faults of the candidates in `body`, each its file, kind and line.
fn faults(server: &TestServer, body: &Value) -> Vec<(String, String, u64)> {
    let answer = ask(server, "POST", "/v1/decide", &body.to_string());
    assert_eq!((answer.status, answer.problem().as_str()), (422, "faulty_candidates"), "{}", answer.body);
    let text = |fault: &Value, member: &str| fault[member].as_str().unwrap().to_owned();
    let told = |fault: &Value| (text(fault, "file"), text(fault, "kind"), fault["line"].as_u64().unwrap_or(0));
    answer.json()["errors"].as_array().unwrap().iter().map(told).collect()
}

#[test]
fn a_candidate_decides_its_trial_and_no_login() {
    let server = house();
    let body = json!({ "login": login(1, 5), "modules": { "projects/1.rego": SOUND } });
    assert_eq!(outcome(&server, &body), "allow");
    assert_eq!(outcome(&server, &json!({ "login": login(1, 5) })), "deny");
    assert_eq!(server.post("/vcc/project-login", &login(1, 5).to_string()).body, r#"{"1":false}"#);
    let status = ask(&server, "GET", "/v1/status", "").json();
    assert_eq!((&status["faults"], status["bundles"].as_object().unwrap().len()), (&json!(0), 5));
}

#[test]
fn a_candidate_may_be_new_a_library_data_or_something_that_is_gone() {
    let server = house();
    let cases = [
        (
            login(9, 5),
            json!({ "modules": { "projects/9.rego": "package projects[\"9\"]\n\ndefault allow := false\n" } }),
            "deny",
        ),
        (
            login(1, 4),
            json!({ "modules": { "lib/groups.rego": "package lib.groups\n\nmember(_) if input.groupId == 5\n" } }),
            "deny",
        ),
        (login(1, 5), json!({ "dataFiles": { "data.yaml": "groups: {agents: [5]}\n" } }), "allow"),
        (login(55, 4), json!({ "dataFiles": { "data.yaml": "groups: {}\n" } }), "allow"),
        (login(60, 4), json!({ "dataFiles": { "more/data.json": "{}" } }), "allow"),
        (login(3, 4), json!({ "remove": ["projects/3.rego"] }), "allow"),
        (login(9, 4), json!({ "remove": ["default.rego"] }), "no_policy"),
    ];
    for (login, mut body, expected) in cases {
        body["login"] = login;
        assert_eq!(outcome(&server, &body), expected, "{body}");
    }
    let assigned = json!({
        "login": login(60, 4),
        "dataFiles": { "data.yaml": "assignments: {\"60\": campaign}\n" },
        "modules": { "assigned/campaign.rego": "package policies.campaign\n\nallow := false\n" },
    });
    assert_eq!(tried(&server, &assigned)["projects"][0]["policy"]["package"], "policies.campaign");
}

#[test]
fn faults_are_told_as_check_tells_them_and_nothing_is_decided() {
    let server = house();
    let of = |path: &str, kind: &str, line: u64| (path.to_owned(), kind.to_owned(), line);
    let body = |modules: Value| json!({ "login": login(1, 4), "modules": modules });
    let broken = "package projects[\"1\"]\n\nimport data.lib.groups\n\nallow if groups.mebmer(\"agents\")\n";
    assert_eq!(
        faults(&server, &body(json!({ "projects/1.rego": broken }))),
        [of("projects/1.rego", "unknown_function", 5)]
    );
    // Of a library the login needs; of a module that it does not need; of data.
    let library = json!({ "lib/groups.rego": "package lib.groups\n\nmember(name, more) if true\n" });
    assert_eq!(faults(&server, &body(library)), [of("projects/1.rego", "arity", 7)]);
    let other = json!({ "projects/9.rego": "package projects[\"9\"]\n" });
    assert_eq!(faults(&server, &body(other)), [of("projects/9.rego", "missing_allow", 0)]);
    let unused = json!({ "lib/x.rego": "package lib.x\n\nf(a) if g(a)\n" });
    assert_eq!(faults(&server, &body(unused)), [of("lib/x.rego", "unknown_function", 3)]);
    let data = json!({ "login": login(1, 4), "dataFiles": { "data.yaml": "a: [" } });
    assert_eq!(faults(&server, &data)[0].1, "data");
    let gone = json!({ "login": login(1, 4), "remove": ["lib/groups.rego"] });
    assert_eq!(faults(&server, &gone), [of("projects/1.rego", "unknown_function", 7)]);
}

#[test]
fn what_is_broken_anyway_is_no_candidates_fault() {
    let server = house();
    let is_broken = |answer: &Value| answer["bundles"]["projects[\"3\"]"]["decided_by"] == "last_good";
    edit(&server, "projects/3.rego", "package projects[\"3\"]\n\nallow if {\n", "/v1/status", is_broken);
    // Its last good version decides, also beside a candidate of another project.
    let both = json!({ "projectId": 3, "secondaryProjectIds": [1], "userId": 7, "groupId": 5 });
    let body = json!({ "login": both, "modules": { "projects/1.rego": SOUND } });
    assert_eq!(tried(&server, &body)["answer"], json!({ "1": true, "3": true }));
    // Nor is data that nothing here reads.
    edit(&server, "other/data.yaml", "a: [", "/v1/status", |status| status["faults"] == 2);
    assert_eq!(tried(&server, &body)["answer"], json!({ "1": true, "3": true }));
    // A candidate mends it.
    let mended = json!({ "projects/3.rego": "package projects[\"3\"]\n\nallow := false\n" });
    assert_eq!(outcome(&server, &json!({ "login": login(3, 4), "modules": mended })), "deny");
}

#[test]
fn a_trial_of_what_is_there_is_a_trial_of_what_decides() {
    let server = house();
    let without = tried(&server, &json!({ "login": login(1, 4) }));
    let modules: serde_json::Map<_, _> = HOUSE
        .iter()
        .filter(|(path, _)| *path != "data.yaml")
        .map(|(path, text)| ((*path).to_owned(), (*text).into()))
        .collect();
    let with = tried(&server, &json!({ "login": login(1, 4), "modules": modules }));
    assert_eq!(with["projects"][0]["policy"], without["projects"][0]["policy"]);
}

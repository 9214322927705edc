//! `GET /v1/policies` and `GET /v1/policies/{id}`.

use serde_json::{Value, json};

use super::{HOUSE, PATIENT, ask, edit, house};
use crate::server::TestServer;

fn list(server: &TestServer, query: &str) -> Value {
    let answer = ask(server, "GET", &format!("/v1/policies{query}"), "");
    assert_eq!(answer.status, 200, "{}", answer.body);
    answer.json()
}

fn ids(page: &Value) -> Vec<&str> {
    page["result"].as_array().unwrap().iter().map(|file| file["id"].as_str().unwrap()).collect()
}

fn source(server: &TestServer, id: &str) -> Value {
    let answer = ask(server, "GET", &format!("/v1/policies/{id}"), "");
    assert_eq!(answer.status, 200, "{}", answer.body);
    answer.json()["result"].clone()
}

#[test]
fn every_file_is_listed_with_what_it_is_and_who_decides_by_it() {
    let server = house();
    let all = list(&server, "");
    let paths = [
        "assigned/campaign.rego",
        "data.yaml",
        "default.rego",
        "lib/groups.rego",
        "projects/1.rego",
        "projects/2.rego",
        "projects/3.rego",
    ];
    assert_eq!((ids(&all), &all["next"]), (paths.to_vec(), &Value::Null));
    let first = &all["result"][4];
    assert_eq!(
        (&first["kind"], &first["package"], &first["project_id"]),
        (&json!("policy"), &json!("projects[\"1\"]"), &json!(1))
    );
    assert_eq!(
        (&first["decided_by"], &first["in_force"], &first["faults"]),
        (&json!("current"), &json!(true), &json!(0))
    );
    assert_eq!(first["files"], json!(["projects/1.rego", "lib/groups.rego"]));
    assert_eq!(first["last_successful_activation"], "2026-11-23T08:00:00.000Z");
    let status = ask(&server, "GET", "/v1/status", "").json();
    assert_eq!(first["active_revision"], status["bundles"]["projects[\"1\"]"]["active_revision"]);
    let (library, data) = (&all["result"][3], &all["result"][1]);
    assert_eq!(
        (&library["kind"], &library["package"], &library["policies"]),
        (&json!("library"), &json!("lib.groups"), &json!(1))
    );
    assert_eq!((&data["kind"], &data["package"], &data["policies"]), (&json!("data"), &json!("data"), &json!(1)));
    assert_eq!(first["raw"], Value::Null, "a list holds no sources");
}

#[test]
fn a_list_comes_page_by_page_and_for_one_project() {
    let server = house();
    let (mut found, mut query) = (Vec::new(), "?limit=2".to_owned());
    loop {
        let page = list(&server, &query);
        assert!(ids(&page).len() <= 2);
        found.extend(ids(&page).into_iter().map(str::to_owned));
        let Some(next) = page["next"].as_str() else { break };
        query = format!("?limit=2&cursor={next}");
    }
    assert_eq!(found, ids(&list(&server, "")));
    for (project, expected) in [
        (1, vec!["data.yaml", "lib/groups.rego", "projects/1.rego"]),
        (2, vec!["projects/2.rego"]),
        (50, vec!["assigned/campaign.rego"]),
        (9, vec!["default.rego"]),
    ] {
        assert_eq!(ids(&list(&server, &format!("?projectId={project}"))), expected, "{project}");
    }
    for (query, kind) in [
        ("?limit=0", "invalid_field"),
        ("?projectId=x", "invalid_field"),
        ("?project=1", "unknown_parameter"),
        ("?limit=1&limit=2", "conflicting_values"),
    ] {
        assert_eq!(ask(&server, "GET", &format!("/v1/policies{query}"), "").problem(), kind, "{query}");
    }
}

#[test]
fn a_source_is_what_decides_while_a_rejected_edit_is_told_beside_it() {
    let server = house();
    let path = "projects/1.rego";
    let good = HOUSE[0].1;
    assert_eq!((&source(&server, path)["raw"], &source(&server, path)["rejected"]), (&json!(good), &Value::Null));
    let broken = format!("{good}allow if {{\n");
    edit(&server, path, &broken, &format!("/v1/policies/{path}"), |answer| answer["result"]["in_force"] == false);
    let told = source(&server, path);
    assert_eq!((&told["raw"], &told["decided_by"]), (&json!(good), &json!("last_good")));
    assert_eq!(told["rejected"]["raw"], broken);
    assert_eq!((&told["rejected"]["errors"][0]["kind"], &told["faults"]), (&json!("syntax"), &json!(1)));
    // What uses it keeps the library that it was compiled from.
    let library = "package lib.groups\n\nmember(name) if name\n";
    edit(&server, "lib/groups.rego", library, "/v1/policies/lib/groups.rego", |answer| {
        answer["result"]["in_force"] == false
    });
    let told = source(&server, "lib/groups.rego");
    assert_eq!((&told["raw"], &told["rejected"]["raw"]), (&json!(HOUSE[4].1), &json!(library)));
    std::fs::remove_file(server.policies.path().join("lib/groups.rego")).unwrap();
    super::await_answer(&server, "/v1/policies/lib/groups.rego", |answer| {
        answer["result"]["rejected"]["raw"].is_null()
    });
    assert_eq!(source(&server, "lib/groups.rego")["raw"], HOUSE[4].1);
    assert!(ids(&list(&server, "")).contains(&"lib/groups.rego"), "it decides, though it is not there any more");
}

#[test]
fn policies_may_decide_by_different_texts_of_one_library() {
    let other = (
        "projects/9.rego",
        "package projects[\"9\"]\n\nimport data.lib.groups\n\nallow if groups.member(\"agents\")\n",
    );
    let server = TestServer::with(PATIENT, &[HOUSE, &[other]].concat());
    let broken = "package projects[\"1\"]\n\nallow if {\n";
    edit(&server, "projects/1.rego", broken, "/v1/status", |status| status["faults"] == 1);
    let library = "package lib.groups\n\nmember(name) if input.groupId in data.groups[name] # again\n";
    let path = "/v1/policies/lib/groups.rego";
    edit(&server, "lib/groups.rego", library, path, |answer| answer["result"]["raw"] == library);
    let told = source(&server, "lib/groups.rego");
    assert_eq!(told["used_by"], json!(["projects[\"1\"]", "projects[\"9\"]"]));
    assert_eq!((&told["by_older_text"], &told["in_force"]), (&json!(["projects[\"1\"]"]), &json!(false)));
}

#[test]
fn a_policy_that_never_was_good_has_no_source_in_force() {
    let files = [HOUSE, &[("projects/9.rego", "package projects[\"9\"]\n\nallow if {\n")]].concat();
    let server = TestServer::with(PATIENT, &files);
    let told = source(&server, "projects/9.rego");
    assert_eq!((&told["raw"], &told["decided_by"], &told["policies"]), (&Value::Null, &json!("nobody"), &json!(0)));
    assert_eq!(told["rejected"]["errors"].as_array().unwrap().len(), 1);
    assert_eq!(ids(&list(&server, "?projectId=9")), ["projects/9.rego"]);
}

#[test]
fn data_that_is_faulty_now_has_no_source_in_force_and_its_values_still_decide() {
    let server = house();
    edit(&server, "data.yaml", "groups: [", "/v1/policies/data.yaml", |answer| answer["result"]["faults"] == 1);
    let told = source(&server, "data.yaml");
    assert_eq!(
        (&told["raw"], &told["rejected"]["raw"], &told["in_force"]),
        (&Value::Null, &json!("groups: ["), &json!(false))
    );
    assert_eq!(super::outcome(&server, &json!({ "login": super::login(1, 4) })), "allow");
}

#[test]
fn a_path_that_nothing_has_is_not_found() {
    let server = house();
    for id in ["nothing.rego", "../Cargo.toml", "", "projects", "projects/1.rego/"] {
        assert_eq!(ask(&server, "GET", &format!("/v1/policies/{id}"), "").problem(), "no_such_policy", "{id}");
    }
    assert_eq!(source(&server, "projects%2F1.rego")["id"], "projects/1.rego");
}

#[test]
fn the_journals_rules_are_in_force_as_policies_are() {
    let rules =
        "package system.log\n\nimport data.lib.hidden\n\nmask contains pointer if some pointer in hidden.pointers\n";
    let files = [
        ("system/log.rego", rules),
        ("lib/hidden.rego", "package lib.hidden\n\npointers := data.hidden.pointers\n"),
        ("more/data.yaml", "{}"),
        ("hidden/data.yaml", "pointers: [/input/username]"),
    ];
    let server = TestServer::with(PATIENT, &[HOUSE, &files].concat());
    let told = source(&server, "system/log.rego");
    assert_eq!(
        (&told["decided_by"], &told["in_force"], &told["raw"]),
        (&json!("current"), &json!(true), &json!(rules))
    );
    assert_eq!(told["files"], json!(["system/log.rego", "lib/hidden.rego"]));
    let status = ask(&server, "GET", "/v1/status", "").json();
    assert_eq!(told["active_revision"], status["bundles"]["system.log"]["active_revision"]);
    for path in ["system/log.rego", "lib/hidden.rego", "hidden/data.yaml"] {
        let told = source(&server, path);
        assert_eq!((&told["used_by"], &told["rejected"]), (&json!(["system.log"]), &Value::Null), "{path}");
    }
    let broken = format!("{rules}mask contains {{\n");
    edit(&server, "system/log.rego", &broken, "/v1/policies/system/log.rego", |answer| answer["result"]["faults"] == 1);
    let told = source(&server, "system/log.rego");
    assert_eq!((&told["decided_by"], &told["raw"]), (&json!("last_good"), &json!(rules)));
}

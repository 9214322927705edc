//! Tables of agents and expected answers.

use logingate::policy::testing::TestOutcome::{Error, Failed, Passed};
use logingate::policy::testing::{Answer, TestRun};

use super::{DATA, LIBRARY, POLICY, outcomes, result, sound_run};

const AGENTS: &str = "agents:\n  ana: {userId: 7, groupId: 4}\n  ben: {groupId: 4, customData: {training: \"yes\"}}\n\
                      \x20 eve: {userId: 9, groupId: 9}\n";

fn run_of(tests: &str) -> TestRun {
    sound_run(&[POLICY, LIBRARY, DATA, ("t_test.yaml", &format!("{AGENTS}{tests}"))])
}

fn answers(expect: &str) -> Vec<(String, logingate::policy::testing::TestOutcome)> {
    let run = run_of(&format!("tests:\n  - name: t\n    expect: {expect}\n"));
    let short = |name: &str| name.trim_start_matches("t_test.yaml › t › ").to_owned();
    outcomes(&run).into_iter().map(|(name, outcome)| (short(name), outcome)).collect()
}

#[test]
fn an_answer_is_compared_with_its_reasons() {
    let expected = |outcome| vec![("ben › 1".to_owned(), outcome)];
    assert_eq!(answers("{ben: {1: [in training]}}"), expected(Passed));
    assert_eq!(answers("{ben: {1: false}}"), expected(Passed));
    assert_eq!(answers("{ben: {1: true}}"), expected(Failed));
    assert_eq!(answers("{ben: {1: []}}"), expected(Failed));
    assert_eq!(answers("{ben: {1: [in training, tired]}}"), expected(Failed));
    assert_eq!(answers("{ana: {1: true}, eve: {1: []}}"), [("ana › 1".into(), Passed), ("eve › 1".into(), Passed)]);
    assert_eq!(answers("{ana: {1: false}}"), [("ana › 1".into(), Failed)]);
}

#[test]
fn a_project_without_a_policy_answers_false() {
    assert_eq!(answers("{ana: {77: false}}"), [("ana › 77".into(), Passed)]);
    assert_eq!(answers("{ana: {77: []}}"), [("ana › 77".into(), Passed)]);
    assert_eq!(answers("{ana: {77: true}}"), [("ana › 77".into(), Failed)]);
}

#[test]
fn a_policy_that_fails_is_no_refusal() {
    let policy = "package projects[\"1\"]\n\nallow if 1 + input.customData.n == 2\n";
    let table = "agents: {ana: {customData: {n: x}}}\ntests:\n  - {name: t, expect: {ana: {1: false}}}\n";
    let run = sound_run(&[("projects/1.rego", policy), ("t_test.yaml", table)]);
    assert_eq!(outcomes(&run), [("t_test.yaml › t › ana › 1", Error)]);
}

/// Grants what the body says, of a login made by a table's fields.
#[track_caller]
fn assert_sees(body: &str, agent: &str, fields: &str) {
    let policy = format!("package projects[\"1\"]\n\nallow if {{\n\t{body}\n}}\n");
    let table = format!("agents:\n  ana: {agent}\ntests:\n  - name: t\n{fields}    expect: {{ana: {{1: true}}}}\n");
    let run = sound_run(&[("projects/1.rego", &policy), ("t_test.yaml", &table)]);
    assert_eq!(run.results[0].outcome, Passed, "{body}\n{table}\n{:?}", run.results);
}

#[test]
fn what_a_table_says_is_what_the_policy_sees() {
    assert_sees("input.userId == 7; not input.username", "{userId: 7}", "");
    assert_sees("input.username == \"x\"; not input.userId", "{username: x}", "");
    assert_sees("input.username == \"ana\"; not input.userId; not input.groupId", "{}", "");
    assert_sees("input.groupId == 3", "{groupId: 3}", "");
    assert_sees("input.customData == {\"a\": [1, 1.5, null, \"yes\"]}", "{customData: {a: [1, 1.5, null, yes]}}", "");
    assert_sees("input.hook == \"default\"; input.source == {}; input.platform == \"vcc\"", "{}", "");
    assert_sees("input.hook == \"acme\"", "{}", "    hook: acme\n");
    assert_sees("input.source.ip == \"203.0.113.7\"", "{}", "    ip: 203.0.113.7\n");
    assert_sees("input.projectIds == [1]; input.primary", "{}", "");
    assert_sees("input.projectIds == [2, 1]; not input.primary", "{}", "    projects: [2, 1]\n");
    assert_sees("time.now_ns() == 1798095600000000000", "{}", "    now: 2026-12-24T08:00:00+01:00\n");
    assert_sees(&format!("time.now_ns() == {}", super::NOW), "{}", "");
}

#[test]
fn the_tables_clock_is_that_of_tests_without_one() {
    let policy = "package projects[\"1\"]\n\nallow if time.clock(time.now_ns())[0] == 7\n";
    let table = "agents: {ana: {}}\nnow: 2026-12-24T08:00:00+01:00\ntests:\n  - {name: a, expect: {ana: {1: true}}}\n\
                 \x20 - {name: b, now: 2026-12-24T08:00:00Z, expect: {ana: {1: false}}}\n";
    let run = sound_run(&[("projects/1.rego", policy), ("t_test.yaml", table)]);
    assert_eq!(outcomes(&run), [("t_test.yaml › a › ana › 1", Passed), ("t_test.yaml › b › ana › 1", Passed)]);
    let Answer { now, .. } = run.results[1].answer.as_ref().unwrap();
    assert_eq!(now, "2026-12-24T08:00:00Z");
}

#[test]
fn assignments_and_the_default_policy_count() {
    let run = sound_run(&[
        ("a.rego", "package policies.team\n\nallow if input.projectId == 42\n"),
        ("default.rego", "package projects.default\n\ndefault allow := false\n\ndeny contains \"nobody\"\n"),
        ("data.yaml", "assignments: {\"40-49\": team}\n"),
        (
            "t_test.yaml",
            "agents: {ana: {}}\ntests:\n  - {name: t, expect: {ana: {42: true, \"43\": false, 50: [nobody]}}}\n",
        ),
    ]);
    assert!(run.results.iter().all(|result| result.outcome == Passed), "{:?}", outcomes(&run));
    assert_eq!(run.results.len(), 3);
}

#[test]
fn a_failure_says_who_when_what_and_why() {
    let run = run_of(
        "tests:\n  - name: by day\n    now: 2026-11-23T10:00:00+01:00\n    expect:\n      ana: {1: true}\n      eve: {1: true}\n",
    );
    let failed = result(&run, "t_test.yaml › by day › eve › 1");
    assert_eq!((failed.line, failed.message.as_deref()), (10, Some("expected true, got false, without a reason")));
    let told = serde_json::to_value(failed).unwrap();
    assert_eq!(
        told["answer"],
        serde_json::json!({
            "agent": "eve", "project": 1, "now": "2026-11-23T10:00:00+01:00",
            "expected": true, "got": "deny", "reasons": [],
        })
    );
    let rules: Vec<_> = failed.why.iter().map(|why| why.rule.as_str()).collect();
    assert_eq!(rules, ["projects[\"1\"].allow"]);
    assert!(failed.why[0].to_string().contains("group in data.groups"), "{}", failed.why[0]);
}

#[test]
fn why_a_reason_was_given_is_told_of_deny() {
    let run = run_of("tests:\n  - name: t\n    expect: {ben: {1: [tired]}}\n");
    let rules: Vec<_> = run.results[0].why.iter().map(|why| why.rule.as_str()).collect();
    assert_eq!(rules, ["projects[\"1\"].deny"]);
}

const OF_UCONTACT: (&str, &str) = (
    "platforms/ucontact.rego",
    "package platforms.ucontact\n\ndefault allow := false\n\nallow if input.station.extension == \"5101\"\n\n\
     deny contains json.marshal(input) if input.groupId == 9\n",
);

#[test]
fn an_agent_without_projects_is_asked_about_by_platform() {
    let table = format!(
        "{AGENTS}tests:\n  - {{name: t, station: {{extension: \"5101\"}}, expect: {{ana: {{platforms.ucontact: true, \
         platforms.ozonetel: false}}}}}}\n  - {{name: home, station: {{phone: \"1\"}}, expect: {{ana: {{platforms.ucontact: []}}}}}}\n"
    );
    let run = sound_run(&[OF_UCONTACT, ("t_test.yaml", &table)]);
    let expected = [
        ("t_test.yaml › home › ana › platforms.ucontact".to_owned(), Passed),
        ("t_test.yaml › t › ana › platforms.ozonetel".to_owned(), Passed),
        ("t_test.yaml › t › ana › platforms.ucontact".to_owned(), Passed),
    ];
    let mut found: Vec<_> = outcomes(&run).into_iter().map(|(name, outcome)| (name.to_owned(), outcome)).collect();
    found.sort();
    assert_eq!(found, expected);
}

#[test]
fn what_is_expected_of_a_platform_and_not_answered_is_told() {
    let table = format!(
        "{AGENTS}tests:\n  - {{name: t, expect: {{ana: {{platforms.acqueon: true, platforms.ucontact: true}}}}}}\n"
    );
    let run = sound_run(&[OF_UCONTACT, ("t_test.yaml", &table)]);
    let messages: Vec<_> = run.results.iter().filter_map(|result| result.message.as_deref()).collect();
    assert_eq!(
        messages,
        ["expected true, got false: no policy decides for the platform", "expected true, got false, without a reason",]
    );
    let answer = serde_json::to_value(run.results[1].answer.as_ref().unwrap()).unwrap();
    assert_eq!(answer["project"], "platforms.ucontact");
}

#[test]
fn policies_see_the_platform_and_the_station_of_a_table() {
    assert_sees("input.platform == \"vcc\"; not input.station", "{}", "");
    let of_acqueon = "    platform: acqueon\n    station: {phone: \"+91\"}\n";
    assert_sees("input.platform == \"acqueon\"; input.hook == \"acqueon\"; input.primary", "{}", of_acqueon);
    assert_sees("input.station == {\"phone\": \"+91\"}", "{}", of_acqueon);
    let table = format!("{AGENTS}tests:\n  - {{name: t, expect: {{eve: {{platforms.ucontact: [x]}}}}}}\n");
    let run = sound_run(&[OF_UCONTACT, ("t_test.yaml", &table)]);
    let seen: serde_json::Value = serde_json::from_str(&run.results[0].answer.as_ref().unwrap().reasons[0]).unwrap();
    let expected = serde_json::json!({
        "platform": "ucontact", "hook": "ucontact", "projectIds": [], "userId": 9, "groupId": 9, "customData": {}, "source": {},
    });
    assert_eq!(seen, expected);
}

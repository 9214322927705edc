//! What is wrong with a table is told where it stands, all of it at once.

use proptest::prelude::*;

use super::run_of;

/// The faults of a table: on which line, what, and what to do.
fn told(table: &str) -> Vec<String> {
    let run = run_of(&[("t_test.yaml", table)]);
    let fault = |fault: &logingate::policy::Fault| match fault.place {
        Some(place) => {
            format!("{} {} | {}", place.line, fault.message, fault.hint.as_deref().unwrap_or(""))
        }
        None => format!("{} | {}", fault.message, fault.hint.as_deref().unwrap_or("")),
    };
    run.faults.iter().map(fault).collect()
}

#[track_caller]
fn assert_told(table: &str, expected: &str) {
    let told = told(table);
    assert!(matches!(&told[..], [only] if only.starts_with(expected)), "{table}\n{told:#?}");
}

#[test]
fn names_that_are_not_known_are_told_with_what_may_be_meant() {
    let test = "tests: [{name: t, expect: {}}]";
    assert_told(
        &format!("agents: {{ana: {{userid: 7}}}}\n{test}"),
        "1 there is no field `userid` | did you mean `userId`?",
    );
    assert_told(&format!("agent: {{}}\n{test}"), "1 there is no field `agent` | did you mean `agents`?");
    assert_told("tests: [{name: t, hok: x, expect: {}}]", "1 there is no field `hok` | did you mean `hook`?");
    assert_told(
        "agents: {ana: {}}\ntests: [{name: t, expect: {anna: {1: true}}}]",
        "2 there is no agent `anna` | did you mean `ana`?",
    );
    assert_told("tests: [{name: t, expect: {ana: {1: true}}}]", "1 there is no agent `ana` | name the agents");
}

#[test]
fn values_of_another_kind_are_told_with_what_to_write() {
    let of_agent = |agent: &str| format!("agents: {{ana: {agent}}}\ntests: []");
    assert_told(&of_agent("{userId: \"7\"}"), "1 the text `7` stands here | write a whole number");
    assert_told(&of_agent("{groupId: 0}"), "1 the number 0 stands here | write a whole number");
    assert_told(&of_agent("{userId: 7.0}"), "1 the number 7 stands here | write a whole number");
    assert_told(&of_agent("{username: 7}"), "1 the number 7 stands here, not a text");
    assert_told(&of_agent("{customData: [1]}"), "1 a list stands here");
    assert_told(&of_agent("{customData: {x: .inf}}"), "1 the number inf stands here | write a finite number");
    assert_told(&of_agent("5"), "1 the number 5 stands here");
    let of_test = |fields: &str| format!("agents: {{ana: {{}}}}\ntests:\n  - {{name: t, {fields}}}");
    assert_told(&of_test("expect: {ana: {1: maybe}}"), "3 the text `maybe` stands here | write `true`, `false`");
    assert_told(&of_test("expect: {ana: {1: [5]}}"), "3 the number 5 stands here, not a text");
    assert_told(&of_test("expect: {ana: {x: true}}"), "3 the text `x` stands here | write a whole number");
    assert_told(&of_test("expect: {ana: {}}"), "3 a mapping stands here | write projects and their answers");
    assert_told(
        &of_test("expect: {}, now: 2026-11-23T10:00:00"),
        "3 the text `2026-11-23T10:00:00` stands here | write date, time",
    );
    assert_told(&of_test("expect: {}, ip: 1.2"), "3 the number 1.2 stands here, not a text");
    assert_told(&of_test("expect: {}, projects: []"), "3 a list stands here");
    assert_told("tests: [{expect: {}}]", "1 the test has no `name`");
    assert_told("tests: [{name: t}]", "1 the test has no `expect`");
    assert_told("agents: {}", "1 there is no `tests`");
    assert_told("", "the file is empty");
}

#[test]
fn a_project_that_is_not_asked_for_is_told() {
    let table = "agents: {ana: {}}\ntests: [{name: t, projects: [1, 2], expect: {ana: {3: true}}}]";
    assert_told(table, "2 project 3 is not among the `projects` of this test");
}

#[test]
fn a_platform_that_nobody_asks_about_so_is_told() {
    let of = |fields: &str| format!("agents: {{ana: {{}}}}\ntests: [{{name: t, {fields}}}]");
    for (fields, expected) in [
        ("expect: {ana: {platforms.vcc: true}}", "2 nobody asks `platforms.vcc` | every login of VCC Live"),
        ("expect: {ana: {platforms.zoom: true}}", "2 the text `platforms.zoom` stands here | write a project id"),
        ("platform: zoom, expect: {}", "2 the text `zoom` stands here | write `vcc`, `ucontact`"),
        (
            "platform: acqueon, expect: {ana: {platforms.ucontact: true}}",
            "2 the test's `platform` is not ucontact | keep one",
        ),
        (
            "projects: [1], expect: {ana: {platforms.ucontact: true}}",
            "2 `platforms.ucontact` is asked only for agents without projects | leave `projects` out",
        ),
        ("platform: acqueon, hook: x, expect: {}", "2 the hook of acqueon is `acqueon` | leave `hook` out"),
        ("station: {}, expect: {}", "2 a station is one extension or one phone | write"),
        ("station: {extension: \"1\", phone: \"2\"}, expect: {}", "2 a station is one extension or one phone | write"),
        (
            "station: {extension: 5101}, expect: {}",
            "2 the number 5101 stands here, not a text | write the extension, in quotes",
        ),
    ] {
        assert_told(&of(fields), expected);
    }
}

#[test]
fn what_stands_there_twice_is_told() {
    assert_told("tests: []\ntests: []\n", "2 this stands here twice");
    let table = "agents: {ana: {}}\ntests: [{name: t, expect: {ana: {1: true, \"1\": false}}}]";
    assert_told(table, "2 project 1 stands here twice");
    assert_told("tests: []\n---\ntests: []\n", "3 a second document begins here");
}

#[test]
fn a_fault_stands_where_its_word_does() {
    let run = run_of(&[("t_test.yaml", "agents:\n  ána: {userid: 7}\ntests: []\n")]);
    let place = run.faults[0].place.unwrap();
    assert_eq!((place.line, place.column, place.length), (2, 9, "userid".len()));
}

#[test]
fn everything_is_told_at_once() {
    let table =
        "now: today\nagents: {ana: {userId: x}}\ntests:\n  - {nam: t}\n  - {name: 5, expect: {bob: {1: 2}}}\nmore: 1\n";
    let told = told(table);
    let lines: Vec<_> = told.iter().map(|fault| fault.split(' ').next().unwrap()).collect();
    assert_eq!(lines, ["1", "2", "4", "4", "4", "5", "5", "5", "6"], "{told:#?}");
}

#[test]
fn texts_that_nest_or_multiply_are_refused() {
    assert_told(&format!("x: {}", "[".repeat(1_000)), "1 not YAML");
    assert_told(&format!("x: {}", "a".repeat(2_000)), "1 the line is longer than 1024 bytes");
    let bombs = "abcdefgh".chars().zip("bcdefghi".chars());
    let more: String = bombs.map(|(old, new)| format!("{new}: &{new} [{}]\n", format!("*{old},").repeat(9))).collect();
    assert_told(&format!("a: &a [{}]\n{more}", "x,".repeat(9)), "6 not YAML");
}

proptest! {
    #[test]
    fn any_text_is_a_table_or_has_a_fault(text in prop_oneof![".{0,200}", "[-{}\\[\\]:,&*?#|>!%@`'\"a1 \n\t]{0,200}"]) {
        let run = run_of(&[("t_test.yaml", &text)]);
        prop_assert!(!run.faults.is_empty() || run.results.is_empty());
    }
}

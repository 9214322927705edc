//! `policies/schemas/tests.json` describes tables to editors: no less, and no more, than what is read.

use jsonschema::Validator;
use serde_json::Value;

use super::run_of;

fn validator() -> Validator {
    let schema: Value = serde_json::from_str(include_str!("../../../policies/schemas/tests.json")).unwrap();
    jsonschema::meta::validate(&schema).unwrap();
    jsonschema::draft202012::new(&schema).unwrap()
}

/// The table as editors see it: JSON, its keys texts.
fn document(table: &str) -> Value {
    let yaml: serde_norway::Value = serde_norway::from_str(table).unwrap();
    as_json(yaml)
}

fn as_json(yaml: serde_norway::Value) -> Value {
    match yaml {
        serde_norway::Value::Mapping(entries) => {
            let key = |key: serde_norway::Value| match as_json(key) {
                Value::String(text) => text,
                other => other.to_string(),
            };
            Value::Object(entries.into_iter().map(|(name, value)| (key(name), as_json(value))).collect())
        }
        serde_norway::Value::Sequence(items) => items.into_iter().map(as_json).collect(),
        other => serde_json::to_value(other).unwrap(),
    }
}

#[track_caller]
fn assert_both(table: &str, is_right: bool) {
    assert_eq!(validator().is_valid(&document(table)), is_right, "schema: {table}");
    let faults = run_of(&[("t_test.yaml", table)]).faults;
    assert_eq!(faults.is_empty(), is_right, "{table}\n{faults:?}");
}

#[test]
fn the_sample_tables_are_as_the_schema_says() {
    let table = include_str!("../../../policies/projects/2_test.yaml");
    assert!(validator().is_valid(&document(table)));
    assert!(table.starts_with("# yaml-language-server: $schema=../schemas/tests.json\n"));
}

#[test]
fn what_is_read_is_valid_and_what_is_valid_is_read() {
    for test in [
        "{name: t, expect: {ana: {1: true, 2: false, 3: [a reason], 4: []}}}",
        "{name: t, expect: {ana: {\"1\": true}}}",
        "{name: t, expect: {}}",
        "{name: t, now: 2026-11-23T10:00:00+01:00, projects: [1, 2], hook: acme, ip: \"::1\", expect: {ana: {2: true}}}",
        "{name: t, now: 2026-11-23T09:00Z, expect: {ana: {1: true}}}",
        "{name: t, platform: ucontact, station: {extension: \"5101\"}, expect: {ana: {1: true, platforms.ucontact: []}}}",
        "{name: t, hook: acme, station: {phone: \"1\"}, expect: {ana: {1: true, platforms.iservice: false}}}",
    ] {
        let agents =
            "{ana: {}, ben: {userId: 7, username: ben, groupId: 4, customData: {language: es, levels: [1, 2]}}}";
        assert_both(&format!("agents: {agents}\nnow: 2026-11-23T10:00:00+01:00\ntests: [{test}]\n"), true);
    }
    assert_both("tests: []\n", true);
}

#[test]
fn what_is_refused_is_not_valid() {
    for agent in
        ["{userid: 7}", "{userId: \"7\"}", "{userId: 0}", "{groupId: 1.5}", "{username: 5}", "{customData: []}", "[]"]
    {
        assert_both(&format!("agents: {{ana: {agent}}}\ntests: []\n"), false);
    }
    for test in [
        "{expect: {}}",
        "{name: t}",
        "{name: \"\", expect: {}}",
        "{name: t, expect: {ana: {1: maybe}}}",
        "{name: t, expect: {ana: {1: [5]}}}",
        "{name: t, expect: {ana: {0: true}}}",
        "{name: t, expect: {ana: {x: true}}}",
        "{name: t, expect: {ana: {}}}",
        "{name: t, expect: {ana: true}}",
        "{name: t, expect: {}, now: 2026-11-23}",
        "{name: t, expect: {}, projects: []}",
        "{name: t, expect: {}, projects: [\"1\"]}",
        "{name: t, expect: {}, hook: \"\"}",
        "{name: t, expect: {}, ip: 5}",
        "{name: t, expect: {}, more: 1}",
        "{name: t, expect: {}, platform: zoom}",
        "{name: t, expect: {}, station: {extension: \"1\", phone: \"2\"}}",
        "{name: t, expect: {}, station: {phone: 7}}",
        "{name: t, expect: {ana: {platforms.vcc: true}}}",
        "{name: t, expect: {ana: {platforms.zoom: true}}}",
        "text",
    ] {
        assert_both(&format!("agents: {{ana: {{}}}}\ntests: [{test}]\n"), false);
    }
    for table in ["agents: {}\n", "tests: 5\n", "tests: []\nmore: 1\n", "tests: []\nnow: noon\n", "[]\n"] {
        assert_both(table, false);
    }
}

//! What a policy can make at run time: no more than a server can bear, and not for longer than it may.

use std::time::{Duration, Instant};

use logingate::decision::{Outcome, Policies};
use logingate::policy::Workshop;
use regorus::Value;
use serde_json::json;

use super::support::{Files, HEAD, NOW, assert_allows, verdict, with_stack};

/// Statements that apply `call` forty times over, each to what the last one made.
fn chain(start: &str, call: &str) -> String {
    let step = |at: usize| format!("\ts{} := {}\n", at + 1, call.replace('@', &format!("s{at}")));
    format!("allow if {{\n\ts0 := {start}\n{}\ts40 != 0\n}}\n", (0..40).map(step).collect::<String>())
}

#[test]
fn nothing_doubles_forty_times() {
    let text = "\"aaaaaaaaaaaaaaaa\"";
    for (start, call, function) in [
        (text, "concat(\"\", [@, @])", "concat"),
        (text, "concat(@, [\"\", \"\", \"\"])", "concat"),
        (text, "sprintf(\"%s%s\", [@, @])", "sprintf"),
        (text, "sprintf(\"%v\", [[@, @]])", "sprintf"),
        (text, "replace(@, \"a\", \"aaaa\")", "replace"),
        (text, "replace(@, \"\", \"bb\")", "replace"),
        (text, "strings.replace_n({\"a\": \"aaaa\"}, @)", "strings.replace_n"),
        (text, "regex.replace(@, \"a\", \"aaaa\")", "regex.replace"),
        (text, "regex.replace(@, \"a+\", \"${0}${0}\")", "regex.replace"),
        (text, "json.marshal([@, @])", "json.marshal"),
        (text, "base64.encode(concat(\"\", [@, @]))", "concat"),
        (text, "hex.encode(@)", "hex.encode"),
        ("[1, 2]", "array.concat(@, @)", "array.concat"),
    ] {
        let rules = chain(start, call);
        let verdict = verdict(&rules, json!({}));
        assert_eq!(verdict.outcome, Outcome::Error, "{call}: {verdict:?}");
        assert_eq!(verdict.reasons, [format!("`{function}` would make more than a policy may")], "{call}");
    }
}

#[test]
fn what_is_heavy_only_as_text_is_not_made_text() {
    for (last, function) in [("json.marshal(s40)", "json.marshal"), ("sprintf(\"%v\", [s40])", "sprintf")] {
        let rules = chain("[1, 2]", "[@, @]").replace("s40 != 0", &format!("{last} != \"\""));
        assert_eq!(verdict(&rules, json!({})).reasons, [format!("`{function}` would make more than a policy may")]);
    }
    let deny = chain("[1, 2]", "[@, @]").replace("allow if", "deny contains s40 if");
    let verdict = verdict(&format!("allow := true\n{deny}"), json!({}));
    assert_eq!(
        (verdict.outcome, verdict.reasons),
        (Outcome::Deny, vec!["a reason too large to be written".to_owned()])
    );
}

#[test]
fn single_calls_are_bounded() {
    for (call, function) in [
        ("bits.lsh(1, 4294967295)", "bits.lsh"),
        ("numbers.range(1, input.many)", "numbers.range"),
        ("numbers.range(1e300, 1)", "numbers.range"),
        ("units.parse_bytes(\"1e99999999\")", "units.parse_bytes"),
        ("units.parse(\"1e-99999999K\")", "units.parse"),
        ("sprintf(input.format, [1])", "sprintf"),
        ("regex.match(input.pattern, \"a\")", "regex.match"),
        ("format_int(product(numbers.range(1, 9000)), 10)", "format_int"),
        ("json.marshal([product(numbers.range(1, 9000))])", "json.marshal"),
    ] {
        let verdict = verdict(
            &format!("allow if {call}\n"),
            json!({ "many": 200_000_000, "format": "%999999999d", "pattern": "(a{100}){1000}" }),
        );
        assert_eq!(verdict.outcome, Outcome::Error, "{call}");
        assert_eq!(verdict.reasons, [format!("`{function}` would make more than a policy may")], "{call}");
    }
}

#[test]
fn what_is_within_the_bounds_is_what_it_was() {
    for rule in [
        r#"concat("-", ["a", "b"]) == "a-b""#,
        r#"concat(",", {"b", "a"}) == "a,b""#,
        r#"replace("a.b.c", ".", "") == "abc""#,
        r#"strings.replace_n({"<": "&lt;", ">": "&gt;"}, "<a>") == "&lt;a&gt;""#,
        r#"regex.replace("a1b22", "[0-9]+", "!") == "a!b!""#,
        r#"sprintf("%d-%02d %v %s", [2026, 3, [1], "x"]) == "2026-03 [1] x""#,
        r#"json.marshal({"a": [1, 2.5, null]}) == "{\"a\":[1,2.5,null]}""#,
        r#"format_int(1795000000000000000, 16) == "18e91efd5bd38000""#,
        r#"sprintf("%d", [1795000000000000000]) == "1795000000000000000""#,
        r#"base64.encode("abc") == "YWJj""#,
        r"array.concat([1], [2]) == [1, 2]",
        r"numbers.range(3, 1) == [3, 2, 1]",
        r"numbers.range(1, input.few) == [1, 2, 3]",
        r"bits.lsh(1, 40) == 1099511627776",
        r"product([2, 3, 7]) == 42",
        r#"units.parse_bytes("10KiB") == 10240"#,
        r#"units.parse("1e3") == 1000"#,
        r#"json.patch({"a": 1}, [{"op": "add", "path": "/b", "value": 2}]) == {"a": 1, "b": 2}"#,
    ] {
        assert_allows(&format!("allow if {rule}\n"), json!({ "few": 3 }));
    }
}

/// The engine forgets an error in one definition of a function when another has a value.
#[test]
fn a_refused_call_is_never_taken_for_a_no() {
    let banned =
        "banned(x) if concat(x, [\"a\" | some i in numbers.range(1, 9999)]) != \"\"\nbanned(x) := false if x\n";
    let long = "b".repeat(1_000);
    for rules in [
        format!("{banned}allow if not banned(input.long)\n"),
        format!("{banned}allow if banned(input.long) == false\n"),
    ] {
        assert_eq!(verdict(&rules, json!({ "long": long })).outcome, Outcome::Error, "{rules}");
    }
    assert_eq!(
        verdict(&format!("{banned}allow if not banned(input.long)\n"), json!({ "long": "b" })).outcome,
        Outcome::Error
    );
}

#[test]
fn a_mock_still_takes_the_place_of_a_bounded_function() {
    assert_allows("allow if sprintf(\"%s\", [1]) == 7 with sprintf as 7\n", json!({}));
    assert_allows("f(a, b) := 8\nallow if concat(\"\", [\"x\"]) == 8 with concat as f\n", json!({}));
}

/// What comes of the rules when an evaluation may take a fifth of a second.
fn in_a_hurry(rules: &str) -> (logingate::decision::Verdict, Duration) {
    let files = Files::default().with("projects/1.rego", format!("{HEAD}{rules}"));
    let update = Workshop::new(Duration::from_millis(200)).update(&files.tree());
    let policy = update.set.find("1".parse().unwrap()).map(|it| std::sync::Arc::clone(it)).unwrap();
    let started = Instant::now();
    let verdict = with_stack(16 << 20, || policy.decide_on(Value::new_object(), NOW));
    (verdict, started.elapsed())
}

#[test]
fn an_evaluation_ends_when_its_time_is_over() {
    let slow = "some i in numbers.range(1, 9000); some j in numbers.range(1, 9000); i == j + 99999";
    for rules in [
        format!("allow if {{ {slow} }}\n"),
        format!("allow if count([i | {slow}]) == 0\n"),
        format!("slow(x) if {{ x; {slow} }}\nallow if not slow(1)\n"),
        format!("slow(x) if {{ x; {slow} }}\nslow(x) := false if x\nallow if not slow(1)\n"),
        format!("allow := true\ndeny contains \"slow\" if {{ {slow} }}\n"),
        chain("99999999999999999999", "@ * @"),
    ] {
        let (verdict, took) = in_a_hurry(&rules);
        assert_eq!(verdict.outcome, Outcome::Timeout, "{rules}: {verdict:?}");
        assert_eq!(verdict.reasons, ["the evaluation took longer than its limit of 200ms"], "{rules}");
        assert!(took < Duration::from_secs(30), "{took:?}: {rules}");
    }
}

#[test]
fn reasons_are_kept_short_and_few() {
    let many = "allow := true\ndeny contains sprintf(\"%d\", [i]) if some i in numbers.range(1, 500)\n";
    assert_eq!(verdict(many, json!({})).reasons.len(), 50);
    let long = "allow := true\ndeny contains input.text\n";
    let reasons = verdict(long, json!({ "text": "é".repeat(5_000) })).reasons;
    assert_eq!(reasons, [format!("{}…", "é".repeat(500))]);
}

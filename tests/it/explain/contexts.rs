//! What lies beneath an expression is asked as the expression asked it: with its arguments, under its `with`s.

use serde_json::json;

use super::{told, why};

#[test]
fn a_function_is_asked_with_the_values_of_its_arguments() {
    let rules = "allow if {\n\tsome x in input.list\n\tf({x, 2}, [x])\n}\n\nf(set, _) if count(set) == 1\n";
    let expected = ":5  f({x, 2}, [x]) is undefined (rule at line 3)\nx  1, 2\nprojects[\"1\"].f({1, 2}, [1]) is undefined\n:8  count(set) == 1 is false\ncount(set)  2\nset         {1, 2}";
    assert_eq!(
        told(rules, json!({"list": [1]})).replace("1, 2\nproj", "1\nproj"),
        expected.replace("1, 2\nproj", "1\nproj")
    );
}

#[test]
fn a_definition_for_other_arguments_is_told_so() {
    let rules = "allow if f(input.x)\n\nf(\"a\") := true\n\nf(\"b\") if input.y\n";
    let expected = ":3  f(input.x) is undefined\ninput.x  \"b\"\nprojects[\"1\"].f(\"b\") is undefined\n:5  f(\"a\") does not match\n:7  input.y is undefined";
    assert_eq!(told(rules, json!({"x": "b"})), expected);
}

#[test]
fn a_parameter_that_has_the_name_of_a_rule_is_the_parameter() {
    let rules = "allow if f(input.x)\n\nf(name) if name == 1\n\nname := 1\n";
    let expected =
        ":3  f(input.x) is undefined\ninput.x  2\nprojects[\"1\"].f(2) is undefined\n:5  name == 1 is false\nname  2";
    assert_eq!(told(rules, json!({"x": 2})), expected);
}

#[test]
fn what_is_beneath_a_with_is_asked_under_it() {
    let rules = "allow if inner with input.x as 5\n\ninner if deeper with data.limits as {\"most\": input.x + 1}\n\ndeeper if {\n\tinput.x == 5\n\tdata.limits.most == 7\n}\n";
    let text = why(rules, json!({"x": 1}), &[("data.yaml", "limits: {most: 1}\n")]).to_string();
    let expected = "projects[\"1\"].deeper is undefined\n          projects/1.rego:9  data.limits.most == 7 is false (rule at line 7)\n            data.limits.most  6\n";
    assert!(text.ends_with(expected), "{text}");
}

#[test]
fn mocked_functions_stay_mocked() {
    let rules = "import data.lib.clock\n\nallow if open with clock.hour as 3\n\nopen if clock.hour(1) > 8\n\nsame if mock(1)\n\nmock(_) := 4\n";
    let library = ("lib/clock.rego", "package lib.clock\n\nhour(_) := 9\n");
    let text = why(rules, json!({}), &[library]).to_string();
    assert!(text.ends_with("clock.hour(1) > 8 is false\n        clock.hour(1)  3\n"), "{text}");
    let by_function = rules.replace("as 3", "as mock");
    let text = why(&by_function, json!({}), &[library]).to_string();
    assert!(text.ends_with("clock.hour(1) > 8 is false\n        clock.hour(1)  4\n"), "{text}");
    let by_clock = "allow if open with time.now_ns as input.x\n\nopen if time.now_ns() == 1\n";
    let text = why(by_clock, json!({"x": 2}), &[]).to_string();
    assert!(text.ends_with("time.now_ns() == 1 is false\n        time.now_ns()  2\n"), "{text}");
}

#[test]
fn a_with_that_has_no_value_is_the_reason() {
    let rules = "allow if inner with input.x as input.missing\n\ninner if input.x\n";
    let expected = ":3  inner with input.x as input.missing is undefined\ninput.missing  undefined";
    assert_eq!(told(rules, json!({"x": 1})), expected);
}

#[test]
fn rules_are_found_by_every_way_of_naming_them() {
    let rules = "import data.lib.a as b\n\nallow if b.no\n\nallow if data.lib.a.no\n\nallow if data.lib[\"a\"][\"no\"]\n\nallow if no\n\nallow if b.set.x\n\nallow if \"x\" in b.set\n\nno if data.lib.a.no\n";
    let library = ("lib/a.rego", "package lib.a\n\nno if input.x == 1\n\nset contains \"y\" if no\n");
    let why = why(rules, json!({}), &[library]);
    for attempt in &why.attempts {
        let beneath = &attempt.failure().unwrap().beneath;
        assert_eq!(beneath.len(), 1, "{why}");
    }
}

//! Each kind of expression that can fail, and what is told of it.

use serde_json::json;

use super::told;

#[track_caller]
fn assert_told(rules: &str, input: serde_json::Value, expected: &str) {
    assert_eq!(told(rules, input), expected, "{rules}");
}

#[test]
fn a_comparison_is_told_with_the_values_of_both_sides() {
    let rules = "allow if input.a.b == input.list[1]\n";
    let expected = ":3  input.a.b == input.list[1] is false\ninput.a.b      2\ninput.list[1]  \"x\"";
    assert_told(rules, json!({"a": {"b": 2}, "list": [0, "x"]}), expected);
    assert_told(rules, json!({"a": {"b": 2}}), &expected.replace("false", "undefined").replace("\"x\"", "undefined"));
}

#[test]
fn statements_that_begin_or_end_with_a_text_are_told_whole() {
    assert_told(
        "allow if \"a\" in input.list\n",
        json!({"list": ["b"]}),
        ":3  \"a\" in input.list is false\ninput.list  [\"b\"]",
    );
    assert_told("allow if `a b` == input.x\n", json!({"x": "a"}), ":3  `a b` == input.x is false\ninput.x  \"a\"");
    assert_told("allow if input.x == \"\"\n", json!({"x": "a"}), ":3  input.x == \"\" is false\ninput.x  \"a\"");
    assert_told(
        "allow if (input.x == 1) == true\n",
        json!({"x": 2}),
        ":3  (input.x == 1) == true is false\ninput.x  2",
    );
}

#[test]
fn a_statement_on_several_lines_is_told_on_one() {
    let rules = "allow if {\n\tinput.x in {\n\t\t1, # one\n\t\t2,\n\t}\n}\n";
    assert_told(rules, json!({"x": 3}), ":4  input.x in { 1, 2, } is false (rule at line 3)\ninput.x  3");
}

#[test]
fn variables_have_the_values_that_the_statements_before_gave_them() {
    let rules = "allow if {\n\tsome x in input.list\n\ty := x * 2\n\ty > 9\n}\n";
    assert_told(rules, json!({"list": [1, 2]}), ":6  y > 9 is false (rule at line 3)\ny  2, 4");
    let told_of_many = ":6  y > 9 is false (rule at line 3)\ny  2, 4, 6 and 1 more";
    assert_told(rules, json!({"list": [1, 2, 3, 4]}), told_of_many);
    assert_told(rules, json!({"list": []}), ":4  some x in input.list finds nothing (rule at line 3)\ninput.list  []");
    assert_told(rules, json!({}), ":4  some x in input.list is undefined (rule at line 3)\ninput.list  undefined");
}

#[test]
fn statements_fail_in_the_order_in_which_they_run() {
    let rules = "allow if {\n\tx > 1\n\tx = input.x\n}\n";
    assert_told(rules, json!({}), ":5  x = input.x is undefined (rule at line 3)\ninput.x  undefined");
    assert_told(rules, json!({"x": 1}), ":4  x > 1 is false (rule at line 3)\nx  1");
}

#[test]
fn below_not_what_holds_is_told() {
    assert_told(
        "allow if not input.x\n",
        json!({"x": true}),
        ":3  not input.x is false: what is below `not` holds\ninput.x  true",
    );
    let rules = "allow if not out\n\nout if input.x == 1\n\nout if input.x == 2\n";
    let expected = ":3  not out is false: what is below `not` holds\nprojects[\"1\"].out is true\n:5  input.x == 1 is false\ninput.x  2\n:7  held";
    assert_told(rules, json!({"x": 2}), expected);
}

#[test]
fn an_every_is_told_by_the_first_element_for_which_it_fails() {
    let rules = "allow if {\n\tevery id in input.ids {\n\t\tid > 0\n\t\tid < limit\n\t}\n}\n\nlimit := 3\n";
    let expected = ":6  id < limit is false (rule at line 3)\nid     5\nlimit  3";
    assert_told(rules, json!({"ids": [1, 5, 7]}), expected);
    let undefined =
        ":4  every id in input.ids { id > 0 id < limit } is undefined (rule at line 3)\ninput.ids  undefined";
    assert_told(rules, json!({}), undefined);
    let rules = "allow if every name, id in input.ids { input.known[name] == 1 }\n";
    let expected = ":3  input.known[name] == 1 is undefined\nid                 2\ninput.known[name]  undefined\nname               \"b\"";
    assert_told(rules, json!({"ids": {"a": 1, "b": 2}, "known": {"a": 1}}), expected);
    let rules = "allow if every x in input.xs { every x in x { x == 1 } }\n";
    assert_told(rules, json!({"xs": [[1], [2]]}), ":3  every x in x { x == 1 } does not hold for all\nx  [2]");
}

#[test]
fn an_assignment_that_does_not_fit_is_told() {
    assert_told(
        "allow if [1, x] = input.pair\n",
        json!({"pair": [2, 3]}),
        ":3  [1, x] = input.pair does not match\ninput.pair  [2, 3]",
    );
    assert_told("allow if x := input.pair\n", json!({}), ":3  x := input.pair is undefined\ninput.pair  undefined");
}

#[test]
fn a_value_of_false_is_told_by_its_parts() {
    assert_told("allow := input.x == 1\n", json!({"x": 2}), ":3  input.x == 1 is false\ninput.x  2");
    assert_told("allow := x if x := input.x\n", json!({"x": false}), ":3  gives x which is false\nx  false");
    assert_told("allow := input.x if true\n", json!({}), ":3  gives input.x which is undefined\ninput.x  undefined");
}

#[test]
fn each_else_is_told_and_none_after_one_that_was_settled() {
    let rules = "allow if {\n\tinput.x == 1\n} else := false if {\n\tinput.x == 2\n} else if input.x == 3\n";
    let first = ":4  input.x == 1 is false (rule at line 3)\ninput.x";
    assert_told(
        rules,
        json!({"x": 1}),
        ":3  held\n:5  was not asked: what is before it held\n:7  was not asked: what is before it held",
    );
    assert_told(
        rules,
        json!({"x": 2}),
        &format!("{first}  2\n:5  gives false\n:7  was not asked: what is before it held"),
    );
    assert_told(
        rules,
        json!({"x": 3}),
        &format!("{first}  3\n:6  input.x == 2 is false (else at line 5)\ninput.x  3\n:7  held"),
    );
}

#[test]
fn what_the_engine_fails_on_is_told_in_its_words() {
    let rules = "allow if input.x + 1 == 2\n";
    let told = told(rules, json!({"x": "a"}));
    assert!(told.starts_with(":3  input.x + 1 == 2 can't be evaluated: "), "{told}");
}

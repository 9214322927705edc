//! Variables below `not`: what Rego calls unsafe is refused, and nothing else.

use logingate::policy::FaultKind::{self, LookupInEvery, Unsafe, WildcardUnderNot};
use serde_json::json;

use super::support::{assert_allows, house};

/// Bodies of `allow`, with helpers beside it.
const HELPERS: &str = "\nimport data.lib.tools\nbanned := [\"x\"]\nholds(x) if x == \"y\"\nf(x) := x\nrow[k] := v if some k, v in input.row\n";

fn refusals(body: &str) -> Vec<FaultKind> {
    let house = house(&format!("{HELPERS}allow if {{\n{body}\n}}\n"));
    house.faults().iter().map(|fault| fault.kind).collect()
}

#[test]
fn a_negation_whose_variables_have_values_is_accepted() {
    for body in [
        "not input.x",
        "not input.x == 1",
        "not input.x.y[0]",
        "not \"x\" in input.xs",
        "x := input.x; not x in input.xs",
        "some x in input.xs; not x == 1",
        "some x in input.xs; not input.bad[x]",
        "some i, x in input.xs; not input.ys[i] == x",
        "input.xs[i]; not input.ys[i]",
        "some i; input.xs[i] == 1; not input.ys[i] == 2",
        "x = input.x; not x == 1",
        "not x == 1; x = y; y = input.y",
        "[x, _] = input.pair; not x == 1",
        "{\"a\": x} = input.object; not x == 1",
        "walk(input.x, [p, v]); not v == 1",
        "f(1, y); not y == 2",
        "not f(input.x)",
        "not holds(input.x)",
        "not holds(f(input.x))",
        "not banned[0] == input.x",
        "not tools.member",
        "not data.lib.tools.member",
        "not row.a",
        "not count([x | some x in input.xs; x == 1]) == 1",
        "not count({x | x := input.xs[_]}) == 1",
        "not count({k: v | some k, v in input.xs}) == 1",
        "not input.x == [y | y := input.xs[_]]",
        "not {x | some x in input.xs} == {1}",
        "every x in input.xs { not x == 1 }",
        "every x in input.xs { not x in banned }",
        "every x in input.xs { not holds(x) }",
        "every i, x in input.xs { wanted := x; not input.bad[wanted] }",
        "z := 1; every x in input.xs { not x == z }",
        "count([x | some x in input.xs; not x == 1]) == 0",
        "count([x | some x in input.xs; not input.bad[x]]) == 0",
        "x := input.x; count([y | some y in input.xs; not y == x]) == 0",
        "not input.x with input.x as 1",
        "y := 2; not input.x with input.x as y",
    ] {
        assert_eq!(refusals(body), [], "{body}");
    }
}

#[test]
fn a_negation_with_a_variable_of_its_own_is_refused() {
    for body in [
        "not input.xs[_] == 1",
        "not input.xs[_]",
        "not input.xs[i] == 1",
        "some i; not input.xs[i] == 1",
        "not input.xs[_].id == input.id",
        "not input.xs[input.ys[_]] == 1",
        "not banned[_] == input.x",
        "not data.groups[_] == 1",
        "not row[_] == 1",
        "not row[k] == 1",
        "not holds(input.xs[_])",
        "not startswith(input.xs[_], \"a\")",
        "not [_, 1] = input.pair",
        "not {\"a\": input.xs[_]} == {\"a\": 1}",
        "not input.xs[_] in banned",
        "not input.xs[[1, i]] == 1",
        "not -input.xs[_] == 1",
        "not input.xs[_] + 1 == 2",
        "some x in input.xs; not input.ys[i] == x",
        "not input.xs[i] == 1; not input.ys[i] == 1",
        "every x in input.xs { not input.ys[_] == x }",
        "count([x | some x in input.xs; not input.ys[_] == x]) == 0",
        "x := [y | some y in input.xs; not input.zs[j] == y]; x == []",
    ] {
        assert_eq!(refusals(body), [WildcardUnderNot], "{body}");
    }
}

#[test]
fn a_negation_that_would_run_before_its_variables_have_values_is_refused() {
    for body in [
        "not input.xs[i] == 5; some i in [1]",
        "not input.xs[i] == 5\ninput.ys[i]",
        "not input.xs[i] == 5\ni = 0",
        "not x == 1",
        "some x; not x == 1",
        "not f(input.x, y)",
        "count([x | some x in input.xs; not z == x]) == 0",
    ] {
        assert_eq!(refusals(body), [Unsafe], "{body}");
    }
}

#[test]
fn a_lookup_by_a_variable_of_every_is_refused_below_not() {
    for body in [
        "every x in input.xs { not input.bad[x] }",
        "every x in input.xs { not input.bad[x] == 1 }",
        "every i, x in input.xs { x; not input.bad[i] }",
        "every x in input.xs { not input.bad[x].y }",
        "every x in input.xs { not startswith(input.bad[x], \"a\") }",
        "every x in input.xs { count([1 | not input.bad[x]]) == 1 }",
        "every x in input.xs { every y in x { not input.bad[x] } }",
    ] {
        assert_eq!(refusals(body), [LookupInEvery], "{body}");
    }
}

#[test]
fn what_is_accepted_means_what_rego_says() {
    let input = json!({ "xs": ["b"], "bad": { "a": 2 }, "x": "b" });
    for body in [
        "every x in input.xs { wanted := x; not input.bad[wanted] }",
        "some x in input.xs; not input.bad[x]",
        "x := \"b\"; c := [1 | not input.bad[x]]; count(c) == 1",
        "x := \"b\"; every y in [1] { y; not input.bad[x] }",
        "every x in input.xs { some z in [x]; not input.bad[z] }",
        "every x in input.xs { not x in object.keys(input.bad) }",
        "not input.x in [\"a\"]",
    ] {
        assert_allows(&format!("allow if {{ {body} }}\n"), input.clone());
    }
    assert_allows("free(x) if not input.bad[x]\nallow if free(\"b\")\n", input.clone());
    assert_allows("free(x) if { every y in [1] { y; not input.bad[x] } }\nallow if free(\"b\")\n", input);
}

#[test]
fn the_hint_says_what_to_write_instead() {
    let house = house("allow if not input.banned[_] == input.userId\n");
    let fault = house.only_fault();
    assert_eq!(fault.message, "nothing outside this `not` gives `_` a value: it would mean \"some element differs\"");
    assert!(fault.hint.as_deref().unwrap().starts_with("write `not value in collection`"), "{fault:?}");
}

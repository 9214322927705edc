//! Bodies whose statements have no order in which every variable has a value before it is used.

use logingate::policy::FaultKind::Unsafe;
use serde_json::json;

use super::support::{House, assert_allows, assert_refused, house};

#[test]
fn statements_that_wait_for_one_another_are_refused() {
    for body in [
        "x = y + 1; y = x + 1",
        "x = y; y = x",
        "x = f(y); y = f(x)",
        "some x; x > 1",
        "some x; f(x) == 1",
        "some x, y; x = y",
        "x = [y]; [y] = [x]",
        "some x; input.a == x + 1",
        "x := y; y = z; z = y",
        "count([1 | x = y]) == 1; y = x; x > 1",
        "x := count([1 | y > 0]); y = x",
    ] {
        let house = house(&format!("f(x) := x\nallow if {{ {body} }}\n"));
        assert_eq!(house.only_fault().kind, Unsafe, "{body}");
        assert_eq!(house.only_fault().place.unwrap().line, 4, "{body}");
    }
    let fault = assert_refused("allow if {\n\tsome x\n\tx > 1\n}\n", Unsafe, "5:2");
    assert_eq!(fault.message, "nothing gives `x` a value before it is needed");
}

#[test]
fn statements_that_can_be_ordered_are_accepted_in_any_order() {
    let input = json!({ "xs": [1, 2, 3], "pairs": [[1, "a"], [2, "b"]], "n": 2, "o": { "k": { "v": 2 } } });
    for body in [
        "x > 1; x = y; y = input.n",
        "y = x + 1; x = input.n; y == 3",
        "z = y; y = x; x = input.n; z == 2",
        "x == 2; some x in input.xs",
        "input.xs[i] == x; x = 2; i == 1",
        "[x, y] = [1, 2]; x + y == 3",
        "[i, s] = input.pairs[_]; i == 2; s == \"b\"",
        "input.pairs[_] = [2, s]; s == \"b\"",
        "{\"v\": v} = input.o[k]; k == \"k\"; v == 2",
        "input.o[k].v == 2; k == \"k\"",
        "f(x, y); y == 2; x = input.n",
        "count(ys) == 2; ys = [y | some y in input.xs; y < x]; x = 3",
        "some k, v in input.o; k == \"k\"; v.v == 2",
        "some i; input.xs[i] == 2; input.xs[j] == 3; i < j",
        "walk(input.o, [path, value]); value == 2; path == [\"k\", \"v\"]",
        "x := {y: 1 | some y in input.xs}; x[2] == 1",
        "input.xs[input.n] == 3",
        "[a, [b, c]] := [1, [2, 3]]; a + b == c",
    ] {
        assert_allows(&format!("f(x) := x\nallow if {{ {body} }}\n"), input.clone());
    }
}

#[test]
fn names_that_are_nothing_are_told_all_at_once() {
    let house = house("allow if {\n\tgroup == 3\n\tgruop == 4\n}\n\ngroup := input.groupId\n\nother if { a == b }\n");
    let told: Vec<_> = house.faults().iter().map(|fault| (fault.message.as_str(), fault.place.unwrap().line)).collect();
    assert_eq!(told, [("there is no `gruop` here", 5), ("there is no `a` here", 10), ("there is no `b` here", 10)]);
    assert_eq!(house.faults()[0].hint.as_deref(), Some("did you mean `group`?"));
}

#[test]
fn an_every_that_would_run_before_what_it_needs_is_refused() {
    // The engine orders statements without looking into the body of `every`.
    let rules = "allow if {\n\ty := z\n\tsome z in input.zs\n\tevery x in input.xs { x != y }\n}\n";
    assert_refused(rules, Unsafe, "6:29");
    let nested =
        "allow if {\n\ty := z\n\tc := {1 | every x in input.xs { x != y }}\n\tsome z in input.zs\n\tcount(c) == 0\n}\n";
    assert!(house(nested).faults().iter().all(|fault| fault.kind == Unsafe));
    assert!(!house(nested).faults().is_empty());
    // Nor does it run a mere alias as soon as it could.
    let alias = "allow if {\n\tsome z in input.zs\n\ty := z\n\tevery x in input.xs { x != y }\n}\n";
    assert_refused(alias, Unsafe, "6:29");
    assert_allows(&alias.replace("y := z", "y := z + 1"), json!({ "zs": [3], "xs": [1] }));
}

#[test]
fn what_a_rule_yields_must_have_a_value() {
    for (rules, place) in [
        ("allow := true\nx contains y if input.a\n", "4:12"),
        ("allow := true\nx := y if { some y; input.a }\n", "4:6"),
        ("allow := true\nx[k] := 1 if input.a\n", "4:3"),
        ("allow := true\nf(a) := b if a\n", "4:9"),
        ("allow := true\nx := [y | input.a]\n", "4:7"),
        ("allow := true\nx := 1 if { false } else := y if { true }\n", "4:29"),
    ] {
        assert_refused(rules, Unsafe, place);
    }
    for rules in [
        "allow if xs[2]\nxs contains input.xs[i]\n",
        "allow if xs[2] == 1\nxs[x] := 1 if some x in input.xs\n",
        "allow if f(1) == 2\nf(a) := b if b := a + 1\n",
        "allow if x == 3\nx := 1 if { false } else := y if { y := 3 }\n",
        "allow if x == {2, 3}\nx := {y | some z in [1, 2]; y := z + 1}\n",
    ] {
        assert_allows(rules, json!({ "xs": [1, 2] }));
    }
}

#[test]
fn a_body_is_looked_at_wherever_it_stands() {
    for rules in [
        "allow if count([1 | some x; x > 1]) == 0\n",
        "allow if { true } else := false if { some x; x > 1 }\n",
        "x := [1 | some x; x > 1]\nallow := true\n",
        "allow if every y in [1] { some x; x > y }\n",
        "f(a) if { some x; x > a }\nallow if f(1)\n",
    ] {
        assert_eq!(house(rules).only_fault().kind, Unsafe, "{rules}");
    }
}

#[test]
fn nothing_is_refused_in_the_sample_policies() {
    let tree = logingate::policy::tree::scan(std::path::Path::new("policies"), None).unwrap();
    assert_eq!(House::of_tree(&tree).faults(), []);
}

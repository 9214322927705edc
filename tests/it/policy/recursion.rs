//! Rules that need themselves, and chains of rules that are too long: each would take the process down.

use logingate::policy::FaultKind::{Recursion, TooDeep};
use serde_json::json;

use super::support::{assert_allows, assert_refused, house};

#[test]
fn rules_and_functions_that_need_themselves_are_refused_with_their_path() {
    let path = |names: &[&str]| {
        let names: Vec<_> = names.iter().map(|name| format!("projects[\"1\"].{name}")).collect();
        format!("a rule needs itself: {}", names.join(" → "))
    };
    let cases = [
        ("f(x) := f(x)\nallow if f(1)\n", "3:1", path(&["f", "f"])),
        ("f(x) := f(x + 1)\nallow if f(1)\n", "3:1", path(&["f", "f"])),
        ("f(x) := g(x)\ng(x) := f(x)\nallow if f(1)\n", "3:1", path(&["f", "g", "f"])),
        ("allow if b\nb if c\nc if allow\n", "3:1", path(&["allow", "b", "c", "allow"])),
        ("f(x) if allow\nallow if f(1)\n", "4:1", path(&["allow", "f", "allow"])),
        ("default f(x) := g(x)\ng(x) := f(x)\nallow if f(1)\n", "3:9", path(&["f", "g", "f"])),
        ("s contains x if s[x]\nallow if s.a\n", "3:1", path(&["s", "s"])),
        ("a[x] := y if { x := \"b\"; y := a.c }\nallow if a.b\n", "3:1", path(&["a", "a"])),
        ("allow if count(data.projects[\"1\"]) > 0\n", "3:1", path(&["allow", "allow"])),
        ("a := 1\nb if a with data.projects[\"1\"].a as allow\nallow if b\n", "5:1", path(&["allow", "b", "allow"])),
        ("f(x) := 0 if x <= 0\nf(x) := f(x - 1) if x > 0\nallow if f(3) == 0\n", "3:1", path(&["f", "f"])),
    ];
    for (rules, place, message) in cases {
        let fault = assert_refused(rules, Recursion, place);
        assert_eq!(fault.message, message, "{rules}");
        assert!(fault.hint.unwrap().contains("no recursion"));
    }
}

#[test]
fn a_path_that_is_known_only_at_run_time_may_be_the_rules_own() {
    for reference in ["data.projects[input.p]", "data[input.p][input.q]", "data", "data.projects[\"1\"][input.k]"] {
        let house = house(&format!("allow if b\nb if {reference}\n"));
        assert!(house.faults().iter().all(|fault| fault.kind == Recursion), "{reference}");
        assert!(!house.faults().is_empty(), "{reference}");
    }
    let aliased = house("import data as all\nallow if b\nb if count(all) > 0\n");
    assert!(aliased.faults().iter().any(|fault| fault.kind == Recursion));
    let walked = house("allow if { walk(data, [p, v]); v == 1 }\n");
    assert!(walked.faults().iter().any(|fault| fault.kind == Recursion));
}

#[test]
fn a_function_may_stand_in_for_one_that_it_calls() {
    assert_allows("f(x) := 1\ng(x) := f(x)\nallow if f(1) == 1 with f as g\n", json!({}));
    assert_allows("f(x) := count([x])\ng(x) := f([1, 2])\nallow if f(1) == 1 with count as g\n", json!({}));
}

#[test]
fn parts_of_one_object_are_rules_of_their_own() {
    assert_allows("a.b := 1\na.c := a.b\nallow if a.c == 1\n", json!({}));
}

#[test]
fn rules_ask_one_another_sixty_four_levels_deep_at_most() {
    let chain = |levels: usize| {
        let links: String = (0..levels - 2).map(|at| format!("r{at} if r{}\n", at + 1)).collect();
        format!("{links}r{} := true\nallow if r0\n", levels - 2)
    };
    assert_allows(&chain(64), json!({}));
    assert_eq!(house(&chain(65)).only_fault().kind, TooDeep);
    assert_eq!(house(&chain(15_000)).only_fault().kind, TooDeep);
    let functions: String = (0..60).map(|at| format!("f{at}(x) := [y | some y in [f{}(x)]]\n", at + 1)).collect();
    assert_allows(&format!("{functions}f60(x) := x\nallow if f0(1)\n"), json!({}));
}

#[test]
fn a_rule_asked_on_many_ways_is_looked_at_once() {
    let rules: String = (0..55).map(|at| format!("r{at} if {{ r{}; r{} }}\n", at + 1, at + 2)).collect();
    assert_allows(&format!("{rules}r55 := true\nr56 := true\nallow if r0\n"), json!({}));
}

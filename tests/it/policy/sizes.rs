//! Texts that would take the parser minutes, or its stack.

use std::time::{Duration, Instant};

use logingate::policy::FaultKind::{self, Syntax, TooDeep, TooLong};

use super::support::{Files, HEAD, House, assert_allows, assert_refused, house};

/// Far more than any of these texts takes, and far less than the parser would.
const SOON: Duration = Duration::from_mins(1);

fn nested(open: &str, close: &str, levels: usize) -> String {
    format!("allow if {}1{} == 1\n", open.repeat(levels), close.repeat(levels))
}

#[track_caller]
fn assert_refused_soon(rules: &str, kind: FaultKind) {
    let started = Instant::now();
    let house = house(rules);
    let kinds: Vec<_> = house.faults().iter().map(|fault| fault.kind).collect();
    assert_eq!(kinds, [kind], "{:?}", house.faults());
    assert!(started.elapsed() < SOON, "{:?}", started.elapsed());
}

#[test]
fn brackets_nest_twelve_levels_and_no_more() {
    for (open, close) in [("[", "]"), ("{", "}"), ("(", ")"), ("[\n", "\n]"), ("{\"a\": ", "}"), ("f(", ")")] {
        assert!(!house(&nested(open, close, 12)).faults().iter().any(|fault| fault.kind == TooDeep), "{open}");
        let fault = house(&nested(open, close, 13)).only_fault().clone();
        assert_eq!(
            (fault.kind, fault.hint.as_deref()),
            (TooDeep, Some("give the inner parts names of their own")),
            "{open}"
        );
    }
    assert_refused("allow if [[[[[[[[[[[[[1]]]]]]]]]]]]] == 1\n", TooDeep, "3:22");
}

#[test]
fn bodies_in_bodies_count_as_brackets() {
    let body = "every x in [1] {\n";
    assert_refused_soon(&format!("allow if {{\n{}true\n{}}}\n", body.repeat(500), "}\n".repeat(500)), TooDeep);
}

#[test]
fn many_deeply_nested_brackets_are_too_much_together() {
    for (open, close) in [("{", "}"), ("[", "]"), ("{\"a\": ", "}"), ("[1 | ", "]")] {
        let rules: String = (0..300).map(|at| format!("r{at} := {}1{}\n", open.repeat(12), close.repeat(12))).collect();
        assert_refused_soon(&format!("allow := true\n{rules}"), TooDeep);
    }
}

#[test]
fn facts_written_in_rego_are_not_taken_for_nesting() {
    let row = |at: usize| {
        format!("\t\"k{at}\": {{\"hours\": [{{\"from\": 8, \"to\": [17, 30]}}, {{\"from\": 9, \"to\": [18, 0]}}]}},\n")
    };
    let rows: String = (0..2_000).map(row).collect();
    assert_allows(&format!("allow if facts.k7.hours[0].from == 8\nfacts := {{\n{rows}}}\n"), serde_json::json!({}));
}

#[test]
fn a_chain_has_at_most_two_hundred_operators() {
    let chains = ["+ 1", "- 1", "* 1", "| {1}", "& {1}", "== 1", "!= 1", "< 1", ">= 1", "in [1]", "% 1", "/ 1"];
    for link in chains {
        for separator in [" ", "\n"] {
            let chain = |links: usize| format!("x := 1{}\nallow := true\n", format!("{separator}{link}").repeat(links));
            assert!(!house(&chain(100)).faults().iter().any(|fault| fault.kind == TooDeep), "{link}");
            let fault = house(&chain(if separator == " " { 201 } else { 18_000 })).faults()[0].clone();
            assert!(matches!(fault.kind, TooDeep | TooLong), "{link}: {fault:?}");
        }
    }
    let fault = assert_refused(&format!("x := 1{}\nallow := true\n", "\n+ 1".repeat(201)), TooDeep, "203:1");
    assert_eq!(fault.message, "an expression has more than 200 operators");
}

#[test]
fn many_short_expressions_are_no_chain() {
    assert_allows(&format!("allow if {{\n{}}}\n", "\t1 + 1 == 2\n".repeat(250)), serde_json::json!({}));
    assert_allows(&format!("x := [\n{}]\nallow := true\n", "\t1 + 1, 2 - 1,\n".repeat(250)), serde_json::json!({}));
}

#[test]
fn signs_and_negations_in_a_row_are_refused() {
    assert_refused_soon(&format!("x := {}1\nallow if x\n", "-\n".repeat(18_000)), TooDeep);
    assert_refused_soon(&format!("allow if {}true\n", "not\n".repeat(18_000)), Syntax);
}

#[test]
fn a_reference_has_at_most_sixty_four_parts() {
    let reference = |parts: usize| format!("allow if input{}\n", ".a".repeat(parts));
    assert!(house(&reference(64)).faults().is_empty());
    assert_eq!(house(&reference(65)).only_fault().message, "a reference has more than 64 parts");
    for part in ["[\"a\"]", "[_]", "[input.x.y]", "[x].y"] {
        let reference = |parts: usize| format!("allow if input{}\n", part.repeat(parts));
        assert!(house(&reference(12)).faults().is_empty(), "{part}");
        let message = "a reference has more than 12 lookups in brackets";
        assert_eq!(house(&reference(13)).only_fault().message, message, "{part}");
    }
    let variables = |parts: usize| (0..parts).map(|at| format!("[x{at}]")).collect::<String>();
    assert!(house(&format!("allow if input{}\n", variables(12))).faults().is_empty());
    assert_refused_soon(&format!("allow if input{}\n", variables(60)), TooDeep);
}

#[test]
fn six_thousand_else_branches_and_modifiers_do_no_harm() {
    let branches: String = (0..6_000).map(|_| "else := false if { false }\n").collect();
    assert_allows(&format!("allow := false if {{ false }}\n{branches}else := true\n"), serde_json::json!({}));
    assert_allows(&format!("allow if input.x{}\n", "\nwith input.x as 1".repeat(6_000)), serde_json::json!({}));
}

#[test]
fn a_body_has_at_most_two_hundred_and_fifty_six_statements() {
    let body = |statements: usize| format!("allow if {{\n{}}}\n", "\ttrue\n".repeat(statements));
    assert_allows(&body(256), serde_json::json!({}));
    let fault = assert_refused(&body(257), TooLong, "260:2");
    assert_eq!(fault.message, "a body has more than 256 statements");
    let comprehension = format!(
        "allow if count([1 | {}true]) == 1\n",
        "true; ".repeat(130).repeat(2).replacen("; true; ", ";\ntrue; ", 1)
    );
    assert!(house(&comprehension).faults().iter().any(|fault| fault.kind == TooLong));
}

/// The engine numbers statements with sixteen bits: it would run the first ones again instead of the last.
#[test]
fn no_statement_is_lost_in_a_body_of_seventy_thousand() {
    let body = format!("allow if {{\n{}false\n}}\n", format!("{}\n", "true;".repeat(200)).repeat(350));
    assert_refused_soon(&body, TooLong);
}

#[test]
fn lines_columns_and_bytes_are_bounded() {
    let column = |width: usize| format!("# {}\nallow := true\n", "x".repeat(width - 2));
    assert_allows(&column(1_024), serde_json::json!({}));
    assert_refused(&column(1_025), TooLong, "3:1025");
    assert_refused(&format!("{}allow := true\n", "\t".repeat(257)), TooLong, "3:257");
    let lines = |count: usize| format!("allow := true\n{}", "\n".repeat(count - 4));
    assert!(house(&lines(20_000)).faults().is_empty());
    assert_refused_soon(&lines(20_001), TooLong);
    let large = format!("{HEAD}{}", format!("# {}\n", "x".repeat(1_000)).repeat(1_100));
    let house = House::of(&Files::default().with("projects/1.rego", large));
    assert!(matches!(house.only_fault().kind, TooLong | FaultKind::Unreadable), "{:?}", house.faults());
}

#[test]
fn texts_that_are_no_rego_are_refused_and_nothing_else() {
    let texts = ["", "\n \n", "\u{feff}", "\u{1}\u{2} %%% ]]] }}}", "package", "package projects[", "allow := true\n"];
    for text in texts {
        let house = House::of(&Files::default().with("projects/1.rego", text));
        assert_eq!(house.only_fault().kind, Syntax, "{text:?}");
    }
    for rules in [
        "allow if \"abc",
        "allow if `abc",
        "allow if \0 == 1",
        "allow if \"\0\"",
        "allow if \"\\q\"",
        "allow if \"\\uD83D\"",
    ] {
        assert_refused_soon(rules, Syntax);
    }
    for number in ["1e999999999", "1e99999999999999999999999", &"9".repeat(900)] {
        assert_refused_soon(&format!("allow if {number} > 0\n"), Syntax);
    }
}

#[test]
fn fifteen_thousand_rules_are_loaded() {
    let rules: String = (0..15_000).map(|at| format!("r{at} := {at}\n")).collect();
    assert_allows(&format!("allow if r7 == 7\n{rules}"), serde_json::json!({}));
}

//! Calls that the engine accepts and should not.

use logingate::decision::Outcome;
use logingate::policy::FaultKind::{Arity, DeniedBuiltin, Pattern, UnknownFunction, Unsafe, WalkOutput};
use serde_json::json;

use super::support::{assert_allows, assert_refused, verdict};

#[test]
fn functions_that_do_not_exist_are_refused_wherever_they_are_called() {
    for (rules, place) in [
        ("allow if foo.bar(1)\n", "3:10"),
        ("allow if not foo.bar(1)\n", "3:14"),
        ("allow := true\nnever if foo.bar(1)\n", "4:10"),
        ("allow := true\nx := [y | y := foo.bar(1)]\n", "4:16"),
    ] {
        let fault = assert_refused(rules, UnknownFunction, place);
        assert_eq!(fault.message, "there is no function `foo.bar`");
    }
    let hints = [
        ("starts_with", "did you mean `startswith`?"),
        ("time.now", "did you mean `time.now_ns`?"),
        ("whatever_it_is", "define it, or import the package that does"),
        ("crypto.sha256", "cryptography is not built in: callers are authenticated before policies run"),
        ("net.cidr_intersects", "use `net.cidr_contains`"),
        ("is_mmber", "did you mean `is_member`?"),
    ];
    for (name, hint) in hints {
        let fault = assert_refused(&format!("is_member(x) if x\nallow if {name}(1)\n"), UnknownFunction, "4:10");
        assert_eq!(fault.hint.as_deref(), Some(hint), "{name}");
    }
    let fault = assert_refused("member := true\nallow if member(1)\n", UnknownFunction, "4:10");
    assert_eq!(fault.message, "`member` is no function");
}

#[test]
fn the_number_of_arguments_is_counted() {
    for (call, message) in [
        ("count()", "`count` takes 1 argument, 0 given"),
        ("count(1, 2, 3)", "`count` takes 1 argument, 3 given"),
        ("count([1], 3) == 1", "`count` takes 1 argument, 2 given"),
        ("not count([1], 3) == 1", "`count` takes 1 argument, 2 given"),
        ("f(1)", "`f` takes 2 arguments, 1 given"),
        ("f(1, 2, 3, 4)", "`f` takes 2 arguments, 4 given"),
        ("startswith(\"a\")", "`startswith` takes 2 arguments, 1 given"),
    ] {
        let rules = format!("f(a, b) if a == b\nallow if {call}\n");
        let place = if call.starts_with("not") { "4:14" } else { "4:10" };
        assert_eq!(assert_refused(&rules, Arity, place).message, message);
    }
}

#[test]
fn one_argument_more_takes_the_result() {
    assert_allows("allow if { count([1, 2], n); n == 2 }\n", json!({}));
    assert_allows("f(x) := x + 1\nallow if { f(1, y); y == 2 }\n", json!({}));
    assert_allows("allow if not count([1], 2)\n", json!({}));
}

#[test]
fn functions_that_call_out_or_depend_on_chance_or_have_no_bound_are_not_run() {
    let calls = [
        "rand.intn(\"a\", 2)",
        "uuid.rfc4122(\"a\")",
        "numbers.range_step(1, 9, 2)",
        "net.cidr_expand(\"10.0.0.0/8\")",
        "graph.reachable_paths({}, {\"a\"})",
        "http.send({})",
        "opa.runtime()",
        "numbers.range(1, 200000000)",
        "sprintf(\"%2000000000d\", [1])",
        "sprintf(\"%.9999d\", [1])",
    ];
    for call in calls {
        assert_refused(&format!("allow if {call}\n"), DeniedBuiltin, "3:10");
    }
    assert_refused("allow := true\nnever if { true; http.send({}).status_code == 200 }\n", DeniedBuiltin, "4:18");
}

#[test]
fn no_built_in_comes_in_the_place_of_another() {
    for stand_in in ["http.send", "rand.intn", "numbers.range", "sprintf"] {
        let rules = format!("f(x, y) := x\nallow if f(1, 2) == 1 with f as {stand_in}\n");
        assert_refused(&rules, Unsafe, "4:33");
    }
}

#[test]
fn walk_is_refused_in_the_forms_that_yield_nothing() {
    for rules in ["allow if { [p, v] := walk(input); v == 1 }\n", "allow if { y := walk(input); y[1] == 1 }\n"] {
        let place = format!("3:{}", rules.find("walk").unwrap() + 1);
        let fault = assert_refused(rules, WalkOutput, &place);
        assert!(fault.hint.unwrap().contains("walk(x, [path, value])"));
    }
    assert_allows("allow if { walk(input, [p, v]); v == 1; p == [\"a\", \"b\"] }\n", json!({ "a": { "b": 1 } }));
}

#[test]
fn constant_patterns_must_compile_and_stay_small() {
    for (pattern, reason) in [
        (r"((a{100}){100}){100}", "compiles to more than"),
        (r"^[\w.+-]+@[\w-]+\.[\w.]+$", "compiles to more than"),
        (r"^.{1,200}$", "compiles to more than"),
        ("[a-", "does not compile"),
        ("(?<!a)b", "does not compile"),
    ] {
        let fault = assert_refused(&format!("allow if regex.match(`{pattern}`, \"a\")\n"), Pattern, "3:23");
        assert!(fault.message.contains(reason), "{fault:?}");
    }
    assert_refused("allow if regex.replace(\"a\", `[`, \"b\") == \"a\"\n", Pattern, "3:30");
    assert_allows(r#"allow if regex.match(`(?i)^\d{3}[a-z_]+$`, "123ABC")"#, json!({}));
}

#[test]
fn built_ins_that_panic_end_only_their_own_evaluation() {
    for rules in [
        "allow if object.subset([1, 2], [])\n",
        "allow if strings.count(\"abc\", \"\") == 0\n",
        "allow if time.parse_ns(\"é 2006\", \"é 2006\") > 0\n",
        "allow if time.format([1, \"UTC\", \"é2006\"]) == \"\"\n",
        "allow if not strings.count(\"abc\", \"\") == 0\n",
    ] {
        let verdict = verdict(rules, json!({}));
        assert_eq!(
            (verdict.outcome, verdict.reasons),
            (Outcome::Error, vec!["the engine failed on a built-in's arguments".to_owned()])
        );
    }
}

#[test]
fn odd_arguments_make_a_call_undefined() {
    for call in [
        "bits.lsh(1, -1)",
        "to_number(\"1e999999999\")",
        "json.unmarshal(\"1e999999999\")",
        "startswith(1, 2)",
        "substring(\"abc\", -1, -5)",
        "time.date(1e300)",
        "time.add_date(9223372036854775807, 99999, 99999, 99999)",
        "base64.decode(\"é\")",
        "hex.decode(\"zé\")",
        "semver.compare(\"1\", \"é\")",
        "glob.match(\"[\", [], \"x\")",
        "sprintf(1, [2])",
        "concat(1, 2)",
        "replace(1, 2, 3)",
        "numbers.range(\"a\", 2)",
        "numbers.range(0.5, 2)",
        "1 / 0",
    ] {
        assert_eq!(verdict(&format!("allow if {call}\n"), json!({})).outcome, Outcome::Undefined, "{call}");
    }
}

/// Nobody would see what it prints, which would be kept until the evaluation ends.
#[test]
fn print_does_nothing() {
    assert_allows(
        "allow if { print(\"é\", input.missing, [1,\n2]); not print(\"x\") == 5; x := 3; x == 3 }\n",
        json!({}),
    );
    let text = "allow if {\n\ts := concat(\"\", [\"aaaaaaaa\" | some i in numbers.range(1, 9999)])\n\tsome i in numbers.range(1, 9999)\n\tprint(s)\n\ti == 100000\n}\n";
    assert_eq!(verdict(text, json!({})).outcome, Outcome::Undefined);
}

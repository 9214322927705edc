//! Explanations end, whatever the policy.

use std::fmt::Write as _;
use std::time::{Duration, Instant};

use logingate::policy::Workbench;
use logingate::policy::explain::{Attempt, Ending, Explainer, Got, Why};
use regorus::Value;
use serde_json::json;

use super::why;
use crate::policy::support::{Files, HEAD, NOW};

#[test]
fn an_explanation_goes_no_deeper_than_a_person_follows() {
    let mut rules = String::from("allow if r0\n\n");
    for at in 0..20 {
        let _ = writeln!(rules, "r{at} if r{}\n", at + 1);
    }
    rules.push_str("r20 if input.x\n");
    let mut why = &why(&rules, json!({}), &[]);
    let mut depth = 1;
    while let Some(beneath) = why.attempts[0].failure().unwrap().beneath.first() {
        (why, depth) = (beneath, depth + 1);
    }
    assert_eq!(depth, 5);
    assert_eq!(why.attempts[0].failure().unwrap().expression, "r4");
}

#[test]
fn an_explanation_that_branches_ends() {
    let mut rules = String::from("allow if r0\n\n");
    for at in 0..5 {
        for _ in 0..8 {
            let _ = writeln!(rules, "r{at} if r{}\n", at + 1);
        }
    }
    rules.push_str("r5 if input.x\n");
    let count = count(&why(&rules, json!({}), &[]));
    assert!((5..=41).contains(&count), "{count}");
}

fn count(why: &Why) -> usize {
    let beneath = why.attempts.iter().filter_map(Attempt::failure).flat_map(|failure| &failure.beneath);
    1 + beneath.map(count).sum::<usize>()
}

#[test]
fn a_rule_that_takes_too_long_is_told_so_in_time() {
    let slow = "allow if {\n\tinput.x == 2\n}\n\nallow if {\n\tsome a in numbers.range(1, 9999)\n\tsome b in numbers.range(1, 9999)\n\ta * b < 0\n}\n";
    let limit = Duration::from_millis(100);
    let bench = Workbench::of(&Files::default().with("projects/1.rego", format!("{HEAD}{slow}")).tree(), limit);
    let package = ["projects", "1"].map(str::to_owned).to_vec();
    let closure = bench.closure(std::slice::from_ref(&package));
    let rule = [package, vec!["allow".to_owned()]].concat();
    let started = Instant::now();
    let why = Explainer::new(&bench, &closure.modules).unwrap().why(&rule, Some(&Value::from(json!({"x": 1}))), NOW);
    assert!(started.elapsed() < 300 * limit, "{:?}", started.elapsed());
    assert!(why.attempts[0].failure().is_some(), "{why}");
    assert!(!why.attempts[1].held() && !matches!(why.attempts[1].ending, Ending::NotReached), "{why}");
    assert!(why.to_string().contains("execution exceeded"), "{why}");
}

#[test]
fn a_built_in_that_the_engine_fails_on_is_survived() {
    let why = why("allow if object.subset(input.x, [])\n\nallow if input.x == 1\n", json!({"x": [1]}), &[]);
    let [subset, other] = &why.attempts[..] else { panic!("{why}") };
    let error = "the engine failed on a built-in's arguments".to_owned();
    assert_eq!(subset.failure().unwrap().got, Got::Error { error });
    assert_eq!(other.failure().unwrap().got, Got::False);
}

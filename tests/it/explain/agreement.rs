//! What is told of rules agrees with the verdict, whatever the policy.

use std::collections::BTreeSet;

use logingate::decision::Outcome;
use logingate::policy::Workbench;
use logingate::policy::explain::{Attempt, Ending, Explainer, Got, Why};
use proptest::prelude::*;
use regorus::Value;

use crate::policy::properties::generate;
use crate::policy::support::{House, LARGE_STACK_BYTES, LIMIT, NOW, with_stack};

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn definitions_are_told_to_hold_if_and_only_if_the_verdict_says_so(
        files in generate::files(),
        logins in prop::collection::vec(generate::login(), 3),
    ) {
        let text = files.text("projects/1.rego");
        let (house, bench) = (House::of(&files), Workbench::of(&files.tree(), LIMIT));
        let closure = bench.closure(&[["projects", "1"].map(str::to_owned).to_vec()]);
        let explainer = Explainer::new(&bench, &closure.modules).unwrap();
        for login in logins {
            let input = Value::from(login.input("1".parse().unwrap()));
            let policy = house.policy(1).unwrap();
            let verdict = with_stack(LARGE_STACK_BYTES, || policy.decide_on(input.clone(), NOW));
            let why = |rule: &str| explainer.why(&["projects", "1", rule].map(str::to_owned).to_vec(), Some(&input), NOW);
            let (allow, deny) = (why("allow"), why("deny"));
            let reasons: BTreeSet<String> = verdict.reasons.iter().map(|reason| format!("{reason:?}")).collect();
            let expected = match verdict.outcome {
                Outcome::Error | Outcome::Timeout => continue,
                outcome => (outcome, reasons),
            };
            let told = (outcome(&allow, &deny, default(&text)), given(&deny));
            prop_assert!(is_told(&allow) && is_told(&deny), "{}{}\n{}\n{}", allow, deny, text, input);
            prop_assert_eq!(told, expected, "\n{}{}\n{}\n{}", allow, deny, text, input);
        }
    }
}

/// Whether nothing in it could not be found out.
fn is_told(why: &Why) -> bool {
    why.attempts.iter().all(|attempt| match &attempt.ending {
        Ending::NotTold { .. } => false,
        Ending::Failed { failure } => !matches!(failure.got, Got::Error { .. }) && failure.beneath.iter().all(is_told),
        Ending::Held { .. } | Ending::NotReached => true,
    })
}

/// The value of `default allow`.
fn default(text: &str) -> Option<bool> {
    let (_, rest) = text.split_once("default allow := ")?;
    Some(rest.starts_with("true"))
}

/// What two rules come to by what is told of their definitions alone.
fn outcome(allow: &Why, deny: &Why, default: Option<bool>) -> Outcome {
    let value = if allow.attempts.iter().any(Attempt::held) {
        Some(true)
    } else if allow.attempts.iter().any(gives_false) {
        Some(false)
    } else {
        default
    };
    match (deny.attempts.iter().any(Attempt::held), value) {
        (true, _) | (false, Some(false)) => Outcome::Deny,
        (false, Some(true)) => Outcome::Allow,
        (false, None) => Outcome::Undefined,
    }
}

fn gives_false(attempt: &Attempt) -> bool {
    attempt.failure().is_some_and(|failure| matches!(&failure.got, Got::Gives { value } if value == "false"))
}

/// Everything that the definitions of a set of reasons gave it.
fn given(deny: &Why) -> BTreeSet<String> {
    let gave = |attempt: &Attempt| match &attempt.ending {
        Ending::Held { gave } => gave.clone(),
        Ending::Failed { .. } | Ending::NotReached | Ending::NotTold { .. } => Vec::new(),
    };
    deny.attempts.iter().flat_map(gave).collect()
}

//! What a policy is said to read is all that its answer can depend on.

use logingate::decision::{Login, Outcome, Part, Policy, Reads};
use proptest::prelude::*;
use regorus::Value;
use serde_json::{Map, Value as Json};

use super::generate;
use crate::policy::support::{House, LARGE_STACK_BYTES, NOW, with_stack};

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn what_a_policy_does_not_read_never_changes_its_answer(
        files in generate::files(),
        logins in prop::collection::vec((generate::login(), generate::login()), 12),
        later in 0..5i64,
    ) {
        let house = House::of(&files);
        prop_assert!(house.faults().is_empty(), "{:#?}\n{}", house.faults(), files.text("projects/1.rego"));
        let policy = house.policy(1).unwrap();
        let reads = policy.reads();
        let now = if reads.clock { NOW } else { NOW + later * 1_000_000_000 };
        for (login, other) in logins {
            let input = login.input("1".parse().unwrap());
            let changed = changed_where_not_read(&login, &other, reads);
            let [first, second] = with_stack(LARGE_STACK_BYTES, || {
                [(&input, NOW), (&changed, now)].map(|(input, now)| policy.decide_on(Value::from(input.clone()), now))
            });
            prop_assert!(first.outcome != Outcome::Timeout);
            prop_assert_eq!(
                (first.outcome, &first.reasons),
                (second.outcome, &second.reasons),
                "{:?}\n{}\n{}\n{}", reads, files.text("projects/1.rego"), input, changed
            );
        }
    }
}

/// The input of `other` with everything that is read as it is in that of `login`.
fn changed_where_not_read(login: &Login, other: &Login, reads: &Reads) -> Json {
    let [mine, theirs] = [login, other].map(|login| login.input("1".parse().unwrap()));
    let (Json::Object(mine), Json::Object(mut changed)) = (mine, theirs) else { panic!("an input is an object") };
    for part in &reads.parts {
        let path = match part {
            Part::CustomData(path) => path.as_slice(),
            _ => &[],
        };
        let described = part.describe();
        let member = described.trim_start_matches("input.").split(['.', '[']).next().unwrap();
        let path: Vec<&str> = [member].into_iter().chain(path.iter().map(String::as_str)).collect();
        transplant(&mine, &mut changed, &path);
    }
    Json::Object(changed)
}

/// Makes what lies at `path` of `to` what it is in `from`, be it nothing.
fn transplant(from: &Map<String, Json>, to: &mut Map<String, Json>, path: &[&str]) {
    let [step, rest @ ..] = path else { return };
    match (from.get(*step), rest) {
        (None, _) => drop(to.remove(*step)),
        (Some(Json::Object(below)), [_, ..]) => {
            let inner = to.entry(*step).or_insert_with(|| Json::Object(Map::new()));
            if !inner.is_object() {
                *inner = Json::Object(Map::new());
            }
            transplant(below, inner.as_object_mut().unwrap(), rest);
        }
        (Some(value), _) => drop(to.insert((*step).to_owned(), value.clone())),
    }
}

//! Names are compared without regard to case, and no two agents have the same.

use std::collections::HashMap;

use logingate::decision::Platform;
use logingate::directory::{AddAllError, AddError, LoginName, NewAgent, folded};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};

use super::{House, agent, email, name};

proptest! {
    #[test]
    fn folding_forgets_case_and_nothing_changes_when_done_twice(text in any::<String>()) {
        let key = folded(&text);
        prop_assert_eq!(folded(&key), key.clone());
        prop_assert_eq!(folded(&text.to_ascii_uppercase()), key);
    }

    #[test]
    fn what_a_name_is_beside_another_does_not_change_its_key(one in any::<String>(), other in any::<String>()) {
        prop_assert_eq!(folded(&format!("{one}{other}")), folded(&one) + &folded(&other));
    }
}

#[test]
fn letters_beyond_ascii_are_folded_too() {
    for (one, other) in [("ÉLODIE", "élodie"), ("ΟΔΟΣ", "οδοσ"), ("ЖАННА", "жанна"), ("İ", "i\u{307}")]
    {
        assert_eq!(folded(one), folded(other));
    }
}

/// Few names, so that they often meet.
fn a_name() -> impl Strategy<Value = String> {
    prop::sample::select(vec!["a", "A", "b", "B", "é", "É", "c", "ß"]).prop_map(str::to_owned)
}

fn a_login_name() -> impl Strategy<Value = LoginName> {
    let named = (prop::sample::select(Platform::ALL.to_vec()), a_name()).prop_map(|(at, text)| name(at, &text));
    prop_oneof![named, a_name().prop_map(|text| email(&text))]
}

fn an_agent() -> impl Strategy<Value = NewAgent> {
    (a_name(), prop::collection::vec(a_login_name(), 0..3))
        .prop_map(|(username, login_names)| NewAgent { login_names, ..agent(&username) })
}

/// Every name by which the agent would be found, by the rule as it is told.
fn all_names(agent: &NewAgent) -> Vec<LoginName> {
    let has_own = |at: Platform| agent.login_names.iter().any(|own| *own == name(at, &own.name));
    let defaults = Platform::ALL.into_iter().filter(|at| !has_own(*at)).map(|at| name(at, &agent.username));
    agent.login_names.iter().cloned().chain(defaults).collect()
}

/// Whatever is entered in whatever order: one agent behind each name, and a refusal exactly where a name is taken.
#[test]
fn no_two_agents_are_reached_by_one_name() {
    let mut houses = vec![House::sqlite()];
    houses.extend(House::postgres());
    for house in houses {
        let mut runner = TestRunner::new(Config { cases: 24, failure_persistence: None, ..Config::default() });
        let rounds = std::cell::Cell::new(0);
        let result = runner.run(&prop::collection::vec(an_agent(), 1..6), |agents| {
            rounds.set(rounds.get() + 1);
            hold(&house, &agents, rounds.get())
        });
        result.unwrap_or_else(|error| panic!("{error}"));
    }
}

/// Each round has names of its own, for all share one database.
fn hold(house: &House, agents: &[NewAgent], round: u32) -> Result<(), TestCaseError> {
    let mut usernames = HashMap::new();
    let mut taken: HashMap<(Platform, bool, String), _> = HashMap::new();
    let mine = |text: &str| format!("{text}{round}");
    for agent in agents {
        let mut agent = agent.clone();
        agent.username = mine(&agent.username);
        agent.login_names.iter_mut().for_each(|own| own.name = mine(&own.name));
        let key = |own: &LoginName| (own.platform, *own == email(&own.name), folded(&own.name));
        let keys: Vec<_> = all_names(&agent).iter().map(key).collect();
        let is_twice = keys.iter().enumerate().any(|(at, key)| keys[..at].contains(key));
        let is_taken =
            usernames.contains_key(&folded(&agent.username)) || keys.iter().any(|key| taken.contains_key(key));
        let added = house.wait(house.directory.add(agent.clone(), None));
        match added {
            Ok(id) => {
                prop_assert!(!is_taken && !is_twice, "{agent:?}");
                usernames.insert(folded(&agent.username), id);
                taken.extend(keys.into_iter().map(|key| (key, id)));
            }
            Err(AddError::Taken(_)) => prop_assert!(is_taken && !is_twice, "{agent:?}"),
            Err(AddError::Unfit(_)) => prop_assert!(is_twice, "{agent:?}"),
            Err(other) => return Err(TestCaseError::fail(other.to_string())),
        }
        // In bulk the same is refused.
        let bulk = house.wait(house.directory.add_all(vec![(agent, None)], |_| ()));
        prop_assert!(matches!(bulk, Err(AddAllError::Conflicts(_))), "{bulk:?}");
    }
    for ((platform, is_email, text), id) in taken {
        let found = (!is_email).then(|| house.find(platform, &text.to_uppercase().replace("SS", "ß")));
        prop_assert!(found.is_none_or(|found| found == Some(id)), "{text}");
    }
    Ok(())
}

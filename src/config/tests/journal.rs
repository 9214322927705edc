//! `[journal]`: what is kept, where, and what is not.

use std::time::Duration;

use super::Scene;
use crate::config::JournalAgents;

#[test]
fn nothing_is_looked_up_and_nothing_masked_unless_that_is_set() {
    let journal = Scene::new().load().settings.journal;
    assert!(journal.index.is_none() && journal.privacy.mask.is_empty());
    assert_eq!(journal.privacy.agents, JournalAgents::Plain);
}

#[test]
fn the_index_has_a_path_and_bounds() {
    let scene = Scene::with_file("[journal.index]\npath = \"i.sqlite\"\nkeep_age = \"7days\"\n")
        .env("LOGINGATE_JOURNAL__INDEX__KEEP_MEBIBYTES", "64");
    let index = scene.load().settings.journal.index.unwrap();
    assert_eq!(
        (index.path.to_str(), index.keep_age, index.keep_mebibytes),
        (Some("i.sqlite"), Duration::from_hours(168), 64)
    );
    let fault = Scene::with_file("[journal.index]\nkeep_age = \"1s\"\n").fault();
    assert!(fault.contains("journal.index.keep_age") && fault.contains("expected a duration from \"1m\""), "{fault}");
    assert!(
        Scene::with_file("[journal.index]\npath = \"\"\n").fault().contains("expected \"off\" or the path of a file")
    );
}

#[test]
fn only_what_is_about_agents_can_be_masked() {
    let mask = |list: &str| Scene::with_file(&format!("[journal]\nmask = {list}\n"));
    assert_eq!(mask(r#"["/input/customData/a~1b"]"#).load().settings.journal.privacy.mask, ["/input/customData/a~1b"]);
    for wrong in ["/result", "input/userId", "/input/", "/input", "", "/input/customData/a~2", "/input/hook"] {
        let fault = mask(&format!("[\"/input/userId\", \"{wrong}\"]")).fault();
        assert!(
            fault.contains(&format!("got \"{wrong}\" at [1], expected a JSON pointer to a part of /input")),
            "{fault}"
        );
    }
    assert!(mask("\"/input/x\"").fault().contains("expected a list of JSON pointers"));
    assert!(mask("[1]").fault().contains("got 1 at [0], expected a text in quotes"));
    let from_environment = Scene::new().env("LOGINGATE_JOURNAL__MASK", r#"["/input/username"]"#);
    assert_eq!(from_environment.load().settings.journal.privacy.mask, ["/input/username"]);
}

#[test]
fn agents_are_hashed_with_a_key_from_the_settings_or_a_file() {
    let inline = "[journal]\nagents = \"hashed\"\nagents_key = \"0123456789abcdef\"\n";
    let scene = Scene::with_file("[journal]\nagents = \"hashed\"\nagents_key_file = \"key\"\n");
    scene.write("key", "0123456789abcdef\n");
    let of = |scene: &Scene| scene.load().settings.journal.privacy.agents;
    assert_eq!(of(&scene), of(&Scene::with_file(inline)));
    let loaded = Scene::with_file(inline).load();
    assert!(!format!("{loaded:?} {}", loaded.report).contains("0123456789"));
}

#[test]
fn a_key_that_does_not_fit_is_refused_and_never_shown() {
    for (text, expected) in [
        ("agents = \"hashed\"", "expected agents_key or agents_key_file with it"),
        ("agents_key = \"hidden-hidden-hidden\"", "expected \"hashed\" or no key"),
        ("agents = \"hashed\"\nagents_key = \"hidden\"", "is shorter than 16 bytes"),
        (
            "agents = \"hashed\"\nagents_key = \"hidden-hidden-hidden\"\nagents_key_file = \"k\"",
            "expected one of the two",
        ),
        ("agents = \"hashed\"\nagents_key_file = \"k\"", "agents_key_file"),
    ] {
        let fault = Scene::with_file(&format!("[journal]\n{text}\n")).fault();
        assert!(fault.contains(expected) && !fault.contains("hidden"), "{fault}");
    }
}

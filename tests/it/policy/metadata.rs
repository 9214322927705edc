//! `# METADATA`: how long a policy may be remembered.

use std::time::Duration;

use logingate::decision::Policy;
use logingate::policy::FaultKind::Metadata;

use super::support::{Files, House};

fn house(head: &str) -> House {
    House::of(&Files::default().with("projects/1.rego", format!("{head}package projects[\"1\"]\n\nallow := true\n")))
}

#[test]
fn a_policy_may_shorten_how_long_it_is_remembered() {
    for (head, ttl) in [
        ("# METADATA\n# custom:\n#   cache_ttl: 10s\n", Some(Duration::from_secs(10))),
        ("# METADATA\n# title: Sales\n# custom: {cache_ttl: 1m 30s, other: 1}\n", Some(Duration::from_secs(90))),
        ("# METADATA\n# title: Sales\n", None),
        ("# METADATA\n", None),
        ("# cache_ttl: 10s\n", None),
        ("", None),
    ] {
        let house = house(head);
        assert_eq!(house.faults(), [], "{head}");
        assert_eq!(house.policy(1).unwrap().cache_ttl(), ttl, "{head}");
    }
}

#[test]
fn the_shortest_of_a_package_counts_and_libraries_have_no_say() {
    let annotated = |ttl: &str, text: &str| format!("# METADATA\n# custom: {{cache_ttl: {ttl}}}\n{text}");
    let files = Files::default()
        .with("projects/1/a.rego", annotated("20s", "package projects[\"1\"]\n\nimport data.lib\n\nallow if lib.x\n"))
        .with("projects/1/b.rego", annotated("5s", "package projects[\"1\"]\n\nmore := true\n"))
        .with("lib.rego", annotated("1s", "package lib\n\nx := true\n"));
    assert_eq!(House::of(&files).policy(1).unwrap().cache_ttl(), Some(Duration::from_secs(5)));
    let rule = "package projects[\"1\"]\n\n# METADATA\n# custom: {cache_ttl: 7s}\nallow := true\n";
    let house = House::of(&Files::of([("projects/1.rego", rule)]));
    assert_eq!(house.policy(1).unwrap().cache_ttl(), Some(Duration::from_secs(7)));
}

#[test]
fn what_is_no_duration_is_refused_where_it_stands() {
    for (head, line) in [
        ("# METADATA\n# custom: {cache_ttl: soon}\n", 1),
        ("\n# METADATA\n# custom: {cache_ttl: 10}\n", 2),
        ("# METADATA\n# custom: [\n", 1),
        ("# METADATA\n# - list\n", 1),
    ] {
        let house = house(head);
        let fault = house.only_fault();
        assert_eq!((fault.kind, fault.place.unwrap().line), (Metadata, line), "{head}: {fault:?}");
        assert_eq!(fault.hint.as_deref(), Some("such as `# custom: {cache_ttl: 10s}`"));
    }
}

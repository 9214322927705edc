//! Whatever the bytes of a file, it is loaded or refused, soon and without harm to anybody else.

use std::time::{Duration, Instant};

use logingate::decision::Outcome;
use proptest::collection::vec;
use proptest::prelude::*;

use crate::policy::support::{Files, House};

/// What Rego and data are made of.
const PIECES: [&str; 64] = [
    "package ",
    "projects",
    "[\"1\"]",
    "\n",
    "\n",
    "\n",
    " ",
    " ",
    "\t",
    "import ",
    "data",
    "input",
    ".",
    ".a",
    "lib",
    " as ",
    "default ",
    "allow",
    "deny",
    " := ",
    " = ",
    " == ",
    "if ",
    "else ",
    "contains ",
    "some ",
    "every ",
    " in ",
    "not ",
    " with ",
    "{",
    "}",
    "[",
    "]",
    "(",
    ")",
    "|",
    ",",
    ";",
    ":",
    "\"a\"",
    "`b`",
    "\"",
    "`",
    "1",
    "1e9",
    "-",
    "+",
    "*",
    "x",
    "y",
    "_",
    "f(",
    "count(",
    "walk(",
    "true",
    "null",
    "# METADATA\n",
    "# custom: {cache_ttl: ",
    "1s}",
    "é",
    "\u{0}",
    "&a ",
    "*a",
];

fn soup() -> impl Strategy<Value = Vec<u8>> {
    let pieces = vec(prop::sample::select(PIECES.to_vec()), 0..60).prop_map(|pieces| pieces.concat().into_bytes());
    let rules =
        pieces.clone().prop_map(|soup| [b"package projects[\"1\"]\n\nallow := true\n\nx if ", &soup[..]].concat());
    prop_oneof![vec(any::<u8>(), 0..200), pieces, rules]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn any_bytes_are_loaded_or_refused(
        path in prop::sample::select(vec!["projects/1.rego", "lib/a.rego", "data.yaml", "a/data.json"]),
        bytes in soup(),
    ) {
        let other = "package projects[\"2\"]\n\nallow := true\n";
        let files = Files::of([("projects/2.rego", other)]).with(path, &bytes);
        let started = Instant::now();
        let house = House::of(&files);
        prop_assert!(started.elapsed() < Duration::from_secs(20), "{:?}: {:?}", started.elapsed(), bytes);
        let outcome = house.outcome(1);
        if path == "projects/1.rego" && !house.faults().is_empty() {
            prop_assert_eq!(outcome, Outcome::Error, "{:?}", String::from_utf8_lossy(&bytes));
        }
        if path != "lib/a.rego" {
            prop_assert_eq!(house.outcome(2), Outcome::Allow);
        }
    }
}

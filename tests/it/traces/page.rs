//! `examples/monitoring/TRACES.md`: everything it shows is so, and it names every attribute.

use std::collections::BTreeSet;
use std::path::Path;

use logingate::config::{self, Sources};
use regex::Regex;

use super::receiver::Receiver;
use crate::pages::{blocks, check_links, console};
use crate::program::Program;
use crate::server::{POLICIES, write_files};

const PAGE: &str = include_str!("../../../examples/monitoring/TRACES.md");
const ATTRIBUTES: &str = include_str!("../../../src/traces/attributes.rs");

#[test]
fn everything_the_page_shows_is_so() {
    let receiver = Receiver::start();
    let directory = tempfile::tempdir().unwrap();
    write_files(&directory.path().join("policies"), POLICIES);
    let endpoint = format!("http://{}", receiver.address);
    let server = Program::serve_with(directory.path(), &[], &[("LOGINGATE_TRACES__ENDPOINT", &endpoint)]);
    let mut kinds = BTreeSet::new();
    for block in blocks(PAGE) {
        kinds.insert(block.kind);
        match block.kind {
            "console" => console::run(&block, directory.path(), Some(&server)),
            "toml" => load(&block.text, directory.path()),
            other => panic!("line {}: nothing checks blocks of kind `{other}`", block.line),
        }
    }
    assert_eq!(kinds, ["console", "toml"].into());
    check_links(PAGE, "examples/monitoring");
    receiver.wait_for_batches(1);
    let spans = receiver.spans();
    assert!(spans.iter().all(|span| span.trace == "4bf92f3577b34da6a3ce929d0e0e4736"), "{spans:#?}");
}

fn load(text: &str, directory: &Path) {
    let directory = tempfile::tempdir_in(directory).unwrap();
    let secrets = directory.path().join("secrets");
    write_files(directory.path(), &[("secrets/traces-headers", "Authorization: Bearer x\n")]);
    let text = text.replace("/run/secrets", secrets.to_str().unwrap());
    write_files(directory.path(), &[("logingate.toml", &text)]);
    let loaded = config::load(&Sources { directory: directory.path().to_owned(), ..Sources::default() });
    let traces = loaded.unwrap_or_else(|error| panic!("{error}")).settings.traces;
    assert_eq!(traces.receiver.unwrap().url, "https://otlp.example.com/v1/traces");
}

#[test]
fn the_table_has_every_attribute_and_no_other() {
    let quoted = Regex::new(r#""([a-z_]+(?:\.[a-z_]+)+)""#).unwrap();
    let written = Regex::new(r"`([a-z_]+(?:\.[a-z_]+)+)`").unwrap();
    let names = |regex: &Regex, text: &str| -> BTreeSet<String> {
        regex.captures_iter(text).map(|name| name[1].to_owned()).collect()
    };
    let rows: String = PAGE
        .lines()
        .filter_map(|line| line.strip_prefix("| `")?.split(" | ").next())
        .map(|cell| format!("`{cell}"))
        .collect();
    let mut known = names(&quoted, ATTRIBUTES);
    // The name of the event.
    assert!(known.remove("logingate.verdict"));
    assert_eq!(names(&written, &rows), known);
}

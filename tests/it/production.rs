//! `examples/production`: what an operator copies from there fits together and does what its pages say.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use logingate::config::{self, Loaded, Sources};
use tempfile::TempDir;

use crate::pages::{blocks, check_links};
use crate::program::{Program, bash};

const FOLDER: &str = "examples/production";
const PAGE: &str = include_str!("../../examples/production/README.md");
const REFUSALS: &str = include_str!("../../examples/production/REFUSALS.md");
const SETTINGS: &str = include_str!("../../examples/production/logingate.toml");
const UNIT: &str = include_str!("../../examples/production/logingate.service");
const DOCKERFILE: &str = include_str!("../../examples/production/Dockerfile");
const CATALOGUE: &str = include_str!("../../src/dialect/problem/catalogue.rs");

fn repository() -> PathBuf {
    env!("CARGO_MANIFEST_DIR").into()
}

/// A root directory with the secrets that the settings name, and the sample policies.
fn root() -> TempDir {
    let root = tempfile::tempdir().unwrap();
    let secrets = root.path().join("etc/logingate/secrets");
    fs::create_dir_all(&secrets).unwrap();
    for (name, content) in [("acme", "a".repeat(64)), ("acme-key", "k".repeat(32)), ("globex", "g".repeat(64))] {
        fs::write(secrets.join(name), content).unwrap();
    }
    let policies = repository().join("policies");
    let make = format!(
        "chmod 400 secrets/*; cp -R {} . && mkdir -p ../../var/log/logingate ../../var/lib/logingate ../../man",
        policies.display()
    );
    assert_eq!(bash(&root.path().join("etc/logingate"), &make, &[]).code, Some(0));
    fs::write(root.path().join("etc/logingate/logingate.toml"), moved(SETTINGS, root.path())).unwrap();
    root
}

/// `text` with its absolute paths below `root`.
fn moved(text: &str, root: &Path) -> String {
    let root = root.to_str().unwrap();
    let text =
        text.replace("/etc/logingate", &format!("{root}/etc/logingate")).replace("/var/", &format!("{root}/var/"));
    text.replace("/usr/local/share/man/man1", &format!("{root}/man"))
}

fn load(root: &Path, settings: &str) -> Loaded {
    fs::write(root.join("logingate.toml"), moved(settings, root)).unwrap();
    config::load(&Sources { directory: root.to_owned(), ..Sources::default() }).unwrap()
}

/// What follows `name=` in the unit.
fn directive(name: &str) -> &'static str {
    let mut values = UNIT.lines().filter_map(|line| line.strip_prefix(name)?.strip_prefix('='));
    values.next().unwrap_or_else(|| panic!("the unit has no {name}"))
}

#[test]
fn the_settings_load_with_nothing_left_to_warn_about() {
    let root = root();
    let with_tls = SETTINGS.replace("#|", "").replace("\"127.0.0.1:8080\"", "\"0.0.0.0:443\"");
    let key = root.path().join("etc/logingate/tls/tls.key");
    assert_eq!(load(root.path(), &with_tls).settings.tls.unwrap().key, key);
    let loaded = load(root.path(), SETTINGS);
    assert_eq!(loaded.settings.vcc.hooks.iter().map(|hook| hook.secrets.len()).collect::<Vec<_>>(), [1, 1]);
    // What no setting can change is told at every start.
    assert_eq!(loaded.warnings.len(), 1, "{:?}", loaded.warnings);
    assert!(loaded.warnings[0].contains("encryption hides bodies but does not authenticate them"));
}

#[test]
fn the_server_starts_with_them_and_the_commands_of_the_page_succeed() {
    let root = root();
    let etc = root.path().join("etc/logingate");
    let server = Program::serve(&etc, &["--config", "logingate.toml"]);
    let mut commands = 0;
    for block in blocks(PAGE) {
        assert_eq!(block.kind, "sh", "line {}", block.line);
        let syntax = bash(root.path(), &format!("cat > script <<'EOF'\n{}EOF\nbash -n script", block.text), &[]);
        assert_eq!(syntax.code, Some(0), "line {}: {}", block.line, syntax.text);
        for command in block.text.lines().filter(|line| line.starts_with("logingate ")) {
            let environment = [("LOGINGATE_LISTEN", &*server.address)];
            let environment = if command.starts_with("logingate health") { &environment[..] } else { &[] };
            let ran = bash(root.path(), &moved(command, root.path()), environment);
            assert_eq!(ran.code, Some(0), "{command}: {}", ran.text);
            commands += 1;
        }
    }
    assert_eq!(commands, 4);
}

#[test]
fn whoever_stops_the_server_waits_longer_than_it_takes() {
    let settings = load(root().path(), SETTINGS).settings;
    let taken = settings.shutdown_delay + settings.shutdown_grace;
    let allowed: u64 = directive("TimeoutStopSec").trim_end_matches('s').parse().unwrap();
    assert!(Duration::from_secs(allowed) > taken);
    let (_, timeout) = PAGE.split_once("--stop-timeout ").unwrap();
    let timeout: u64 = timeout.split(' ').next().unwrap().parse().unwrap();
    assert!(Duration::from_secs(timeout) > taken);
}

#[test]
fn the_unit_starts_this_program_and_lets_it_write_where_the_settings_say() {
    let command = directive("ExecStart").strip_prefix("/usr/local/bin/").unwrap();
    let root = root();
    let ran = bash(root.path(), &format!("{command}.missing"), &[]);
    assert!(ran.text.contains("/etc/logingate/logingate.toml.missing"), "{}", ran.text);
    assert_eq!((directive("StateDirectory"), directive("LogsDirectory")), ("logingate", "logingate"));
    let Loaded { settings, .. } = load(root.path(), SETTINGS);
    let below = |path: &Path, folder: &str| path.starts_with(root.path().join(folder));
    assert!(below(&settings.journal.index.unwrap().path, "var/lib/logingate"));
    assert!(settings.journal.files.iter().all(|file| below(&file.path, "var/log/logingate")));
}

#[test]
fn the_image_has_what_the_build_and_the_program_need() {
    let copied: Vec<&str> = DOCKERFILE
        .lines()
        .filter_map(|line| line.strip_prefix("COPY ").filter(|paths| !paths.starts_with("--from")))
        .flat_map(|paths| paths.split(' ').rev().skip(1))
        .collect();
    let ignored = fs::read_to_string(repository().join(FOLDER).join("Dockerfile.dockerignore")).unwrap();
    for path in &copied {
        assert!(repository().join(path).exists(), "{path}");
        assert!(ignored.lines().any(|line| line.strip_prefix('!') == Some(path)), "{path}");
    }
    let manifest = fs::read_to_string(repository().join("Cargo.toml")).unwrap();
    let (_, version) = manifest.split_once("rust-version = \"").unwrap();
    assert!(DOCKERFILE.contains(&format!("FROM rust:{}-", version.split('"').next().unwrap())));
    // The base image has the C library and the compiler's support library, and no other.
    let linked = bash(&repository(), "ldd $(which logingate)", &[]).text;
    let known =
        |line: &str| ["linux-vdso", "libgcc_s", "libm.", "libc.", "ld-linux"].iter().any(|name| line.contains(name));
    assert!(linked.lines().all(known), "{linked}");
}

#[test]
fn every_refusal_is_explained() {
    let kinds: Vec<&str> = CATALOGUE.lines().filter_map(|line| line.split_once("=> (")?.1.split('"').nth(1)).collect();
    assert!(kinds.len() > 20, "{kinds:?}");
    let explained = |kind: &str| REFUSALS.lines().filter(|line| line.starts_with(&format!("| `{kind}` |"))).count();
    for kind in &kinds {
        assert_eq!(explained(kind), 1, "{kind}");
    }
    for (status, kind) in CATALOGUE.lines().filter_map(|line| line.split_once("=> (")?.1.split_once(", \"")) {
        let kind = kind.split('"').next().unwrap();
        assert!(REFUSALS.contains(&format!("| `{kind}` | {status} |")), "{kind}: {status}");
    }
}

#[test]
fn the_links_of_the_pages_lead_somewhere() {
    check_links(PAGE, FOLDER);
    check_links(REFUSALS, FOLDER);
}

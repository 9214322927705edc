//! Encrypted bodies, opened with the settings of a hook.

use std::path::Path;
use std::process::Output;

use tempfile::TempDir;

use super::{decide, stderr, stdout};
use crate::server::{POLICIES, SAMPLE_ANSWER, write_files};

const IV: &str = "000102030405060708090a0b0c0d0e0f";
/// The body from VCC Live's documentation, by aes-256-ctr and this key.
const BODY: &str = "2NRFohjfYJ+1gltn8I0pJn4YWGyNo/iK5MSGd1MtquOE0omo5FytJ/X25wZTR65KqkbzDXY5utldYFA1vRp2Ms0m8GgOHmNP8ZQpfWhbBcTLd7u0QYO9X/ZTcj8UvmmuQ1tlkt8=";
const SETTINGS: &str = "[[vcc.hooks]]\nname = \"acme\"\npath = \"/acme\"\n\
    [vcc.hooks.encryption]\ncipher = \"aes-256-ctr\"\nkey = \"very secret key\"\niv = \"query\"\n\n\
    [[vcc.hooks]]\nname = \"globex\"\npath = \"/globex\"\n";

fn house() -> TempDir {
    let directory = tempfile::tempdir().unwrap();
    write_files(directory.path(), &[("server.toml", SETTINGS), ("login.txt", BODY)]);
    write_files(&directory.path().join("policies"), POLICIES);
    directory
}

fn decide_under(directory: &Path, arguments: &[&str]) -> Output {
    decide(directory, &[arguments, &["--config", "server.toml"]].concat())
}

#[test]
fn an_encrypted_body_is_opened_with_the_key_of_its_hook() {
    let house = house();
    let given = ["--body", "login.txt", "--iv", IV, "--hook", "acme"];
    let output = decide_under(house.path(), &given);
    assert_eq!((stdout(&output).trim_end(), output.status.code()), (SAMPLE_ANSWER, Some(5)), "{}", stderr(&output));
    let wrong = ["--body", "login.txt", "--iv", &IV.replace('0', "1"), "--hook", "acme"];
    let output = decide_under(house.path(), &wrong);
    assert_eq!(output.status.code(), Some(2), "{}", stdout(&output));
    assert!(!stderr(&output).contains("secret"), "{}", stderr(&output));
}

#[test]
fn a_login_by_flags_needs_no_encryption() {
    let output =
        decide_under(house().path(), &["--project", "1", "--user-id", "1", "--group-id", "2", "--hook", "acme"]);
    assert_eq!(stdout(&output), "{\"1\":true}\n", "{}", stderr(&output));
}

#[test]
fn which_of_several_hooks_must_be_said() {
    let house = house();
    for (hook, told) in [
        (&[][..], "the settings have several hooks: choose one by --hook: acme, globex"),
        (&["--hook", "acne"], "the settings have no hook `acne`: choose one by --hook: acme, globex"),
    ] {
        let output = decide_under(house.path(), &[&["--project", "1", "--user-id", "1"], hook].concat());
        assert_eq!(output.status.code(), Some(2));
        assert!(stderr(&output).contains(told), "{}", stderr(&output));
    }
}

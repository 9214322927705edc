//! What keeps the server from starting, and how it says so.

use std::net::TcpListener;
use std::process::Output;

use crate::server::{POLICIES, Process, write_files};

/// Starts it where it can't, with these settings and further arguments.
fn fail(settings: &str, with_policies: bool, arguments: &[&str]) -> (Option<i32>, String) {
    let directory = tempfile::tempdir().unwrap();
    write_files(directory.path(), &[("logingate.toml", settings)]);
    if with_policies {
        write_files(&directory.path().join("policies"), POLICIES);
    }
    let Output { status, stderr, .. } = Process::command(directory.path(), arguments).output().unwrap();
    (status.code(), String::from_utf8(stderr).unwrap())
}

#[test]
fn an_address_in_use_is_a_failure() {
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    let (code, errors) = fail("", true, &["--listen", &address]);
    assert_eq!(code, Some(1));
    assert!(errors.contains(&format!("error: can't listen on {address} (listen): ")), "{errors}");
    assert!(errors.contains("is another server running there?"), "{errors}");
}

#[test]
fn a_missing_policy_directory_is_a_fault_of_the_settings() {
    let (code, errors) = fail("", false, &["--listen", "127.0.0.1:0"]);
    assert_eq!(code, Some(2));
    assert!(errors.contains("error: the policy directory policies can't be read: "), "{errors}");
    assert!(errors.contains("set `policies.dir`, or give --policies DIR"), "{errors}");
}

#[test]
fn others_are_not_served_without_a_secret() {
    for listen in ["0.0.0.0:0", "[::]:0"] {
        let (code, errors) = fail("", true, &["--listen", listen]);
        assert_eq!(code, Some(2));
        assert!(errors.contains("hook \"default\" has no secret, and others can reach"), "{errors}");
        assert!(errors.contains("or set allow_unauthenticated = true"), "{errors}");
    }
}

#[test]
fn unknown_ciphers_and_settings_are_all_told_at_once() {
    let settings = r#"
        workrs = 2
        [[vcc.hooks]]
        name = "a"
        path = "/a"
        [vcc.hooks.encryption]
        cipher = "aes-256-gcm"
        key = "a-key-that-nobody-may-read"
    "#;
    let (code, errors) = fail(settings, true, &["--listen", "127.0.0.1:0"]);
    assert_eq!(code, Some(2));
    assert!(errors.contains("aes-256-gcm") && errors.contains("workrs"), "{errors}");
    assert!(!errors.contains("a-key-that-nobody-may-read"), "{errors}");
}

//! Refusals of ours, each with what to do.

use std::path::{Path, PathBuf};

use tempfile::TempDir;

use super::ask;
use crate::server::{POLICIES, TestServer};

const SETTINGS: &str = r#"
    [[vcc.hooks]]
    name = "guarded"
    path = "/guarded"
    secrets = ["hush-hush"]
    [[vcc.hooks]]
    name = "other-name"
    path = "/other-name"
    secrets = ["hush-hush"]
    secret_parameter = "token"
    [[vcc.hooks]]
    name = "in-path"
    path = "/in-path/{secret}"
    secrets = ["hush-hush"]
    [[vcc.hooks]]
    name = "encrypted"
    path = "/encrypted"
    [vcc.hooks.encryption]
    cipher = "aes-256-ctr"
    key = "very secret key"
    [[vcc.hooks]]
    name = "zeros"
    path = "/zeros"
    [vcc.hooks.encryption]
    cipher = "aes-256-cbc"
    key = "very secret key"
    iv = "empty"
    [[vcc.hooks]]
    name = "signed"
    path = "/signed"
    signing_secrets = ["whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"]
    [[vcc.hooks]]
    name = "elsewhere"
    path = "/elsewhere"
    allow = ["203.0.113.0/24"]
    [[vcc.hooks]]
    name = "open"
    path = "/open"
"#;

struct Scene {
    server: TestServer,
    directory: TempDir,
}

impl Scene {
    fn new(more: &str) -> Self {
        let server = TestServer::with(&format!("{more}\n{SETTINGS}"), POLICIES);
        let directory = tempfile::tempdir().unwrap();
        for (name, text) in [
            ("right", "hush-hush\n"),
            ("wrong", "not-this-one\n"),
            ("key", "very secret key\n"),
            ("other-key", "another key\n"),
            ("whsec", "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw\n"),
        ] {
            std::fs::write(directory.path().join(name), text).unwrap();
        }
        Self { server, directory }
    }

    /// What is said of a request to `path`; a flag `--…-file NAME` names one of the files.
    fn ask(&self, path: &str, flags: &str) -> (String, Option<i32>) {
        let named = |word: &str| -> PathBuf { self.directory.path().join(Path::new(word)) };
        let mut words: Vec<String> = Vec::new();
        for word in flags.split_whitespace() {
            let is_file = words.last().is_some_and(|flag| flag.ends_with("-file"));
            words.push(if is_file { named(word).to_str().unwrap().to_owned() } else { word.to_owned() });
        }
        ask(self.server.address, path, &words.iter().map(String::as_str).collect::<Vec<_>>())
    }
}

#[test]
fn each_refusal_says_what_to_do() {
    let scene = Scene::new("");
    let ctr = "--cipher aes-256-ctr --key-file key";
    for (path, flags, expected) in [
        ("/guarded", "", "No secret was sent: give --secret-file"),
        ("/guarded", "--secret-file wrong", "sent in the query as `secret-key`. Compare it with the hook's `secrets`"),
        ("/guarded", "--secret-file wrong --secret-in basic", "so it is none of the hook's `secrets`"),
        ("/in-path/{secret}", "--secret-file wrong", "The secret was sent in the path."),
        (
            "/other-name",
            "--secret-file right",
            "The secret is right: sent as the password of HTTP Basic it was accepted.",
        ),
        ("/in-path", "--secret-file right", "The path is that of no hook"),
        ("/Guarded", "", "Upper and lower case differ"),
        ("/encrypted", "", "and this hook takes encrypted ones: give --cipher"),
        ("/encrypted", "--method get", "A GET is never encrypted"),
        ("/encrypted", &format!("{ctr} --body-form form"), "An encrypted body has to be JSON"),
        ("/encrypted", "--cipher aes-256-cbc --key-file key", "Cipher, key or initialisation vector differ"),
        ("/encrypted", "--cipher aes-256-ctr --key-file other-key", "Cipher, key or initialisation vector differ"),
        ("/encrypted", &format!("{ctr} --iv empty"), "\"query\" wants iv=${iv} at the end of VCC Live's URL"),
        ("/zeros", "--cipher aes-256-cbc --key-file key", "\"empty\" (here --iv empty) wants none"),
        ("/open", ctr, "The body was sent encrypted, and this hook reads plain ones"),
        ("/signed", "", "The request was not signed: give --signing-secret-file"),
        ("/signed", "--method get --signing-secret-file whsec", "send a POST"),
        ("/elsewhere", "", "Behind a proxy, `trusted_proxies` must name it"),
        ("/open", "--project 1.5", "`secondaryProjectIds` is given as `1.5`; accepted:"),
    ] {
        let (text, code) = scene.ask(path, flags);
        assert!(text.contains(" refused ") && text.contains(expected), "{path} {flags}: {text}");
        assert_eq!(code, Some(1), "{path} {flags}: {text}");
        assert!(!text.contains("hush-hush") && !text.contains("not-this-one"), "{path} {flags}: {text}");
    }
}

#[test]
fn the_same_with_everything_right_is_answered() {
    let scene = Scene::new("");
    for (path, flags) in [
        ("/guarded", "--secret-file right"),
        ("/guarded", "--secret-file right --secret-in basic --method get"),
        ("/guarded?secret-key=hush-hush", ""),
        ("/other-name", "--secret-file right --secret-parameter token"),
        ("/in-path/{secret}", "--secret-file right"),
        ("/encrypted", "--cipher aes-256-ctr --key-file key"),
        ("/encrypted?iv=${iv}", "--cipher aes-256-ctr --key-file key"),
        ("/zeros", "--cipher aes-256-cbc --key-file key --iv empty"),
    ] {
        let (text, code) = scene.ask(path, flags);
        assert!(text.contains("Project 3 refuses.") && code == Some(5), "{path} {flags}: {text}");
        assert!(!text.contains("hush-hush"), "{path} {flags}: {text}");
    }
}

/// The server's clock stands a good while away from that of this machine.
#[test]
fn a_clock_that_is_wrong_is_named() {
    let scene = Scene::new("");
    scene.server.clock.advance(std::time::Duration::from_hours(1_000_000));
    let (text, code) = scene.ask("/signed", "--signing-secret-file whsec");
    assert!(text.contains("behind this server's clock, accepted are 300; set both clocks"), "{text}");
    assert_eq!(code, Some(1));
}

#[test]
fn too_many_bad_secrets_say_when_to_come_again() {
    let scene = Scene::new("[limits]\nbad_secrets_per_minute = 1");
    scene.ask("/guarded", "");
    let (text, code) = scene.ask("/guarded", "");
    assert!(text.contains("a right one is accepted at once") && text.contains("Ask again after "), "{text}");
    assert_eq!(code, Some(1));
    assert_eq!(scene.ask("/guarded", "--secret-file right").1, Some(5));
}

#[test]
fn what_cannot_be_told_from_outside_is_looked_up_on_the_server() {
    let (text, _) = Scene::new("").ask("/encrypted", "");
    assert!(text.contains("GET /v1/hooks/{name}/last on its admin listener"), "{text}");
}

//! Logins that a server decides.

use super::{SAMPLE_FLAGS, ask, command, request, told};
use crate::server::{POLICIES, Process, TestServer};

#[test]
fn a_refusing_project_is_named_with_what_the_platform_makes_of_it() {
    let server = TestServer::start();
    let output = request(&[&format!("http://{}", server.address)]);
    let text = String::from_utf8(output.stdout).unwrap();
    let start = format!(
        "sent        POST http://{}/vcc/project-login\n            Content-Type: application/json\n            \
         {{\"projectId\":1,\"userId\":2,\"username\":\"x\",\"groupId\":2,\"customData\":[],\"secondaryProjectIds\":[2,3,4,5]}}\n\
         answered    200 after ",
        server.address
    );
    assert!(text.starts_with(&start), "{text}");
    let (_, id) = text.split_once("x-decision-id: ").unwrap();
    let id = &id[..36];
    let end = format!(
        "            {{\"1\":true,\"2\":true,\"3\":false,\"4\":true,\"5\":true}}\n\
         denied      Project 3 refuses. One refusal is enough: VCC Live keeps the agent out of all of them,\n            \
         and a pop-up lists 3.\n            Why: logingate why --decision {id}\n            \
         It asks the server's admin listener, and wants `journal.index.path` set there.\n"
    );
    assert!(text.ends_with(&end), "{text}");
    assert_eq!(output.status.code(), Some(5));
}

#[test]
fn a_login_that_is_granted_ends_well() {
    let server = TestServer::with("", &POLICIES[..1]);
    let (text, code) = ask(server.address, "/vcc/project-login", &[]);
    assert!(text.ends_with("granted Every project lets the agent in."), "{text}");
    assert_eq!(code, Some(0));
}

#[test]
fn programs_get_the_same_as_json() {
    let server = TestServer::start();
    let output = request(&[&format!("http://{}/vcc/project-login", server.address), "--format", "json"]);
    let told: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(told["sent"]["method"], "POST");
    assert_eq!(told["answer"]["status"], 200);
    assert_eq!(told["judgement"]["verdict"], "denied");
    assert_eq!(told["judgement"]["refusing"], serde_json::json!(["3"]));
    assert_eq!(output.status.code(), Some(5));
}

/// On the server's own machine its settings say all there is to know.
#[test]
fn the_settings_say_where_the_hook_is_and_what_it_wants() {
    let settings = r#"
        [limits]
        bad_secrets_per_minute = 2
        [[vcc.hooks]]
        name = "guarded"
        path = "/guarded"
        secret_parameter = "token"
        secrets = ["a secret + more", "another-secret-of-the-hook"]
        [[vcc.hooks]]
        name = "encrypted"
        path = "/encrypted/{secret}"
        secrets_file = "secrets"
        [vcc.hooks.encryption]
        cipher = "aes-256-cbc"
        key = "very secret key"
        [[vcc.hooks]]
        name = "signed"
        path = "/signed"
        signing_secrets = ["whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"]
    "#;
    let secrets = tempfile::tempdir().unwrap();
    std::fs::write(secrets.path().join("secrets"), "xyzzy/xyzzy?\n").unwrap();
    let file = secrets.path().join("secrets");
    let server = Process::start(&settings.replace("\"secrets\"", &format!("{file:?}")));
    for hook in ["guarded", "encrypted", "signed"] {
        let mut command = command(server.directory.path(), &["--hook", hook]);
        let (text, code) = told(&command.env("LOGINGATE_LISTEN", server.address.to_string()).output().unwrap());
        assert!(text.contains("\"3\":false"), "{text}");
        assert_eq!(code, Some(5), "{text}");
        assert!(!text.contains("xyzzy") && !text.contains("a secret") && !text.contains("very"), "{text}");
    }
}

#[test]
fn what_does_not_go_together_is_refused_before_anything_is_sent() {
    let directory = tempfile::tempdir().unwrap();
    std::fs::write(directory.path().join("key"), "k").unwrap();
    std::fs::write(directory.path().join("secret"), "s").unwrap();
    for (arguments, expected) in [
        (&["localhost"][..], "write a URL such as"),
        (&["http://127.0.0.1:1/x?iv=${iv}"], "nothing is encrypted: give --cipher and --key-file, or --hook"),
        (&["http://127.0.0.1:1/x?iv=00", "--cipher", "aes-128-ctr", "--key-file", "key"], "write iv=${iv}"),
        (&["http://127.0.0.1:1/x", "--iv", "empty"], "--iv is of encrypted bodies"),
        (&["http://127.0.0.1:1/x", "--cipher", "aes-128-ctr"], "--key-file"),
        (&["http://127.0.0.1:1/x", "--cipher", "rot13", "--key-file", "key"], "aes-128, aes-192 or aes-256"),
        (&["http://127.0.0.1:1/{secret}"], "there is no secret: give --secret-file or LOGINGATE_SECRET"),
        (&["http://127.0.0.1:1/x", "--secret-file", "secret", "--secret-in", "path"], "write {secret} where"),
        (&["http://127.0.0.1:1/x?secret-key=a", "--secret-file", "secret"], "expected one of the two"),
        (&["http://u:p@127.0.0.1:1/x?secret-key=a"], "the URL has two secrets"),
        (&["http://127.0.0.1:1/x", "--signing-secret-file", "secret"], "secret holds another text, expected `whsec_`"),
        (&["http://127.0.0.1:1/x", "--secret-file", "nothing"], "nothing: the file"),
        (&["http://127.0.0.1:1/x", "--method", "get", "--body-form", "json"], "a GET has no body"),
        (&["http://127.0.0.1:1/x", "--list-form", "commas"], "--list-form is of queries and forms"),
        (&["http://127.0.0.1:1/x", "--all-forms", "--method", "get"], "cannot be used with"),
        (&["http://127.0.0.1:1/x", "--timeout", "0s"], "write a duration such as 5s"),
        (&["https://127.0.0.1:1/x", "--ca", "nothing"], "nothing"),
        (&["--hook", "nobody"], "the settings have no hook `nobody`: choose one by --hook: default"),
    ] {
        let (text, code) = told(&command(directory.path(), arguments).output().unwrap());
        assert!(text.contains(expected), "{arguments:?}: {text}");
        assert_eq!(code, Some(2), "{arguments:?}: {text}");
    }
    let (text, code) =
        told(&Process::command(directory.path(), &["request", "http://127.0.0.1:1/x"]).output().unwrap());
    assert!(text.contains(SAMPLE_FLAGS[0]) && code == Some(2), "{text}");
}

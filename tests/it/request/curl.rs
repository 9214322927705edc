//! The same message as a curl command.

use super::command;
use crate::program::bash;
use crate::server::{POLICIES, Process, SAMPLE_ANSWER, TestServer};

const SETTINGS: &str = r#"
    [[vcc.hooks]]
    name = "query"
    path = "/query"
    secrets = ["hush + hush's"]
    [[vcc.hooks]]
    name = "path"
    path = "/path/{secret}/it's"
    secrets = ["hush-hush"]
    [[vcc.hooks]]
    name = "encrypted"
    path = "/encrypted"
    secrets = ["hush-hush"]
    [vcc.hooks.encryption]
    cipher = "aes-192-cfb8"
    key = "very secret key"
"#;

/// Pasted into a shell whose variable is set, it is answered as the request itself would be.
#[test]
fn the_command_is_answered_like_the_request_and_does_not_hold_the_secret() {
    let server = TestServer::with(SETTINGS, POLICIES);
    let directory = tempfile::tempdir().unwrap();
    std::fs::write(directory.path().join("logingate.toml"), SETTINGS).unwrap();
    for (hook, flags, secret) in [
        ("query", &[][..], "hush + hush's"),
        ("query", &["--method", "get", "--custom", "note=it's $HOME"], "hush + hush's"),
        ("query", &["--secret-in", "basic", "--method", "put", "--body-form", "form"], "hush + hush's"),
        ("path", &["--username", "o'neil `id`"], "hush-hush"),
        ("encrypted", &[], "hush-hush"),
    ] {
        let flags = [&["--hook", hook, "--print", "curl"], flags].concat();
        let flags: Vec<_> = flags.into_iter().collect();
        let mut command = if flags.contains(&"--username") {
            let login = ["request", "--project", "1", "--secondary", "2,3,4,5", "--user-id", "2", "--group-id", "2"];
            Process::command(directory.path(), &[&login[..], &flags].concat())
        } else {
            command(directory.path(), &flags)
        };
        let output = command.env("LOGINGATE_LISTEN", server.address.to_string()).output().unwrap();
        let curl = String::from_utf8(output.stdout).unwrap();
        assert_eq!(output.status.code(), Some(0), "{:?}", output.stderr);
        assert!(curl.starts_with("curl ") && !curl.contains("hush"), "{curl}");
        let printed = bash(directory.path(), &curl, &[("LOGINGATE_SECRET", secret)]);
        assert!(printed.text.ends_with(SAMPLE_ANSWER), "{curl}\n{}", printed.text);
    }
}

#[test]
fn a_signature_and_what_else_a_url_has_are_warned_about() {
    let directory = tempfile::tempdir().unwrap();
    std::fs::write(directory.path().join("whsec"), "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw").unwrap();
    let flags =
        ["https://example.com/x?a=hush", "--signing-secret-file", "whsec", "--ca", "an authority", "--print", "curl"];
    let output = command(directory.path(), &flags).output().unwrap();
    let (curl, warnings) = (String::from_utf8(output.stdout).unwrap(), String::from_utf8(output.stderr).unwrap());
    assert!(curl.contains("'https://example.com/x?a=***'") && curl.contains("--cacert 'an authority'"), "{curl}");
    assert!(curl.contains("-H 'webhook-signature: v1,"), "{curl}");
    assert!(
        warnings.contains("good for five minutes") && warnings.contains("fill in what stands as ***"),
        "{warnings}"
    );
}

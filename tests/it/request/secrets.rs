//! Where a secret comes from, and that nothing printed holds it.

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;

use super::{Canned, SAMPLE_FLAGS, command, told};
use crate::server::Process;

const GRANTED: &str = r#"{"1":true,"2":true,"3":true,"4":true,"5":true}"#;

/// What arrives is what was meant, byte for byte, wherever it was taken from; nobody who looks on sees it.
#[test]
fn the_secret_arrives_and_is_not_shown() {
    let directory = tempfile::tempdir().unwrap();
    std::fs::write(directory.path().join("secret"), "hush/ä+b?\nold one\n").unwrap();
    let file = ["--secret-file", "secret"];
    let encoded = "hush%2F%C3%A4%2Bb%3F";
    for (path, flags, variable, arrives) in [
        ("/x", &file[..], "", format!("POST /x?secret-key={encoded} HTTP")),
        ("/x?a=hush2", &[&file[..], &["--secret-parameter", "k"]].concat(), "", format!("/x?k={encoded}&a=hush2 HTTP")),
        ("/{secret}/x", &file, "", format!("POST /{encoded}/x HTTP")),
        ("/x", &[&file[..], &["--secret-in", "basic"]].concat(), "", "vcc:hush/ä+b?".to_owned()),
        ("/x?secret-key=hush%20of+url", &[], "hush-of-variable", "secret-key=hush%20of%2Burl".to_owned()),
        ("/x", &[], "hush-of-variable", "secret-key=hush-of-variable".to_owned()),
        ("/x", &file, "hush-of-variable", encoded.to_owned()),
    ] {
        let server = Canned::with("200 OK", "", GRANTED);
        let url = format!("http://{}{path}", server.address);
        let mut command = command(directory.path(), &[&[&*url], flags].concat());
        let (text, code) = told(&command.env("LOGINGATE_SECRET", variable).output().unwrap());
        assert_eq!(code, Some(0), "{text}");
        assert!(!text.contains("hush") && text.contains("***"), "{text}");
        let received = server.received();
        let told = credentials(&received).unwrap_or(received);
        assert!(told.contains(&arrives), "{arrives}: {told}");
    }
}

/// User name and password of HTTP Basic.
fn credentials(request: &str) -> Option<String> {
    let header = |line: &str| line.to_ascii_lowercase().starts_with("authorization: basic ");
    let (_, encoded) = request.lines().find(|line| header(line))?.rsplit_once(' ').unwrap();
    Some(String::from_utf8(BASE64_STANDARD.decode(encoded).unwrap()).unwrap())
}

#[test]
fn the_password_in_a_url_goes_into_the_header() {
    let server = Canned::with("200 OK", "", GRANTED);
    let url = format!("http://anybody:hu%73h@{}/x", server.address);
    let (text, code) = told(&command(tempfile::tempdir().unwrap().path(), &[&url]).output().unwrap());
    assert!(text.contains("Authorization: Basic ***") && !text.contains("hush") && code == Some(0), "{text}");
    let received = server.received();
    assert_eq!(credentials(&received).as_deref(), Some("vcc:hush"));
    assert!(received.starts_with("POST /x HTTP"), "{received}");
}

#[test]
fn a_url_that_can_not_be_read_is_not_repeated() {
    let directory = tempfile::tempdir().unwrap();
    for url in
        ["hush", "http://u:hush@/x", "http://127.0.0.1:1/hush\u{7}?secret-key=hush2", "http://127.0.0.1:1/x#hush"]
    {
        let output =
            Process::command(directory.path(), &[&["request", url], &SAMPLE_FLAGS[..]].concat()).output().unwrap();
        let (text, _) = told(&output);
        assert!(!text.contains("hush2") && !text.contains("error: hush") && output.status.code() != Some(0), "{text}");
        assert!(!text.contains('\u{7}'), "{text}");
    }
}

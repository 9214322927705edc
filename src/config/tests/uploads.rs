//! `[[journal.uploads]]`: who is sent events, and what keeps secrets out of sight.

use std::time::Duration;

use super::Scene;
use crate::config::Fsync;

/// An upload with these lines beside its name and spool.
fn scene(more: &str) -> Scene {
    Scene::with_file(&format!("[[journal.uploads]]\nname = \"siem\"\nspool = \"spool\"\n{more}\n"))
}

const URL: &str = "url = \"https://logs.example.com/logs\"";

#[test]
fn an_upload_needs_a_name_a_url_and_a_spool_and_has_small_batches() {
    let uploads = scene(URL).load().settings.journal.uploads;
    let [upload] = &uploads[..] else { panic!("{uploads:?}") };
    assert_eq!(
        (upload.url.to_string().as_str(), upload.spool.to_str()),
        ("https://logs.example.com/logs", Some("spool"))
    );
    assert_eq!((upload.delay, upload.batch_bytes), (Duration::from_secs(1), 512 * 1024));
    assert_eq!((upload.keep_mebibytes, upload.keep_age), (1024, Duration::from_hours(168)));
    assert!(upload.token.is_none() && upload.authorities.is_none() && upload.fsync == Fsync::EverySecond);
    let faults = Scene::with_file("[[journal.uploads]]\n").faults();
    let missing: Vec<_> = faults.iter().filter(|fault| fault.contains("is missing")).collect();
    assert_eq!(missing.len(), 3, "{faults:#?}");
}

#[test]
fn a_url_with_a_secret_in_it_or_none_at_all_is_refused_and_never_shown() {
    for (url, expected) in [
        ("https://xyzzy:xyzzy@logs.example.com/logs", "holds credentials, expected none"),
        ("https://xyzzy@logs.example.com/logs", "holds credentials, expected none"),
        ("https://logs.example.com/logs?token=xyzzy", "expected neither `?` nor `#`"),
        ("https://logs.example.com/logs#xyzzy", "expected neither `?` nor `#`"),
        ("ftp://logs.example.com/xyzzy", "is neither http nor https"),
        ("logs.example.com:443", "is neither http nor https"),
        ("/xyzzy", "names no server"),
        ("https://", "is no URL"),
        ("", "is no URL"),
        ("https://logs example.com/xyzzy", "is no URL"),
    ] {
        let fault = scene(&format!("url = \"{url}\"")).fault();
        assert!(fault.starts_with("journal.uploads[0].url (logingate.toml): ") && fault.contains(expected), "{fault}");
        assert!(!fault.contains("xyzzy"), "{fault}");
    }
    assert!(scene("url = 7").fault().contains("got a number, expected a URL such as"));
}

#[test]
fn a_token_is_from_the_settings_or_a_file_and_never_shown() {
    let inline = scene(&format!("{URL}\ntoken = \"xyzzy-token\"")).load();
    assert!(!format!("{inline:?} {}", inline.report).contains("xyzzy"));
    let from_file = scene(&format!("{URL}\ntoken_file = \"token\""));
    from_file.write("token", "xyzzy-token\n");
    for loaded in [inline, from_file.load()] {
        let token = loaded.settings.journal.uploads[0].token.as_ref().unwrap().read().unwrap();
        assert_eq!(token.expose(), b"xyzzy-token");
    }
    for (more, expected) in [
        ("token = \"xyzzy\"\ntoken_file = \"token\"", "token_file (logingate.toml): token is set as well"),
        ("token = \"xyzzy xyzzy\"", "token (logingate.toml): holds characters that no token has"),
        ("token = \"xyzzy\\r\\nX: y\"", "holds characters that no token has"),
        ("token_file = \"nowhere\"", "token_file (logingate.toml): the file nowhere cannot be read"),
    ] {
        let fault = scene(&format!("{URL}\n{more}")).fault();
        assert!(fault.contains(expected) && !fault.contains("xyzzy"), "{fault}");
    }
}

#[test]
fn bounds_are_bounded() {
    for (more, expected) in [
        ("delay = \"1ms\"", "expected a duration from \"10ms\" to \"1h\""),
        ("batch_kibibytes = 0", "expected an integer from 1 to 4096"),
        ("timeout = \"1h\"", "expected a duration from \"100ms\" to \"5m\""),
        ("keep_mebibytes = 1", "expected an integer from 16 to 1000000"),
        ("keep_age = \"1s\"", "expected a duration from \"1m\""),
        ("fsync = \"sometimes\"", "expected \"never\" or \"every_second\" or \"always\""),
        ("ca = \"\"", "expected the path of a PEM file"),
        ("queue = 1", "no such setting"),
    ] {
        let fault = scene(&format!("{URL}\n{more}")).fault();
        assert!(fault.contains(expected), "{fault}");
    }
    let plain = "url = \"http://logs.example.com/logs\"\nca = \"ca.crt\"";
    assert!(scene(plain).fault().contains("ca (logingate.toml): is set for a URL of plain http"));
}

#[test]
fn two_uploads_share_neither_name_nor_spool() {
    let upload =
        |name: &str, spool: &str| format!("[[journal.uploads]]\nname = \"{name}\"\nspool = \"{spool}\"\n{URL}\n");
    let two = |name, spool| Scene::with_file(&[upload("a", "x"), upload(name, spool)].concat());
    assert_eq!(two("b", "y").load().settings.journal.uploads.len(), 2);
    assert!(
        two("a", "y")
            .fault()
            .contains("[1].name (logingate.toml): got \"a\", expected a name that no other upload has")
    );
    assert!(two("b", "x").fault().contains("[1].spool (logingate.toml): another upload has this directory"));
}

#[test]
fn plain_http_to_another_machine_is_said() {
    let warned = |url: &str| {
        let warnings = scene(&format!("url = \"{url}\"")).load().warnings;
        warnings.iter().any(|line| line.starts_with("upload siem: events, and the token if there is one"))
    };
    assert!(warned("http://logs.example.com/logs") && warned("http://10.0.0.1/logs"));
    for url in ["https://logs.example.com/logs", "http://127.0.0.1:1/", "http://[::1]:1/", "http://localhost/logs"] {
        assert!(!warned(url), "{url}");
    }
}

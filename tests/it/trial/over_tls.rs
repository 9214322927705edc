//! `logingate why` asks a server that has TLS.

use std::time::SystemTime;

use serde_json::json;

use super::HOUSE;
use crate::patience::wait_until;
use crate::program::bash;
use crate::server::TestServer;
use crate::tls::certificates::{Authority, DAY};

#[test]
fn a_server_with_tls_is_believed_if_its_authority_is() {
    let directory = tempfile::tempdir().unwrap();
    let path = |name: &str| directory.path().join(name);
    let (authority, stranger) = (Authority::new("authority"), Authority::new("stranger"));
    // Valid now, which is what the command goes by, and at the server's own time.
    let pair = authority.issue_for(SystemTime::now() - 2 * DAY, SystemTime::now() + 3650 * DAY);
    for (name, text) in [
        ("tls.crt", &pair.certificate),
        ("tls.key", &pair.key),
        ("ca.crt", &authority.pem()),
        ("other.crt", &stranger.pem()),
    ] {
        std::fs::write(path(name), text).unwrap();
    }
    let tls = "[admin.tls]\ncertificate = \"FILES/tls.crt\"\nkey = \"FILES/tls.key\"\n";
    let settings = super::settings(directory.path(), "") + &tls.replace("FILES", directory.path().to_str().unwrap());
    let server = TestServer::with(&settings, HOUSE);
    let login = json!({ "projectId": 1, "userId": 7, "groupId": 5 }).to_string();
    let id = server.post("/vcc/project-login", &login).header("x-decision-id").unwrap().to_owned();
    let why = |url: &str, more: &str| {
        let command = format!("logingate why --decision {id} --url {url}://127.0.0.1:{} {more}", server.admin.port());
        bash(directory.path(), &command, &[])
    };
    wait_until("it can be looked up", || why("https", "--ca ca.crt").code == Some(0));
    let again = why("https", "--ca ca.crt --again").text;
    assert!(again.contains("\n  now        would be kept out by project 1\n"), "{again}");
    for (url, more, expected) in [
        (
            "https",
            "--ca other.crt",
            "nobody whom this machine believes has issued its certificate; name the file of who has by --ca",
        ),
        ("https", "--ca nothing.crt", "error: nothing.crt: "),
        ("http", "", "no answer from http://127.0.0.1"),
    ] {
        let printed = why(url, more);
        assert_eq!(printed.code, Some(1), "{}", printed.text);
        assert!(printed.text.contains(expected), "{more}: {}", printed.text);
    }
}

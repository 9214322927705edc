//! `logingate why`, as a supervisor meets it.

use super::Scene;
use crate::program::{Printed, bash};
use crate::server::SAMPLE;

fn why(scene: &Scene, arguments: &str) -> Printed {
    let index = scene.directory.path().join("decisions.sqlite");
    let from =
        if arguments.contains("--index") { String::new() } else { format!("--url http://{}", scene.server.admin) };
    let arguments = arguments.replace("--index", &format!("--index {}", index.display()));
    bash(scene.directory.path(), &format!("logingate why --since 2026-11-23T00:00:00Z {from} {arguments}"), &[])
}

const BLOCKED: &str = "\
2026-11-23 08:00:00 UTC  agent 2 (x) was kept out by project 3
  project 3
    because  not yet
    outcome  deny
    policy   projects[\"3\"] in projects/3.rego, revision REVISION
  let in by  projects 1, 2, 4, 5
  decision   ID, hook default
";

#[test]
fn a_supervisor_reads_which_project_refused_and_why_from_the_server_or_the_file() {
    let scene = Scene::new("");
    let id = scene.login(SAMPLE);
    let event = scene.ask(&format!("/v1/decisions/{id}")).json();
    let revision = event["custom"]["projects"][2]["policy"]["revision"].as_str().unwrap()[..12].to_owned();
    let expected = BLOCKED.replace("ID", &id).replace("REVISION", &revision);
    for from in ["", "--index"] {
        for who in ["--user-id 2", "--username x --outcome blocked", "--project 3 --outcome deny"] {
            let printed = why(&scene, &format!("{who} {from}"));
            assert_eq!((printed.text.as_str(), printed.code), (expected.as_str(), Some(0)), "{who} {from}");
        }
        let printed = why(&scene, &format!("--decision {id} {from}"));
        assert_eq!((printed.text.as_str(), printed.code), (expected.as_str(), Some(0)), "{from}");
        let json = why(&scene, &format!("--user-id 2 --format json {from}"));
        let json: serde_json::Value = serde_json::from_str(&json.text).unwrap();
        assert_eq!((&json["decisions"][0], &json["next"]), (&event, &serde_json::Value::Null));
    }
}

#[test]
fn logins_that_were_let_in_and_those_left_out_are_told() {
    let scene = Scene::new("");
    let ids: Vec<_> = (0..2).map(|_| scene.login(r#"{"projectId":1,"userId":7,"groupId":2}"#)).collect();
    let printed = why(&scene, "--user-id 7 --limit 1");
    let expected = format!(
        "2026-11-23 08:00:00 UTC  agent 7 was let in\n  let in by  project 1\n  decision   {}, hook default\n\
         warning: there are older ones, too: give --until, or a larger --limit\n",
        ids[1]
    );
    assert_eq!((printed.text, printed.code), (expected, Some(0)));
}

#[test]
fn no_login_is_no_success_and_it_is_said_what_was_asked() {
    let scene = Scene::new("");
    for from in ["", "--index"] {
        let printed = why(&scene, &format!("--user-id 7 --project 42 {from}"));
        assert_eq!(printed.code, Some(1));
        let expected = "error: no login is kept that fits all of: userId 7, projectId 42, since 2026-11-23T00:00:00Z\n";
        assert!(printed.text.starts_with(expected), "{}", printed.text);
        let printed = why(&scene, &format!("--decision 01a1ffc6-ab02-743f-bbd3-bf566ee0592f {from}"));
        assert!(printed.code == Some(1) && printed.text.contains("never was"), "{}", printed.text);
    }
}

#[test]
fn a_hashed_agent_is_found_in_the_file_by_whoever_has_the_key() {
    let scene = Scene::new("agents = \"hashed\"\nagents_key = \"hidden-hidden-hidden-hidden\"");
    scene.login(SAMPLE);
    std::fs::write(scene.directory.path().join("key"), "hidden-hidden-hidden-hidden\n").unwrap();
    assert_eq!(why(&scene, "--user-id 2 --index").code, Some(1));
    for from in ["", "--index --agents-key-file key"] {
        let printed = why(&scene, &format!("--user-id 2 {from}"));
        assert_eq!(printed.code, Some(0), "{}", printed.text);
        assert!(printed.text.contains("  agent hmac:") && !printed.text.contains("(x)"), "{}", printed.text);
    }
}

#[test]
fn a_name_gives_no_orders_to_the_terminal() {
    let scene = Scene::new("");
    scene.login(r#"{"projectId":1,"userId":7,"username":"\u001b[2Jana\nagent 8 was let in","groupId":2}"#);
    let printed = why(&scene, "--user-id 7");
    assert!(printed.text.contains(r"agent 7 (\u{1b}[2Jana\nagent 8 was let in) was let in"), "{}", printed.text);
}

#[test]
fn what_can_not_be_asked_is_told_in_words() {
    let scene = Scene::new("");
    for (arguments, code, expected) in [
        (
            "--user-id 7 --url http://127.0.0.1:1",
            1,
            "error: no answer from http://127.0.0.1:1: nobody listens there; give --url",
        ),
        ("--user-id 7 --url ftp://x", 2, "write http:// or https://"),
        ("--user-id 7 --url http://ana:secret@x", 2, "write http:// or https://"),
        ("--user-id seven", 2, "not a positive integer"),
        ("", 2, "<--user-id <ID>|--username <NAME>|--project <ID>|--platform <NAME>|--decision <ID>>"),
        ("--user-id 7 --since yesterday", 2, "write a time such as"),
        ("--user-id 7 --outcome maybe", 2, "write granted, blocked"),
        ("--user-id 7 --index nothing.sqlite", 1, "error: the index nothing.sqlite can't be opened"),
        ("--user-id 7 --token-file nothing", 1, "error: nothing can't be read"),
    ] {
        let printed = bash(scene.directory.path(), &format!("logingate why {arguments}"), &[]);
        assert_eq!(printed.code, Some(code), "{arguments}: {}", printed.text);
        assert!(printed.text.contains(expected), "{arguments}: {}", printed.text);
    }
    let printed =
        bash(scene.directory.path(), &format!("logingate why --user-id 7 --url http://{}", scene.server.address), &[]);
    assert_eq!(printed.code, Some(1));
    assert!(printed.text.contains("refuses with status 404: Nothing has this path."), "{}", printed.text);
}

#[test]
fn a_server_that_wants_a_token_gets_it_from_a_file_or_the_environment() {
    use sha2::{Digest as _, Sha256};
    let digest: String = Sha256::digest("reading").iter().map(|byte| format!("{byte:02x}")).collect();
    let directory = tempfile::tempdir().unwrap();
    let token = format!("[[admin.tokens]]\nname = \"ana\"\nrole = \"reader\"\nsha256 = \"{digest}\"\n");
    let settings = super::settings(directory.path(), "") + &token;
    let server = crate::server::TestServer::with(&settings, crate::server::POLICIES);
    std::fs::write(directory.path().join("token"), "reading\n").unwrap();
    let why = |arguments: &str, environment: &[(&str, &str)]| {
        let command = format!("logingate why --user-id 7 --url http://{} {arguments}", server.admin);
        bash(directory.path(), &command, environment).text
    };
    assert!(why("", &[]).contains("wants a token: give --token-file or LOGINGATE_TOKEN"), "{}", why("", &[]));
    assert!(why("", &[("LOGINGATE_TOKEN", "wrong")]).contains("wants a token"));
    assert!(why("", &[("LOGINGATE_TOKEN", "reading")]).contains("no login is kept"));
    assert!(why("--token-file token", &[]).contains("no login is kept"));
    let odd = why("", &[("LOGINGATE_TOKEN", "hid\nden")]);
    assert!(odd.contains("characters that no token has") && !odd.contains("den"), "{odd}");
}

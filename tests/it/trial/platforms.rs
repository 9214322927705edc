//! Logins to other platforms on trial, sent and recorded, with projects and without.

use std::sync::Arc;
use std::time::Duration;

use logingate::decision::{
    Agent, Decision, Login, Outcome, Platform, Projects, Station, Subject, SubjectVerdict, Verdict,
};
use logingate::journal::{Event, IndexSink, Sink as _};
use logingate::telemetry::LoginRecord;
use logingate::trial::Recorded;
use serde_json::{Value, json};
use uuid::Uuid;

use super::{PATIENT, ask, tried};
use crate::server::{Process, TestServer, write_files};

const HOUSE: &[(&str, &str)] = &[
    (
        "platforms/ucontact.rego",
        "package platforms.ucontact\n\nallow if input.station.extension == \"5101\"\n\ndeny contains \"no\" if input.projectId\n",
    ),
    ("projects/1.rego", "package projects[\"1\"]\n\nallow if input.platform == \"ucontact\"\n"),
    ("default.rego", "package projects.default\n\nallow := true\n"),
];

fn house() -> TestServer {
    TestServer::with(PATIENT, HOUSE)
}

#[test]
fn a_login_without_projects_is_decided_about_its_platform() {
    let server = house();
    let body = json!({
        "login": {"username": "ana"}, "platform": "ucontact", "station": {"extension": "5101"}, "explain": true,
    });
    let told = tried(&server, &body);
    assert_eq!((&told["answer"], &told["outcome"]), (&json!({"platforms.ucontact": true}), &json!("granted")));
    let project = &told["projects"][0];
    assert_eq!((&project["subject"], project.get("projectId")), (&json!("platforms.ucontact"), None));
    assert_eq!(project["policy"]["package"], "platforms.ucontact");
    assert_eq!(told["explanation"]["projects"][0]["subject"], "platforms.ucontact");
    let elsewhere = tried(&server, &json!({"login": {"username": "ana"}, "platform": "acqueon"}));
    assert_eq!((&elsewhere["outcome"], &elsewhere["projects"][0]["outcome"]), (&json!("blocked"), &json!("no_policy")));
    let candidate = json!({"platforms/acqueon.rego": "package platforms.acqueon\n\nallow := true\n"});
    let body = json!({"login": {"username": "ana"}, "platform": "acqueon", "modules": candidate});
    assert_eq!(tried(&server, &body)["answer"], json!({"platforms.acqueon": true}));
}

#[test]
fn a_login_with_projects_is_decided_by_these_as_the_platform_s() {
    let server = house();
    let login = json!({"projectId": 1, "secondaryProjectIds": [2], "userId": 7});
    let told = tried(&server, &json!({"login": login, "platform": "ucontact"}));
    assert_eq!(told["answer"], json!({"1": true, "2": true}));
    assert_eq!(tried(&server, &json!({"login": login}))["answer"], json!({"1": false, "2": true}));
}

#[test]
fn what_is_wrong_with_a_platform_or_a_station_is_refused_by_name() {
    let server = house();
    let login = json!({"username": "ana"});
    for (body, field) in [
        (json!({"login": login, "platform": "zoom"}), "platform"),
        (json!({"login": login, "platform": "ucontact", "hook": "default"}), "hook"),
        (json!({"login": login, "platform": "ucontact", "station": {"fax": "1"}}), "station"),
        (json!({"login": login, "platform": "ucontact", "station": {"phone": ""}}), "station"),
        (json!({"login": login}), "projectId"),
        (json!({"decisionId": Uuid::nil(), "platform": "ucontact"}), "platform"),
        (json!({"decisionId": Uuid::nil(), "station": {"phone": "1"}}), "station"),
    ] {
        let answer = ask(&server, "POST", "/v1/decide", &body.to_string());
        assert_eq!((answer.status, &answer.json()["field"]), (400, &json!(field)), "{body} {}", answer.body);
    }
}

#[test]
fn the_files_that_decide_about_a_platform_are_listed() {
    let server = house();
    let listed = |query: &str| ask(&server, "GET", &format!("/v1/policies?{query}"), "");
    let of_ucontact = listed("platform=ucontact").json();
    let [file] = &of_ucontact["result"].as_array().unwrap()[..] else { panic!("{of_ucontact}") };
    assert_eq!((&file["id"], &file["kind"]), (&json!("platforms/ucontact.rego"), &json!("policy")));
    assert_eq!(listed("platform=ozonetel").json()["result"], json!([]));
    assert_eq!(listed("platform=zoom").status, 400);
    assert_eq!(listed("platform=ucontact&projectId=1").status, 400);
    let status = ask(&server, "GET", "/v1/status", "").json();
    assert_eq!(status["bundles"]["platforms.ucontact"]["decided_by"], "current");
}

/// What the journal writes of a login of Ana's to uContact about `subject`.
fn event(projects: Projects, subject: Subject) -> Value {
    let login = Login {
        platform: Platform::Ucontact,
        hook: "ucontact".into(),
        projects,
        agent: Agent::new(None, Some("ana".into())).unwrap(),
        group_id: None,
        custom_data: serde_json::Map::new(),
        source_ip: None,
        station: Some(Station::Extension("5101".into())),
    };
    let verdict = Arc::new(Verdict { outcome: Outcome::Deny, reasons: vec!["no".into()], policy: None });
    let verdicts = vec![SubjectVerdict { subject, verdict, cached: false, elapsed: Duration::ZERO }];
    let decision = Decision { id: Uuid::nil(), verdicts, unix_nanos: 7, now_nanos: 7, elapsed: Duration::ZERO };
    let record = LoginRecord { login: Arc::new(login), decision: Arc::new(decision), trace: None };
    serde_json::to_value(Event::new(&record, Uuid::nil())).unwrap()
}

#[test]
fn an_event_about_a_platform_says_so_and_is_read_back_as_the_same_login() {
    let event = event(Projects::NONE, Subject::Platform(Platform::Ucontact));
    assert_eq!(event["result"], json!({"platforms.ucontact": false}));
    let project = &event["custom"]["projects"][0];
    assert_eq!((&project["subject"], project.get("project_id")), (&json!("platforms.ucontact"), None));
    assert_eq!(event["custom"]["outcome"], "blocked");
    assert_eq!(event["input"]["station"], json!({"extension": "5101"}));
    assert_eq!((&event["input"]["projectIds"], event["input"].get("projectId")), (&json!([]), None));
    let read = Recorded::read(&event.to_string()).unwrap();
    assert_eq!((read.login.platform, &read.login.projects), (Platform::Ucontact, &Projects::NONE));
    assert_eq!(read.login.station, Some(Station::Extension("5101".into())));
    let told = read.told(|subject| Some(subject.to_string()));
    assert_eq!(serde_json::to_value(&told.projects[0]).unwrap()["subject"], "platforms.ucontact");
}

#[test]
fn an_event_about_a_project_of_another_platform_is_read_back_too() {
    let project = "42".parse().unwrap();
    let event = event(Projects::new(project, []).unwrap(), Subject::Project(project));
    let written = &event["custom"]["projects"][0];
    assert_eq!((&written["project_id"], written.get("subject")), (&json!(42), None));
    let read = Recorded::read(&event.to_string()).unwrap();
    assert_eq!((read.login.platform, read.login.first_subject()), (Platform::Ucontact, Subject::Project(project)));
    let told = read.told(|_| None);
    assert_eq!(serde_json::to_value(&told.projects[0]).unwrap()["projectId"], 42);
}

#[test]
fn an_event_of_vcc_live_without_projects_is_no_login() {
    let mut event = event(Projects::NONE, Subject::Platform(Platform::Ucontact));
    event["custom"]["platform"] = json!("vcc");
    assert!(Recorded::read(&event.to_string()).is_err());
}

#[test]
fn why_tells_of_a_platform_and_what_it_would_say_today() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("decisions.sqlite");
    let settings =
        logingate::config::JournalIndexSettings { path, keep_age: Duration::from_hours(24), keep_mebibytes: 64 };
    let line = format!("{}\n", event(Projects::NONE, Subject::Platform(Platform::Ucontact)));
    IndexSink::open(&settings).unwrap().write(line.as_bytes(), 7).unwrap();
    write_files(&directory.path().join("policies"), HOUSE);
    let why = |arguments: &str| {
        let arguments: Vec<_> = arguments.split(' ').collect();
        let more = ["why", "--index", "decisions.sqlite", "--since", "1970-01-01T00:00:00Z"];
        let output = Process::command(directory.path(), &[&more[..], &arguments].concat()).output().unwrap();
        (output.status.code(), String::from_utf8(output.stdout).unwrap())
    };
    let (code, told) = why("--platform ucontact --outcome deny --again");
    let story = "1970-01-01 00:00:00 UTC  agent ana was kept out by platform ucontact\n  platform ucontact\n    because  no\n    \
                 outcome  deny\n";
    assert!(told.starts_with(story) && code == Some(0), "{code:?} {told}");
    assert!(
        told.contains("\n  now        would be let in\n  policies   other than then for platform ucontact\n"),
        "{told}"
    );
    assert!(told.contains("\n  platform ucontact: true (allow: `allow` is true and nothing denies)\n"), "{told}");
    assert_eq!(why("--platform vcc"), (Some(1), String::new()));
    assert_eq!(why("--username ana --platform ucontact").0, Some(0));
}

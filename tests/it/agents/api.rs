//! `/v1/agents` on the admin listener.

use logingate::decision::{Platform, Station};
use logingate::directory::{AgentId, Directory, LockRule, Token};
use serde_json::{Value, json};

use super::CHEAP;
use crate::server::{Connection, EIGHT, POLICIES, Response, TestServer, request};

/// Everybody's token is the name of its role.
pub fn tokens() -> String {
    use sha2::{Digest as _, Sha256};
    let digits = |token: &str| Sha256::digest(token).iter().map(|byte| format!("{byte:02x}")).collect::<String>();
    let table =
        |role: &str| format!("[[admin.tokens]]\nname = \"{role}\"\nrole = \"{role}\"\nsha256 = \"{}\"\n", digits(role));
    ["reader", "author", "operator", "administrator"].map(table).concat()
}

/// A server with a directory of agents of its own, and that directory as another server has it.
pub struct Office {
    pub server: TestServer,
    pub directory: Directory,
    scene: super::Scene,
}

impl Office {
    pub fn open() -> Self {
        let scene = super::Scene::new();
        let url = format!(
            "[directory]\nurl = \"sqlite:{}\"\npatience = \"1m\"\n",
            scene.path().join("logingate.db").display()
        );
        let server = TestServer::with(&format!("{CHEAP}{url}{}", tokens()), POLICIES);
        scene.done("agents list");
        let directory = scene.directory();
        Self { server, directory, scene }
    }

    /// Where the directory is.
    pub fn scene_path(&self) -> &std::path::Path {
        self.scene.path()
    }

    /// Asks as `role`.
    pub fn send(&self, role: &str, method: &str, target: &str, body: &str) -> Response {
        let mut connection = Connection::to(self.server.admin);
        connection.send(request(method, target, &format!("Authorization: Bearer {role}\r\n"), body));
        connection.receive()
    }

    /// Asks as an administrator, and wants `status`.
    pub fn ask(&self, method: &str, target: &str, body: &str, status: u16) -> Value {
        let answer = self.send("administrator", method, target, body);
        assert_eq!(answer.status, status, "{method} {target}: {}", answer.body);
        answer.json()
    }

    /// Signs agent 1 in to Ozonetel, and opens a session with iService.
    pub fn sign_in(&self) -> Token {
        let Self { directory, .. } = self;
        let who = directory.wait(directory.get(AgentId::new(1).unwrap())).unwrap().unwrap().recognised();
        let station = Station::Phone("+915550100001".to_owned());
        directory.wait(directory.sign_in(Platform::Ozonetel, who, Some(&station), "READY", EIGHT)).unwrap();
        let token = Token::random().unwrap();
        assert!(directory.wait(directory.open_session(Platform::Iservice, who, &token, None, EIGHT)).unwrap());
        token
    }

    pub fn add(&self, username: &str) {
        self.ask("POST", "/v1/agents", &json!({"username": username, "password": "one"}).to_string(), 201);
    }
}

#[test]
fn an_agent_is_added_shown_and_listed() {
    let office = Office::open();
    let ana = json!({
        "username": "ana", "userId": 7, "groupId": 4, "projectId": 42, "secondaryProjectIds": [43],
        "customData": {"language": "es"}, "ozonetel": "AG1001", "iserviceEmails": ["ana@example.test"],
    });
    let mut sent = ana.clone();
    sent["password"] = "correct horse".into();
    let added = office.ask("POST", "/v1/agents", &sent.to_string(), 201);
    let mut expected = ana;
    expected["id"] = 1.into();
    expected["active"] = true.into();
    expected["userType"] = "agent".into();
    assert_eq!(added, expected);
    let shown = office.ask("GET", "/v1/agents/1", "", 200);
    assert_eq!(shown, json!({"agent": expected, "hasPassword": true, "lockedUntil": null}));
    office.ask("POST", "/v1/agents", r#"{"username": "ben"}"#, 201);
    assert_eq!(office.ask("GET", "/v1/agents/2", "", 200)["hasPassword"], false);
    let found = office.ask("GET", "/v1/agents?username=ANA", "", 200);
    assert_eq!(found, json!({"agents": [expected], "next": null}));
    assert_eq!(office.ask("GET", "/v1/agents?username=nobody", "", 200)["agents"], json!([]));
}

#[test]
fn agents_are_listed_page_by_page() {
    let office = Office::open();
    for name in ["a", "b", "c"] {
        office.add(name);
    }
    let names = |page: &Value| {
        let agents = page["agents"].as_array().unwrap().iter();
        agents.map(|agent| agent["username"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    let first = office.ask("GET", "/v1/agents?limit=2", "", 200);
    assert_eq!(names(&first), ["a", "b"]);
    let cursor = first["next"].as_str().unwrap();
    let second = office.ask("GET", &format!("/v1/agents?limit=2&cursor={cursor}"), "", 200);
    assert_eq!((names(&second), &second["next"]), (vec!["c".to_owned()], &Value::Null));
    assert_eq!(office.ask("GET", "/v1/agents?limit=3", "", 200)["next"], Value::Null);
}

#[test]
fn another_password_ends_every_session() {
    let office = Office::open();
    office.add("ana");
    let token = office.sign_in();
    let agent = office.ask("PUT", "/v1/agents/1/password", r#"{"password": "another one"}"#, 200);
    assert_eq!(agent["username"], "ana");
    let Office { directory, .. } = &office;
    assert!(directory.wait(directory.use_session(Platform::Iservice, token.expose(), EIGHT)).unwrap().is_none());
    assert!(office.scene.accepts("ana", "another one") && !office.scene.accepts("ana", "one"));
}

#[test]
fn sessions_are_told_without_their_tokens_and_ended() {
    let office = Office::open();
    office.add("ana");
    let token = office.sign_in();
    let told = office.ask("GET", "/v1/agents/1/sessions", "", 200);
    let at = "2026-11-23T08:00:00Z";
    let expected = json!({
        "signedIn": [{
            "agent": 1, "username": "ana", "platform": "ozonetel", "since": at, "state": "READY", "stateSince": at,
            "station": {"phone": "+915550100001"},
        }],
        "sessions": [{"agent": 1, "username": "ana", "platform": "iservice", "opened": at, "used": at}],
    });
    assert_eq!(told, expected);
    assert!(!told.to_string().contains(token.expose()));
    assert_eq!(office.ask("DELETE", "/v1/agents/1/sessions", "", 200), json!({"signedOut": 1, "sessions": 1}));
    assert_eq!(office.ask("GET", "/v1/agents/1/sessions", "", 200), json!({"signedIn": [], "sessions": []}));
    assert_eq!(office.ask("DELETE", "/v1/agents/1/sessions", "", 200), json!({"signedOut": 0, "sessions": 0}));
}

#[test]
fn an_agent_is_put_out_and_let_in_again() {
    let office = Office::open();
    office.add("ana");
    office.sign_in();
    assert_eq!(office.ask("POST", "/v1/agents/1/deactivate", "", 200)["active"], false);
    assert_eq!(office.ask("GET", "/v1/agents/1/sessions", "", 200), json!({"signedIn": [], "sessions": []}));
    assert_eq!(office.ask("POST", "/v1/agents/1/activate", "", 200)["active"], true);
}

#[test]
fn a_locked_agent_is_unlocked() {
    use std::time::Duration;

    let office = Office::open();
    office.add("ana");
    let Office { directory, .. } = &office;
    let id = AgentId::new(1).unwrap();
    let rule = LockRule { failures: 1.try_into().unwrap(), lasts: Duration::from_mins(5) };
    directory.wait(directory.failed(id, EIGHT, rule)).unwrap().unwrap();
    let locked_until = || office.ask("GET", "/v1/agents/1", "", 200)["lockedUntil"].clone();
    assert_eq!(locked_until(), "2026-11-23T08:05:00Z");
    office.ask("POST", "/v1/agents/1/unlock", "", 200);
    assert_eq!(locked_until(), Value::Null);
}

#[test]
fn many_agents_are_imported_or_none() {
    let office = Office::open();
    let csv = "username,userId,password\nana,7,one\nben,8,\n";
    let dry = office.ask("POST", "/v1/agents/import?dryRun=true", csv, 200);
    assert_eq!(dry, json!({"agents": 2, "dryRun": true}));
    assert_eq!(office.ask("GET", "/v1/agents", "", 200)["agents"], json!([]));
    assert_eq!(office.ask("POST", "/v1/agents/import", csv, 200), json!({"agents": 2, "dryRun": false}));
    assert!(office.scene.accepts("ana", "one"));
    let ndjson = "{\"username\": \"cleo\"}\n{\"username\": \"BEN\"}\n";
    let faults = json!([{"line": 2, "problem": "another agent has the username \"BEN\""}]);
    for query in ["", "?dryRun=true"] {
        let refused = office.ask("POST", &format!("/v1/agents/import{query}"), ndjson, 422);
        assert_eq!((&refused["type"], &refused["faults"]), (&json!("urn:logingate:problem:faulty_agents"), &faults));
    }
    let refused = office.ask("POST", "/v1/agents/import", "username,userId\ncleo,x\n,1\n", 422);
    let lines: Vec<&Value> = refused["faults"].as_array().unwrap().iter().map(|fault| &fault["line"]).collect();
    assert_eq!(lines, [2, 3]);
    assert_eq!(office.ask("GET", "/v1/agents", "", 200)["agents"].as_array().unwrap().len(), 2);
}

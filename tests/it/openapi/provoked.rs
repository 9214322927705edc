//! Every answer that the document promises is provoked, and is as promised.

mod agents;
mod elsewhere;
mod hooks;
mod platforms;
mod trials;

use std::time::{Duration, Instant};

use rusqlite::Connection as Database;
use serde_json::Value;
use sha2::{Digest, Sha256};

use super::document;
use super::kept::Promises;
use crate::server::{Connection, POLICIES, Response, TestServer, request};

const SECRET: &str = "a-secret-of-24-letters-x";
const IN_QUERY: &str = "/vcc/project-login";
const IN_PATH: &str = "/vcc/project-login/{secret}";
const UNKNOWN_ID: &str = "01a1ffc6-ab02-743f-bbd3-bf566ee0592f";
/// A policy that contradicts itself: its login is undecided.
const UNDECIDED: (&str, &str) = (
    "projects/9.rego",
    "package projects[\"9\"]\n\nallow := true if input.userId == 2\n\nallow := false if input.groupId == 2\n",
);
/// What the journal keeps to itself.
const HIDDEN: (&str, &str) = ("system/log.rego", "package system.log\n\nmask contains \"/input/username\"\n");
const LIBRARY: (&str, &str) =
    ("lib/groups.rego", "package lib.groups\n\nmember(name) if input.groupId in data.groups[name]\n");
const DATA: (&str, &str) = ("data.yaml", "groups: {agents: [4]}\n");
/// Of a hook that takes signed requests, too.
const SIGNED: &str = "signing_secrets = [\"whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw\"]\n";
/// Whom iService's contacts may come by.
const PROVIDER: &str = "[iservice]\npublic_url = \"http://desk.test\"\n[[iservice.openid]]\nname = \"Google\"\n\
    issuer = \"http://127.0.0.1:9\"\nclient_id = \"desk\"\n";
/// Questions about decisions never end.
const ENDLESS: &str = "DROP TABLE decision; CREATE VIEW decision AS \
    WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) \
    SELECT x AS unix_nanos, 'x' || x AS decision_id, '{}' AS event, 'granted' AS outcome FROM n";

/// Both hooks as the document has them; `more` belongs to each.
fn hooks(more: &str) -> String {
    let hook = |name: &str, path: &str| {
        format!(
            "[[vcc.hooks]]\nname = \"{name}\"\npath = \"{path}\"\nsecrets = [\"{SECRET}\"]\non_error = \"unavailable\"\n{more}"
        )
    };
    hook("query", IN_QUERY) + &hook("path", IN_PATH)
}

fn tokens() -> String {
    let digest = |token: &str| Sha256::digest(token).iter().map(|byte| format!("{byte:02x}")).collect::<String>();
    let token =
        |role: &str| format!("[[admin.tokens]]\nname = \"{role}\"\nrole = \"{role}\"\nsha256 = \"{}\"\n", digest(role));
    ["reader", "author", "operator", "administrator"].map(token).concat()
}

/// A server on which everything can be provoked, and what it has promised.
struct Scene {
    server: TestServer,
    directory: tempfile::TempDir,
    promises: Promises,
}

impl Scene {
    fn new() -> Self {
        let directory = tempfile::tempdir().unwrap();
        let limits = "[limits]\nbody_read = \"150ms\"\nbad_secrets_per_minute = 1\n";
        let index = crate::lookup::settings(directory.path(), "").replace("[journal]\n", "");
        let settings = format!("{limits}{index}{PROVIDER}{}{}", tokens(), hooks(SIGNED));
        let server = TestServer::with(&settings, &[POLICIES, &[UNDECIDED, HIDDEN, LIBRARY, DATA]].concat());
        let promises = Promises::of(&document(&server));
        Self { server, directory, promises }
    }

    /// Asks with `token`.
    fn ask(&mut self, token: &str, method: &str, path: &str, target: &str) -> Response {
        self.send(token, method, path, target, "")
    }

    /// Asks with a body.
    fn send(&mut self, token: &str, method: &str, path: &str, target: &str, body: &str) -> Response {
        let mut connection = Connection::to(self.server.admin);
        connection.send(request(method, target, &format!("Authorization: Bearer {token}\r\n"), body));
        let answer = connection.receive();
        self.promises.keep(method, path, &answer);
        answer
    }

    /// Asks as a reader until the answer is as wanted.
    fn ask_until(&mut self, path: &str, target: &str, is_wanted: impl Fn(&Value) -> bool) -> Value {
        let started = Instant::now();
        loop {
            let answer = self.ask("reader", "GET", path, target).json();
            if is_wanted(&answer) {
                return answer;
            }
            assert!(started.elapsed() < Duration::from_mins(1), "{target}: {answer}");
            std::thread::yield_now();
        }
    }

    /// Asks as a platform and wants `status`.
    fn login(&mut self, method: &str, path: &str, target: &str, body: &str, status: u16) {
        let answer = self.server.connect().ask(method, target, body);
        assert_eq!(answer.status, status, "{method} {target}: {answer:?}");
        self.promises.keep(method, path, &answer);
    }

    /// Every address may be wrong once more.
    fn forget_wrong_secrets(&self) {
        self.server.clock.advance(Duration::from_secs(61));
    }

    /// Whoever has no token, or one that does not go so far.
    fn provoke_tokens(&mut self) {
        for (method, path) in [
            ("GET", "/metrics"),
            ("GET", "/v1/status"),
            ("POST", "/v1/reload"),
            ("GET", "/v1/decisions"),
            ("GET", "/v1/decisions/{id}"),
            ("GET", "/v1/hooks/{name}/last"),
            ("GET", "/v1/policies"),
            ("GET", "/v1/policies/{id}"),
            ("POST", "/v1/decide"),
        ] {
            let target = path.replace("{id}", UNKNOWN_ID).replace("{name}", "query");
            assert_eq!(self.ask("wrong", method, path, &target).status, 401);
            assert_eq!(self.ask("wrong", method, path, &target).status, 429);
            self.forget_wrong_secrets();
        }
        assert_eq!(self.ask("reader", "POST", "/v1/reload", "/v1/reload").status, 403);
    }

    /// What operators are told, before and after something went wrong.
    fn provoke_operators(&mut self) {
        for path in ["/metrics", "/v1/status", "/openapi.json", "/docs", "/health", "/health/live", "/health/ready"] {
            self.ask("reader", "GET", path, path);
        }
        let broken = "package projects[\"4\"]\n\nallow if {\n";
        crate::server::write_files(
            self.server.policies.path(),
            &[("projects/4.rego", broken), ("projects/3.rego", broken)],
        );
        assert_eq!(self.ask("operator", "POST", "/v1/reload", "/v1/reload").status, 202);
        self.ask_until("/health/ready", "/health/ready", |health| health["broken"] == 2);
        let status = self.ask("reader", "GET", "/v1/status", "/v1/status").json();
        assert_eq!(status["bundles"]["projects[\"3\"]"]["decided_by"], "last_good", "{status}");
        assert_eq!(status["bundles"]["projects[\"4\"]"]["decided_by"], "nobody", "{status}");
        for hook in ["query", "path", "other"] {
            self.ask("reader", "GET", "/v1/hooks/{name}/last", &format!("/v1/hooks/{hook}/last"));
        }
        for (path, target) in [("/docs/", "/docs/"), ("/docs/{file}", "/docs/swagger-ui.css")] {
            let head = Connection::to(self.server.admin).ask("HEAD", target, "");
            self.promises.keep("GET", path, &head);
        }
        self.ask("", "GET", "/docs/{file}", "/docs/nothing");
    }

    fn provoke_decisions(&mut self) {
        let (find, get) = ("/v1/decisions", "/v1/decisions/{id}");
        let page = self.ask_until(find, "/v1/decisions?userId=2&limit=1", |page| page["next"].is_string());
        let id = page["decisions"][0]["decision_id"].as_str().unwrap().to_owned();
        assert_eq!(self.ask("reader", "GET", get, &format!("{find}/{id}")).status, 200);
        for (path, target, status) in [
            (find, format!("{find}?agent=2"), 400),
            (find, format!("{find}?userId=x"), 400),
            (find, format!("{find}?userId=1&userId=2"), 400),
            (get, format!("{find}/7"), 400),
            (get, format!("{find}/{UNKNOWN_ID}"), 404),
        ] {
            assert_eq!(self.ask("reader", "GET", path, &target).status, status, "{target}");
        }
        let database = Database::open(self.directory.path().join("decisions.sqlite")).unwrap();
        for (sabotage, status) in [(ENDLESS, 503), ("DROP VIEW decision", 500)] {
            database.execute_batch(sabotage).unwrap();
            for (path, target) in [(find, find.to_owned()), (get, format!("{find}/{UNKNOWN_ID}"))] {
                assert_eq!(self.ask("reader", "GET", path, &target).status, status, "{target}");
            }
            self.provoke_broken_trial(status);
        }
    }
}

#[test]
fn every_answer_that_is_promised_is_given_as_promised() {
    let mut scene = Scene::new();
    for path in [IN_QUERY, IN_PATH] {
        for method in ["GET", "POST", "PUT"] {
            scene.provoke_hook(method, path);
        }
    }
    scene.provoke_platforms();
    scene.provoke_tokens();
    scene.provoke_operators();
    scene.provoke_policies();
    scene.provoke_trials();
    scene.provoke_decisions();
    scene.provoke_slow_bodies_of_agents();
    let Scene { mut promises, .. } = scene;

    agents::keep_of_agents(&mut promises);
    platforms::keep_of_acqueon(&mut promises);
    elsewhere::keep_where_little_is_allowed(&mut promises);
    elsewhere::keep_while_nobody_receives(&mut promises);
    elsewhere::keep_while_leaving(&mut promises);
    assert_eq!(promises.unseen(), Vec::<String>::new(), "these are promised, and nobody has seen them");
}

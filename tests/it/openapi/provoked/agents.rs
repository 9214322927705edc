//! What is answered of the directory of agents.

use super::Scene;
use crate::agents::api::Office;
use crate::openapi::kept::Promises;
use crate::patience::wait_until;
use crate::server::{Connection, request};

const ALL: &str = "/v1/agents";
const ONE: &str = "/v1/agents/{id}";
const IMPORT: &str = "/v1/agents/import";
const PASSWORD: &str = "/v1/agents/{id}/password";
const ACTIVATE: &str = "/v1/agents/{id}/activate";
const DEACTIVATE: &str = "/v1/agents/{id}/deactivate";
const UNLOCK: &str = "/v1/agents/{id}/unlock";
const SESSIONS: &str = "/v1/agents/{id}/sessions";

/// Every operation, and a body that it takes.
const OPERATIONS: [(&str, &str, &str); 10] = [
    ("GET", ALL, ""),
    ("GET", ONE, ""),
    ("GET", SESSIONS, ""),
    ("POST", ALL, r#"{"username": "ben"}"#),
    ("POST", IMPORT, "username\ncleo\n"),
    ("PUT", PASSWORD, r#"{"password": "x"}"#),
    ("POST", DEACTIVATE, ""),
    ("POST", ACTIVATE, ""),
    ("POST", UNLOCK, ""),
    ("DELETE", SESSIONS, ""),
];

/// A directory on which everything can be provoked.
struct Desk<'p> {
    office: Office,
    promises: &'p mut Promises,
}

impl Desk<'_> {
    /// Asks as `role` at `path`, about agent `id`, with `query`; wants `status`.
    fn ask(&mut self, role: &str, (method, path, body): (&str, &str, &str), (id, query): (&str, &str), status: u16) {
        let target = path.replace("{id}", id) + query;
        let answer = self.office.send(role, method, &target, body);
        assert_eq!(answer.status, status, "{method} {target}: {}", answer.body);
        self.promises.keep(method, path, &answer);
    }

    fn provoke_refusals(&mut self) {
        for (method, path, body) in OPERATIONS.into_iter().filter(|(_, path, _)| path.contains("{id}")) {
            self.ask("administrator", (method, path, body), ("x", ""), 400);
            self.ask("administrator", (method, path, body), ("7", ""), 404);
        }
        for query in ["?limit=0", "?project=1", "?limit=1&limit=2"] {
            self.ask("operator", ("GET", ALL, ""), ("", query), 400);
        }
        for query in ["?dryRun=yes", "?dry=true", "?dryRun=true&dryRun=true"] {
            self.ask("administrator", ("POST", IMPORT, ""), ("", query), 400);
        }
        self.ask("administrator", ("PUT", PASSWORD, "{}"), ("1", ""), 400);
        let large = "x".repeat(70_000);
        self.ask("administrator", ("POST", ALL, "{}"), ("", ""), 422);
        self.ask("administrator", ("POST", ALL, r#"{"username": "Ben"}"#), ("", ""), 409);
        self.ask("administrator", ("POST", ALL, &large), ("", ""), 413);
        self.ask("administrator", ("PUT", PASSWORD, &large), ("1", ""), 413);
        self.ask("administrator", ("POST", IMPORT, "username,userId\nx,x\n"), ("", ""), 422);
        self.ask("administrator", ("POST", IMPORT, "username\nBen\n"), ("", ""), 422);
        self.ask("administrator", ("POST", IMPORT, &"x".repeat((8 << 20) + 1)), ("", ""), 413);
        let many: String = (0..1001).map(|at| format!("a{at},x\n")).collect();
        self.ask("administrator", ("POST", IMPORT, &format!("username,password\n{many}")), ("", ""), 400);
    }

    /// Last: nobody is answered any more.
    fn provoke_outage(&mut self) {
        let database = rusqlite::Connection::open(self.office.scene_path().join("logingate.db")).unwrap();
        let sabotage = "DROP TABLE presence; DROP TABLE login_names; DROP TABLE sessions; DROP TABLE agents";
        database.execute_batch(sabotage).unwrap();
        for (method, path, body) in OPERATIONS {
            self.ask("administrator", (method, path, body), ("1", ""), 503);
        }
        for (method, path, body) in OPERATIONS {
            self.ask("reader", (method, path, body), ("1", ""), 403);
            self.ask("wrong", (method, path, body), ("1", ""), 401);
        }
        // As many wrong tokens as an address may send a minute.
        wait_until("no more are taken", || self.office.send("wrong", "GET", ALL, "").status == 429);
        for (method, path, body) in OPERATIONS {
            self.ask("wrong", (method, path, body), ("1", ""), 429);
        }
    }
}

/// What is answered of agents, and what where their directory does not answer.
pub fn keep_of_agents(promises: &mut Promises) {
    let mut desk = Desk { office: Office::open(), promises };
    desk.office.add("ana");
    desk.office.sign_in();
    for (method, path, body) in OPERATIONS {
        let status = if (method, path) == ("POST", ALL) { 201 } else { 200 };
        desk.ask("administrator", (method, path, body), ("1", ""), status);
    }
    desk.ask("operator", ("GET", ALL, ""), ("", "?limit=1&cursor=1"), 200);
    desk.provoke_refusals();
    desk.provoke_outage();
}

impl Scene {
    /// Bodies that never come.
    pub(super) fn provoke_slow_bodies_of_agents(&mut self) {
        for (method, path) in [("POST", ALL), ("POST", IMPORT), ("PUT", PASSWORD)] {
            let mut connection = Connection::to(self.server.admin);
            let lines = "Authorization: Bearer administrator\r\n";
            let head = String::from_utf8(request(method, &path.replace("{id}", "1"), lines, "")).unwrap();
            connection.send(head.replace("\r\n\r\n", "\r\nContent-Length: 9\r\n\r\n"));
            let answer = connection.receive();
            assert_eq!(answer.problem(), "body_too_slow", "{answer:?}");
            self.promises.keep(method, path, &answer);
        }
    }
}

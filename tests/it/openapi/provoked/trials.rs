//! What is answered of the policies' files, and of logins on trial.

use serde_json::{Value, json};

use super::{DATA, LIBRARY, Scene, UNKNOWN_ID};
use crate::openapi::faults;
use crate::server::{Connection, Response, SAMPLE, request};

const LIST: &str = "/v1/policies";
const ONE: &str = "/v1/policies/{id}";
const DECIDE: &str = "/v1/decide";

impl Scene {
    /// After some of the files were broken.
    pub(super) fn provoke_policies(&mut self) {
        for query in ["", "?projectId=3", "?projectId=4", "?projectId=1&limit=1"] {
            assert_eq!(self.ask("reader", "GET", LIST, &format!("{LIST}{query}")).status, 200, "{query}");
        }
        let page = self.ask("reader", "GET", LIST, &format!("{LIST}?limit=1")).json();
        assert_eq!((&page["result"][0]["kind"], &page["next"]), (&json!("data"), &json!(DATA.0)));
        for (query, kind) in [
            ("projectId=x", "invalid_field"),
            ("limit=0", "invalid_field"),
            ("project=1", "unknown_parameter"),
            ("limit=1&limit=2", "conflicting_values"),
        ] {
            assert_eq!(self.ask("reader", "GET", LIST, &format!("{LIST}?{query}")).problem(), kind, "{query}");
        }
        for (id, decided_by) in [
            ("default.rego", json!("current")),
            ("projects/3.rego", json!("last_good")),
            ("projects%2F4.rego", json!("nobody")),
            ("system/log.rego", json!("current")),
            (LIBRARY.0, Value::Null),
            (DATA.0, Value::Null),
        ] {
            let told = self.ask("author", "GET", ONE, &format!("{LIST}/{id}")).json();
            assert_eq!(told["result"]["decided_by"], decided_by, "{told}");
        }
        for (token, id, kind) in
            [("reader", "default.rego", "role_too_low"), ("author", "projects/nothing.rego", "no_such_policy")]
        {
            assert_eq!(self.ask(token, "GET", ONE, &format!("{LIST}/{id}")).problem(), kind, "{id}");
        }
    }

    /// The index must keep logins still.
    pub(super) fn provoke_trials(&mut self) {
        let find = "/v1/decisions?projectId=5&userId=2&outcome=granted";
        self.login("POST", super::IN_PATH, &format!("{}/{}", super::IN_QUERY, super::SECRET), &granted(), 200);
        let page = self.ask_until("/v1/decisions", find, |page| page["decisions"][0].is_object());
        let id = &page["decisions"][0]["decision_id"];
        let reading = "package projects[\"5\"]\n\nallow if input.username == \"x\"\n";
        for (body, missing) in [
            (json!({"login": login(), "hook": "query"}), Value::Null),
            (
                json!({"login": login(), "hook": "path", "ip": "::1", "at": "2026-12-24T08:00:00+01:00", "explain": true}),
                Value::Null,
            ),
            (json!({"login": {"projectId": 4, "userId": 2}, "hook": "query", "explain": true}), Value::Null),
            (
                json!({"login": {"projectId": 3, "userId": 2, "groupId": 2}, "hook": "query", "remove": ["projects/3.rego"]}),
                Value::Null,
            ),
            (json!({"decisionId": id}), Value::Null),
            (
                json!({"decisionId": id, "modules": {"projects/5.rego": reading}, "dataFiles": {"more/data.yaml": "a: 1\n"}, "explain": true}),
                json!(["input.username"]),
            ),
        ] {
            let answer = self.decide("author", &body.to_string());
            assert_eq!(answer.status, 200, "{body}: {}", answer.body);
            assert_eq!(answer.json()["projects"][0]["missing"], missing, "{}", answer.body);
            assert_eq!(self.faults_of_request(&body), Vec::<String>::new());
        }
        assert_ne!(self.faults_of_request(&json!({"explian": true})), Vec::<String>::new());
        self.provoke_refused_trials();
        self.provoke_slow_trial();
    }

    fn provoke_refused_trials(&mut self) {
        let on_trial = |more: &Value| {
            let mut body = json!({"login": login(), "hook": "query"});
            body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
            body.to_string()
        };
        let other_login = |login: Value| on_trial(&json!({"login": login}));
        let projects: Vec<u64> = (2..400).collect();
        let deep = format!(
            "{{\"login\":{{\"projectId\":1,\"userId\":2,\"customData\":{}1{}}},\"hook\":\"query\"}}",
            "[".repeat(100),
            "]".repeat(100)
        );
        let twice = r#"{"login":{"projectId":1,"userId":2,"userid":3,"userId":4},"hook":"query"}"#;
        for (body, status, kind) in [
            ("{".to_owned(), 400, "body_not_understood"),
            (on_trial(&json!({"explian": true})), 400, "invalid_body"),
            (on_trial(&json!({"at": "now"})), 400, "invalid_field"),
            (json!({"login": login()}).to_string(), 400, "missing_field"),
            (twice.to_owned(), 400, "conflicting_values"),
            (
                other_login(json!({"projectId": 1, "userId": 2, "secondaryProjectIds": projects})),
                400,
                "too_many_projects",
            ),
            (deep, 400, "too_deep"),
            (json!({"decisionId": UNKNOWN_ID}).to_string(), 404, "no_such_decision"),
            (other_login(json!({"projectId": 1, "username": "x".repeat(70_000)})), 413, "body_too_large"),
            (
                on_trial(&json!({"modules": {"projects/5.rego": "package projects[\"5\"]\n\nallow if {\n"}})),
                422,
                "faulty_candidates",
            ),
        ] {
            let answer = self.decide("author", &body);
            assert_eq!((answer.status, answer.problem().as_str()), (status, kind), "{}", answer.body);
        }
        assert_eq!(self.decide("reader", &on_trial(&json!({}))).problem(), "role_too_low");
    }

    /// A body that never comes.
    fn provoke_slow_trial(&mut self) {
        let mut connection = Connection::to(self.server.admin);
        let head = String::from_utf8(request("POST", DECIDE, "Authorization: Bearer author\r\n", "")).unwrap();
        connection.send(head.replace("\r\n\r\n", "\r\nContent-Length: 9\r\n\r\n"));
        let answer = connection.receive();
        assert_eq!(answer.problem(), "body_too_slow", "{answer:?}");
        self.promises.keep("POST", DECIDE, &answer);
    }

    /// Of a recorded login, while the index is as it is.
    pub(super) fn provoke_broken_trial(&mut self, status: u16) {
        let answer = self.decide("author", &json!({"decisionId": UNKNOWN_ID}).to_string());
        assert_eq!(answer.status, status, "{}", answer.body);
    }

    fn decide(&mut self, token: &str, body: &str) -> Response {
        self.send(token, "POST", DECIDE, DECIDE, body)
    }

    fn faults_of_request(&self, body: &Value) -> Vec<String> {
        let document = self.promises.document();
        let request = &document["paths"][DECIDE]["post"]["requestBody"]["content"]["application/json"];
        faults(document, &request["schema"], body)
    }
}

fn login() -> Value {
    serde_json::from_str(SAMPLE).unwrap()
}

/// [`SAMPLE`] without the project that says no.
fn granted() -> String {
    SAMPLE.replace("\"projectId\":1", "\"projectId\":5").replace("[2,3,4,5]", "[2]")
}

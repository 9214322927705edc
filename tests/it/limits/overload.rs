//! More logins than may wait for an evaluation.

use std::time::{Duration, Instant};

use crate::patience::wait_until;
use crate::server::{Connection, TestServer};

const SETTINGS: &str =
    "[limits]\nin_flight = 2\nlogin_deadline = \"6s\"\nevaluation = \"6s\"\n[cache]\nclock_resolution = \"1ms\"\n";
/// Project 1 is remembered, 66 runs to its limit for every agent.
pub const POLICIES: &[(&str, &str)] = &[
    ("projects/1.rego", "package projects[\"1\"]\n\nallow if input.groupId == 2\n"),
    (
        "projects/66.rego",
        "package projects[\"66\"]\n\nallow if {\n\tsome a in numbers.range(1, 9000)\n\tsome b in numbers.range(1, 9000)\n\t\
         a + b == input.userId + 99999\n}\n",
    ),
];

fn target(project: u64, user: u64) -> String {
    format!("/vcc/project-login?projectId={project}&userId={user}&groupId=2")
}

#[test]
fn logins_beyond_those_that_may_wait_are_refused_at_once_and_remembered_ones_answered() {
    let server = TestServer::with(SETTINGS, POLICIES);
    assert_eq!(server.get(&target(1, 9)).body, r#"{"1":true}"#);
    std::thread::scope(|scope| {
        for user in [1, 2] {
            let mut connection = server.connect();
            scope.spawn(move || assert_eq!(connection.ask("GET", &target(66, user), "").body, r#"{"66":false}"#));
        }
        let mut operator = Connection::to(server.admin);
        let mut metrics = || operator.ask("GET", "/metrics", "").body;
        wait_until("two are being decided", || metrics().contains("\nlogingate_logins_in_flight 2\n"));
        let began = Instant::now();
        let mut connection = server.connect();
        let answer = connection.ask("GET", &target(66, 3), "");
        assert_eq!((answer.status, &*answer.problem()), (503, "overloaded"));
        assert_eq!(answer.header("retry-after"), Some("1"));
        assert_eq!(connection.ask("GET", &target(1, 9), "").body, r#"{"1":true}"#);
        assert!(began.elapsed() < Duration::from_secs(5), "{:?}", began.elapsed());
        let metrics = metrics();
        assert!(metrics.contains("{hook=\"default\",kind=\"overloaded\"} 1\n"), "{metrics}");
    });
    assert_eq!(server.get(&target(66, 4)).status, 200);
}

//! Health, as load balancers and orchestrators ask for it.

use crate::patience::wait_until;
use crate::server::{POLICIES, SAMPLE, SAMPLE_ANSWER, TestServer, request};

const BROKEN: &[(&str, &str)] = &[
    ("default.rego", "package projects.default\n\nallow if input.groupId == 2\n"),
    ("projects/3.rego", "package projects[\"3\"]\n\nallow if {\n"),
];

#[test]
fn the_process_is_live_whatever_its_policies() {
    let server = TestServer::launch("", BROKEN);
    let answer = server.get("/health/live");
    assert_eq!((answer.status, &*answer.body), (200, r#"{"status":"live"}"#));
    assert_eq!(answer.header("cache-control"), Some("no-store"));
}

#[test]
fn it_is_ready_once_its_policies_are_loaded() {
    let server = TestServer::launch("", POLICIES);
    let mut connection = server.connect();
    wait_until("it is ready", || {
        let answer = connection.ask("GET", "/health/ready", "");
        if answer.status == 200 {
            assert_eq!(answer.body, r#"{"status":"ready","policies":2,"broken":0}"#);
            return true;
        }
        assert_eq!(answer.status, 503);
        assert_eq!(answer.body, r#"{"status":"not_ready","reason":"the policies are not loaded yet"}"#);
        false
    });
    assert_eq!(connection.ask("POST", "/vcc/project-login", SAMPLE).body, SAMPLE_ANSWER);
}

#[test]
fn a_broken_policy_is_degraded_and_ready() {
    let server = TestServer::with("", BROKEN);
    let answer = server.get("/health/ready");
    let health = answer.json();
    assert_eq!((answer.status, &health["status"], &health["broken"]), (200, &"degraded".into(), &1.into()));
    let broken = &health["degraded"][0];
    assert_eq!(broken["policy"], "projects[\"3\"]", "{health}");
    assert_eq!(broken["decided_by"], "nobody: denied");
    assert!(broken["file"].as_str().unwrap().starts_with("projects/3.rego:"), "{health}");
}

#[test]
fn while_it_drains_it_is_not_ready_and_still_answers() {
    let mut server = TestServer::with("shutdown_delay = \"3s\"", POLICIES);
    let mut connection = server.connect();
    assert_eq!(connection.ask("GET", "/health/ready", "").status, 200);
    server.tell_to_stop();
    wait_until("it is not ready", || connection.ask("GET", "/health/ready", "").status != 200);
    let draining = connection.ask("GET", "/health/ready", "");
    assert_eq!((draining.status, &draining.json()["reason"]), (503, &"the server is shutting down".into()));
    assert_eq!(connection.ask("GET", "/health/live", "").status, 200);
    assert_eq!(server.post("/vcc/project-login", SAMPLE).body, SAMPLE_ANSWER);
    server.stop().unwrap();
}

#[test]
fn nobody_is_asked_for_a_secret() {
    let settings = "[[vcc.hooks]]\nname = \"a\"\npath = \"/a\"\nsecrets = [\"a-long-enough-secret\"]";
    let server = TestServer::with(settings, POLICIES);
    let mut connection = server.connect();
    assert_eq!(connection.ask("POST", "/a", SAMPLE).status, 401);
    for path in ["/health/live", "/health/ready"] {
        connection.send(request("GET", path, "Authorization: Basic d3Jvbmc6d3Jvbmc=\r\n", ""));
        assert_eq!(connection.receive().status, 200);
    }
}

#[test]
fn head_is_answered_bodies_are_passed_over_and_other_methods_refused() {
    let server = TestServer::start();
    let mut connection = server.connect();
    for path in ["/health/live", "/health/ready"] {
        let get = connection.ask("GET", path, SAMPLE);
        let head = connection.ask("HEAD", path, "");
        assert_eq!((get.status, head.status), (200, 200));
        assert_eq!(get.header("content-length"), head.header("content-length"));
        for method in ["POST", "PUT", "DELETE"] {
            let answer = connection.ask(method, path, SAMPLE);
            assert_eq!((answer.status, answer.header("allow")), (405, Some("GET, HEAD, OPTIONS")));
        }
    }
}

#[test]
fn a_faulty_file_that_no_policy_needs_is_told_too() {
    let mut files = POLICIES.to_vec();
    files.push(("lib/unused.rego", "package lib.unused\n\nx if {\n"));
    let server = TestServer::with("", &files);
    let answer = server.get("/health/ready");
    let health = answer.json();
    assert_eq!((answer.status, &health["status"], &health["broken"]), (200, &"degraded".into(), &0.into()));
    assert_eq!(health["reason"], "files that no policy in force needs have faults: 1");
}

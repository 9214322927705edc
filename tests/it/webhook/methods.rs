//! Methods and paths.

use crate::server::{SAMPLE, SAMPLE_ANSWER, TestServer};

const QUERY: &str = "projectId=1&userId=2&groupId=2&secondaryProjectIds[]=3";
const HOOK: &str = "/vcc/project-login";

fn target() -> String {
    format!("{HOOK}?{QUERY}")
}

#[test]
fn post_and_put_are_read_from_the_body_with_and_without_a_trailing_slash() {
    let server = TestServer::start();
    for method in ["POST", "PUT"] {
        for path in [HOOK, "/vcc/project-login/"] {
            let answer = server.connect().ask(method, path, SAMPLE);
            assert_eq!((answer.status, &*answer.body), (200, SAMPLE_ANSWER), "{method} {path}");
        }
    }
}

#[test]
fn get_is_read_from_the_query_and_its_body_is_passed_over() {
    let server = TestServer::start();
    let mut connection = server.connect();
    for body in ["", SAMPLE, "{broken"] {
        let answer = connection.ask("GET", &target(), body);
        assert_eq!((answer.status, &*answer.body), (200, r#"{"1":true,"3":false}"#), "{body}");
    }
}

#[test]
fn post_passes_over_decision_fields_in_the_query() {
    let server = TestServer::start();
    let answer = server.post(&format!("{HOOK}?projectId=9&userId=9&groupId=9"), SAMPLE);
    assert_eq!(answer.body, SAMPLE_ANSWER);
}

#[test]
fn head_has_the_headers_of_get_and_no_body() {
    let server = TestServer::start();
    let mut connection = server.connect();
    for (target, status) in [(target(), 200), (HOOK.to_owned(), 400), ("/nowhere".to_owned(), 404)] {
        let mut head = connection.ask("HEAD", &target, "");
        let mut get = connection.ask("GET", &target, "");
        assert_eq!((head.status, get.status), (status, status));
        assert_eq!(get.header("content-length"), Some(&*get.body.len().to_string()));
        for answer in [&mut head, &mut get] {
            answer.headers.retain(|(name, _)| name != "date" && name != "x-decision-id");
        }
        assert_eq!(head.headers, get.headers);
    }
}

#[test]
fn options_lists_the_methods() {
    let server = TestServer::start();
    let mut connection = server.connect();
    for (path, methods) in [(HOOK, "GET, HEAD, POST, PUT, OPTIONS"), ("/health/ready", "GET, HEAD, OPTIONS")] {
        let answer = connection.ask("OPTIONS", path, "");
        assert_eq!((answer.status, answer.header("allow")), (204, Some(methods)));
        assert_eq!((answer.header("content-length"), &*answer.body), (None, ""));
    }
}

#[test]
fn other_methods_are_refused_and_told_which_are_not() {
    let server = TestServer::start();
    let mut connection = server.connect();
    for method in ["DELETE", "PATCH", "TRACE", "BREW"] {
        let answer = connection.ask(method, HOOK, SAMPLE);
        assert_eq!((answer.status, &*answer.problem()), (405, "method_not_allowed"), "{method}");
        assert_eq!(answer.header("allow"), Some("GET, HEAD, POST, PUT, OPTIONS"));
    }
}

#[test]
fn other_paths_are_not_found() {
    let server = TestServer::start();
    let mut connection = server.connect();
    let paths =
        ["/", "/vcc", "/vcc/project-login/x", "/vcc/project-login//", "/VCC/project-login", "//vcc/project-login"];
    for path in paths {
        for method in ["GET", "POST", "OPTIONS"] {
            let answer = connection.ask(method, path, SAMPLE);
            assert_eq!((answer.status, &*answer.problem()), (404, "not_found"), "{method} {path}");
        }
    }
}

#[test]
fn a_path_may_be_escaped_and_a_target_absolute() {
    let server = TestServer::start();
    for target in ["/vcc/%70roject-login", "http://test/vcc/project-login"] {
        assert_eq!(server.post(target, SAMPLE).body, SAMPLE_ANSWER, "{target}");
    }
}

#[test]
fn each_hook_has_its_path_and_tells_policies_its_name() {
    let settings = r#"
        [[vcc.hooks]]
        name = "acme"
        path = "/vcc/acme/"
        [[vcc.hooks]]
        name = "root"
        path = "/"
    "#;
    let policies = [("default.rego", "package projects.default\n\nallow if input.hook == \"acme\"\n")];
    let server = TestServer::with(settings, &policies);
    for (path, expected) in [("/vcc/acme", "true"), ("/vcc/acme/", "true"), ("/", "false")] {
        let answer = server.post(path, r#"{"projectId":1,"userId":2}"#);
        assert_eq!(answer.body, format!(r#"{{"1":{expected}}}"#), "{path}");
    }
    assert_eq!(server.post(HOOK, SAMPLE).status, 404);
}

#[test]
fn policies_see_where_the_caller_is() {
    let server = TestServer::with(
        "",
        &[(
            "default.rego",
            "package projects.default\n\nallow if {\n\tinput.source.ip == \"127.0.0.1\"\n\tinput.platform == \"vcc\"\n}\n",
        )],
    );
    assert_eq!(server.post(HOOK, r#"{"projectId":1,"userId":2}"#).body, r#"{"1":true}"#);
}

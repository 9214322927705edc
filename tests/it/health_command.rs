//! `logingate health`, as containers, service managers and people call it.

use std::io::{BufRead as _, BufReader, Write as _};
use std::net::TcpListener;
use std::process::{Command, Output};

use crate::server::{POLICIES, Process, TestServer};

fn health(arguments: &[&str]) -> (Option<i32>, String, String) {
    let directory = tempfile::tempdir().unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_logingate"));
    command.arg("health").args(arguments).current_dir(directory.path()).env_clear();
    let Output { status, stdout, stderr } = command.output().unwrap();
    (status.code(), String::from_utf8(stdout).unwrap(), String::from_utf8(stderr).unwrap())
}

#[test]
fn a_ready_server_is_0_and_says_how_many_policies_there_are() {
    let server = TestServer::with("", POLICIES);
    let url = format!("http://{}/", server.address);
    assert_eq!(health(&["--url", &url]), (Some(0), "ready: policies in force: 2\n".into(), String::new()));
    assert_eq!(health(&["--url", &url, "--live"]).1, "live\n");
    let json = health(&["--url", &url, "--format", "json"]);
    assert_eq!(json.1, "{\"status\":\"ready\",\"policies\":2,\"broken\":0}\n");
}

#[test]
fn a_degraded_server_is_0_and_says_which_policy_is_broken() {
    let server = TestServer::with("", &[("projects/3.rego", "package projects[\"3\"]\n\nallow if {\n")]);
    let (code, out, _) = health(&["--url", &format!("http://{}", server.address)]);
    assert_eq!(code, Some(0));
    assert!(out.starts_with("degraded: policies in force: 0\n  projects[\"3\"], decided by nobody: denied: "), "{out}");
}

#[test]
fn a_server_that_stops_is_1() {
    let mut server = Process::start("shutdown_delay = \"1m\"");
    server.signal("TERM");
    server.wait_for_line("stopping");
    let (code, out, _) = health(&["--url", &format!("http://{}", server.address)]);
    assert_eq!((code, &*out), (Some(1), "not ready: the server is shutting down\n"));
}

#[test]
fn nobody_there_and_somebody_else_there_are_1() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let other = std::thread::spawn(move || answer(&listener, "200 OK", "<html>hello</html>"));
    let (code, _, error) = health(&["--url", &url]);
    assert_eq!((code, error), (Some(1), format!("error: what answers at {url}/health/ready is no logingate\n")));
    other.join().unwrap();
    let (code, _, error) = health(&["--url", &url]);
    assert_eq!(code, Some(1));
    assert!(error.starts_with(&format!("error: no answer from {url}/health/ready: ")), "{error}");
}

#[test]
fn it_asks_again_until_the_server_is_ready() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let server = std::thread::spawn(move || {
        let not_yet = r#"{"status":"not_ready","reason":"the policies are not loaded yet"}"#;
        answer(&listener, "503 Service Unavailable", not_yet);
        answer(&listener, "503 Service Unavailable", not_yet);
        answer(&listener, "200 OK", r#"{"status":"ready","policies":1,"broken":0}"#);
    });
    assert_eq!(health(&["--url", &url, "--wait", "1m"]).0, Some(0));
    server.join().unwrap();
}

#[test]
fn the_settings_say_where_the_server_is() {
    let server = TestServer::with("", POLICIES);
    assert_eq!(health(&["--listen", &server.address.to_string()]).0, Some(0));
    let (code, _, error) = health(&["--listen", "127.0.0.1:0"]);
    assert_eq!(code, Some(2));
    assert!(error.contains("the settings leave the port to the system"), "{error}");
    let (code, _, error) = health(&["--url", "logingate.example.com"]);
    assert_eq!(code, Some(2));
    assert!(error.contains("write http:// or https://, a host and a port"), "{error}");
}

/// Answers the next request on a connection of its own.
fn answer(listener: &TcpListener, status: &str, body: &str) {
    let (mut connection, _) = listener.accept().unwrap();
    let mut lines = BufReader::new(connection.try_clone().unwrap()).lines().map(Result::unwrap);
    assert!(lines.any(|line| line.is_empty()));
    write!(connection, "HTTP/1.1 {status}\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{body}", body.len())
        .unwrap();
}

//! What must never be told: secrets, queries, agents and their data, in no log line at any level and in no refusal.

use crate::server::{Connection, Process, SAMPLE, request};

/// Every text that only the caller may know holds this.
pub const MARK: &str = "xyzzy";
const SECRET: &str = "xyzzy-secret-of-a-hook";

pub const SETTINGS: &str = r#"
    [log]
    level = "trace"
    [limits]
    body_read = "100ms"
    [[vcc.hooks]]
    name = "open"
    path = "/open"
    [[vcc.hooks]]
    name = "guarded"
    path = "/guarded"
    secrets = ["xyzzy-secret-of-a-hook"]
    [[vcc.hooks]]
    name = "in-path"
    path = "/in-path/{secret}"
    secrets = ["xyzzy-secret-of-a-hook"]
    [[vcc.hooks]]
    name = "encrypted"
    path = "/encrypted"
    secrets = ["xyzzy-secret-of-a-hook"]
    [vcc.hooks.encryption]
    cipher = "aes-256-ctr"
    key = "xyzzy-key-of-a-hook"
"#;

/// `aes-256-ctr` under [`SETTINGS`]' key and an IV of zeros, of a login of agent `xyzzy` and of a JSON text `"xyzzy"`.
const ENCRYPTED: [&str; 2] = ["16k6g8AB3D2mbzJtzKcDpwCRtjHlT5WE3wVZlH/FQllyAgfANf+YMkxYlTjn", "jvMzi9USmw=="];

fn targets() -> Vec<String> {
    let query = "projectId=1&userId=2&username=xyzzy&customData[xyzzy]=xyzzy&xyzzy=1";
    vec![
        format!("/open?{query}"),
        format!("/open?{query}&projectId=2"),
        format!("/open?{query}&groupId=2.5&iv=xyzzy"),
        "/open?projectId=1&userId=2&username=xyzzy&username=xyzzy2".to_owned(),
        "/open?projectId=1&userId=2&customData=xyzzy".to_owned(),
        "/open?projectId=1&userId=2&customData={xyzzy".to_owned(),
        "/open?projectId=1&xyzzy=%zz".to_owned(),
        "/open?customData={\"xyzzy\":1}".to_owned(),
        format!("/guarded?secret-key={SECRET}&{query}"),
        format!("/guarded?secret-key=xyzzy-wrong&{query}"),
        format!("/in-path/{SECRET}?{query}"),
        "/in-path/xyzzy-wrong".to_owned(),
        format!("/encrypted?secret-key={SECRET}&iv=xyzzy"),
        format!("/encrypted?secret-key={SECRET}&iv=00000000000000000000000000000000"),
        "/xyzzy?xyzzy=xyzzy".to_owned(),
        "/health/ready?xyzzy".to_owned(),
    ]
}

fn bodies() -> Vec<&'static str> {
    vec![
        "",
        SAMPLE,
        r#"{"projectId":1,"userId":2,"username":"xyzzy","customData":{"xyzzy":"xyzzy"},"xyzzy":1}"#,
        r#"{"projectId":1,"userId":2,"username":["xyzzy"]}"#,
        r#"{"projectId":1,"userId":2,"username":"xyzzy","username":"xyzzy2"}"#,
        r#"{"projectId":1,"userId":2,"customData":"xyzzy"}"#,
        r#"{"projectId":1,"userId":2,"customData":{"xyzzy":"xyzzy","xyzzy":2}}"#,
        r#"{"projectId":1,"userId":2,"customData":{"xyzzy":"\ud800"}}"#,
        r#"{"projectId":1,"userId":2} xyzzy"#,
        r#"{"xyzzy":"#,
        r#""xyzzy""#,
        "xyzzy",
        "projectId=1&userId=2&username=xyzzy&customData[xyzzy]=xyzzy",
        "projectId=1&userId=2&customData=xyzzy&xyzzy=%zz",
        ENCRYPTED[0],
        ENCRYPTED[1],
    ]
}

/// Sends it all, and returns every answer's body and headers as text.
pub fn ask_everything(server: &Process) -> Vec<String> {
    let mut answers = Vec::new();
    let mut keep = |connection: &mut Connection| answers.push(format!("{:?}", connection.receive()));
    for target in targets() {
        for method in ["GET", "POST", "OPTIONS", "XYZZY"] {
            for body in if method == "POST" { bodies() } else { vec![SAMPLE, "xyzzy"] } {
                let lines =
                    "Authorization: Bearer xyzzy\r\nCookie: xyzzy\r\nX-Xyzzy: xyzzy\r\nReferer: http://xyzzy/\r\n";
                let mut connection = server.connect();
                connection.send(request(method, &target, lines, body));
                keep(&mut connection);
            }
        }
        let bytes = request("POST", &target, "", "{\"username\":\"xyzzy\"}");
        for cut in [bytes.len() - 5, bytes.len() - 1] {
            let mut connection = server.connect();
            connection.send(&bytes[..cut]);
            connection.finish_sending();
            keep(&mut connection);
        }
        let mut slow = server.connect();
        slow.send(&bytes[..bytes.len() - 1]);
        keep(&mut slow);
        for lines in
            ["Content-Length: xyzzy\r\n", "Transfer-Encoding: xyzzy\r\n", "Authorization: Basic eHl6enk6eHl6enk=\r\n"]
        {
            let mut connection = server.connect();
            connection.send(request("GET", &target, lines, ""));
            keep(&mut connection);
        }
    }
    for bytes in
        ["xyzzy\r\n\r\n", "GET /xyzzy HTTP/9.9\r\nxyzzy: 1\r\n\r\n", "GET /xyzzy HTTP/1.1\r\nxyzzy xyzzy\r\n\r\n"]
    {
        let mut connection = server.connect();
        connection.send(bytes);
        keep(&mut connection);
    }
    answers
}

#[test]
fn no_log_line_and_no_refusal_tells_what_only_the_caller_may_know() {
    let mut server = Process::start(SETTINGS);
    let answers = ask_everything(&server);
    server.signal("TERM");
    assert_eq!(server.wait().code(), Some(0));
    for status in ["200", "204", "400", "401", "404", "405", "408"] {
        let status = format!("status: {status}");
        assert!(answers.iter().any(|answer| answer.contains(&status)), "no answer has {status}");
    }
    for reason in ["decrypted, but", "it is not JSON", "the iv is not", "ended early"] {
        assert!(server.log.iter().any(|line| line.contains(reason)), "nothing was refused because {reason}");
    }
    let logged = |hook: &str| server.log.iter().any(|line| line.contains("logingate::login") && line.contains(hook));
    assert!(["\"open\"", "\"guarded\"", "\"in-path\"", "\"encrypted\""].into_iter().all(logged));
    for text in server.log.iter().chain(&answers) {
        assert!(!text.to_lowercase().contains(MARK), "{text}");
    }
}

//! Agents' passwords, tokens and keys are in no log line at any level, and no agent is where agents may not be shown.

use logingate::directory::NewAgent;
use serde_json::Value;

use crate::server::{Process, Response, request, write_files};
use crate::staff::{add, agent, directory};

/// Everything that only the caller may know holds this.
const MARK: &str = "xyzzy";
const SETTINGS: &str = "[log]\nlevel = \"trace\"\n[passwords]\nmemory_kib = 64\npasses = 1\n";
const UCONTACT: &str = "/Integra/resources";
const OZONETEL: &str = "/CAServices/AgentAuthenticationV2/index.php";

fn ask(server: &Process, target: &str, lines: &str, body: &str) -> Response {
    let mut connection = server.connect();
    connection.send(request("POST", target, lines, body));
    connection.receive()
}

/// Logs in, off and out, rightly and wrongly; every token that was answered.
fn ask_everything(server: &Process) -> Vec<String> {
    let ucontact =
        |resource: &str, lines: &str, body: &str| ask(server, &format!("{UCONTACT}/{resource}"), lines, body);
    let mut tokens = Vec::new();
    for password in ["xyzzy-right", "xyzzy-wrong"] {
        let login = ucontact("auth/AgentLogin", "", &format!("agent=xyzzy-agent&password={password}")).body;
        if let Ok(Value::Object(object)) = serde_json::from_str(&login) {
            tokens.push(object["token"].as_str().unwrap().to_owned());
        }
        let list = ucontact("auth/getUserToken", "", &format!("user=xyzzy-agent&password={password}")).body;
        if let Ok(Value::Array(list)) = serde_json::from_str(&list) {
            tokens.push(list[2].as_str().unwrap().to_owned());
        }
        let basic = base64::Engine::encode(&base64::prelude::BASE64_STANDARD, format!("xyzzy-agent:{password}"));
        let lines = format!("Authorization: Basic {basic}\r\n");
        for query in ["", "?userName=xyzzy-account&apiKey=xyzzy-key&action=xyzzy"] {
            for action in ["login&phoneNumber=99xyzzy", "login&phoneNumber=991234", "login", "logout", "xyzzy"] {
                let body = format!("userName=xyzzy-account&apiKey=xyzzy-key&action={action}");
                ask(server, &format!("{OZONETEL}{query}"), &lines, &body);
            }
        }
    }
    ask(server, OZONETEL, "Content-Type: application/xyzzy\r\n", "xyzzy");
    ask(server, OZONETEL, "Content-Type: multipart/form-data; boundary=xyzzy\r\n", "xyzzy");
    for resource in ["auth/AgentLogin", "auth/UserLogin", "api/AgentLogoff", "auth/EndSession"] {
        for body in ["xyzzy", "agent=%FFxyzzy&user=%FFxyzzy", "agent=xyzzy&agent=xyzzy2&token=xyzzy", "xyzzy=%zz"] {
            ucontact(resource, "Authorization: Basic xyzzy\r\n", body);
            ucontact(resource, "Content-Type: application/xyzzy\r\n", body);
        }
    }
    for token in &tokens {
        let lines = format!("Authorization: Basic {token}\r\n");
        ucontact("api/AgentLogoff", &lines, "agent=xyzzy-agent&interface=xyzzy&message=xyzzy");
        ucontact("auth/EndSession", &lines, "user=xyzzy-agent&token=xyzzy");
        assert_eq!(ucontact("auth/EndSession", &lines, "").body, "1");
    }
    tokens
}

#[test]
fn no_log_line_tells_who_logs_in_and_how() {
    let mut server = Process::start(SETTINGS);
    let policies = [("ucontact.rego", "package platforms.ucontact\n\nallow := true\n")];
    write_files(&server.directory.path().join("policies"), &policies);
    server.wait_for_line("policies loaded");
    let agents = directory(server.directory.path().join("logingate.db"));
    let right = vec!["api".to_owned()];
    add(
        &agents,
        NewAgent { access_rights: right, extension: Some("88xyzzy".to_owned()), ..agent("xyzzy-agent") },
        "xyzzy-right",
    );
    assert!(agents.wait(agents.set_account("xyzzy-account", b"xyzzy-key")).unwrap());
    let tokens = ask_everything(&server);
    assert_eq!(tokens.len(), 2);
    server.signal("TERM");
    assert_eq!(server.wait().code(), Some(0));
    for reason in ["bad_credentials", "invalid_action", "invalid_token", "body_not_understood", "denied"] {
        assert!(server.log.iter().any(|line| line.contains(reason)), "nothing was refused because of {reason}");
    }
    for line in &server.log {
        assert!(!line.to_lowercase().contains(MARK), "{line}");
        assert!(!tokens.iter().any(|token| line.contains(token.as_str())), "{line}");
    }
}

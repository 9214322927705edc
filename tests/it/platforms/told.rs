//! What the log tells of logins that are refused: a flood of them is no flood of lines.

use serde_json::{Value, json};

use super::FORM;
use crate::server::{Process, request};

#[test]
fn a_flood_of_wrong_passwords_leaves_a_line_and_a_count() {
    let mut server = Process::start("[passwords]\nmemory_kib = 64\npasses = 1\n[directory]\npatience = \"1m\"\n");
    let mut connection = server.connect();
    for at in 0..40 {
        let form = format!("agent=nobody{at}&password=wrong");
        connection.send(request("POST", "/Integra/resources/auth/AgentLogin", FORM, &form));
        assert_eq!(connection.receive().body, "0");
    }
    server.signal("TERM");
    assert!(server.wait().success());
    let lines = server.log.iter().map(|line| serde_json::from_str::<Value>(line).unwrap());
    let told: Vec<_> = lines
        .filter(|line| line["reason"] == "bad_credentials")
        .map(|line| json!([line["message"], line["platform"], line["source"], line["refusals"]]))
        .collect();
    let first = json!(["a login is refused", "ucontact", "127.0.0.1", null]);
    assert_eq!(told, [first, json!(["further logins are refused", "ucontact", "127.0.0.1", 39])]);
}

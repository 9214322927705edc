//! The calls of the documentation's own code samples; only the address is another, and TLS is left out.

use super::AGENT_LOGIN;
use crate::program::bash;
use crate::staff::{RIGHT, Staff, WRONG};

/// The Python sample.
const PYTHON: &str = r#"
import http.client

conn = http.client.HTTPConnection("{{domain}}")
payload = 'agent={{User}}&password={{Password}}'
headers = {
  'Content-Type': 'application/x-www-form-urlencoded'
}
conn.request("POST", "/Integra/resources/auth/AgentLogin", payload, headers)
res = conn.getresponse()
data = res.read()
print(data.decode("utf-8"))
"#;

/// The cURL sample.
const CURL: &str = r"curl --location --request POST 'http://{{domain}}/Integra/resources/auth/AgentLogin' \
--header 'Content-Type: application/x-www-form-urlencoded' \
--data-urlencode 'agent={{User}}' \
--data-urlencode 'password={{Password}}'";

fn printed(staff: &Staff, sample: &str, password: &str) -> String {
    let command = sample
        .replace("{{domain}}", &staff.server.address.to_string())
        .replace("{{User}}", "Vcisneros")
        .replace("{{Password}}", password);
    let folder = tempfile::tempdir().unwrap();
    let ran = bash(folder.path(), &command, &[]);
    assert_eq!(ran.code, Some(0), "{}", ran.text);
    ran.text.trim_end().to_owned()
}

#[test]
fn the_samples_log_an_agent_in_and_understand_a_refusal() {
    let staff = Staff::of_ucontact("");
    let python = format!("python3 - <<'EOF'\n{PYTHON}EOF");
    for sample in [&*python, CURL] {
        let object: serde_json::Value = serde_json::from_str(&printed(&staff, sample, RIGHT)).unwrap();
        assert_eq!((&object["accountcode"], &object["limite"]), (&"Vcisneros".into(), &0.0.into()));
        assert_eq!(printed(&staff, sample, WRONG), "0");
    }
    assert!(PYTHON.contains(AGENT_LOGIN) && CURL.contains(AGENT_LOGIN));
}

//! Ozonetel's clients, unchanged.

mod answers;
mod clients;
mod forms;
mod numbers;
mod refusals;

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;

use crate::staff::{RIGHT, Staff, agent};

/// Agents without projects may log in.
pub const POLICIES: &[(&str, &str)] = &[("ozonetel.rego", "package platforms.ozonetel\n\nallow := true\n")];

const PATH: &str = "/CAServices/AgentAuthenticationV2/index.php";
const FORM: &str = "Content-Type: application/x-www-form-urlencoded\r\n";
/// The account and its key.
const ACCOUNT: &str = "userName=demo_account&apiKey=KKdemo";
const INVALID: &str = r#"{"status":"error","message":"Invalid Authentication"}"#;

fn basic(agent: &str, password: &str) -> String {
    format!("Authorization: Basic {}\r\n", BASE64_STANDARD.encode(format!("{agent}:{password}")))
}

impl Staff {
    /// A server with the account, AG1001 and AG1002.
    fn of_ozonetel(settings: &str) -> Self {
        let staff = Self::with(settings, POLICIES);
        staff.open_account();
        for name in ["AG1001", "AG1002"] {
            staff.add(agent(name));
        }
        staff
    }

    fn open_account(&self) {
        assert!(self.directory.wait(self.directory.set_account("demo_account", b"KKdemo")).unwrap());
    }

    /// What `agent`, with the right password, is answered.
    fn asked(&self, agent: &str, form: &str) -> String {
        self.asked_with(&basic(agent, RIGHT), &format!("{ACCOUNT}&{form}"))
    }

    /// The same with these credentials and this body.
    fn asked_with(&self, lines: &str, body: &str) -> String {
        let answer = self.post(PATH, &format!("{FORM}{lines}"), body);
        assert_eq!((answer.status, answer.header("content-type")), (200, Some("application/json")), "{answer:?}");
        answer.body
    }

    fn log_in(&self, agent: &str, number: &str) -> String {
        self.asked(agent, &format!("phoneNumber={}&action=login", number.replace('+', "%2B").replace(' ', "+")))
    }
}

fn logged_in(agent: &str) -> String {
    format!(r#"{{"status":"success","message":"Agent {agent} logged in successfully"}}"#)
}

fn occupied(by: &str, number: &str) -> String {
    format!(r#"{{"status":"error","message":"{by} logged in with the number ({number})"}}"#)
}

//! uContact's clients, unchanged.

mod clients;
mod logins;
mod logoffs;
mod refusals;
mod second_logins;
mod sessions;
mod users;

use logingate::directory::NewAgent;
use serde_json::Value;

use crate::server::Response;
use crate::staff::{RIGHT, Staff, agent};

/// Agents without projects may log in.
pub const POLICIES: &[(&str, &str)] = &[("ucontact.rego", "package platforms.ucontact\n\nallow := true\n")];

const FORM: &str = "Content-Type: application/x-www-form-urlencoded\r\n";
const AGENT_LOGIN: &str = "/Integra/resources/auth/AgentLogin";
const AGENT_LOGOFF: &str = "/Integra/resources/api/AgentLogoff";
const END_SESSION: &str = "/Integra/resources/auth/EndSession";
const USER_LOGIN: &str = "/Integra/resources/auth/UserLogin";
const USER_TOKEN: &str = "/Integra/resources/auth/getUserToken";

/// Victor, as the documentation has him.
fn victor() -> NewAgent {
    NewAgent {
        extension: Some("1997".to_owned()),
        full_name: Some("Victor Cisneros".to_owned()),
        language: Some("es".to_owned()),
        ..agent("Vcisneros")
    }
}

impl Staff {
    /// A server that Victor may log in to.
    fn of_ucontact(settings: &str) -> Self {
        let staff = Self::with(settings, POLICIES);
        staff.add(victor());
        staff
    }

    fn agent_login(&self, agent: &str, password: &str) -> Response {
        self.post(AGENT_LOGIN, FORM, &format!("agent={agent}&password={password}"))
    }

    /// The object of a login that succeeds.
    fn logged_in(&self, agent: &str) -> Value {
        let answer = self.agent_login(agent, RIGHT);
        assert_eq!(answer.status, 200);
        let object = answer.json();
        assert!(object.is_object(), "{answer:?}");
        object
    }

    /// The token of a login that succeeds.
    fn token(&self, agent: &str) -> String {
        self.logged_in(agent)["token"].as_str().unwrap().to_owned()
    }

    /// What `resource` answers to whoever has `token`.
    fn ask_with(&self, token: &str, resource: &str, form: &str) -> String {
        let answer = self.post(resource, &format!("{FORM}Authorization: Basic {token}\r\n"), form);
        assert_eq!(answer.status, 200, "{answer:?}");
        answer.body
    }
}

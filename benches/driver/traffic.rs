//! What is sent to a server.

use logingate::dialect::vcc::Hook;
use logingate::dialect::{Method, Request, SignatureHeaders};
use serde_json::json;

use crate::driver::Fault;
use crate::driver::generator::{Expected, Scripted};
use crate::driver::server::OPA_TARGET;
use crate::driver::workload::{Login, UNIQUE, WireForm};

/// Stands for [`UNIQUE`] where a number is needed. No project has it.
const STAND_IN: &str = "999999999999";
/// Let in by the policies of every size.
const GROUP: u64 = 4;

/// What is sent to a server.
#[derive(Debug, Clone, Copy)]
pub struct Traffic {
    /// How.
    pub form: WireForm,
    /// How many projects each login asks for.
    pub projects: u64,
    /// How many projects there are: login after login asks for the next ones, until it begins again.
    pub of: u64,
    /// Whether each login is another agent's.
    pub new_agents: bool,
}

impl Traffic {
    /// The requests, over and over in this order.
    pub fn requests(&self) -> Vec<Scripted> {
        self.logins().map(|login| scripted(&login, self.form)).collect()
    }

    /// The same as the Open Policy Agent wants to be asked.
    pub fn requests_to_opa(&self) -> Result<Vec<Scripted>, Fault> {
        self.logins().map(|login| to_opa(&login)).collect()
    }

    fn logins(&self) -> impl Iterator<Item = Login> {
        let user_id = if self.new_agents { UNIQUE } else { "1000" };
        let projects = self.projects;
        (0..(self.of / projects).max(1)).map(move |number| {
            let projects = (1..=projects).map(|it| number * projects + it).collect();
            Login { projects, user_id: user_id.to_owned(), group_id: GROUP }
        })
    }
}

/// A login as it is sent, in `form`.
pub fn scripted(login: &Login, form: WireForm) -> Scripted {
    let expected = match form {
        WireForm::WithWrongSecret => Expected::TurnedAway,
        _ => Expected::Allowed(login.projects.len()),
    };
    Scripted { target: login.target(form), body: login.body(form), expected }
}

fn to_opa(login: &Login) -> Result<Scripted, Fault> {
    let body = login.body(WireForm::Json).unwrap_or_default().replace(UNIQUE, STAND_IN);
    let read = read(body.as_bytes())?;
    let body = json!({"input": read.input(read.first_subject())}).to_string().replace(STAND_IN, UNIQUE);
    let expected = Expected::Allowed(login.projects.len());
    Ok(Scripted { target: OPA_TARGET.to_owned(), body: Some(body), expected })
}

/// The login in a JSON `body`, as an open hook reads it.
pub fn read(body: &[u8]) -> Result<logingate::decision::Login, Fault> {
    let request = Request {
        method: Method::Send,
        query: "",
        path_secret: None,
        authorization: None,
        signature: SignatureHeaders::default(),
        content_type: None,
        body,
        source_ip: Some([127, 0, 0, 1].into()),
    };
    Hook::open("plain").read(&request).map_err(|problem| format!("{problem:?}").into())
}

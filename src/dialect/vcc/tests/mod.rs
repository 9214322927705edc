//! The webhook as the platform sees it; helpers that write requests.

mod answers;
mod conflicts;
mod custom_fields;
mod documents;
mod properties;
mod refusals;
mod wanted;
mod wire_forms;

use crate::config::{HookSettings, OnError};
use crate::decision::Login;
use crate::dialect::vcc::Hook;
use crate::dialect::{Method, Problem, Request, SignatureHeaders};

/// The sample body of VCC Live's documentation.
pub(super) const SAMPLE: &str =
    r#"{"projectId":1,"userId":2,"username":"x","groupId":2,"customData":[],"secondaryProjectIds":[2,3,4,5]}"#;

pub(super) fn settings() -> HookSettings {
    HookSettings {
        allow: Vec::new(),
        name: "acme".into(),
        path: "/vcc/acme".into(),
        secrets: Vec::new(),
        signing_secrets: Vec::new(),
        secret_parameter: "secret-key".into(),
        encryption: None,
        on_error: OnError::Deny,
    }
}

pub(super) fn get(query: &str) -> Request<'_> {
    Request {
        method: Method::Get,
        query,
        path_secret: None,
        authorization: None,
        signature: SignatureHeaders::default(),
        content_type: None,
        body: b"",
        source_ip: None,
    }
}

pub(super) fn post(body: &[u8]) -> Request<'_> {
    Request { method: Method::Send, body, ..get("") }
}

pub(super) fn read_get(query: &str) -> Result<Login, Problem> {
    Hook::new(&settings()).read(&get(query))
}

pub(super) fn read_post(body: impl AsRef<[u8]>) -> Result<Login, Problem> {
    Hook::new(&settings()).read(&post(body.as_ref()))
}

pub(super) fn sample() -> Login {
    read_post(SAMPLE).unwrap()
}

pub(super) fn ids(login: &Login) -> Vec<u64> {
    login.projects.as_slice().iter().map(|id| id.get()).collect()
}

//! The logins of the benchmarks, in each form in which the platform may write them.

use aes::Aes256;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use cipher::{KeyIvInit, StreamCipher};
use ctr::Ctr128BE;

/// Stands for an id that no other login of a run has.
pub const UNIQUE: &str = "{unique}";
/// The hooks that are asked, as the settings have them.
pub const HOOKS: &str = r#"[
    {name = "plain", path = "/vcc/project-login"},
    {name = "encrypted", path = "/vcc/encrypted", encryption = {cipher = "aes-256-ctr", key = "very secret key", iv = "query"}},
    {name = "guarded", path = "/vcc/guarded", secrets = ["2fXv7Qm0cJ4rTzWb9LkPaE6s"]},
]"#;

const FIRST_HOOK_PATH: &str = "/vcc/project-login";
const SECOND_HOOK_PATH: &str = "/vcc/encrypted";
const THIRD_HOOK_PATH: &str = "/vcc/guarded";
const SECRET: &str = "2fXv7Qm0cJ4rTzWb9LkPaE6s";
const WRONG_SECRET: &str = "2fXv7Qm0cJ4rTzWb9LkPaE6t";
const KEY: &[u8] = b"very secret key";
const IV: [u8; 16] = *b"never used again";
const CUSTOM: [(&str, &str); 7] = [
    ("languages", "de hu"),
    ("method", "totp"),
    ("country", "HU"),
    ("device", "trusted"),
    ("department", "sales"),
    ("cost_centre", "4711"),
    ("mail", "jo.doe@example.org"),
];

/// How a login is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WireForm {
    /// POST, a JSON object.
    Json,
    /// GET, a query.
    Query,
    /// POST, a form.
    Form,
    /// POST, a JSON object under AES-256-CTR.
    Encrypted,
    /// POST, a JSON object, to a hook that asks for a secret.
    WithSecret,
    /// The same with a wrong secret.
    WithWrongSecret,
}

/// One login.
#[derive(Debug, Clone)]
pub struct Login {
    /// The projects, the primary first.
    pub projects: Vec<u64>,
    /// The agent's id, or [`UNIQUE`].
    pub user_id: String,
    /// The agent's group, of which every one from 1 to 20 is let in by small and medium policies, 4 by large ones.
    pub group_id: u64,
}

impl Login {
    /// Path and query.
    #[must_use]
    pub fn target(&self, form: WireForm) -> String {
        match form {
            WireForm::Json | WireForm::Form => FIRST_HOOK_PATH.to_owned(),
            WireForm::Query => format!("{FIRST_HOOK_PATH}?{}", self.query()),
            WireForm::Encrypted => format!("{SECOND_HOOK_PATH}?iv={}", data_encoding::HEXLOWER.encode(&IV)),
            WireForm::WithSecret => format!("{THIRD_HOOK_PATH}?secret-key={SECRET}"),
            WireForm::WithWrongSecret => format!("{THIRD_HOOK_PATH}?secret-key={WRONG_SECRET}"),
        }
    }

    /// What is sent; nothing with a GET.
    #[must_use]
    pub fn body(&self, form: WireForm) -> Option<String> {
        match form {
            WireForm::Json | WireForm::WithSecret | WireForm::WithWrongSecret => Some(self.json()),
            WireForm::Query => None,
            WireForm::Form => Some(self.query()),
            WireForm::Encrypted => Some(STANDARD.encode(encrypted(self.json().into_bytes()))),
        }
    }

    fn json(&self) -> String {
        let Self { projects, user_id, group_id } = self;
        let custom: Vec<_> = CUSTOM.iter().map(|(name, value)| format!(r#""{name}":"{value}""#)).collect();
        format!(
            r#"{{"projectId":{},"userId":{user_id},"username":"agent","groupId":{group_id},"customData":{{{}}},"secondaryProjectIds":[{}]}}"#,
            projects[0],
            custom.join(","),
            joined(&projects[1..]),
        )
    }

    fn query(&self) -> String {
        let Self { projects, user_id, group_id } = self;
        let custom = CUSTOM
            .map(|(name, value)| format!("customData%5B{name}%5D={}", value.replace(' ', "%20").replace('@', "%40")));
        let [primary, secondary @ ..] = projects.as_slice() else { return String::new() };
        let mut fields = vec![format!("projectId={primary}&userId={user_id}&username=agent&groupId={group_id}")];
        fields.extend(custom);
        if !secondary.is_empty() {
            fields.push(format!("secondaryProjectIds={}", joined(secondary)));
        }
        fields.join("&")
    }
}

fn joined(projects: &[u64]) -> String {
    projects.iter().map(u64::to_string).collect::<Vec<_>>().join(",")
}

/// As VCC Live encrypts: the key is the passphrase's bytes, filled up with zeros.
fn encrypted(mut text: Vec<u8>) -> Vec<u8> {
    let mut key = [0; 32];
    key[..KEY.len()].copy_from_slice(KEY);
    Ctr128BE::<Aes256>::new(&key.into(), &IV.into()).apply_keystream(&mut text);
    text
}

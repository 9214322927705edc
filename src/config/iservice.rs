//! `[iservice]`: the form, its rules, and the providers that vouch for contacts.

mod openid;

use std::path::Path;

use super::load::{HOUR, MINUTE};
use super::platform_path;
use super::scalar::Form;
use super::settings::IserviceSettings;
use super::table::Table;

const TEXT: &str = "a text of at most 64 KiB";
const LONGEST_TEXT_BYTES: usize = 64 * 1024;
const TENANT: &str = "1 to 64 characters";
const SEGMENTS: &str = "a list of ids: [\"1\", \"2\"]";

/// Reads `[iservice]`; relative paths of secrets start in `directory`.
pub(super) fn read(mut table: Table<'_>, directory: &Path, warnings: &mut Vec<String>) -> Option<IserviceSettings> {
    let is_enabled = table.switch("enabled");
    let path = platform_path::read(&mut table, "path");
    let tenant_id = table.parsed("tenant_id", Form::Text, TENANT, tenant_id);
    let inactivity = table.duration("inactivity", MINUTE..=30 * 24 * HOUR);
    let registration = table.switch("registration");
    let agentlogin = table.switch("agentlogin");
    let least_password_characters = table.integer("least_password_characters", 8..=128);
    let segments = table.list("segments", SEGMENTS, segment);
    let broadcast_message = table.parsed("broadcast_message", Form::Text, TEXT, text);
    let spam_policy_url = table.url_or_off("spam_policy_url");
    let public_url = table.url_or_off("public_url");
    let openid_return = table.url_or_off("openid_return");
    let providers = openid::read(&mut table, directory, warnings);
    if let (Some(None), Some(providers)) = (&public_url, &providers)
        && !providers.is_empty()
    {
        let problem = "is \"off\", but iservice.openid needs it: providers send browsers back to it";
        table.refuse("public_url", problem.to_owned());
    }
    table.finish();
    Some(IserviceSettings {
        is_enabled: is_enabled?,
        path: path?,
        tenant_id: tenant_id?,
        inactivity: inactivity?,
        registration: registration?,
        agentlogin: agentlogin?,
        least_password_characters: usize::try_from(least_password_characters?).ok()?,
        segments: segments?,
        broadcast_message: broadcast_message?,
        spam_policy_url: spam_policy_url?,
        public_url: public_url?,
        openid_return: openid_return?,
        providers: providers?,
    })
}

fn tenant_id(text: &str) -> Option<String> {
    ((1..=64).contains(&text.chars().count()) && !text.contains(char::is_control)).then(|| text.to_owned())
}

fn segment(text: &str) -> Result<String, String> {
    tenant_id(text).ok_or_else(|| TENANT.to_owned())
}

fn text(text: &str) -> Option<String> {
    (text.len() <= LONGEST_TEXT_BYTES).then(|| text.to_owned())
}

//! `[ozonetel]`

use super::platform_path;
use super::scalar::Form;
use super::settings::OzonetelSettings;
use super::table::Table;

const COUNTRY_CODE: &str = "1 to 3 digits such as \"91\", or an empty text";

/// Reads `[ozonetel]`.
pub(super) fn read(mut table: Table<'_>) -> Option<OzonetelSettings> {
    let is_enabled = table.switch("enabled");
    let path = platform_path::read(&mut table, "path");
    let country_code = table.parsed("country_code", Form::Text, COUNTRY_CODE, country_code);
    table.finish();
    Some(OzonetelSettings { is_enabled: is_enabled?, path: path?, country_code: country_code? })
}

/// `Some(None)` for no country.
#[allow(clippy::option_option, reason = "None is a fault everywhere in this room")]
fn country_code(text: &str) -> Option<Option<String>> {
    if text.is_empty() {
        return Some(None);
    }
    let is_code = text.len() <= 3 && !text.starts_with('0') && text.bytes().all(|byte| byte.is_ascii_digit());
    is_code.then(|| Some(text.to_owned()))
}

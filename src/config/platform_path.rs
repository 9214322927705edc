//! Where a platform's clients find this server.

use super::fault::quoted;
use super::hook_path;
use super::scalar::Form;
use super::table::Table;

const PATH: &str = "a path such as \"/Integra/resources\"";

/// Reads the path `key`, a slash at its end left out.
pub(super) fn read(table: &mut Table<'_>, key: &'static str) -> Option<String> {
    let path = table.parsed(key, Form::Text, PATH, |text| Some(text.to_owned()))?;
    let rule = hook_path::broken_rule(&path)
        .or(path.contains(['{', '}']).then_some("a path without braces"))
        .or((path == "/").then_some("a path of at least one segment"));
    if let Some(rule) = rule {
        table.refuse(key, format!("got {}, expected {rule}", quoted(&path)));
        return None;
    }
    Some(path.trim_end_matches('/').to_owned())
}

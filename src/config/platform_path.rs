//! Where a platform's clients find this server.

use super::fault::quoted;
use super::hook_path;
use super::scalar::Form;
use super::settings::VccSettings;
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

/// Refuses each of `platforms`' paths (table, key, path; `None` where nothing is served) at which a hook answers or one
/// before it. A platform answers at its path and below it.
pub(super) fn refuse_shared(
    root: &mut Table<'_>,
    vcc: Option<&VccSettings>,
    platforms: &[Option<(&'static str, &'static str, &str)>],
) {
    let hooks = vcc.map_or(&[][..], |vcc| &vcc.hooks);
    let is_below = |path: &str, other: &str| path.strip_prefix(other).is_some_and(|rest| rest.starts_with('/'));
    for (at, (table, key, path)) in platforms.iter().enumerate().filter_map(|(at, it)| Some((at, (*it)?))) {
        let hook = hooks.iter().find(|hook| hook_path::overlap(&hook.path, path) || is_below(&hook.path, path));
        let overlaps = |other: &str| other == path || is_below(other, path) || is_below(path, other);
        let platform = platforms[..at].iter().flatten().find(|(_, _, other)| overlaps(other));
        let taken = hook
            .map(|hook| format!("where hook {} is", hook.name))
            .or_else(|| platform.map(|(table, key, _)| format!("where {table}.{key} is")));
        if let (Some(taken), Some(table)) = (taken, root.table(table)) {
            table.refuse(key, format!("got {}, {taken}, expected a path of its own", quoted(path)));
        }
    }
}

//! Which hook of the settings a command is about.

use crate::config::HookSettings;

/// The hook named `name`; without a name, the only one.
///
/// # Errors
/// Which there are to choose from.
pub(super) fn among<'h>(hooks: &'h [HookSettings], name: Option<&str>) -> Result<&'h HookSettings, String> {
    let found = match (name, hooks) {
        (Some(name), _) => hooks.iter().find(|hook| hook.name == name),
        (None, [only]) => Some(only),
        (None, _) => None,
    };
    found.ok_or_else(|| {
        let problem = match name {
            Some(name) => format!("the settings have no hook `{name}`"),
            None => "the settings have several hooks".to_owned(),
        };
        let names: Vec<_> = hooks.iter().map(|hook| hook.name.as_str()).collect();
        format!("{problem}: choose one by --hook: {}", names.join(", "))
    })
}

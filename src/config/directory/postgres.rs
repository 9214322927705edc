//! The URL of a database of PostgreSQL: what is wrong with it, and what of it may be shown.

use std::str::FromStr as _;

use sqlx::postgres::PgConnectOptions;

/// What may stand behind the `?`. Anything else is most likely a slip, and passed over by the client with a warning that
/// shows its value.
const PARAMETERS: [&str; 18] = [
    "sslmode",
    "ssl-mode",
    "sslrootcert",
    "ssl-root-cert",
    "ssl-ca",
    "sslcert",
    "ssl-cert",
    "sslkey",
    "ssl-key",
    "statement-cache-capacity",
    "host",
    "hostaddr",
    "port",
    "dbname",
    "user",
    "password",
    "application_name",
    "options",
];

pub(super) struct Url {
    /// Without the password and without what stands behind the `?`.
    pub(super) shown: String,
    pub(super) holds_password: bool,
}

/// # Errors
/// What is wrong with `text`, without showing it.
pub(super) fn parsed(text: &str) -> Result<Url, String> {
    let (front, query) = text.split_once('?').unwrap_or((text, ""));
    let keys = form_urlencoded::parse(query.as_bytes());
    let is_known = |key: &str| PARAMETERS.contains(&key) || (key.starts_with("options[") && key.ends_with(']'));
    if keys.clone().any(|(key, _)| !is_known(&key)) {
        return Err(format!("has a parameter behind its `?` that is not known, expected {}", PARAMETERS.join(", ")));
    }
    if text.contains('#') {
        return Err("has a `#` in it; in a user name or password write it as %23".to_owned());
    }
    if PgConnectOptions::from_str(text).is_err() {
        return Err(
            "is no URL of PostgreSQL, expected \"postgres://USER@HOST/DATABASE\"; characters that mean something \
                    there, such as `@` and `/`, are written as %40 and %2F in a password"
                .to_owned(),
        );
    }
    let (scheme, rest) = front.split_once("://").unwrap_or((front, ""));
    let (authority, path) = rest.split_once('/').map_or((rest, None), |(authority, path)| (authority, Some(path)));
    let (shown, has_own) = match authority.rsplit_once('@') {
        Some((credentials, host)) => match credentials.split_once(':') {
            Some((user, _)) => (format!("{user}:***@{host}"), true),
            None => (authority.to_owned(), false),
        },
        None => (authority.to_owned(), false),
    };
    let path = path.map(|path| format!("/{path}")).unwrap_or_default();
    let behind = if query.is_empty() { "" } else { "?***" };
    let in_query = keys.clone().any(|(key, _)| key == "password");
    Ok(Url { shown: format!("{scheme}://{shown}{path}{behind}"), holds_password: has_own || in_query })
}

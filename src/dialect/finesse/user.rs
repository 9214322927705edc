//! A user as GET answers one.

use std::borrow::Cow;

use chrono::{DateTime, SecondsFormat};
use serde::Serialize;

use super::AgentState;
use crate::config::Team;

/// What is known of an agent.
#[derive(Debug, Clone, Copy)]
pub struct User<'a> {
    /// What the agent signs in with, and the id of the resource.
    pub login_id: &'a str,
    /// What the directory calls the agent.
    pub login_name: &'a str,
    /// As people write it, first name first.
    pub full_name: Option<&'a str>,
    /// Where calls arrive; empty while signed out.
    pub extension: &'a str,
    /// The agent's state.
    pub state: AgentState,
    /// The code of the reason for it.
    pub reason: Option<&'a str>,
    /// Since when, in nanoseconds since the Unix epoch; `None` while signed out.
    pub state_since: Option<i64>,
}

impl<'a> User<'a> {
    /// `/finesse/api/User/<id>`, wherever it is served: clients compare it as text.
    #[must_use]
    pub fn uri(&self) -> String {
        format!("/finesse/api/User/{}", self.login_id)
    }

    /// The first word of the full name, and the rest of it. Whoever has none is shown by the login name.
    #[must_use]
    pub fn names(&self) -> (&'a str, &'a str) {
        let full = self.full_name.map(str::trim).filter(|name| !name.is_empty()).unwrap_or(self.login_name);
        full.split_once(char::is_whitespace).map_or((full, ""), |(first, last)| (first, last.trim_start()))
    }

    /// `2030-01-01T08:00:00.000Z`; empty while signed out.
    #[must_use]
    pub fn state_change_time(&self) -> String {
        let text = |nanos| DateTime::from_timestamp_nanos(nanos).to_rfc3339_opts(SecondsFormat::Millis, true);
        self.state_since.map(text).unwrap_or_default()
    }

    /// The code of the reason, `-1` without one.
    #[must_use]
    pub fn reason_code_id(&self) -> &'a str {
        self.reason.unwrap_or("-1")
    }

    /// `<User>`.
    #[must_use]
    pub fn to_xml(&self, team: &Team) -> String {
        let (first_name, last_name) = self.names();
        let uri = plain(&self.uri()).into_owned();
        let body = Written {
            dialogs: format!("{uri}/Dialogs"),
            extension: self.extension,
            first_name: plain(first_name),
            last_name: plain(last_name),
            login_id: plain(self.login_id),
            login_name: plain(self.login_name),
            media_type: "1",
            reason_code_id: self.reason_code_id(),
            roles: Roles { role: ["Agent"] },
            settings: Settings { wrap_up_on_incoming: "NOT_ALLOWED", wrap_up_on_outgoing: "NOT_ALLOWED" },
            state: self.state.as_str(),
            state_change_time: self.state_change_time(),
            team_id: &team.id,
            team_name: &team.name,
            uri,
        };
        quick_xml::se::to_string_with_root("User", &body).unwrap_or_default()
    }
}

/// Without the characters that no XML document can hold.
fn plain(text: &str) -> Cow<'_, str> {
    let is_foreign = |c: char| c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}');
    if text.contains(is_foreign) { text.replace(is_foreign, "").into() } else { text.into() }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Written<'a> {
    dialogs: String,
    extension: &'a str,
    first_name: Cow<'a, str>,
    last_name: Cow<'a, str>,
    login_id: Cow<'a, str>,
    login_name: Cow<'a, str>,
    media_type: &'static str,
    reason_code_id: &'a str,
    roles: Roles,
    settings: Settings,
    state: &'static str,
    state_change_time: String,
    team_id: &'a str,
    team_name: &'a str,
    uri: String,
}

#[derive(Serialize)]
struct Roles {
    role: [&'static str; 1],
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Settings {
    wrap_up_on_incoming: &'static str,
    wrap_up_on_outgoing: &'static str,
}

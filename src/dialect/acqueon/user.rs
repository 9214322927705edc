//! The user object of `SetAgentState` and `GetAppState` (docs.acqueon.com, `get-agent-state`): numbers are texts.

use serde::Serialize;

use crate::config::Team;
use crate::dialect::finesse::User;

const NANOS: i64 = 1_000_000_000;

/// The object.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct UserObject<'a> {
    agent_time: String,
    issupervisor: bool,
    dialogs: String,
    extension: &'a str,
    first_name: &'a str,
    last_name: &'a str,
    login_id: &'a str,
    login_name: &'a str,
    media_type: &'static str,
    reason_code_id: &'a str,
    roles: [&'static str; 1],
    settings: Settings,
    state: &'static str,
    state_change_time: String,
    team_id: &'a str,
    team_name: &'a str,
    uri: String,
    wrap_up_timer: &'static str,
    teams: [TeamObject<'a>; 1],
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Settings {
    wrap_up_on_incoming: &'static str,
    wrap_up_on_outgoing: &'static str,
}

/// Its URI is the user's, as in the documented sample.
#[derive(Serialize)]
struct TeamObject<'a> {
    id: &'a str,
    name: &'a str,
    uri: String,
}

impl<'a> UserObject<'a> {
    /// `user` in `team`, as it is at `unix_nanos`.
    pub(super) fn new(user: &User<'a>, team: &'a Team, unix_nanos: i64) -> Self {
        let (first_name, last_name) = user.names();
        let uri = user.uri();
        Self {
            agent_time: agent_time(user.state_since, unix_nanos),
            issupervisor: false,
            dialogs: format!("{uri}/Dialogs"),
            extension: user.extension,
            first_name,
            last_name,
            login_id: user.login_id,
            login_name: user.login_name,
            media_type: "1",
            reason_code_id: user.reason_code_id(),
            roles: ["Agent"],
            settings: Settings { wrap_up_on_incoming: "NOT_ALLOWED", wrap_up_on_outgoing: "NOT_ALLOWED" },
            state: user.state.as_str(),
            state_change_time: user.state_change_time(),
            team_id: &team.id,
            team_name: &team.name,
            wrap_up_timer: "60",
            teams: [TeamObject { id: &team.id, name: &team.name, uri: uri.clone() }],
            uri,
        }
    }
}

/// How long the agent has been in this state: minutes and seconds.
fn agent_time(since: Option<i64>, unix_nanos: i64) -> String {
    let seconds = since.map_or(0, |since| unix_nanos.saturating_sub(since).max(0) / NANOS);
    format!("{:02}:{:02}", seconds / 60, seconds % 60)
}

/// What the vendor's payloads call the outcome of an action; always a success, for errors travel as `SetAPIError`.
#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Rules<'a> {
    sequential_actions: SequentialActions,
    response_type: u8,
    response_text: &'static str,
    response_actual: ResponseActual<'a>,
}

#[derive(Serialize)]
struct SequentialActions {
    items: Empty,
    count: u8,
}

#[derive(Serialize)]
struct Empty {}

#[derive(Serialize)]
struct ResponseActual<'a> {
    user: &'a UserObject<'a>,
}

impl<'a> Rules<'a> {
    pub(super) fn success(user: &'a UserObject<'a>) -> Self {
        Self {
            sequential_actions: SequentialActions { items: Empty {}, count: 2 },
            response_type: 0,
            response_text: "Success",
            response_actual: ResponseActual { user },
        }
    }
}

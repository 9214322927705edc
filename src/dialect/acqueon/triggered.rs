//! The payloads that a sign-in triggers, as far as they are no lists and not about the state. Acqueon names these
//! messages and publishes nothing of them, but for `CallsStateChange`: topics and payloads are ours and say little.

use chrono::{DateTime, SecondsFormat};
use serde::Serialize;

use super::Message;
use super::message::Packet;
use crate::dialect::finesse::User;

/// `OpenConnection`.
pub(super) fn open_connection(user: &User<'_>) -> Message {
    #[derive(Serialize)]
    #[serde(rename_all = "camelCase")]
    struct Opened<'a> {
        login_id: &'a str,
        extension: &'a str,
    }
    let opened = Opened { login_id: user.login_id, extension: user.extension };
    Message::new("Connection", "OpenConnection", &opened)
}

/// `SetConnectionStatus`, with the payload of its twin on the channel `Amazon`.
pub(super) fn connection_status(is_connected: bool) -> Message {
    #[derive(Serialize)]
    #[serde(rename_all = "camelCase")]
    struct Status {
        is_connected: bool,
        message: &'static str,
    }
    let message = if is_connected { "Connected" } else { "Disconnected" };
    Message::new("Connection", "SetConnectionStatus", &Status { is_connected, message })
}

/// `Login`, with what of its twin on the channel `Amazon` is known here.
pub(super) fn login(user: &User<'_>) -> Message {
    #[derive(Serialize)]
    #[serde(rename_all = "camelCase")]
    struct LoggedIn<'a> {
        login_state: &'static str,
        agent_info: AgentInfo<'a>,
        agent_state: &'static str,
    }
    #[derive(Serialize)]
    #[serde(rename_all = "camelCase")]
    struct AgentInfo<'a> {
        name: &'a str,
        id: &'a str,
        extension: &'a str,
        login_name: &'a str,
    }
    let agent_info = AgentInfo {
        name: user.full_name.unwrap_or(user.login_name),
        id: user.login_id,
        extension: user.extension,
        login_name: user.login_name,
    };
    let logged_in = LoggedIn { login_state: "LoggedIn", agent_info, agent_state: user.state.as_str() };
    Message::new("Agent", "Login", &logged_in)
}

/// `CallsStateChange` as documented: no call passes here.
pub(super) fn calls() -> Message {
    #[derive(Serialize)]
    #[serde(rename_all = "camelCase")]
    struct Change {
        source: &'static str,
        calls: [(); 0],
        is_non_voice: bool,
    }
    Message::new("Call", "CallsStateChange", &Change { source: "api", calls: [], is_non_voice: false })
}

/// `SetMRDList`, `GetMedia`, `SetMappedMRD` or `Map`: an empty list, for no medium but voice is known here.
pub(super) fn no_media(subtopic: &str, packet: &'static str) -> Message {
    Message::new("Media", subtopic, &Packet { packet, data: [(); 0] })
}

/// `SetSystemInfo`, with fields of Finesse's `SystemInfo`.
pub(super) fn system_info(unix_nanos: i64) -> Message {
    #[derive(Serialize)]
    #[serde(rename_all = "camelCase")]
    struct SystemInfo {
        current_timestamp: String,
        status: &'static str,
        system_auth_mode: &'static str,
    }
    let current_timestamp = DateTime::from_timestamp_nanos(unix_nanos).to_rfc3339_opts(SecondsFormat::Millis, true);
    let info = SystemInfo { current_timestamp, status: "IN_SERVICE", system_auth_mode: "NON_SSO" };
    Message::new("General", "SetSystemInfo", &info)
}

//! Acqueon Workspace's Cisco channel, and the Finesse hop below it.

use std::time::Duration;

/// `[acqueon]`
#[derive(Debug, Clone)]
pub struct AcqueonSettings {
    /// Whether anything of it is served.
    pub is_enabled: bool,
    /// Where the WebSocket is; begins with `/` and does not end with it. `/messages` behind it takes POST.
    pub path: String,
    /// What comes before `/User/{id}`, if Finesse's hop is served; as `path`.
    pub finesse_path: Option<String>,
    /// The team that every agent is shown in.
    pub team: Team,
    /// Why an agent may be not ready; if empty, any code will do.
    pub not_ready_reasons: Vec<Reason>,
    /// Why an agent may log out; if empty, any code will do.
    pub logout_reasons: Vec<Reason>,
    /// What a call may have come to.
    pub wrap_up_reasons: Vec<String>,
    /// Whom agents may call.
    pub phone_book: Vec<Contact>,
    /// How often a WebSocket is pinged, and its agent looked up.
    pub ping_interval: Duration,
    /// How long a peer may send nothing, or take nothing, before its WebSocket is closed.
    pub silence: Duration,
    /// The most connections by WebSocket that are open at a time, on all workers together.
    pub connections: usize,
    /// The largest frame that is read, in bytes.
    pub frame_bytes: usize,
    /// How long a token of POST is good for after it was last used; longer than `ping_interval`.
    pub token_idle: Duration,
}

/// A team as agents are shown it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Team {
    /// Not empty.
    pub id: String,
    /// Not empty.
    pub name: String,
}

/// Why an agent is not ready or logs out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reason {
    /// Unique among all reasons, 1 to 65535.
    pub code: u16,
    /// Not empty.
    pub label: String,
}

/// `[[acqueon.phone_book]]`
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contact {
    /// Not empty.
    pub first_name: String,
    /// May be empty.
    pub last_name: String,
    /// Not empty.
    pub phone_number: String,
    /// May be empty.
    pub description: String,
}

//! What `/v1/status` tells of an upload of the journal.

use serde::Serialize;
use utoipa::ToSchema;

use super::status::moment;
use crate::journal::UploadStatus;

/// How a receiver of the journal takes events.
#[derive(Serialize, ToSchema)]
pub(super) struct Receiving {
    /// `ok`, or `failing`: events wait because the receiver does not take them.
    state: &'static str,
    waiting_events: u64,
    waiting_bytes: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    last_success: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    failing_since: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    message: Option<String>,
}

impl From<UploadStatus> for Receiving {
    fn from(status: UploadStatus) -> Self {
        Self {
            state: if status.failing.is_some() { "failing" } else { "ok" },
            waiting_events: status.waiting_events,
            waiting_bytes: status.waiting_bytes,
            last_success: status.last_success_nanos.map(moment),
            failing_since: status.failing.as_ref().map(|failing| moment(failing.since_nanos)),
            message: status.failing.map(|failing| failing.trouble),
        }
    }
}

//! Cisco Finesse's REST resource `User`, as far as agents sign in and out and change their state by it.
//!
//! Lives here: the XML of requests, users and errors, statuses, states. Source: Cisco Finesse Web Services Developer
//! Guide, "User". To follow a new field: one field in `user_update` or `user`, one row in the tests.

mod api_error;
mod state;
#[cfg(test)]
mod tests;
mod user;
mod user_update;

pub use api_error::{ApiError, ErrorKind};
pub use state::AgentState;
pub use user::User;
pub(super) use user_update::{NOT_A_REASON, is_reason_code, not_a_number};
pub use user_update::{UserUpdate, is_extension, is_xml};

/// The `Content-Type` of every answer with a body.
pub const CONTENT_TYPE: &str = "application/xml;charset=UTF-8";

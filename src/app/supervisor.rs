//! Tells systemd how far the server is, by its protocol `sd_notify(3)`; where nobody supervises, nothing is said.

use std::sync::Arc;
use std::time::Duration;

use actix_web::rt::task::JoinHandle;
use arc_swap::ArcSwap;
use sd_notify::NotifyState;

use crate::policy::PolicySet;

/// Between looks at whether the policies are loaded; it happens once.
const LOOK_INTERVAL: Duration = Duration::from_millis(20);

/// Says that logins are answered, as soon as the policies are loaded.
pub(super) fn tell_when_ready(policies: Arc<ArcSwap<PolicySet>>) -> JoinHandle<()> {
    actix_web::rt::spawn(async move {
        while !policies.load().is_loaded() {
            actix_web::rt::time::sleep(LOOK_INTERVAL).await;
        }
        tell(NotifyState::Ready);
    })
}

/// Says that no new logins are wanted.
pub(super) fn tell_of_stop() {
    tell(NotifyState::Stopping);
}

fn tell(state: NotifyState<'_>) {
    if let Err(error) = sd_notify::notify(&[state]) {
        tracing::warn!(%error, "systemd can't be told how far the server is");
    }
}

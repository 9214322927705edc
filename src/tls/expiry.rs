//! Says in time that a certificate runs out.

use super::identity::{Validity, moment};
use crate::telemetry::metrics::Listener;

const DAY_SECONDS: i64 = 24 * 60 * 60;
/// Less than this is worth a warning: automatic renewal is long overdue by then.
const NOTICE_DAYS: i64 = 14;

/// Remembers when it warned last.
#[derive(Debug, Default)]
pub(super) struct Reminder {
    warned_at_seconds: Option<i64>,
}

impl Reminder {
    /// Warns, once a day, of a certificate that expires within two weeks or has expired.
    pub(super) fn remind(&mut self, listener: Listener, validity: Validity, now_seconds: i64) {
        let left_seconds = validity.until.saturating_sub(now_seconds);
        let is_silent = self.warned_at_seconds.is_some_and(|at| now_seconds.saturating_sub(at) < DAY_SECONDS);
        if left_seconds >= NOTICE_DAYS * DAY_SECONDS || is_silent {
            return;
        }
        self.warned_at_seconds = Some(now_seconds);
        let (listener, expires) = (listener.as_str(), moment(validity.until));
        if left_seconds < 0 {
            tracing::error!(listener, expires, "the TLS certificate in force has expired; renew its files");
        } else {
            let days = left_seconds / DAY_SECONDS;
            tracing::warn!(listener, expires, days, "the TLS certificate in force expires soon; renew its files");
        }
    }
}

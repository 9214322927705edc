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
        let (listener, expires) = (listener.as_str(), moment(validity.until));
        match self.due_days(validity, now_seconds) {
            None => {}
            Some(days) if days < 0 => {
                tracing::error!(listener, expires, "the TLS certificate in force has expired; renew its files");
            }
            Some(days) => {
                tracing::warn!(listener, expires, days, "the TLS certificate in force expires soon; renew its files");
            }
        }
    }

    /// How many whole days are left, below zero if none, when that is worth a warning that was not given yet.
    fn due_days(&mut self, validity: Validity, now_seconds: i64) -> Option<i64> {
        let left_days = validity.until.saturating_sub(now_seconds).div_euclid(DAY_SECONDS);
        let was_warned = self.warned_at_seconds.is_some_and(|at| now_seconds.saturating_sub(at) < DAY_SECONDS);
        if left_days >= NOTICE_DAYS || was_warned {
            return None;
        }
        self.warned_at_seconds = Some(now_seconds);
        Some(left_days)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is said at these moments, in days before the end.
    fn said(days_before: &[f64]) -> Vec<Option<i64>> {
        let validity = Validity { from: 0, until: 100 * DAY_SECONDS };
        let mut reminder = Reminder::default();
        #[allow(clippy::cast_possible_truncation, reason = "hours, at most")]
        let now = |days: f64| validity.until - (days * 86_400.0) as i64;
        days_before.iter().map(|days| reminder.due_days(validity, now(*days))).collect()
    }

    #[test]
    fn two_weeks_before_the_end_it_is_said_and_from_then_on_once_a_day() {
        assert_eq!(
            said(&[99.0, 14.0, 13.99, 13.5, 13.0, 12.99, 12.5]),
            [None, None, Some(13), None, None, Some(12), None]
        );
    }

    #[test]
    fn after_the_end_it_is_said_in_other_words_and_once_a_day_too() {
        assert_eq!(said(&[0.0, -0.5, -1.0, -1.5]), [Some(0), None, Some(-1), None]);
    }
}

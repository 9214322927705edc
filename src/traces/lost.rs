//! What the log is told of spans that are lost: the first at once, then a line a minute, whatever their number.

use std::time::Duration;

const MINUTE: Duration = Duration::from_mins(1);

/// Losses of one kind.
#[derive(Debug, Default)]
pub(super) struct Lost {
    told_at: Option<Duration>,
    untold: u64,
    all: u64,
}

impl Lost {
    /// Notes that `spans` are lost at `now`, time that never runs backwards. How many a line should tell of, if one is due.
    pub(super) fn note(&mut self, spans: u64, now: Duration) -> Option<u64> {
        self.untold += spans;
        self.all += spans;
        let is_due = self.told_at.is_none_or(|told| now.saturating_sub(told) >= MINUTE);
        (is_due && self.untold > 0).then(|| {
            self.told_at = Some(now);
            std::mem::take(&mut self.untold)
        })
    }

    /// Notes that it is over. How many were lost in all, if any were; the next one is told at once.
    pub(super) fn end(&mut self) -> Option<u64> {
        let all = std::mem::take(self).all;
        (all > 0).then_some(all)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_is_told_at_once_and_the_others_a_minute_later() {
        let mut lost = Lost::default();
        assert_eq!(lost.note(3, Duration::ZERO), Some(3));
        assert_eq!(lost.note(4, Duration::from_secs(1)), None);
        assert_eq!(lost.note(5, Duration::from_secs(59)), None);
        assert_eq!(lost.note(0, Duration::from_mins(1)), Some(9));
        assert_eq!(lost.note(0, Duration::from_mins(9)), None);
    }

    #[test]
    fn the_end_tells_of_all() {
        let mut lost = Lost::default();
        assert_eq!(lost.end(), None);
        lost.note(3, Duration::ZERO);
        lost.note(4, Duration::from_secs(1));
        assert_eq!((lost.end(), lost.end()), (Some(7), None));
        assert_eq!(lost.note(1, Duration::from_secs(2)), Some(1));
    }
}

//! How the system tells that nobody has written to a file: what spares reading it again.

use std::fs::Metadata;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// The coarsest clock of a file system (FAT's): two changes within its step may look like one.
const CLOCK_STEP: Duration = Duration::from_secs(2);

/// Which file it is, how large, and when it was last changed. The system moves the last of these with every write,
/// whatever a program that writes says of the time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Stamp {
    node: (u64, u64),
    size_bytes: u64,
    modified: (i64, i64),
    changed: (i64, i64),
}

impl Stamp {
    /// That of a file; `None` where the system does not tell.
    #[cfg(unix)]
    #[allow(clippy::unnecessary_wraps, reason = "other systems do not tell")]
    pub(super) fn of(metadata: &Metadata) -> Option<Self> {
        use std::os::unix::fs::MetadataExt;
        Some(Self {
            node: (metadata.dev(), metadata.ino()),
            size_bytes: metadata.len(),
            modified: (metadata.mtime(), metadata.mtime_nsec()),
            changed: (metadata.ctime(), metadata.ctime_nsec()),
        })
    }

    #[cfg(not(unix))]
    pub(super) fn of(_: &Metadata) -> Option<Self> {
        None
    }

    /// Whether a file that is read `now` would get another stamp by any later write.
    pub(super) fn is_settled(&self, now: SystemTime) -> bool {
        let changed = u64::try_from(self.changed.0).ok().map(|seconds| UNIX_EPOCH + Duration::from_secs(seconds));
        // Whole seconds on both sides: a step more.
        changed.is_some_and(|changed| now.duration_since(changed).is_ok_and(|age| age > CLOCK_STEP + CLOCK_STEP / 2))
    }
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    fn changed_at(seconds: i64) -> Stamp {
        Stamp { node: (1, 2), size_bytes: 3, modified: (0, 0), changed: (seconds, 999_999_999) }
    }

    #[test]
    fn a_file_is_settled_once_no_write_can_bear_the_time_of_its_last_change() {
        let now = UNIX_EPOCH + Duration::from_secs(1_000);
        assert!(changed_at(996).is_settled(now));
        for seconds in [997, 998, 999, 1_000, 1_001, i64::MAX, -1] {
            assert!(!changed_at(seconds).is_settled(now), "{seconds}");
        }
    }
}

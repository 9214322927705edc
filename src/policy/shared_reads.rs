//! What policies read, kept once for all that read the same: logins look such policies up together.

use std::collections::HashSet;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::decision::Reads;

/// Every [`Reads`] that some policy has.
#[derive(Default)]
pub struct SharedReads {
    kept: Mutex<HashSet<Arc<Reads>>>,
}

impl SharedReads {
    /// The one that equals `reads`, which may be itself.
    pub fn share(&self, reads: Reads) -> Arc<Reads> {
        let mut kept = self.kept();
        if let Some(same) = kept.get(&reads) {
            return Arc::clone(same);
        }
        let reads = Arc::new(reads);
        kept.insert(Arc::clone(&reads));
        reads
    }

    /// Forgets those that no policy has any more.
    pub fn tidy(&self) {
        self.kept().retain(|reads| Arc::strong_count(reads) > 1);
    }

    fn kept(&self) -> MutexGuard<'_, HashSet<Arc<Reads>>> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::decision::Part;

    #[test]
    fn equal_reads_are_kept_once_and_as_long_as_somebody_has_them() {
        let shared = SharedReads::default();
        let of = |part| shared.share(Reads::of_parts([part]));
        let (one, same, other) = (of(Part::UserId), of(Part::UserId), of(Part::GroupId));
        assert!(Arc::ptr_eq(&one, &same));
        assert_ne!(one, other);
        drop(other);
        shared.tidy();
        assert_eq!(shared.kept().len(), 1);
        assert!(Arc::ptr_eq(&one, &of(Part::UserId)));
    }
}

//! Since when each policy in force decides, and since when the files of each broken one are faulty.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::package::Entry;
use super::set::PolicySet;
use crate::decision::{PolicyName, Revision};

/// The moments of one set: those of a set that was put in force are made from those of the one before.
#[derive(Debug, Default)]
pub struct Activations {
    /// The revision of each policy by its package, and when that was put in force.
    active: foldhash::HashMap<Arc<str>, (Revision, i64)>,
    broken: BTreeMap<Entry, i64>,
    oldest_last_good: Option<i64>,
}

impl Activations {
    /// Those of `set`, which is put in force at `now_nanos` in the place of what these are of.
    pub(super) fn after(&self, set: &PolicySet, now_nanos: i64) -> Self {
        let log_rules = set.log_rules().and_then(|slot| slot.as_ref().ok());
        let log_package = Entry::Log.package();
        let policies = set.policies().map(|policy| (policy.package(), &policy.name));
        let named = policies.chain(log_rules.map(|rules| (&log_package, &rules.name)));
        let broken: BTreeMap<Entry, i64> = set
            .broken()
            .iter()
            .map(|broken| (broken.entry.clone(), self.broken.get(&broken.entry).copied().unwrap_or(now_nanos)))
            .collect();
        let (mut active, mut oldest_last_good) = (foldhash::HashMap::default(), None);
        active.reserve(self.active.len());
        for (package, name) in named {
            let since = self.since(name).unwrap_or(now_nanos);
            active.insert(Arc::clone(&name.package), (name.revision, since));
            if !broken.is_empty() && Entry::of(package).is_some_and(|entry| broken.contains_key(&entry)) {
                oldest_last_good = Some(oldest_last_good.map_or(since, |oldest: i64| oldest.min(since)));
            }
        }
        Self { active, broken, oldest_last_good }
    }

    /// Since when this revision decides, in nanoseconds since the Unix epoch; `None` if it does not.
    #[must_use]
    pub fn since(&self, name: &PolicyName) -> Option<i64> {
        self.active.get(&name.package).filter(|(revision, _)| *revision == name.revision).map(|(_, since)| *since)
    }

    /// Since when the oldest of those decides that are the last good versions of broken files.
    #[must_use]
    pub fn oldest_last_good(&self) -> Option<i64> {
        self.oldest_last_good
    }

    /// Since when files are faulty, by what is broken.
    pub fn broken(&self) -> impl Iterator<Item = (&Entry, i64)> {
        self.broken.iter().map(|(entry, since)| (entry, *since))
    }
}

//! Since when each policy in force decides.

use std::collections::HashMap;
use std::sync::Arc;

use super::set::PolicySet;
use crate::decision::{PolicyName, Revision};

/// The revision of each policy by its package, and when that was put in force.
#[derive(Debug, Default)]
pub(super) struct Activations(HashMap<Arc<str>, (Revision, i64)>);

impl Activations {
    /// Those of `set`, which is put in force at `now_nanos` in the place of what these are of.
    pub(super) fn after(&self, set: &PolicySet, now_nanos: i64) -> Self {
        let activation = |name: &Arc<PolicyName>| {
            let since = self.since(name).unwrap_or(now_nanos);
            (Arc::clone(&name.package), (name.revision, since))
        };
        let log_rules = set.log_rules().and_then(|slot| slot.as_ref().ok());
        let names = set.policies().map(|policy| &policy.name).chain(log_rules.map(|rules| &rules.name));
        Self(names.map(activation).collect())
    }

    /// Since when this revision decides, in nanoseconds since the Unix epoch; `None` if it does not.
    pub(super) fn since(&self, name: &PolicyName) -> Option<i64> {
        self.0.get(&name.package).filter(|(revision, _)| *revision == name.revision).map(|(_, since)| *since)
    }
}

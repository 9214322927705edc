//! What an entry point can reach: the union of the facts of every rule it can ask, and the limits of asking.

use std::collections::{BTreeMap, BTreeSet};

use super::facts::{RuleFacts, facts};
use super::index::RuleIndex;
use crate::policy::fault::{Fault, FaultKind};
use crate::policy::package::{DataPath, written};

/// How deep rules may ask one another: some 450 levels overflow a stack of 2 MiB.
const MAX_DEPTH: usize = 64;

/// What an entry point can reach.
#[derive(Debug, Default)]
pub struct Reach {
    /// The constant prefixes of what it can read of `input`; the empty path is all of it.
    pub inputs: BTreeSet<DataPath>,
    /// The rules that can read all of `input`.
    pub whole_input: BTreeSet<DataPath>,
    /// The constant prefixes of what it can read of base data, none below another.
    pub data: BTreeSet<DataPath>,
    /// The built-in functions it can call.
    pub builtins: BTreeSet<&'static str>,
    /// Whether it can multiply numbers.
    pub multiplies: bool,
}

/// Looks at every rule of the index, and follows `entries` through them.
///
/// # Errors
/// Every fault of every rule, reached or not.
pub fn reach(index: &RuleIndex<'_>, entries: &[DataPath]) -> Result<Reach, Vec<Fault>> {
    let mut faults = index.import_conflicts();
    let facts: BTreeMap<&DataPath, RuleFacts> = index
        .rules
        .keys()
        .map(|path| {
            let (facts, found) = facts(index, path);
            faults.extend(found);
            (path, facts)
        })
        .collect();
    let mut search = Search { index, facts: &facts, depths: BTreeMap::new(), trail: Vec::new(), faults };
    for path in facts.keys() {
        search.depth(path);
    }
    if !search.faults.is_empty() {
        return Err(search.faults);
    }
    let mut reach = Reach::default();
    let mut seen = BTreeSet::new();
    let mut pending: Vec<&DataPath> = entries.iter().collect();
    while let Some(path) = pending.pop() {
        let Some(facts) = facts.get(path) else { continue };
        if seen.insert(path) {
            reach.inputs.extend(facts.inputs.iter().cloned());
            if facts.inputs.iter().any(Vec::is_empty) {
                reach.whole_input.insert(path.clone());
            }
            reach.data.extend(facts.data.iter().cloned());
            reach.builtins.extend(&facts.builtins);
            reach.multiplies |= facts.multiplies;
            pending.extend(&facts.asks);
        }
    }
    reach.data = minimal(&reach.data);
    Ok(reach)
}

/// Drops the paths that lie below another.
fn minimal(paths: &BTreeSet<DataPath>) -> BTreeSet<DataPath> {
    let covered = |path: &DataPath| (0..path.len()).any(|length| paths.contains(&path[..length]));
    paths.iter().filter(|path| !covered(path)).cloned().collect()
}

struct Search<'a, 'm> {
    index: &'a RuleIndex<'m>,
    facts: &'a BTreeMap<&'a DataPath, RuleFacts>,
    depths: BTreeMap<&'a DataPath, usize>,
    trail: Vec<&'a DataPath>,
    faults: Vec<Fault>,
}

impl<'a> Search<'a, '_> {
    /// How deep the rule at `path` asks; 0 where the search ends at a fault.
    fn depth(&mut self, path: &'a DataPath) -> usize {
        if let Some(depth) = self.depths.get(path) {
            return *depth;
        }
        if let Some(start) = self.trail.iter().position(|asked| *asked == path) {
            let names: Vec<_> = self.trail[start..].iter().chain([&path]).map(|path| written(path)).collect();
            let message = format!("a rule needs itself: {}", names.join(" → "));
            self.report(
                path,
                FaultKind::Recursion,
                message,
                "Rego has no recursion: iterate over a collection instead",
            );
            return 0;
        }
        let Some(facts) = self.facts.get(path) else { return 0 };
        if self.trail.len() >= MAX_DEPTH {
            let message = format!("rules ask one another more than {MAX_DEPTH} levels deep");
            self.report(self.trail[0], FaultKind::TooDeep, message, "flatten the chain of rules");
            return 0;
        }
        self.trail.push(path);
        let deepest = facts.asks.iter().map(|asked| self.depth(asked)).max().unwrap_or(0);
        self.trail.pop();
        if deepest >= MAX_DEPTH {
            let message = format!("rules ask one another more than {MAX_DEPTH} levels deep");
            self.report(path, FaultKind::TooDeep, message, "flatten the chain of rules");
        }
        self.depths.insert(path, deepest + 1);
        deepest + 1
    }

    fn report(&mut self, path: &DataPath, kind: FaultKind, message: String, hint: &str) {
        let Some(definition) = self.index.rules.get(path).and_then(|definitions| definitions.first()) else { return };
        // One chain that is too deep has many rules that are.
        let is_known = kind == FaultKind::TooDeep && self.faults.iter().any(|known| known.kind == kind);
        if !is_known {
            self.faults.push(definition.fault_of_whole(kind, message).with_hint(hint));
        }
    }
}

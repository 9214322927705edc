//! The order in which the engine runs the statements of a body: as in its own scheduler.

use std::collections::{BTreeMap, BTreeSet};

use regorus::unstable::Span;

use super::needs::Needs;

/// One thing that a statement does: a variable that it gives a value, and those that it needs for that.
pub(super) struct Definition {
    /// `None` where it only needs.
    pub(super) variable: Option<String>,
    pub(super) uses: Vec<Span>,
}

impl Definition {
    fn is_ready(&self, known: impl Fn(&str) -> bool) -> bool {
        self.uses.iter().all(|used| known(used.text()))
    }
}

impl Needs {
    /// Whether every definition has what it needs, from before or from another of the statement's own.
    fn is_ready(&self, defined: &BTreeSet<Option<&str>>) -> bool {
        let mut own = BTreeSet::new();
        let mut waiting: Vec<&Definition> = self.definitions.iter().collect();
        loop {
            let before = waiting.len();
            waiting.retain(|definition| {
                let is_ready = definition.is_ready(|name| defined.contains(&Some(name)) || own.contains(name));
                if is_ready {
                    own.extend(definition.variable.as_deref());
                }
                !is_ready
            });
            if waiting.is_empty() || waiting.len() == before {
                return waiting.is_empty();
            }
        }
    }
}

/// The order of execution, as positions in `statements`; shorter than they are where some can never run.
pub(super) fn schedule(statements: &[Needs]) -> Vec<usize> {
    let mut defining: BTreeMap<Option<&str>, Vec<usize>> = BTreeMap::new();
    for (position, statement) in statements.iter().enumerate() {
        for definition in &statement.definitions {
            defining.entry(definition.variable.as_deref()).or_default().push(position);
        }
    }
    let mut run = Run { statements, defining: &defining, order: Vec::new(), defined: BTreeSet::new() };
    run.define(None);
    let (mut waiting, mut round): (Vec<Option<&str>>, Vec<Option<&str>>) =
        (defining.keys().copied().collect(), Vec::new());
    loop {
        let before = run.order.len();
        // What was waited for in an earlier round stays in the list: the engine's order depends on it.
        std::mem::swap(&mut waiting, &mut round);
        for variable in &round {
            let (progressed, is_left) = run.define(*variable);
            if progressed {
                run.define(None);
            }
            if is_left {
                waiting.push(*variable);
            }
        }
        if run.order.len() == before {
            return run.order;
        }
    }
}

struct Run<'s> {
    statements: &'s [Needs],
    defining: &'s BTreeMap<Option<&'s str>, Vec<usize>>,
    order: Vec<usize>,
    defined: BTreeSet<Option<&'s str>>,
}

impl Run<'_> {
    /// Runs the statements that define `variable` and are ready: whether any was, and whether any was not.
    fn define(&mut self, variable: Option<&str>) -> (bool, bool) {
        let (mut progressed, mut is_left) = (false, false);
        for position in self.defining.get(&variable).into_iter().flatten() {
            if self.order.contains(position) {
                continue;
            }
            let statement = &self.statements[*position];
            if statement.is_ready(&self.defined) {
                self.order.push(*position);
                self.defined.extend(statement.definitions.iter().map(|definition| definition.variable.as_deref()));
                progressed = true;
            } else {
                is_left = true;
            }
        }
        (progressed, is_left)
    }
}

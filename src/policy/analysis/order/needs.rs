//! What is kept of one statement.

use std::collections::{BTreeMap, BTreeSet};

use regorus::unstable::{Expr, Ref, Span};

use super::names::{Names, is_fixed};
use super::schedule::Definition;
use crate::policy::analysis::expression::{each, each_in_pattern};

/// What a statement needs, whoever brings it, and gives.
#[derive(Default)]
pub(super) struct Needs {
    /// What the engine orders it by; never empty: what gives no variable a value needs some, or none.
    pub(super) definitions: Vec<Definition>,
    /// The variables that really must have a value before it runs.
    pub(super) before: BTreeMap<String, Span>,
    /// The variables that it really gives a value.
    pub(super) gives: BTreeSet<String>,
    /// Every variable in it.
    pub(super) free: Free,
    /// Whether it is a `not`.
    pub(super) is_negated: bool,
}

impl Needs {
    /// It gives `variables` a value by those in `uses`, or only needs them.
    pub(super) fn define(&mut self, variables: Vec<&Span>, uses: &[Span]) {
        if variables.is_empty() {
            self.definitions.push(Definition { variable: None, uses: uses.to_vec() });
        }
        for variable in variables {
            let name = variable.text();
            let uses = uses.iter().filter(|used| used.text() != name).cloned().collect();
            self.definitions.push(Definition { variable: Some(name.to_owned()), uses });
        }
    }
}

/// Every variable of an expression, but those of its comprehensions.
pub(super) fn variables<'e>(expression: &'e Ref<Expr>, visit: &mut impl FnMut(&'e Span)) {
    each(expression, &mut |part| {
        if let Expr::Var { span, .. } = part.as_ref()
            && !is_fixed(span.text())
        {
            visit(span);
        }
    });
}

/// The variables of a pattern that are among `names`.
pub(super) fn own_of_pattern<'e>(pattern: &'e Ref<Expr>, names: &Names) -> Vec<&'e Span> {
    let mut own = Vec::new();
    each_in_pattern(pattern, &mut |variable| {
        if names.contains(variable.span().text()) {
            own.push(variable.span());
        }
    });
    own
}

/// The variables of a nested query that are not its own.
#[derive(Default)]
pub(super) struct Free {
    /// Those that the engine knows of when it orders the statement around the query.
    pub(super) seen: BTreeMap<String, Span>,
    /// All of them.
    pub(super) all: BTreeMap<String, Span>,
}

impl Free {
    pub(super) fn insert(&mut self, variable: &Span) {
        for names in [&mut self.seen, &mut self.all] {
            names.entry(variable.text().to_owned()).or_insert_with(|| variable.clone());
        }
    }

    pub(super) fn extend(&mut self, other: Self) {
        self.seen.extend(other.seen);
        self.all.extend(other.all);
    }

    pub(super) fn without(mut self, names: &Names) -> Self {
        self.seen.retain(|name, _| !names.contains(name));
        self.all.retain(|name, _| !names.contains(name));
        self
    }
}

//! The variables of one query, and of the queries around it, as the engine tells them apart.

use std::collections::{BTreeMap, BTreeSet};

use regorus::unstable::{AssignOp, Expr, Literal, Query, Ref, Span};

use super::Package;
use crate::policy::analysis::expression::{each, each_in_pattern};

/// The variables that one query, function or package brings.
#[derive(Debug, Clone, Default)]
pub(super) struct Names {
    /// `some x`, `x := …`, and the line it is declared in: the engine sees it from there on.
    declared: BTreeMap<String, u32>,
    /// `x = …`, `xs[x]`, parameters.
    bound: BTreeSet<String>,
    /// Whether these are the key and the value of an `every`.
    is_every: bool,
}

/// Names and those around them.
#[derive(Clone, Copy)]
pub(super) struct Scope<'a> {
    pub(super) names: &'a Names,
    pub(super) around: Around<'a>,
}

/// What is around a query.
#[derive(Clone, Copy)]
pub(super) enum Around<'a> {
    Scope(&'a Scope<'a>),
    Package(&'a dyn Package),
}

/// Whose name it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Owner {
    /// The key or the value of an `every`.
    Every,
    /// A query, a function or the package.
    Other,
}

impl Scope<'_> {
    /// Whose `variable` is, looked for from the inside out.
    pub(super) fn owner(&self, variable: &Span) -> Option<Owner> {
        let name = variable.text();
        let is_declared = self.names.declared.get(name).is_some_and(|line| *line <= variable.line);
        if is_declared || self.names.bound.contains(name) {
            return Some(if self.names.is_every { Owner::Every } else { Owner::Other });
        }
        match self.around {
            Around::Scope(around) => around.owner(variable),
            Around::Package(package) => package.knows(name).then_some(Owner::Other),
        }
    }
}

impl Scope<'_> {
    /// Whether a query around declares `name`, be it later.
    pub(super) fn has_declared(&self, name: &str) -> bool {
        let around = match self.around {
            Around::Scope(around) => around.has_declared(name),
            Around::Package(_) => false,
        };
        around || self.names.declared.contains_key(name)
    }
}

impl Names {
    pub(super) fn new(names: impl IntoIterator<Item = String>) -> Self {
        Self { bound: names.into_iter().collect(), ..Self::default() }
    }

    pub(super) fn of_every<'s>(names: impl IntoIterator<Item = &'s Span>) -> Self {
        let declared = names.into_iter().map(|name| (name.text().to_owned(), name.line)).collect();
        Self { declared, is_every: true, ..Self::default() }
    }

    /// The variables that `query` and the terms that it yields bring.
    pub(super) fn of_query(query: &Query, terms: &[&Ref<Expr>], package: &dyn Package, around: &Scope<'_>) -> Self {
        let mut names = Self::default();
        for statement in &query.stmts {
            statement.with_mods.iter().for_each(|modifier| names.indexes(&modifier.r#as, around));
            match &statement.literal {
                Literal::SomeVars { vars, .. } => vars.iter().for_each(|name| names.declare(name)),
                Literal::SomeIn { key, value, collection, .. } => {
                    key.iter().chain([value]).for_each(|pattern| names.assign(pattern, true, around));
                    names.indexes(collection, around);
                }
                Literal::Expr { expr, .. } | Literal::NotExpr { expr, .. } => {
                    if let Expr::AssignExpr { op, lhs, rhs, .. } = expr.as_ref() {
                        names.assign(lhs, *op == AssignOp::ColEq, around);
                        names.assign(rhs, false, around);
                    } else if let Some(output) = package.output(expr) {
                        names.assign(output, false, around);
                    }
                    names.indexes(expr, around);
                }
                Literal::Every { domain, .. } => names.indexes(domain, around),
            }
        }
        for term in terms {
            names.assign(term, false, around);
            names.indexes(term, around);
        }
        names.bound.retain(|name| !names.declared.contains_key(name));
        names
    }

    pub(super) fn contains(&self, name: &str) -> bool {
        self.bound.contains(name) || self.declared.contains_key(name)
    }

    /// The same names, each known from the first line on.
    pub(super) fn settled(&self) -> Self {
        let bound = self.bound.iter().chain(self.declared.keys()).cloned().collect();
        Self { bound, ..Self::default() }
    }

    fn declare(&mut self, name: &Span) {
        self.declared.insert(name.text().to_owned(), name.line);
    }

    /// The variables of a pattern that is given a value.
    fn assign(&mut self, pattern: &Ref<Expr>, declares: bool, around: &Scope<'_>) {
        each_in_pattern(pattern, &mut |variable| {
            let span = variable.span();
            if is_fixed(span.text()) {
            } else if declares {
                self.declare(span);
            } else if around.owner(span).is_none() {
                self.bound.insert(span.text().to_owned());
            }
        });
    }

    /// The variables that iterate: `xs[x]`.
    fn indexes(&mut self, expression: &Ref<Expr>, around: &Scope<'_>) {
        each(expression, &mut |part| {
            if let Expr::RefBrack { index, .. } = part.as_ref() {
                self.assign(index, false, around);
            }
        });
    }
}

/// Whether a name is never a variable that something has to give a value.
pub(super) fn is_fixed(name: &str) -> bool {
    matches!(name, "_" | "input" | "data")
}

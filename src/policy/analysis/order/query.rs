//! One query: its statements in the engine's order, and whether each has what it needs by then.

use std::collections::BTreeSet;

use regorus::unstable::{Expr, Query, Ref};

use super::names::{Around, Names, Scope};
use super::needs::{Free, Needs, variables};
use super::schedule::schedule;
use super::{Check, Problem};
use crate::policy::analysis::expression::{each, each_in_pattern};

impl Check<'_> {
    /// Orders a query that yields `terms`, and its nested ones; `indexes` too must have values when it has run.
    pub(super) fn query(
        &mut self,
        query: &Query,
        terms: &[&Ref<Expr>],
        indexes: &[&Ref<Expr>],
        around: &Scope<'_>,
    ) -> Free {
        let names = Names::of_query(query, terms, self.package, around);
        let scope = Scope { names: &names, around: Around::Scope(around) };
        let statements: Vec<Needs> = query.stmts.iter().map(|statement| self.statement(statement, &scope)).collect();
        let order = schedule(&statements);
        let mut bound: BTreeSet<&str> = BTreeSet::new();
        for position in &order {
            let needs = &statements[*position];
            self.require(needs, &names, &bound, &statements);
            bound.extend(needs.gives.iter().map(String::as_str));
        }
        if order.len() < statements.len() {
            self.stuck(&statements, &order);
        }
        let yielded = self.yielded(terms, indexes, &names, around);
        if order.len() == statements.len() {
            self.require(&yielded, &names, &bound, &statements);
        }
        let mut free = Free::default();
        statements.into_iter().chain([yielded]).for_each(|needs| free.extend(needs.free));
        free.without(&names)
    }

    /// What a query needs to yield its terms when it has run. A variable that iterates gets its value there.
    fn yielded(&mut self, terms: &[&Ref<Expr>], indexes: &[&Ref<Expr>], names: &Names, around: &Scope<'_>) -> Needs {
        let settled = names.settled();
        let scope = Scope { names: &settled, around: Around::Scope(around) };
        let mut needs = Needs::default();
        let mut iterating = BTreeSet::new();
        for term in terms.iter().chain(indexes) {
            self.comprehensions(term, &scope, &mut needs);
            each(term, &mut |part| {
                if let Expr::RefBrack { index, .. } = part.as_ref() {
                    each_in_pattern(index, &mut |variable| {
                        iterating.insert(variable.span().text());
                    });
                }
            });
        }
        for term in terms.iter().chain(indexes) {
            variables(term, &mut |span| {
                needs.free.insert(span);
                self.known(span, &scope);
                if !iterating.contains(span.text()) {
                    needs.before.insert(span.text().to_owned(), span.clone());
                }
            });
        }
        needs
    }

    /// Reports the first variable of a statement that must have a value by now and has none.
    fn require(&mut self, needed: &Needs, names: &Names, bound: &BTreeSet<&str>, all: &[Needs]) {
        let is_lacking = |name: &str| names.contains(name) && !bound.contains(name);
        if let Some(span) = needed.before.iter().find_map(|(name, span)| is_lacking(name).then_some(span)) {
            let comes_later = all.iter().any(|other| other.gives.contains(span.text()));
            let problem = match (comes_later, needed.is_negated) {
                (true, _) => Problem::TooLate,
                (false, true) => Problem::OnlyUnderNot,
                (false, false) => Problem::NoValue,
            };
            self.report(problem, span);
        }
    }

    /// Reports a variable that keeps statements from ever running.
    fn stuck(&mut self, statements: &[Needs], order: &[usize]) {
        let given = |position: &usize| statements[*position].definitions.iter().filter_map(|it| it.variable.as_deref());
        let defined: BTreeSet<&str> = order.iter().flat_map(given).collect();
        let left = (0..statements.len()).filter(|position| !order.contains(position));
        let missing = left
            .flat_map(|position| &statements[position].definitions)
            .flat_map(|definition| &definition.uses)
            .find(|used| !defined.contains(used.text()));
        if let Some(missing) = missing.cloned() {
            self.report(Problem::NoValue, &missing);
        }
    }
}

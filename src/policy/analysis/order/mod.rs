//! Whether the statements of a body have an order in which every variable has a value before it is used.
//!
//! The engine orders statements itself, and where it finds no order it says so on stderr and fails only when the body
//! is reached. Where its order is wrong, for it overlooks what `not`, `every` and comprehensions need, a body means
//! something else than Rego says: `not banned[i] == id` would be "some element differs". So we follow its algorithm
//! (`scheduler.rs` of the engine) and refuse what comes out unordered or in an order that does not serve.

mod names;
mod schedule;
mod statement;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};

use regorus::unstable::{Expr, Query, Ref, Rule, RuleHead, Span};

use super::expression::{each, each_in_pattern};
use names::{Around, Names, Scope};
use schedule::schedule;
use statement::{Needs, variables};

/// What a body's package tells of the names in it.
pub(super) trait Package {
    /// Whether `name` is a rule or an import.
    fn knows(&self, name: &str) -> bool;

    /// The last argument of a call that has one more than its function has parameters: it takes the result.
    fn output<'e>(&self, call: &'e Expr) -> Option<&'e Ref<Expr>>;
}

/// Why a variable makes a body senseless.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Problem {
    /// It is nothing at all: no variable, rule or import.
    Unknown,
    /// No statement gives it a value, or each waits for another.
    NoValue,
    /// It is used below `not`, and nothing else gives it a value.
    OnlyUnderNot,
    /// It gets its value only after the statement that uses it has run.
    TooLate,
    /// Below `not`, something is looked up by a variable of `every`: the engine takes "not found" for "false".
    LookedUpInEvery,
}

/// A variable that makes a body senseless, where it is used.
pub(super) struct Disorder {
    pub(super) problem: Problem,
    pub(super) variable: Span,
}

/// Looks at all bodies of `rule`.
pub(super) fn disorders(rule: &Rule, package: &dyn Package) -> Vec<Disorder> {
    let mut check = Check { package, found: Vec::new() };
    let Rule::Spec { head, bodies, .. } = rule else { return Vec::new() };
    let (reference, value, parameters) = match head {
        RuleHead::Compr { refr, assign, .. } => (Some(refr), assign.as_ref().map(|assign| &assign.value), &[][..]),
        RuleHead::Set { refr, key, .. } => (Some(refr), key.as_ref(), &[][..]),
        RuleHead::Func { args, assign, .. } => (None, assign.as_ref().map(|assign| &assign.value), &args[..]),
    };
    let mut names = BTreeSet::new();
    for parameter in parameters {
        variables(parameter, &mut |span| {
            names.insert(span.text().to_owned());
        });
    }
    let parameters = Names::new(names);
    let around = Scope { names: &parameters, around: Around::Package(package) };
    let is_partial = matches!(head, RuleHead::Set { .. }) || reference.is_some_and(is_bracketed);
    let indexes = reference.map(head_indexes).unwrap_or_default();
    for (position, body) in bodies.iter().enumerate() {
        let own = body.assign.as_ref().map(|assign| &assign.value);
        let yields = if position == 0 || (is_partial && own.is_none()) { value } else { own };
        check.query(&body.query, yields.as_slice(), &indexes, &around);
    }
    if bodies.is_empty() {
        let none = Names::default();
        let scope = Scope { names: &none, around: Around::Scope(&around) };
        if let Some(value) = value {
            check.comprehensions(value, &scope, &mut Needs::default());
        }
    }
    check.found
}

fn is_bracketed(reference: &Ref<Expr>) -> bool {
    matches!(reference.as_ref(), Expr::RefBrack { .. })
}

/// The dynamic parts of a rule's name: `x` and `y` of `users[x][y] := …`.
fn head_indexes(reference: &Ref<Expr>) -> Vec<&Ref<Expr>> {
    let mut indexes = Vec::new();
    let mut current = reference;
    loop {
        current = match current.as_ref() {
            Expr::RefBrack { refr, index, .. } => {
                indexes.push(index);
                refr
            }
            Expr::RefDot { refr, .. } => refr,
            _ => return indexes,
        };
    }
}

struct Check<'p> {
    package: &'p dyn Package,
    found: Vec<Disorder>,
}

/// The variables of a nested query that are not its own.
#[derive(Default)]
struct Free {
    /// Those that the engine knows of when it orders the statement around the query.
    seen: BTreeMap<String, Span>,
    /// All of them.
    all: BTreeMap<String, Span>,
}

impl Check<'_> {
    /// Orders a query that yields `terms`, and its nested ones; `indexes` too must have values when it has run.
    fn query(&mut self, query: &Query, terms: &[&Ref<Expr>], indexes: &[&Ref<Expr>], around: &Scope<'_>) -> Free {
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

    fn report(&mut self, problem: Problem, variable: &Span) {
        // One cause is told once, however often the variable is used.
        let is_known = |known: &Disorder| known.variable.text() == variable.text();
        if !self.found.iter().any(is_known) {
            self.found.push(Disorder { problem, variable: variable.clone() });
        }
    }
}

impl Free {
    fn insert(&mut self, variable: &Span) {
        for names in [&mut self.seen, &mut self.all] {
            names.entry(variable.text().to_owned()).or_insert_with(|| variable.clone());
        }
    }

    fn extend(&mut self, other: Self) {
        self.seen.extend(other.seen);
        self.all.extend(other.all);
    }

    fn without(mut self, names: &Names) -> Self {
        self.seen.retain(|name, _| !names.contains(name));
        self.all.retain(|name, _| !names.contains(name));
        self
    }
}

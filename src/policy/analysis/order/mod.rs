//! Whether the statements of a body have an order in which every variable has a value before it is used.
//!
//! The engine orders statements itself, and where it finds no order it says so on stderr and fails only when the body
//! is reached. Where its order is wrong, for it overlooks what `not`, `every` and comprehensions need, a body means
//! something else than Rego says: `not banned[i] == id` would be "some element differs". So we follow its algorithm
//! (`scheduler.rs` of the engine) and refuse what comes out unordered or in an order that does not serve.

mod names;
mod needs;
mod nested;
mod query;
mod schedule;
mod statement;

use std::collections::BTreeSet;

use regorus::unstable::{Expr, Query, Ref, Rule, RuleHead, Span};

use names::{Around, Names, Scope};
use needs::{Needs, variables};
use schedule::schedule;

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

/// One statement of a query in the order of execution.
pub(in crate::policy) struct Step {
    /// Which of the query's statements.
    pub(in crate::policy) position: usize,
    /// The variables that have a value once it has run.
    pub(in crate::policy) gives: BTreeSet<String>,
}

/// The order in which the engine runs the statements of `query`, which yields `terms` and stands where the variables
/// `outer` have values. Statements that can never run are left out.
pub(super) fn steps(
    query: &Query,
    terms: &[&Ref<Expr>],
    outer: impl IntoIterator<Item = String>,
    package: &dyn Package,
) -> Vec<Step> {
    let mut check = Check { package, found: Vec::new() };
    let outer = Names::new(outer);
    let around = Scope { names: &outer, around: Around::Package(package) };
    let names = Names::of_query(query, terms, package, &around);
    let scope = Scope { names: &names, around: Around::Scope(&around) };
    let statements: Vec<Needs> = query.stmts.iter().map(|statement| check.statement(statement, &scope)).collect();
    let step = |position: usize| Step { position, gives: statements[position].gives.clone() };
    schedule(&statements).into_iter().map(step).collect()
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

impl Check<'_> {
    fn report(&mut self, problem: Problem, variable: &Span) {
        // One cause is told once, however often the variable is used.
        let is_known = |known: &Disorder| known.variable.text() == variable.text();
        if !self.found.iter().any(is_known) {
            self.found.push(Disorder { problem, variable: variable.clone() });
        }
    }
}

//! Warnings: what the loader accepts and an author hardly means. Only authors look for them; the server never does.
//!
//! Lives here: one file for each group of checks, what they look at ([`subject`]), what names stand for in a rule
//! ([`names`], [`scope`]), what the schema of `input` says ([`schema`]), and the comments that turn warnings off ([`ignore`]).
//! It knows parsed modules and the policies in force, and nothing of how findings are printed.
//!
//! To add one: a variant of [`WarningKind`], a check in the file of its group (one about expressions takes its place
//! in [`EXPRESSIONS`], one about the whole directory in [`DIRECTORY`]), and a row with an example in
//! `examples/policies/CHECKS.md`, which a test runs. Where it is not certain, it says nothing.
//!
//! [`WarningKind`]: super::WarningKind

mod allow;
mod clock;
mod fields;
mod identifiers;
mod ignore;
mod names;
mod packages;
mod references;
mod schema;
mod scope;
mod subject;
mod untested;
mod whole_input;

use std::sync::Arc;

use regorus::unstable::{Expr, Ref};

use super::analysis::walk::{self, Visitor};
use super::fault::Warning;
use super::module::Module;
use super::package::{DataPath, Entry};
use super::parallel;
use super::tree::Tree;
use super::workbench::Workbench;
use scope::Scope;
use subject::Subject;

/// Adds what it finds wrong with one expression.
type ExpressionCheck = fn(&Scope<'_>, &Ref<Expr>, &mut Vec<Warning>);

/// What looks at every expression of every rule.
const EXPRESSIONS: [ExpressionCheck; 4] = [identifiers::check, clock::check, fields::check, references::check];

/// What looks at the directory as a whole.
const DIRECTORY: [fn(&Subject<'_>) -> Vec<Warning>; 4] =
    [packages::unreachable, packages::shadowed, whole_input::check, untested::check];

/// Every warning about the policies of `bench`, which was made of `tree`, sorted by file and place.
#[must_use]
pub fn lint(bench: &Workbench, tree: &Tree) -> Vec<Warning> {
    let subject = Subject::of(bench, tree);
    let mut warnings: Vec<Warning> = DIRECTORY.iter().flat_map(|check| check(&subject)).collect();
    warnings.extend(parallel::map(subject.modules, |module| of_module(&subject, module)).into_iter().flatten());
    let policies: Vec<&DataPath> =
        subject.policies().filter(|(_, entry)| *entry != Entry::Log).map(|it| it.0).collect();
    warnings.extend(parallel::map(&policies, |package| allow::check(&subject, package)).into_iter().flatten());
    let mut warnings = ignore::apply(&subject, warnings, hides(bench, tree));
    warnings.sort();
    warnings.dedup();
    warnings
}

/// Whether there may be warnings that nobody sees before faults are mended.
fn hides(bench: &Workbench, tree: &Tree) -> bool {
    let is_broken = |test: &Arc<Module>| test.content.is_err();
    !bench.policies.faults.is_empty()
        || bench.tests().iter().any(is_broken)
        || untested::expected_by_tables(tree).is_none()
}

fn of_module(subject: &Subject<'_>, module: &Arc<Module>) -> Vec<Warning> {
    let mut warnings = Vec::new();
    let Ok(content) = &module.content else { return warnings };
    fields::imports(module, content, &mut warnings);
    references::imports(subject, module, content, &mut warnings);
    let rules = names::rules(content);
    for rule in &content.syntax.tree().policy {
        let scope = Scope::of(rule, module, content, &rules, subject);
        walk::rule(rule, &mut Expressions { scope, warnings: &mut warnings });
    }
    warnings
}

struct Expressions<'w, 'm> {
    scope: Scope<'m>,
    warnings: &'w mut Vec<Warning>,
}

impl Visitor for Expressions<'_, '_> {
    fn expression(&mut self, expression: &Ref<Expr>) {
        EXPRESSIONS.iter().for_each(|check| check(&self.scope, expression, self.warnings));
    }
}

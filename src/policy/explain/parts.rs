//! The parts of an expression whose values are worth telling, and the rules that they ask.

use std::collections::BTreeSet;

use regorus::unstable::{BUILTINS, Expr, Ref, WithModifier};

use super::source;
use crate::policy::analysis::{Definition, RuleIndex, each, parameters, parts};
use crate::policy::chain::Chain;
use crate::policy::package::{DataPath, written};

/// A part of an expression.
pub(super) struct Part {
    /// Its source.
    pub(super) text: String,
    /// What it asks, if it asks a rule.
    pub(super) asked: Option<Asked>,
}

/// A rule or a function that an expression asks.
pub(super) struct Asked {
    pub(super) path: DataPath,
    /// The sources of what a function is given.
    pub(super) arguments: Vec<String>,
}

/// What is known of names where a statement stands.
pub(super) struct Names<'s, 'm> {
    pub(super) index: &'s RuleIndex<'m>,
    pub(super) definition: &'s Definition<'m>,
    /// The variables that have values.
    pub(super) bound: &'s BTreeSet<String>,
    /// The variables that get theirs only by this statement or a later one.
    pub(super) unbound: &'s BTreeSet<String>,
}

impl Names<'_, '_> {
    /// The parts of `expressions`, each once: references, calls and what these are given, comprehensions, variables.
    pub(super) fn parts_of(&self, expressions: &[&Ref<Expr>]) -> Vec<Part> {
        let mut found = Vec::new();
        expressions.iter().for_each(|expression| self.collect(expression, &mut found));
        found
    }

    fn collect(&self, expression: &Ref<Expr>, found: &mut Vec<Part>) {
        match expression.as_ref() {
            Expr::Var { span, .. } if matches!(span.text(), "_" | "data") => {}
            Expr::Var { .. } | Expr::RefDot { .. } | Expr::RefBrack { .. } => self.reference(expression, found),
            Expr::Call { params, .. } => {
                self.add(expression, self.function(expression), found);
                params.iter().for_each(|parameter| self.collect(parameter, found));
            }
            Expr::ArrayCompr { .. } | Expr::SetCompr { .. } | Expr::ObjectCompr { .. } => {
                self.add(expression, None, found);
            }
            _ => parts(expression).into_iter().for_each(|part| self.collect(part, found)),
        }
    }

    fn reference(&self, expression: &Ref<Expr>, found: &mut Vec<Part>) {
        let Some(chain) = Chain::of(expression) else {
            self.add(expression, None, found);
            return parts(expression).into_iter().for_each(|part| self.collect(part, found));
        };
        self.add(expression, self.rule(&chain), found);
        chain.indexes.iter().for_each(|index| self.collect(index, found));
    }

    fn add(&self, expression: &Ref<Expr>, asked: Option<Asked>, found: &mut Vec<Part>) {
        let text = source::of(expression);
        if self.has_value(expression) && !found.iter().any(|part| part.text == text) {
            found.push(Part { text, asked });
        }
    }

    /// Whether an expression can be evaluated here: a variable without a value may only look things up.
    pub(super) fn has_value(&self, expression: &Ref<Expr>) -> bool {
        let mut iterating = Vec::new();
        each(expression, &mut |part| {
            if let Expr::RefBrack { index, .. } = part.as_ref() {
                iterating.push(index.clone());
            }
        });
        let mut has_value = true;
        each(expression, &mut |part| {
            if let Expr::Var { span, .. } = part.as_ref() {
                has_value &= !self.unbound.contains(span.text()) || iterating.contains(part);
            }
        });
        has_value
    }

    /// The rule in which a reference lies.
    fn rule(&self, chain: &Chain) -> Option<Asked> {
        let components = chain.components.iter().cloned();
        let path: Vec<Option<String>> = match &*chain.root {
            "data" => components.collect(),
            name if name == "input" || self.bound.contains(name) || self.unbound.contains(name) => return None,
            name => match self.definition.content.imports.get(name).map(|import| import.path.as_slice()) {
                Some([root, rest @ ..]) if root == "data" => rest.iter().cloned().map(Some).chain(components).collect(),
                Some(_) => return None,
                None => {
                    let package = self.definition.package.iter().cloned().map(Some);
                    package.chain([Some(name.to_owned())]).chain(components).collect()
                }
            },
        };
        let constant = Chain::constant_prefix(&path);
        let candidates = self.index.candidates(&path).into_iter();
        let rule = candidates.filter(|rule| constant.starts_with(rule)).max_by_key(|rule| rule.len())?;
        let is_function = self.index.definitions(rule).first().is_some_and(|definition| parameters(definition) > 0);
        (!is_function).then(|| Asked { path: rule.clone(), arguments: Vec::new() })
    }

    /// The user function that is called.
    fn function(&self, call: &Ref<Expr>) -> Option<Asked> {
        let Expr::Call { fcn, params, .. } = call.as_ref() else { return None };
        let function = self.index.function(&Chain::of(fcn)?, self.definition)?;
        let taken = parameters(function.definitions.first()?);
        let arguments = params.iter().take(taken).map(source::of).collect();
        Some(Asked { path: function.path, arguments })
    }

    /// The full path of what a `with` replaces.
    pub(super) fn target(&self, modifier: &WithModifier) -> Option<String> {
        let chain = Chain::of(&modifier.refr)?;
        if let Some(function) = self.index.function(&chain, self.definition) {
            return Some(format!("data.{}", written(&function.path)));
        }
        let path = chain.constant_path()?;
        let imported = self.definition.content.imports.get(&*chain.root);
        Some(match imported {
            Some(import) => written(&[&import.path, &path[1..]].concat()),
            None => written(&path),
        })
    }

    /// The function that a `with` puts in the place of another, by its full name.
    pub(super) fn stand_in(&self, expression: &Ref<Expr>) -> Option<String> {
        let chain = Chain::of(expression)?;
        match self.index.function(&chain, self.definition) {
            Some(function) => Some(format!("data.{}", written(&function.path))),
            None => BUILTINS.get_key_value(expression.span().text()).map(|(name, _)| (*name).to_owned()),
        }
    }
}

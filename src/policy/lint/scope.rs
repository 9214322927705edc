//! What a name in a rule stands for, as far as that is certain: `id` after `id := input.userId`.

use regorus::unstable::{Expr, Ref, Rule, Span};

use super::names::{Names, Origin, variables};
use super::schema::Member;
use super::subject::{Subject, member_for};
use crate::policy::chain::Chain;
use crate::policy::fault::{Place, Warning, WarningKind};
use crate::policy::module::{Content, Module};

/// Names that stand for names that stand for names, at most.
const MAX_STEPS: usize = 8;

/// A path below `input`; `None` where a component is not a constant text.
pub(super) type InputPath = Vec<Option<String>>;

/// One rule, and what the names in it stand for.
pub(super) struct Scope<'m> {
    pub(super) module: &'m Module,
    pub(super) subject: &'m Subject<'m>,
    pub(super) content: &'m Content,
    rules: &'m Names,
    variables: Names,
}

impl<'m> Scope<'m> {
    /// The scope of `rule`, which stands in `module`.
    pub(super) fn of(
        rule: &Rule,
        module: &'m Module,
        content: &'m Content,
        rules: &'m Names,
        subject: &'m Subject<'m>,
    ) -> Self {
        Self { module, subject, content, rules, variables: variables(rule) }
    }

    /// A warning about an expression of the rule.
    pub(super) fn warning(&self, kind: WarningKind, expression: &Expr, message: impl Into<String>) -> Warning {
        Warning::at(kind, &self.module.file, &self.module.text, place(expression), message)
    }

    /// A warning at a place of the rule.
    pub(super) fn warning_at(&self, kind: WarningKind, span: &Span, message: impl Into<String>) -> Warning {
        Warning::at(kind, &self.module.file, &self.module.text, Place::of(span), message)
    }

    /// The expression that a name stands for in the end; the expression itself if it is no name.
    pub(super) fn value(&self, expression: &Ref<Expr>) -> Ref<Expr> {
        let (mut value, mut is_inside) = (expression.clone(), true);
        for _ in 0..MAX_STEPS {
            let Expr::Var { span, .. } = value.as_ref() else { break };
            match self.origin(span.text(), is_inside) {
                Some((Origin::Value(next), inside)) => (value, is_inside) = (next, inside),
                _ => break,
            }
        }
        value
    }

    /// Whether `name` is a variable of the rule, or a plain name for a value.
    pub(super) fn is_variable(&self, name: &str) -> bool {
        self.variables.contains_key(name) || matches!(self.rules.get(name), Some(Some(_)))
    }

    /// The path below `input` that an expression stands for.
    pub(super) fn input_path(&self, expression: &Ref<Expr>) -> Option<InputPath> {
        let path = self.path(expression, true, MAX_STEPS)?;
        (path.first()?.as_deref() == Some("input")).then(|| path[1..].to_vec())
    }

    /// What stands at a path below `input`.
    pub(super) fn member(&self, path: &[Option<String>]) -> Member {
        member_for(self.module, path)
    }

    /// The path that an expression stands for, `input` or `data` first.
    pub(super) fn full_path(&self, expression: &Ref<Expr>) -> Option<InputPath> {
        self.path(expression, true, MAX_STEPS)
    }

    fn path(&self, expression: &Ref<Expr>, is_inside: bool, steps: usize) -> Option<InputPath> {
        let chain = Chain::of(expression)?;
        let name = &*chain.root;
        let mut path = match (name, self.content.imports.get(name)) {
            ("input" | "data", _) => vec![Some(name.to_owned())],
            (_, Some(import)) if !(is_inside && self.variables.contains_key(name)) => {
                import.path.iter().cloned().map(Some).collect()
            }
            _ => match self.origin(name, is_inside)? {
                (Origin::Value(value), inside) => self.path(&value, inside, steps.checked_sub(1)?)?,
                (Origin::Element(list), inside) => {
                    let mut path = self.path(&list, inside, steps.checked_sub(1)?)?;
                    path.push(None);
                    path
                }
            },
        };
        path.extend(chain.components);
        Some(path)
    }

    /// Where `name` has its value from, and whether that stands in this rule.
    fn origin(&self, name: &str, is_inside: bool) -> Option<(Origin, bool)> {
        match self.variables.get(name).filter(|_| is_inside) {
            Some(origin) => origin.clone().map(|origin| (origin, true)),
            None => self.rules.get(name)?.clone().map(|origin| (origin, false)),
        }
    }
}

/// Where an expression stands; the engine leaves the quotes of a text out.
fn place(expression: &Expr) -> Place {
    let place = Place::of(expression.span());
    match expression {
        Expr::String { .. } | Expr::RawString { .. } => {
            Place::of_bytes(expression.span().source.get_contents(), place.start.saturating_sub(1), place.length + 2)
        }
        _ => place,
    }
}

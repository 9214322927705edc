//! What `allow` comes to: true or false, and false unless something grants.

use std::sync::Arc;

use regorus::unstable::{Expr, Ref, Rule, RuleHead};

use super::names;
use super::schema::{Member, member};
use super::scope::Scope;
use super::subject::Subject;
use crate::policy::analysis::expression::is_literal;
use crate::policy::capabilities::result_type;
use crate::policy::chain::Chain;
use crate::policy::fault::{Place, Warning, WarningKind};
use crate::policy::module::{Content, Module, head};
use crate::policy::package::{DataPath, written};

/// One definition of a policy's `allow`.
struct Allow<'m> {
    module: &'m Arc<Module>,
    content: &'m Content,
    rule: Ref<Rule>,
}

/// The warnings about the `allow` of one policy.
pub(super) fn check(subject: &Subject<'_>, package: &DataPath) -> Vec<Warning> {
    let mut definitions: Vec<Allow<'_>> = Vec::new();
    for module in subject.packages.declaring(package) {
        let Ok(content) = &module.content else { return Vec::new() };
        let is_allow = |rule: &&Ref<Rule>| {
            Chain::of(head(rule)).is_some_and(|chain| &*chain.root == "allow" && chain.components.is_empty())
        };
        let tree = content.syntax.tree();
        let rules = tree.policy.iter().filter(is_allow).cloned();
        definitions.extend(rules.map(|rule| Allow { module, content, rule }));
    }
    let mut warnings: Vec<Warning> = definitions.iter().flat_map(|allow| not_boolean(subject, allow)).collect();
    warnings.extend(definitions.iter().filter_map(grants_by_default));
    warnings.extend(missing_default(package, &definitions));
    warnings
}

impl Allow<'_> {
    fn warning(&self, kind: WarningKind, expression: &Ref<Expr>, message: impl Into<String>) -> Warning {
        Warning::at(kind, &self.module.file, &self.module.text, Place::of(expression.span()), message)
    }

    /// What it may be, in the head and in each `else`.
    fn values(&self) -> Vec<&Ref<Expr>> {
        let Rule::Spec { head: RuleHead::Compr { assign, .. }, bodies, .. } = self.rule.as_ref() else {
            return Vec::new();
        };
        // The loader itself refuses a head that says something else outright.
        let head = assign.iter().map(|assign| &assign.value).filter(|value| !is_literal(value));
        head.chain(bodies.iter().filter_map(|body| Some(&body.assign.as_ref()?.value))).collect()
    }

    /// Whether it has a value whatever the input is.
    fn is_total(&self) -> bool {
        let Rule::Spec { head: RuleHead::Compr { assign, .. }, bodies, .. } = self.rule.as_ref() else {
            return matches!(self.rule.as_ref(), Rule::Default { .. });
        };
        match bodies.last() {
            None => assign.as_ref().is_none_or(|assign| matches!(assign.value.as_ref(), Expr::Bool { .. })),
            Some(last) => last.is_else && last.query.stmts.is_empty(),
        }
    }
}

fn not_boolean(subject: &Subject<'_>, allow: &Allow<'_>) -> Vec<Warning> {
    let rules = names::rules(allow.content);
    let scope = Scope::of(&allow.rule, allow.module, allow.content, &rules, subject);
    let told = |value: &Ref<Expr>| {
        let what = other_than_boolean(&scope, value)?;
        let message = format!("`allow` is {what} here, neither true nor false: the project is denied as an error");
        let warning = scope.warning(WarningKind::AllowNotBoolean, value, message);
        Some(warning.with_hint("grant with `allow if { … }`; reasons to refuse go into `deny`"))
    };
    allow.values().into_iter().filter_map(told).collect()
}

/// What an expression is, if it is certain to be neither true nor false.
fn other_than_boolean(scope: &Scope<'_>, expression: &Ref<Expr>) -> Option<&'static str> {
    if let Some(path) = scope.input_path(expression) {
        return match member(&path) {
            Member::Scalar("integer") => Some("a number"),
            Member::Scalar("string") => Some("a text"),
            Member::List => Some("a list"),
            _ => None,
        };
    }
    match scope.value(expression).as_ref() {
        Expr::String { .. } | Expr::RawString { .. } => Some("a text"),
        Expr::Number { .. } => Some("a number"),
        Expr::ArithExpr { .. } => Some("a number or a set"),
        Expr::Null { .. } => Some("null"),
        Expr::Array { .. } | Expr::ArrayCompr { .. } => Some("a list"),
        Expr::Set { .. } | Expr::SetCompr { .. } | Expr::BinExpr { .. } => Some("a set"),
        Expr::Object { .. } | Expr::ObjectCompr { .. } => Some("an object"),
        Expr::Call { fcn, .. } => match result_type(fcn.span().text())? {
            "number" => Some("a number"),
            "string" => Some("a text"),
            "array" => Some("a list"),
            "set" => Some("a set"),
            "object" => Some("an object"),
            _ => None,
        },
        _ => None,
    }
}

fn grants_by_default(allow: &Allow<'_>) -> Option<Warning> {
    let Rule::Default { value, .. } = allow.rule.as_ref() else { return None };
    matches!(value.as_ref(), Expr::Bool { value, .. } if value.as_bool().is_ok_and(|is_true| *is_true)).then(|| {
        let message = "who is not refused may log in, also whoever the policy does not think of";
        let warning = allow.warning(WarningKind::DefaultAllow, value, message);
        warning.with_hint("write `default allow := false`, and name who may: `allow if { … }`")
    })
}

fn missing_default(package: &DataPath, definitions: &[Allow<'_>]) -> Option<Warning> {
    let first = definitions.first().filter(|_| !definitions.iter().any(Allow::is_total))?;
    let message = format!("`{}.allow` is undefined, not false, where no rule grants", written(package));
    let warning = first.warning(WarningKind::MissingDefault, head(&first.rule), message);
    Some(warning.with_hint("begin with `default allow := false`"))
}

//! Where the names of a rule have their values from.

use std::collections::BTreeMap;

use regorus::unstable::{AssignOp, Expr, Literal, Query, Ref, Rule, RuleHead, Span};

use crate::policy::analysis::expression::each_in_pattern;
use crate::policy::analysis::walk::{self, Visitor};
use crate::policy::chain::Chain;
use crate::policy::module::{Content, head};

/// What a variable has its value from.
#[derive(Clone)]
pub(super) enum Origin {
    /// This expression.
    Value(Ref<Expr>),
    /// Some element of this one.
    Element(Ref<Expr>),
}

/// Names with what each has its value from; `None` where that is not certain.
pub(super) type Names = BTreeMap<String, Option<Origin>>;

/// The rules of a module. Those that are plain names for a value have it: `now := time.now_ns()`.
pub(super) fn rules(content: &Content) -> Names {
    let mut names = Names::new();
    for rule in &content.syntax.tree().policy {
        let Some(chain) = Chain::of(head(rule)) else { continue };
        // A second definition, and anything but a plain value, makes it uncertain.
        let origin = if names.contains_key(&*chain.root) { None } else { constant(rule).map(Origin::Value) };
        names.insert(chain.root.to_string(), origin);
    }
    names
}

fn constant(rule: &Rule) -> Option<Ref<Expr>> {
    match rule {
        Rule::Spec { head: RuleHead::Compr { refr, assign: Some(assign), .. }, bodies, .. } => {
            (bodies.is_empty() && matches!(refr.as_ref(), Expr::Var { .. })).then(|| assign.value.clone())
        }
        _ => None,
    }
}

/// The variables of a rule; one that is declared twice has no certain value.
pub(super) fn variables(rule: &Rule) -> Names {
    let mut declarations = Declarations::default();
    match rule {
        Rule::Default { args, .. } | Rule::Spec { head: RuleHead::Func { args, .. }, .. } => {
            args.iter().for_each(|parameter| declarations.pattern(parameter, None));
        }
        Rule::Spec { .. } => {}
    }
    walk::rule(rule, &mut declarations);
    declarations.0
}

#[derive(Default)]
struct Declarations(Names);

impl Declarations {
    fn pattern(&mut self, pattern: &Ref<Expr>, origin: Option<&Origin>) {
        let is_plain = matches!(pattern.as_ref(), Expr::Var { .. });
        each_in_pattern(pattern, &mut |variable| {
            self.declare(variable.span(), origin.filter(|_| is_plain).cloned());
        });
    }

    fn declare(&mut self, name: &Span, origin: Option<Origin>) {
        let origin = if self.0.contains_key(name.text()) { None } else { origin };
        self.0.insert(name.text().to_owned(), origin);
    }
}

impl Visitor for Declarations {
    fn query(&mut self, query: &Query) {
        for statement in &query.stmts {
            match &statement.literal {
                Literal::SomeVars { vars, .. } => vars.iter().for_each(|name| self.declare(name, None)),
                Literal::SomeIn { key, value, collection, .. } => {
                    key.iter().for_each(|key| self.pattern(key, None));
                    self.pattern(value, Some(&Origin::Element(collection.clone())));
                }
                Literal::Every { key, value, domain, .. } => {
                    key.iter().for_each(|key| self.declare(key, None));
                    self.declare(value, Some(Origin::Element(domain.clone())));
                }
                Literal::Expr { expr, .. } => {
                    if let Expr::AssignExpr { op: AssignOp::ColEq, lhs, rhs, .. } = expr.as_ref() {
                        self.pattern(lhs, Some(&Origin::Value(rhs.clone())));
                    }
                }
                Literal::NotExpr { .. } => {}
            }
        }
    }
}

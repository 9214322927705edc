//! Which lines of a module hold something to evaluate.

use std::collections::BTreeSet;

use regorus::unstable::{Expr, Literal, Module, Query, Ref, Rule, RuleHead};

use super::expression::parts;
use crate::policy::chain::Chain;

/// The lines, from 1, on which an expression of `module` begins that the engine says it has evaluated when it has.
///
/// Left out is what the engine reads without saying so: the names of rules, the values of `else`, patterns that take a
/// value apart, constants inside a reference, what follows `with`.
#[must_use]
pub fn lines(module: &Module) -> BTreeSet<u32> {
    let mut lines = Lines(BTreeSet::new());
    module.policy.iter().for_each(|rule| lines.rule(rule));
    lines.0
}

struct Lines(BTreeSet<u32>);

impl Lines {
    fn rule(&mut self, rule: &Rule) {
        match rule {
            Rule::Default { value, .. } => self.expression(value),
            Rule::Spec { head, bodies, .. } => {
                let value = match head {
                    RuleHead::Compr { assign, .. } | RuleHead::Func { assign, .. } => {
                        assign.as_ref().map(|it| &it.value)
                    }
                    RuleHead::Set { key, .. } => key.as_ref(),
                };
                value.into_iter().for_each(|value| self.expression(value));
                bodies.iter().for_each(|body| self.query(&body.query));
            }
        }
    }

    fn query(&mut self, query: &Query) {
        for statement in &query.stmts {
            match &statement.literal {
                Literal::SomeVars { .. } => {}
                Literal::SomeIn { collection, .. } => self.expression(collection),
                Literal::Expr { expr, .. } | Literal::NotExpr { expr, .. } => self.expression(expr),
                Literal::Every { domain, query, .. } => {
                    self.expression(domain);
                    self.query(query);
                }
            }
        }
    }

    fn expression(&mut self, expression: &Ref<Expr>) {
        match expression.as_ref() {
            Expr::ArrayCompr { query, .. } | Expr::SetCompr { query, .. } | Expr::ObjectCompr { query, .. } => {
                return self.query(query);
            }
            Expr::RefDot { .. } | Expr::RefBrack { .. } => {
                if let Some(chain) = Chain::of(expression) {
                    chain.indexes.iter().filter(|index| !is_constant(index)).for_each(|index| self.expression(index));
                    self.0.insert(expression.span().line);
                    return;
                }
            }
            Expr::AssignExpr { rhs, .. } => self.expression(rhs),
            _ => parts(expression).into_iter().for_each(|part| self.expression(part)),
        }
        self.0.insert(expression.span().line);
    }
}

fn is_constant(expression: &Expr) -> bool {
    matches!(
        expression,
        Expr::String { .. } | Expr::RawString { .. } | Expr::Number { .. } | Expr::Bool { .. } | Expr::Null { .. }
    )
}

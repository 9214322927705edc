//! One walk over a rule's syntax tree, which knows what names are local where.

use std::collections::BTreeSet;

use regorus::unstable::{ArithOp, AssignOp, Expr, Literal, LiteralStmt, Query, Ref, Rule, RuleHead, Span};

use super::expression::{each_in_pattern, parts};
use crate::policy::chain::Chain;

/// What the walk tells as it goes.
pub(in crate::policy) trait Visitor {
    /// A reference, whole: `input.customData[key].x`; `local` when its root is a variable of the rule.
    fn reference(&mut self, _chain: &Chain, _local: bool) {}

    /// Any expression, before its parts; a reference is one, whatever it consists of.
    fn expression(&mut self, _expression: &Ref<Expr>) {}

    /// A function call; its arguments are walked by themselves.
    fn call(&mut self, _call: &Call<'_>) {}

    /// `+`, `*` and so on; its operands are walked by themselves.
    fn arithmetic(&mut self, _operator: &ArithOp) {}

    /// A body, a comprehension or the like; its statements are walked by themselves.
    fn query(&mut self, _query: &Query) {}
}

/// A function call.
pub(in crate::policy) struct Call<'e> {
    /// From the function's name to the closing bracket.
    pub(in crate::policy) span: &'e Span,
    pub(in crate::policy) function: &'e Ref<Expr>,
    pub(in crate::policy) arguments: &'e [Ref<Expr>],
    /// Whether it is a statement of its own, or all that stands below a `not`.
    pub(in crate::policy) is_statement: bool,
}

/// Walks one rule: its head, its value and its bodies.
pub(in crate::policy) fn rule(rule: &Rule, visitor: &mut impl Visitor) {
    let mut walk = Walk { visitor, local: Vec::new() };
    match rule {
        Rule::Default { value, args, .. } => {
            walk.local.push(variables(args));
            walk.expression(value);
        }
        Rule::Spec { head, bodies, .. } => {
            let (reference, values, parameters) = match head {
                RuleHead::Compr { refr, assign, .. } => {
                    (Some(refr), assign.as_ref().map(|assign| &assign.value), &[][..])
                }
                RuleHead::Set { refr, key, .. } => (Some(refr), key.as_ref(), &[][..]),
                RuleHead::Func { args, assign, .. } => (None, assign.as_ref().map(|assign| &assign.value), &args[..]),
            };
            walk.local.push(variables(parameters));
            if bodies.is_empty() {
                walk.head(reference, values);
            }
            for body in bodies {
                walk.enter(&body.query);
                walk.head(reference, values);
                if let Some(assign) = &body.assign {
                    walk.expression(&assign.value);
                }
                walk.statements(&body.query);
                walk.leave();
            }
        }
    }
}

fn variables<'e>(patterns: impl IntoIterator<Item = &'e Ref<Expr>>) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    for pattern in patterns {
        each_in_pattern(pattern, &mut |variable| {
            names.insert(variable.span().text().to_owned());
        });
    }
    names
}

struct Walk<'v, V> {
    visitor: &'v mut V,
    /// The variables of the queries around, the innermost last.
    local: Vec<BTreeSet<String>>,
}

impl<V: Visitor> Walk<'_, V> {
    /// The value of a rule, and the dynamic parts of its name; the name itself is not read.
    fn head(&mut self, reference: Option<&Ref<Expr>>, value: Option<&Ref<Expr>>) {
        let mut current = reference.cloned();
        while let Some(expression) = current {
            current = match expression.as_ref() {
                Expr::RefBrack { refr, index, .. } => {
                    self.expression(index);
                    Some(refr.clone())
                }
                Expr::RefDot { refr, .. } => Some(refr.clone()),
                _ => None,
            };
        }
        if let Some(value) = value {
            self.expression(value);
        }
    }

    fn enter(&mut self, query: &Query) {
        self.visitor.query(query);
        self.local.push(declared(query));
    }

    fn leave(&mut self) {
        self.local.pop();
    }

    fn query(&mut self, query: &Query, terms: &[&Ref<Expr>]) {
        self.enter(query);
        for term in terms {
            self.expression(term);
        }
        self.statements(query);
        self.leave();
    }

    fn statements(&mut self, query: &Query) {
        query.stmts.iter().for_each(|statement| self.statement(statement));
    }

    fn statement(&mut self, statement: &LiteralStmt) {
        statement.with_mods.iter().for_each(|modifier| self.expression(&modifier.r#as));
        match &statement.literal {
            Literal::SomeVars { .. } => {}
            Literal::SomeIn { key, value, collection, .. } => {
                key.iter().chain([value, collection]).for_each(|part| self.expression(part));
            }
            Literal::Expr { expr, .. } | Literal::NotExpr { expr, .. } => match expr.as_ref() {
                Expr::Call { .. } => {
                    self.visitor.expression(expr);
                    self.call(expr, true);
                }
                _ => self.expression(expr),
            },
            Literal::Every { key, value, domain, query, .. } => {
                self.expression(domain);
                self.local.push(key.iter().chain([value]).map(|name| name.text().to_owned()).collect());
                self.query(query, &[]);
                self.leave();
            }
        }
    }

    fn expression(&mut self, expression: &Ref<Expr>) {
        self.visitor.expression(expression);
        match expression.as_ref() {
            Expr::Var { .. } | Expr::RefDot { .. } | Expr::RefBrack { .. } => return self.reference(expression),
            Expr::ArrayCompr { term, query, .. } | Expr::SetCompr { term, query, .. } => self.query(query, &[term]),
            Expr::ObjectCompr { key, value, query, .. } => self.query(query, &[key, value]),
            Expr::Call { .. } => return self.call(expression, false),
            Expr::ArithExpr { op, .. } => self.visitor.arithmetic(op),
            _ => {}
        }
        for part in parts(expression) {
            self.expression(part);
        }
    }

    fn call(&mut self, expression: &Ref<Expr>, is_statement: bool) {
        let Expr::Call { span, fcn, params, .. } = expression.as_ref() else { return };
        for parameter in params {
            self.expression(parameter);
        }
        self.visitor.call(&Call { span, function: fcn, arguments: params, is_statement });
    }

    fn reference(&mut self, expression: &Ref<Expr>) {
        if let Some(chain) = Chain::of(expression) {
            chain.indexes.iter().for_each(|index| self.expression(index));
            // `input` and `data` can't be shadowed.
            let local = !matches!(&*chain.root, "input" | "data")
                && self.local.iter().any(|names| names.contains(&*chain.root));
            return self.visitor.reference(&chain, local);
        }
        match expression.as_ref() {
            Expr::RefDot { refr, .. } => self.expression(refr),
            Expr::RefBrack { refr, index, .. } => {
                self.expression(index);
                self.expression(refr);
            }
            _ => {}
        }
    }
}

/// The variables that a query declares: `some x`, `some k, v in …`, `x := …`.
fn declared(query: &Query) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    for statement in &query.stmts {
        match &statement.literal {
            Literal::SomeVars { vars, .. } => names.extend(vars.iter().map(|name| name.text().to_owned())),
            Literal::SomeIn { key, value, .. } => names.extend(variables(key.iter().chain([value]))),
            Literal::Expr { expr, .. } => {
                if let Expr::AssignExpr { op: AssignOp::ColEq, lhs, .. } = expr.as_ref() {
                    names.extend(variables([lhs]));
                }
            }
            Literal::NotExpr { .. } | Literal::Every { .. } => {}
        }
    }
    names
}

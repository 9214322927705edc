//! What one statement gives and needs: as the engine sees it, and as it really is.

use std::collections::BTreeSet;

use regorus::unstable::{AssignOp, Expr, Literal, LiteralStmt, Ref, Span};

use super::names::{Names, Scope};
use super::needs::{Needs, own_of_pattern, variables};
use super::schedule::Definition;
use super::{Check, Problem};
use crate::policy::analysis::expression::{each, parts};

impl Check<'_> {
    /// What a statement of the innermost query of `scope` gives and needs.
    pub(super) fn statement(&mut self, statement: &LiteralStmt, scope: &Scope<'_>) -> Needs {
        let mut needs = Needs::default();
        let mut with = Vec::new();
        for modifier in &statement.with_mods {
            self.mention(&modifier.r#as, scope, &mut needs);
            with.extend(self.uses(&modifier.r#as, scope, &[], &mut needs));
        }
        match &statement.literal {
            Literal::SomeVars { .. } => {}
            Literal::SomeIn { key, value, collection, .. } => {
                let patterns: Vec<_> = key.iter().chain([value]).collect();
                self.some_in(&patterns, collection, with, scope, &mut needs);
            }
            Literal::Expr { expr, .. } => {
                self.mention(expr, scope, &mut needs);
                self.expression(expr, &with, scope, &mut needs);
            }
            Literal::NotExpr { expr, .. } => {
                needs.is_negated = true;
                self.mention(expr, scope, &mut needs);
                self.sides(expr, &with, scope, &mut needs);
                variables(expr, &mut |span| {
                    needs.before.insert(span.text().to_owned(), span.clone());
                });
                self.negated(expr, scope);
            }
            Literal::Every { key, value, domain, query, .. } => {
                self.mention(domain, scope, &mut needs);
                with.extend(self.uses(domain, scope, &[], &mut needs));
                needs.define(Vec::new(), &with);
                self.every(&Names::of_every(key.iter().chain([value])), query, scope, &mut needs);
            }
        }
        if needs.definitions.is_empty() {
            needs.define(Vec::new(), &[]);
        }
        match &statement.literal {
            Literal::NotExpr { .. } => {}
            literal => {
                needs.gives.extend(needs.definitions.iter().filter_map(|definition| definition.variable.clone()));
                declared_only(literal, scope.names, &mut needs);
            }
        }
        needs
    }

    /// Adds every variable of an expression, but those of its comprehensions.
    fn mention(&mut self, expression: &Ref<Expr>, scope: &Scope<'_>, needs: &mut Needs) {
        variables(expression, &mut |span| {
            needs.free.insert(span);
            self.known(span, scope);
        });
    }

    /// Reports a variable that is nobody's. An outer one is seen only from the line on in which it is declared.
    pub(super) fn known(&mut self, variable: &Span, scope: &Scope<'_>) {
        if !scope.names.contains(variable.text()) && scope.owner(variable).is_none() {
            let problem = if scope.has_declared(variable.text()) { Problem::TooLate } else { Problem::Unknown };
            self.report(problem, variable);
        }
    }

    fn some_in(
        &mut self,
        patterns: &[&Ref<Expr>],
        collection: &Ref<Expr>,
        with: Vec<Span>,
        scope: &Scope<'_>,
        needs: &mut Needs,
    ) {
        self.mention(collection, scope, needs);
        let mut used = self.uses(collection, scope, &[], needs);
        used.extend(with);
        let mut compared = Vec::new();
        for pattern in patterns {
            self.mention(pattern, scope, needs);
            for span in own_of_pattern(pattern, scope.names) {
                needs.definitions.push(Definition { variable: Some(span.text().to_owned()), uses: used.clone() });
            }
            compared.extend(self.compared(pattern, scope, needs));
        }
        needs.define(Vec::new(), &compared);
    }

    /// What the parts of a pattern that are no variables use.
    fn compared(&mut self, pattern: &Ref<Expr>, scope: &Scope<'_>, needs: &mut Needs) -> Vec<Span> {
        match pattern.as_ref() {
            Expr::Var { .. } => Vec::new(),
            Expr::Array { .. } | Expr::Object { .. } => {
                parts(pattern).into_iter().flat_map(|part| self.compared(part, scope, needs)).collect()
            }
            _ => self.uses(pattern, scope, &[], needs),
        }
    }

    fn expression(&mut self, expression: &Ref<Expr>, with: &[Span], scope: &Scope<'_>, needs: &mut Needs) {
        let Some(output) = self.package.output(expression) else {
            return self.sides(expression, with, scope, needs);
        };
        let assigned = own_of_pattern(output, scope.names);
        let mut used = self.uses(expression, scope, &assigned, needs);
        used.extend_from_slice(with);
        needs.define(assigned, &used);
    }

    /// An assignment gives either side what the other has; anything else only needs.
    fn sides(&mut self, expression: &Ref<Expr>, with: &[Span], scope: &Scope<'_>, needs: &mut Needs) {
        let Expr::AssignExpr { lhs, rhs, .. } = expression.as_ref() else {
            let mut used = self.uses(expression, scope, &[], needs);
            used.extend_from_slice(with);
            return needs.define(Vec::new(), &used);
        };
        self.unify(lhs, rhs, with, scope, needs);
    }

    fn unify(&mut self, left: &Ref<Expr>, right: &Ref<Expr>, with: &[Span], scope: &Scope<'_>, needs: &mut Needs) {
        if let (Expr::Array { items: lefts, .. }, Expr::Array { items: rights, .. }) = (left.as_ref(), right.as_ref())
            && lefts.len() == rights.len()
        {
            return lefts.iter().zip(rights).for_each(|(left, right)| self.unify(left, right, with, scope, needs));
        }
        for (given, giving) in [(left, right), (right, left)] {
            let mut used = self.uses(giving, scope, &[], needs);
            used.extend_from_slice(with);
            needs.define(own_of_pattern(given, scope.names), &used);
        }
    }

    /// The variables of the innermost query that an expression uses, as the engine sees it.
    ///
    /// `xs[x]` both gives `x` a value and uses it. What stands in `outputs` is not used but given.
    fn uses(&mut self, expression: &Ref<Expr>, scope: &Scope<'_>, outputs: &[&Span], needs: &mut Needs) -> Vec<Span> {
        let names = scope.names;
        let mut found: Vec<Span> = Vec::new();
        variables(expression, &mut |span| {
            if names.contains(span.text()) && !outputs.iter().any(|output| output.text() == span.text()) {
                found.push(span.clone());
            }
        });
        each(expression, &mut |part| {
            let Expr::RefBrack { refr, index, .. } = part.as_ref() else { return };
            let iterating = own_of_pattern(index, names);
            if !iterating.is_empty() {
                let base = self.uses(refr, scope, outputs, needs);
                for variable in iterating {
                    let uses = base.clone();
                    needs.definitions.push(Definition { variable: Some(variable.text().to_owned()), uses });
                }
            }
        });
        found.extend(self.comprehensions(expression, scope, needs));
        found
    }
}

/// `:=` gives only its left side a value, though the engine would order it as if it gave the right one too.
fn declared_only(literal: &Literal, names: &Names, needs: &mut Needs) {
    let Literal::Expr { expr, .. } = literal else { return };
    let Expr::AssignExpr { op: AssignOp::ColEq, lhs, rhs, .. } = expr.as_ref() else { return };
    let declared: BTreeSet<&str> = own_of_pattern(lhs, names).into_iter().map(Span::text).collect();
    for span in own_of_pattern(rhs, names).into_iter().filter(|span| !declared.contains(span.text())) {
        needs.gives.remove(span.text());
        needs.before.insert(span.text().to_owned(), span.clone());
    }
}

//! What stands within a statement: comprehensions, the body of an `every`, what is below a `not`.

use regorus::unstable::{Expr, Query, Ref, Span};

use super::names::{Around, Names, Owner, Scope};
use super::needs::Needs;
use super::{Check, Problem};
use crate::policy::analysis::expression::{each, each_in_pattern};

impl Check<'_> {
    /// Orders the comprehensions of an expression: what they need of the queries around them, as the engine sees it.
    pub(super) fn comprehensions(&mut self, expression: &Ref<Expr>, scope: &Scope<'_>, needs: &mut Needs) -> Vec<Span> {
        let mut found: Vec<(&Query, Vec<&Ref<Expr>>)> = Vec::new();
        each(expression, &mut |part| match part.as_ref() {
            Expr::ArrayCompr { term, query, .. } | Expr::SetCompr { term, query, .. } => {
                found.push((query, vec![term]));
            }
            Expr::ObjectCompr { key, value, query, .. } => found.push((query, vec![key, value])),
            _ => {}
        });
        let mut used = Vec::new();
        for (query, terms) in found {
            let free = self.query(query, &terms, &[], scope);
            used.extend(free.seen.iter().filter(|(name, _)| scope.names.contains(name)).map(|(_, span)| span.clone()));
            needs.before.extend(free.all.clone());
            needs.free.extend(free);
        }
        used
    }

    /// Orders the body of an `every` with variables `own`.
    pub(super) fn every(&mut self, own: &Names, query: &Query, scope: &Scope<'_>, needs: &mut Needs) {
        let inner = Scope { names: own, around: Around::Scope(scope) };
        let free = self.query(query, &[], &[], &inner);
        // The engine does not see that the body needs anything.
        for (name, span) in free.all.into_iter().filter(|(name, _)| !own.contains(name)) {
            needs.before.insert(name.clone(), span.clone());
            needs.free.all.insert(name, span);
        }
    }

    /// What is wrong below a `not` whatever stands around it.
    pub(super) fn negated(&mut self, expression: &Ref<Expr>, scope: &Scope<'_>) {
        each(expression, &mut |part| match part.as_ref() {
            Expr::Var { span, .. } if span.text() == "_" => self.report(Problem::OnlyUnderNot, span),
            Expr::RefBrack { index, .. } => each_in_pattern(index, &mut |variable| {
                if scope.owner(variable.span()) == Some(Owner::Every) {
                    self.report(Problem::LookedUpInEvery, variable.span());
                }
            }),
            _ => {}
        });
    }
}

//! One expression that failed: how, the values that its parts had, and the rules that it asked.

use std::collections::BTreeSet;

use regorus::Value;
use regorus::unstable::{Expr, LiteralStmt, Ref, WithModifier};

use super::body::Trail;
use super::look::{Look, Whole};
use super::parts::{Names, Part};
use super::question::{Context, Site, Stand, only};
use super::rows::Rows;
use super::search::Search;
use super::source;
use super::statement::{expressions, got, judged, replacement, with_of};
use super::why::{Failure, Got};
use crate::policy::fault::Place;

impl<'m> Search<'_, 'm> {
    /// A statement that failed though all on the trail held; `error` if the engine failed on it.
    pub(super) fn failed_statement(
        &self,
        site: &Site<'_, 'm>,
        trail: &Trail,
        unbound: &BTreeSet<String>,
        statement: &LiteralStmt,
        error: Option<String>,
        depth: usize,
    ) -> Failure {
        let names = Names { index: self.index, definition: site.definition, bound: &trail.bound, unbound };
        let (literal, withs) = (&statement.literal, &statement.with_mods);
        let parts = names.parts_of(&expressions(literal));
        let judged = judged(literal, &names).filter(|_| error.is_none());
        let terms = terms(judged.clone(), &parts);
        let with = with_of(statement);
        let mut asked: Vec<String> = terms.iter().map(|term| value_of(term, &with)).collect();
        asked.extend(withs.iter().map(|with| value_of(&replacement(with), "")));
        let rows = self.rows(site, trail, &asked);
        let judged = judged.and_then(|judged| rows.first(terms.iter().position(|term| *term == judged)?));
        let got = error.map_or_else(|| got(literal, judged.as_ref()), |error| Got::Error { error });
        let whole = Whole { text: source::text(&statement.span), place: Place::of(&statement.span), got };
        let context = context(site, &names, withs, &rows, terms.len());
        let look = Look { whole, parts: &parts, terms: &terms, rows: &rows, context };
        let mut failure = self.told(site, &look, depth);
        let lacking = withs.iter().zip(terms.len()..).filter(|(_, at)| rows.first(*at) == Some(Value::Undefined));
        let lacking: Vec<_> = lacking.filter_map(|(with, at)| rows.seen(&replacement(with), at)).collect();
        if look.context.is_none() {
            failure.values = lacking;
        }
        // Where a name in the body hides one around it, the question may have no form: then the whole is told.
        let element = if withs.is_empty() { self.failed_element(site, trail, literal, depth) } else { Ok(None) };
        element.ok().flatten().unwrap_or(failure)
    }

    /// A rule's value that is no truth, though the body holds.
    pub(super) fn failed_value(
        &self,
        site: &Site<'_, 'm>,
        trail: &Trail,
        value: &Ref<Expr>,
        whole: Whole,
        depth: usize,
    ) -> Failure {
        let nothing = BTreeSet::new();
        let names = Names { index: self.index, definition: site.definition, bound: &trail.bound, unbound: &nothing };
        let parts = names.parts_of(&[value]);
        let terms = terms(None, &parts);
        let asked: Vec<String> = terms.iter().map(|term| value_of(term, "")).collect();
        let rows = self.rows(site, trail, &asked);
        let look = Look { whole, parts: &parts, terms: &terms, rows: &rows, context: Some(site.context.clone()) };
        self.told(site, &look, depth)
    }

    /// Asks the values of `terms` on the trail.
    pub(super) fn rows_of(&self, site: &Site<'_, 'm>, trail: &Trail, terms: &[String]) -> Result<Value, String> {
        let answer = self.questioner.bodies(site, &trail.values, &[trail.collecting(terms)])?.pop();
        answer.unwrap_or(Ok(Value::Undefined)).map(|answers| only(&answers))
    }

    /// The values of `terms` on the trail; none where the engine fails on them.
    fn rows(&self, site: &Site<'_, 'm>, trail: &Trail, terms: &[String]) -> Rows {
        self.rows_of(site, trail, terms).map_or_else(|_| Rows::none(), |answer| Rows::of(&answer))
    }
}

/// Everything that is asked for: the expression that is judged, the parts, and what functions among them are given.
fn terms(judged: Option<String>, parts: &[Part]) -> Vec<String> {
    let texts = parts.iter().map(|part| part.text.clone());
    let arguments = parts.iter().filter_map(|part| part.asked.as_ref()).flat_map(|asked| asked.arguments.clone());
    judged.into_iter().chain(texts).chain(arguments).collect()
}

/// The context of what a statement asks: the one around it, and its own `with`s, whose values stand in `rows` from the
/// term `first` on.
fn context(
    site: &Site<'_, '_>,
    names: &Names<'_, '_>,
    modifiers: &[WithModifier],
    rows: &Rows,
    first: usize,
) -> Option<Context> {
    let mut context = site.context.clone();
    for (at, modifier) in modifiers.iter().enumerate() {
        let Some(target) = names.target(modifier) else { continue };
        let stand = match (rows.first(first + at), names.stand_in(&modifier.r#as)) {
            (None | Some(Value::Undefined), Some(function)) => Stand::ByFunction(function),
            (None | Some(Value::Undefined), None) => return None,
            (Some(value), _) => Stand::In(value),
        };
        context.0.push((target, stand));
    }
    Some(context)
}

/// All values of an expression, as a list.
fn value_of(term: &str, with: &str) -> String {
    format!("[logingate_value | logingate_value := {term} {with}]")
}

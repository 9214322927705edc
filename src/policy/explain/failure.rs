//! One expression that failed: how, the values that its parts had, and the rules that it asked.

use std::collections::BTreeSet;

use regorus::Value;
use regorus::unstable::{Expr, Literal, LiteralStmt, Ref, WithModifier};

use super::body::Trail;
use super::parts::{Names, Part};
use super::question::{Context, Site, Stand, only};
use super::rows::Rows;
use super::search::Search;
use super::source;
use super::statement::{expressions, got, judged, replacement, with_of};
use super::why::{Attempt, Failure, Got};
use crate::policy::fault::Place;

/// How many parts of an expression are told.
const MAX_PARTS: usize = 8;

/// An expression as a whole.
pub(super) struct Whole {
    pub(super) text: String,
    pub(super) place: Place,
    pub(super) got: Got,
}

/// An expression that failed, and what was seen when it did.
struct Look<'l> {
    whole: Whole,
    parts: &'l [Part],
    /// The sources of everything that was asked for: the parts, and what functions among them are given.
    terms: &'l [String],
    rows: &'l Rows,
    /// The `with`s under which it asked; `None` if one of them has no value, so that nothing was asked.
    context: Option<Context>,
}

impl Look<'_> {
    /// Where a term's values stand.
    fn position(&self, text: &str) -> Option<usize> {
        self.terms.iter().position(|term| term == text)
    }
}

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
    ) -> Result<Failure, String> {
        let names = Names { index: self.index, definition: site.definition, bound: &trail.bound, unbound };
        let with = with_of(statement);
        let expressions = expressions(&statement.literal);
        let parts = names.parts_of(&expressions);
        let judged = judged(&statement.literal, &names);
        let mut terms: Vec<String> = judged.iter().chain(parts.iter().map(|part| &part.text)).cloned().collect();
        let arguments = parts.iter().filter_map(|part| part.asked.as_ref()).flat_map(|asked| &asked.arguments);
        terms.extend(arguments.cloned());
        let mut asked: Vec<String> = terms.iter().map(|term| value_of(term, &with)).collect();
        asked.extend(statement.with_mods.iter().map(|modifier| value_of(&replacement(modifier), "")));
        let rows = match &error {
            Some(_) => Rows::none(),
            None => self.rows(site, trail, &asked)?,
        };
        let judged = judged.and_then(|judged| rows.first(terms.iter().position(|term| *term == judged)?));
        let got = match error {
            Some(error) => Got::Error { error },
            None => got(&statement.literal, judged.as_ref()),
        };
        let whole = Whole { text: source::text(&statement.span), place: Place::of(&statement.span), got };
        let context = context(site, &names, &statement.with_mods, &rows, terms.len());
        let (withs, first) = (&statement.with_mods, terms.len());
        let lacking = withs.iter().enumerate().filter(|(at, _)| rows.first(first + at) == Some(Value::Undefined));
        let lacking: Vec<_> = lacking.filter_map(|(at, with)| rows.seen(&replacement(with), first + at)).collect();
        let look = Look { whole, parts: &parts, terms: &terms, rows: &rows, context };
        let is_asked = look.context.is_some();
        let mut failure = self.told(site, &look, depth);
        if !is_asked {
            failure.values = lacking;
        }
        if let Literal::Every { .. } = &statement.literal
            && statement.with_mods.is_empty()
            // Where a name of the body hides one around it, the question has no form: the whole is told.
            && let Ok(Some(inner)) = self.failed_element(site, trail, &statement.literal, depth)
        {
            failure = inner;
        }
        Ok(failure)
    }

    /// A rule's value that is no truth, though the body holds.
    pub(super) fn failed_value(
        &self,
        site: &Site<'_, 'm>,
        trail: &Trail,
        value: &Ref<Expr>,
        whole: Whole,
        depth: usize,
    ) -> Result<Failure, String> {
        let nothing = BTreeSet::new();
        let names = Names { index: self.index, definition: site.definition, bound: &trail.bound, unbound: &nothing };
        let parts = names.parts_of(&[value]);
        let mut terms: Vec<String> = parts.iter().map(|part| part.text.clone()).collect();
        terms.extend(parts.iter().filter_map(|part| part.asked.as_ref()).flat_map(|asked| asked.arguments.clone()));
        let asked: Vec<String> = terms.iter().map(|term| value_of(term, "")).collect();
        let rows = if matches!(whole.got, Got::Error { .. }) { Rows::none() } else { self.rows(site, trail, &asked)? };
        let look = Look { whole, parts: &parts, terms: &terms, rows: &rows, context: Some(site.context.clone()) };
        Ok(self.told(site, &look, depth))
    }

    /// Asks the values of `terms` on the trail.
    pub(super) fn rows_of(&self, site: &Site<'_, 'm>, trail: &Trail, terms: &[String]) -> Result<Value, String> {
        let answer = self.questioner.bodies(site, &trail.values, &[trail.collecting(terms)])?.pop();
        answer.unwrap_or(Ok(Value::Undefined)).map(|answers| only(&answers))
    }

    fn rows(&self, site: &Site<'_, 'm>, trail: &Trail, terms: &[String]) -> Result<Rows, String> {
        self.rows_of(site, trail, terms).map(|answer| Rows::of(&answer))
    }

    fn told(&self, site: &Site<'_, 'm>, look: &Look<'_>, depth: usize) -> Failure {
        let Whole { text, place, got } = &look.whole;
        let mut failure = Failure {
            expression: source::one_line(text),
            file: site.definition.module.file.clone(),
            line: place.line,
            column: place.column,
            got: got.clone(),
            values: Vec::new(),
            beneath: Vec::new(),
        };
        for part in look.parts {
            let Some(position) = look.position(&part.text) else { continue };
            let is_of_interest = look.rows.first(position).is_some_and(|value| match got {
                Got::Holds => value == Value::Bool(true),
                _ => is_nothing(&value),
            });
            let asked = part.asked.as_ref().filter(|_| is_of_interest);
            let beneath = asked.and_then(|asked| {
                let given = asked.arguments.iter().map(|argument| look.rows.first(look.position(argument)?));
                let given: Vec<Value> = given.collect::<Option<_>>()?;
                let why = self.beneath(&asked.path, &given, look.context.as_ref()?, depth + 1)?;
                // A rule that gives an empty set on purpose is told by its value.
                (*got == Got::Holds || !why.attempts.iter().all(Attempt::held)).then_some(why)
            });
            // Where the whole is one part, it is already told what that came to.
            let is_whole = part.text == *text && matches!(got, Got::Undefined | Got::False);
            match beneath {
                Some(why) if !failure.beneath.contains(&why) => failure.beneath.push(why),
                None if !is_whole => failure.values.extend(look.rows.seen(&part.text, position)),
                _ => {}
            }
        }
        failure.values.truncate(MAX_PARTS);
        failure
    }
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

/// Whether a rule with this value has given nothing.
fn is_nothing(value: &Value) -> bool {
    match value {
        Value::Undefined | Value::Bool(false) => true,
        Value::Set(items) => items.is_empty(),
        Value::Object(fields) => fields.is_empty(),
        _ => false,
    }
}

/// All values of an expression, as a list.
fn value_of(term: &str, with: &str) -> String {
    format!("[logingate_value | logingate_value := {term} {with}]")
}

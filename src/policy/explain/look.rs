//! What was seen of an expression that failed, and what of that is told.

use regorus::Value;

use super::parts::Part;
use super::question::{Context, Site};
use super::rows::Rows;
use super::search::Search;
use super::source;
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
pub(super) struct Look<'l> {
    pub(super) whole: Whole,
    pub(super) parts: &'l [Part],
    /// The sources of everything that was asked for: the parts, and what functions among them are given.
    pub(super) terms: &'l [String],
    pub(super) rows: &'l Rows,
    /// The `with`s under which it asked; `None` if one of them has no value, so that nothing was asked.
    pub(super) context: Option<Context>,
}

impl Look<'_> {
    /// Where a term's values stand.
    fn position(&self, text: &str) -> Option<usize> {
        self.terms.iter().position(|term| term == text)
    }
}

impl<'m> Search<'_, 'm> {
    /// The expression, the values of its parts, and the rules among them that gave nothing, or, below `not`, held.
    pub(super) fn told(&self, site: &Site<'_, 'm>, look: &Look<'_>, depth: usize) -> Failure {
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

/// Whether a rule with this value has given nothing.
fn is_nothing(value: &Value) -> bool {
    match value {
        Value::Undefined | Value::Bool(false) => true,
        Value::Set(items) => items.is_empty(),
        Value::Object(fields) => fields.is_empty(),
        _ => false,
    }
}

//! What the expressions of a list came to, for each way in which everything before them holds.

use regorus::Value;

use super::shown::shown;
use super::source;
use super::why::Seen;

/// How many values of one expression are told.
const MAX_VALUES: usize = 3;

/// A row for each way, in it a list of values for each expression: empty where it is undefined.
pub(super) struct Rows(Vec<Vec<Vec<Value>>>);

impl Rows {
    /// Reads what the engine answered.
    pub(super) fn of(answer: &Value) -> Self {
        Self(list(answer).iter().map(|row| list(row).iter().map(list).collect()).collect())
    }

    /// Nothing is known.
    pub(super) fn none() -> Self {
        Self(Vec::new())
    }

    /// The first value of a term, undefined if it has none; `None` if nothing is known.
    pub(super) fn first(&self, term: usize) -> Option<Value> {
        Some(self.0.first()?.get(term)?.first().cloned().unwrap_or(Value::Undefined))
    }

    /// What is told of a term; `None` if nothing is known.
    pub(super) fn seen(&self, expression: &str, term: usize) -> Option<Seen> {
        self.0.first()?;
        let mut values: Vec<&Value> = Vec::new();
        for value in self.0.iter().filter_map(|row| row.get(term)).flatten() {
            if !values.contains(&value) {
                values.push(value);
            }
        }
        let (expression, more) = (source::one_line(expression), values.len().saturating_sub(MAX_VALUES));
        let mut values: Vec<String> = values.into_iter().take(MAX_VALUES).map(shown).collect();
        if values.is_empty() {
            values.push(shown(&Value::Undefined));
        }
        Some(Seen { expression, values, more })
    }
}

/// The elements of an array; none of anything else.
pub(super) fn list(value: &Value) -> Vec<Value> {
    value.as_array().map_or_else(|_| Vec::new(), |items| items.iter().cloned().collect())
}

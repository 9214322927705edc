//! What is wrong with a file of agents: by line, all of it at once, within bounds.

use std::fmt;

use serde::Serialize;
use serde_json::Value;

use super::field::Field;
use crate::dialect::Excerpt;
use crate::directory::Conflict;

/// One thing that is wrong. It may quote what stands there, but never a password, and is not for the log.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Fault {
    /// The line, from 1 on; `None` where there is no file.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub line: Option<u64>,
    /// The field, if it is one field.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub field: Option<String>,
    /// What is wrong, and what would be right.
    pub problem: String,
}

impl fmt::Display for Fault {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.line, &self.field) {
            (Some(line), Some(field)) => write!(formatter, "line {line}, {field}: {}", self.problem),
            (Some(line), None) => write!(formatter, "line {line}: {}", self.problem),
            (None, Some(field)) => write!(formatter, "{field}: {}", self.problem),
            (None, None) => formatter.write_str(&self.problem),
        }
    }
}

/// Everything that is wrong: the first of them, and how many there are.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Faults {
    first: Vec<Fault>,
    count: usize,
}

impl Faults {
    /// The most that are kept.
    pub const MOST: usize = 100;

    /// What the directory has against rows that begin in these lines.
    #[must_use]
    pub fn of_conflicts(lines: &[Option<u64>], conflicts: &[Conflict]) -> Self {
        let mut faults = Self::default();
        for conflict in conflicts {
            let line = lines.get(conflict.index).copied().flatten();
            faults.note(Fault { line, field: None, problem: conflict.problem.to_string() });
        }
        faults
    }

    /// The first of them, up to [`Faults::MOST`].
    #[must_use]
    pub fn first(&self) -> &[Fault] {
        &self.first
    }

    /// How many there are.
    #[must_use]
    pub fn count(&self) -> usize {
        self.count
    }

    /// Adds one.
    pub fn note(&mut self, fault: Fault) {
        self.count += 1;
        if self.first.len() < Self::MOST {
            self.first.push(fault);
        }
    }

    /// Adds one of a whole line.
    pub(super) fn of_line(&mut self, line: u64, problem: impl Into<String>) {
        self.note(Fault { line: Some(line), field: None, problem: problem.into() });
    }

    /// Adds one of a column.
    pub(super) fn of_column(&mut self, line: Option<u64>, name: &str, problem: impl Into<String>) {
        let field = Some(Excerpt::of(name).as_str().to_owned());
        self.note(Fault { line, field, problem: problem.into() });
    }

    /// Adds that `value` is not what `field` takes.
    pub(super) fn of_value(&mut self, line: Option<u64>, field: Field, value: &Value) {
        let got = if field.is_secret() { "something else".to_owned() } else { shown(value) };
        self.of_column(line, field.name(), format!("got {got}, expected {}", field.expected()));
    }
}

impl fmt::Display for Faults {
    /// One line each; the last says how many more there are.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut lines = self.first.iter();
        if let Some(fault) = lines.next() {
            write!(formatter, "{fault}")?;
        }
        lines.try_for_each(|fault| write!(formatter, "\n{fault}"))?;
        match self.count - self.first.len() {
            0 => Ok(()),
            more => write!(formatter, "\n… and {more} more"),
        }
    }
}

impl std::error::Error for Faults {}

/// What stands there, in a few characters.
fn shown(value: &Value) -> String {
    match value {
        Value::String(text) => format!("\"{}\"", Excerpt::of(text).as_str()),
        Value::Array(_) => "a list".to_owned(),
        Value::Object(_) => "an object".to_owned(),
        other => Excerpt::of(&other.to_string()).as_str().to_owned(),
    }
}

//! What is told of a rule: one tree, for people as text and for programs as JSON.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

/// Why a rule has the value it has.
///
/// As JSON: `{"rule", "arguments"?, "value", "attempts": […]}`, the fields below.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Why {
    /// The rule's path below `data`, as Rego writes it: `projects["42"].allow`.
    pub rule: String,
    /// What a function was given; absent for any other rule.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub arguments: Option<Vec<String>>,
    /// Its value, `undefined` if it has none; null if that can't be told.
    pub value: Option<String>,
    /// Its definitions and their `else`s in the order in which they are written. A `default` is none.
    pub attempts: Vec<Attempt>,
}

/// What came of one definition, or of one `else`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attempt {
    /// The file, relative to the policy directory.
    pub file: Arc<str>,
    /// The line it begins on, from 1.
    pub line: usize,
    /// Whether it is an `else`.
    #[serde(rename = "else")]
    pub is_else: bool,
    /// What came of it.
    #[serde(flatten)]
    pub ending: Ending,
}

/// What came of a definition; in JSON, `result` says which.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "result", rename_all = "snake_case")]
pub enum Ending {
    /// It held.
    Held {
        /// What it gave its rule: one value, or the members that it adds to a set. At most eight.
        gave: Vec<String>,
    },
    /// It did not hold, or what it gives is `false`.
    Failed {
        /// What failed first.
        failure: Box<Failure>,
    },
    /// An `else` that is not asked, since what stands before it held.
    NotReached,
    /// It can't be told.
    NotTold {
        /// Why not.
        because: String,
    },
}

/// The first expression that failed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Failure {
    /// Its source, on one line.
    pub expression: String,
    /// The file, relative to the policy directory.
    pub file: Arc<str>,
    /// Its line, from 1.
    pub line: usize,
    /// Its column in characters, from 1.
    pub column: usize,
    /// What came of it instead of truth.
    #[serde(flatten)]
    pub got: Got,
    /// The values of its parts, at most eight.
    pub values: Vec<Seen>,
    /// The rules and functions that it asked in vain, or, below `not`, that held.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub beneath: Vec<Why>,
}

/// What came of an expression that failed; in JSON, `got`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "got", rename_all = "snake_case")]
pub enum Got {
    /// It is undefined.
    Undefined,
    /// It is `false`.
    False,
    /// No way to give its variables values makes it true.
    Nothing,
    /// It is an `every` that does not hold for all.
    NotAll,
    /// What is assigned has another form, or the arguments are none of those that the definition is for.
    Mismatch,
    /// It holds, and stands below `not`.
    Holds,
    /// The body holds, but this is the rule's value, and it is `false` or undefined.
    Gives {
        /// `false` or `undefined`.
        value: String,
    },
    /// The engine failed on it.
    Error {
        /// In the engine's words.
        error: String,
    },
}

/// An expression and the values it had: more than one where variables could have several.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Seen {
    /// Its source, on one line.
    pub expression: String,
    /// Its values in Rego, each of at most 200 characters, at most three; `undefined` if it has none.
    pub values: Vec<String>,
    /// How many more there are.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub more: usize,
}

#[allow(clippy::trivially_copy_pass_by_ref, reason = "serde asks for it")]
fn is_zero(number: &usize) -> bool {
    *number == 0
}

impl Why {
    /// A rule of which nothing can be told.
    pub(super) fn unknown(rule: String) -> Self {
        Self { rule, arguments: None, value: None, attempts: Vec::new() }
    }
}

impl Failure {
    /// Whether everything before the rule's value held: then no `else` is asked.
    pub(super) fn is_of_value(&self) -> bool {
        matches!(&self.got, Got::Gives { value } if value == "false")
    }
}

impl Attempt {
    /// Whether it held.
    #[must_use]
    pub fn held(&self) -> bool {
        matches!(self.ending, Ending::Held { .. })
    }

    /// The first expression that failed, if one did.
    #[must_use]
    pub fn failure(&self) -> Option<&Failure> {
        match &self.ending {
            Ending::Failed { failure } => Some(failure),
            _ => None,
        }
    }
}

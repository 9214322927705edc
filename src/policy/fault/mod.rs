//! What is wrong with a file, where, and what to do about it; shown alike by `check`, the log and JSON.

mod kind;
mod place;
mod report;

pub use kind::FaultKind;
pub use place::Place;
pub use report::Report;

use std::fmt;
use std::sync::Arc;

use serde::Serialize;

/// One fault of one file.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Fault {
    /// The file, relative to the policy directory.
    pub file: Arc<str>,
    /// Where in it, if that is known.
    pub place: Option<Place>,
    /// Which fault.
    pub kind: FaultKind,
    /// The one root cause, in a sentence without a full stop.
    pub message: String,
    /// What to do about it.
    pub hint: Option<Box<str>>,
    /// The file's text, for the snippet.
    text: Option<Arc<str>>,
}

impl Fault {
    /// A fault of a file as a whole.
    pub fn of_file(kind: FaultKind, file: &Arc<str>, message: impl Into<String>) -> Self {
        Self { file: Arc::clone(file), place: None, kind, message: message.into(), hint: None, text: None }
    }

    /// A fault at a place of `text`, the file's content.
    pub fn at(kind: FaultKind, file: &Arc<str>, text: &Arc<str>, place: Place, message: impl Into<String>) -> Self {
        Self { place: Some(place), text: Some(Arc::clone(text)), ..Self::of_file(kind, file, message) }
    }

    /// Adds what to do about it.
    #[must_use]
    pub fn with_hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into().into_boxed_str());
        self
    }

    /// The line of the file that the fault stands on.
    #[must_use]
    pub fn snippet(&self) -> Option<&str> {
        let line = self.place?.line.checked_sub(1)?;
        self.text.as_deref()?.lines().nth(line)
    }
}

impl fmt::Display for Fault {
    /// One line: `projects/42.rego:3:7: message`.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.place {
            Some(place) => write!(formatter, "{}:{}:{}: {}", self.file, place.line, place.column, self.message),
            None => write!(formatter, "{}: {}", self.file, self.message),
        }
    }
}

impl fmt::Debug for Fault {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "[{}] {self}", self.kind.as_str())
    }
}

/// The stable form of `--format json`.
impl Serialize for Fault {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        use serde::ser::SerializeStruct;
        let mut fault = serializer.serialize_struct("Fault", 7)?;
        fault.serialize_field("file", &*self.file)?;
        fault.serialize_field("line", &self.place.map(|place| place.line))?;
        fault.serialize_field("column", &self.place.map(|place| place.column))?;
        fault.serialize_field("kind", self.kind.as_str())?;
        fault.serialize_field("message", &self.message)?;
        fault.serialize_field("hint", &self.hint)?;
        fault.serialize_field("snippet", &self.snippet())?;
        fault.end()
    }
}

//! What is wrong or odd in a file, where, and what to do about it; shown alike by `check`, the log and JSON.

mod kind;
mod place;
mod report;

pub use kind::{FaultKind, Kind, WarningKind};
pub use place::Place;
pub use report::{FindingDocument, Report, Severity};

use std::fmt;
use std::sync::Arc;

use serde::Serialize;

/// One finding in one file: a [`Fault`] or a [`Warning`].
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Finding<K> {
    /// The file, relative to the policy directory.
    pub file: Arc<str>,
    /// Where in it, if that is known.
    pub place: Option<Place>,
    /// Which finding.
    pub kind: K,
    /// The one root cause, in a sentence without a full stop.
    pub message: String,
    /// What to do about it.
    pub hint: Option<Box<str>>,
    /// The file's text, for the snippet.
    text: Option<Arc<str>>,
}

/// What keeps a policy from deciding as it is written.
pub type Fault = Finding<FaultKind>;

/// What lets a policy decide, but hardly as its author meant; the server never looks for them.
pub type Warning = Finding<WarningKind>;

impl<K> Finding<K> {
    /// A finding about a file as a whole.
    pub fn of_file(kind: K, file: &Arc<str>, message: impl Into<String>) -> Self {
        Self { file: Arc::clone(file), place: None, kind, message: message.into(), hint: None, text: None }
    }

    /// A finding at a place of `text`, the file's content.
    pub fn at(kind: K, file: &Arc<str>, text: &Arc<str>, place: Place, message: impl Into<String>) -> Self {
        Self { place: Some(place), text: Some(Arc::clone(text)), ..Self::of_file(kind, file, message) }
    }

    /// Adds what to do about it.
    #[must_use]
    pub fn with_hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into().into_boxed_str());
        self
    }

    /// The line of the file that the finding stands on.
    #[must_use]
    pub fn snippet(&self) -> Option<&str> {
        let line = self.place?.line.checked_sub(1)?;
        self.text.as_deref()?.lines().nth(line)
    }
}

impl<K> fmt::Display for Finding<K> {
    /// One line: `projects/42.rego:3:7: message`.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.place {
            Some(place) => write!(formatter, "{}:{}:{}: {}", self.file, place.line, place.column, self.message),
            None => write!(formatter, "{}: {}", self.file, self.message),
        }
    }
}

impl<K: Kind> fmt::Debug for Finding<K> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "[{}] {self}", self.kind.as_str())
    }
}

impl<K: Kind> Serialize for Finding<K> {
    /// As [`Report`] does.
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        Report::from(self.clone()).serialize(serializer)
    }
}

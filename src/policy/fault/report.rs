//! A finding as it is shown: to a person with the line it stands on, underlined, with help; to a program as JSON.

use std::fmt;
use std::sync::Arc;

use miette::{Diagnostic, LabeledSpan, NamedSource, SourceCode};
use serde::Serialize;

use super::{Finding, Kind};

/// How bad a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// A policy does not decide as it is written.
    Fault,
    /// A policy decides, but hardly as its author meant.
    Warning,
}

impl Severity {
    /// The name in `--format json`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Fault => "fault",
            Self::Warning => "warning",
        }
    }
}

/// A finding of any kind, with its snippet, as miette draws it.
#[derive(Clone)]
pub struct Report {
    severity: Severity,
    kind: &'static str,
    finding: Finding<()>,
    source: Option<NamedSource<Arc<str>>>,
}

impl Report {
    /// The same finding, taken as seriously as a fault.
    #[must_use]
    pub fn as_fault(self) -> Self {
        Self { severity: Severity::Fault, ..self }
    }

    /// How bad it is.
    #[must_use]
    pub fn severity(&self) -> Severity {
        self.severity
    }
}

impl<K: Kind> From<Finding<K>> for Report {
    fn from(finding: Finding<K>) -> Self {
        let Finding { file, place, kind, message, hint, text } = finding;
        let source = text.as_ref().map(|text| NamedSource::new(&*file, Arc::clone(text)));
        let finding = Finding { file, place, kind: (), message, hint, text };
        Self { severity: K::SEVERITY, kind: kind.as_str(), finding, source }
    }
}

impl fmt::Display for Report {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.source {
            Some(_) => formatter.write_str(&self.finding.message),
            None => self.finding.fmt(formatter),
        }
    }
}

impl fmt::Debug for Report {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{} [{}] {}", self.severity.as_str(), self.kind, self.finding)
    }
}

impl std::error::Error for Report {}

impl Diagnostic for Report {
    fn code<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        Some(Box::new(self.kind))
    }

    fn severity(&self) -> Option<miette::Severity> {
        Some(match self.severity {
            Severity::Fault => miette::Severity::Error,
            Severity::Warning => miette::Severity::Warning,
        })
    }

    fn help<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        self.finding.hint.as_deref().map(|hint| Box::new(hint) as Box<dyn fmt::Display>)
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        self.source.as_ref().map(|source| source as &dyn SourceCode)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        let place = self.finding.place?;
        Some(Box::new(std::iter::once(LabeledSpan::new(None, place.start, place.length))))
    }
}

/// The stable form of `--format json`, described in `examples/policies/CHECKS.md`.
impl Serialize for Report {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        use serde::ser::SerializeStruct;
        let Finding { file, place, message, hint, .. } = &self.finding;
        let mut report = serializer.serialize_struct("Report", 8)?;
        report.serialize_field("file", &**file)?;
        report.serialize_field("line", &place.map(|place| place.line))?;
        report.serialize_field("column", &place.map(|place| place.column))?;
        report.serialize_field("severity", self.severity.as_str())?;
        report.serialize_field("kind", self.kind)?;
        report.serialize_field("message", message)?;
        report.serialize_field("hint", hint)?;
        report.serialize_field("snippet", &self.finding.snippet())?;
        report.end()
    }
}

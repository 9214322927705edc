//! A finding as it is shown: to a person with the line it stands on, underlined, with help; to a program as JSON.

use std::fmt;
use std::sync::Arc;

use miette::{Diagnostic, LabeledSpan, NamedSource, SourceCode};
use serde::Serialize;
use utoipa::ToSchema;

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

/// A fault or a warning, in the stable form that `--format json` has and `examples/policies/CHECKS.md` describes.
#[derive(Serialize, ToSchema)]
#[schema(as = Finding)]
pub struct FindingDocument<'a> {
    /// Relative to the policy directory.
    file: &'a str,
    #[schema(required)]
    line: Option<usize>,
    /// In characters, from 1.
    #[schema(required)]
    column: Option<usize>,
    /// `fault` or `warning`.
    severity: &'static str,
    kind: &'static str,
    message: &'a str,
    /// What to do about it.
    #[schema(required)]
    hint: Option<&'a str>,
    /// The line that it stands on.
    #[schema(required)]
    snippet: Option<&'a str>,
}

impl Serialize for Report {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Finding { file, place, message, hint, .. } = &self.finding;
        let document = FindingDocument {
            file,
            line: place.map(|place| place.line),
            column: place.map(|place| place.column),
            severity: self.severity.as_str(),
            kind: self.kind,
            message,
            hint: hint.as_deref(),
            snippet: self.finding.snippet(),
        };
        document.serialize(serializer)
    }
}

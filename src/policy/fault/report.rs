//! A fault as a person reads it: the line it stands on, underlined, with help.

use std::fmt;

use miette::{Diagnostic, LabeledSpan, NamedSource, SourceCode};

use super::Fault;

/// A fault with its snippet, as miette draws it.
#[derive(Debug)]
pub struct Report {
    fault: Fault,
    source: Option<NamedSource<String>>,
}

impl From<Fault> for Report {
    fn from(fault: Fault) -> Self {
        let source = fault.text.as_deref().map(|text| NamedSource::new(&*fault.file, text.to_owned()));
        Self { fault, source }
    }
}

impl fmt::Display for Report {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.source {
            Some(_) => formatter.write_str(&self.fault.message),
            None => self.fault.fmt(formatter),
        }
    }
}

impl std::error::Error for Report {}

impl Diagnostic for Report {
    fn code<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        Some(Box::new(self.fault.kind.as_str()))
    }

    fn help<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        self.fault.hint.as_deref().map(|hint| Box::new(hint) as Box<dyn fmt::Display>)
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        self.source.as_ref().map(|source| source as &dyn SourceCode)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        let place = self.fault.place?;
        Some(Box::new(std::iter::once(LabeledSpan::new(None, place.start, place.length))))
    }
}

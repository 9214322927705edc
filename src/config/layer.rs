//! One layer of settings: the compiled-in defaults, a file, an environment variable or a flag.

use std::path::Path;

use figment::value::{Dict, Map};
use figment::{Metadata, Profile, Provider, Source};

/// What kind of place a layer is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum SourceKind {
    /// `default.toml`, the command line.
    Program,
    /// A settings file.
    File,
    /// A variable: all its scalars are text.
    Environment,
}

/// Values from one place.
pub(super) struct Layer {
    source: String,
    kind: SourceKind,
    values: Dict,
}

impl Layer {
    /// `values` as found in `source`, which is what reports and faults call the place.
    pub(super) fn new(source: String, kind: SourceKind, values: Dict) -> Self {
        Self { source, kind, values }
    }

    /// What kind of place `metadata` is about.
    pub(super) fn kind(metadata: &Metadata) -> SourceKind {
        match metadata.source {
            Some(Source::File(_)) => SourceKind::File,
            Some(Source::Custom(_)) => SourceKind::Environment,
            _ => SourceKind::Program,
        }
    }
}

impl Provider for Layer {
    fn metadata(&self) -> Metadata {
        let metadata = Metadata::named(self.source.clone());
        match self.kind {
            SourceKind::Program => metadata,
            SourceKind::File => metadata.source(Path::new(&self.source)),
            SourceKind::Environment => metadata.source(Source::Custom(self.source.clone())),
        }
    }

    fn data(&self) -> figment::Result<Map<Profile, Dict>> {
        Ok([(Profile::Default, self.values.clone())].into())
    }
}

/// Why a text is not TOML, and where. It never quotes the text, which may hold secrets.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct SyntaxFault {
    /// Line and column, both from 1.
    pub(super) place: (usize, usize),
    /// What the parser says.
    pub(super) message: String,
}

/// Reads `text` as TOML.
pub(super) fn parse_table(text: &str) -> Result<Dict, SyntaxFault> {
    toml::from_str(text).map_err(|error| {
        let start = error.span().map_or(0, |span| span.start);
        let before = text.get(..start).unwrap_or(text);
        let line = before.matches('\n').count() + 1;
        let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
        SyntaxFault { place: (line, column), message: error.message().replace('\n', ", ") }
    })
}

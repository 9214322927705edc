//! The settings in force, each with the place it comes from, fit to be shown to anybody.

use std::fmt;

use serde::Serialize;
use serde_json::Value;

/// One setting in force.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Entry {
    /// The full name, `policies.dir` or `vcc.hooks[0].path`.
    pub name: String,
    /// The value as set; `***` instead of each secret and key.
    pub value: Value,
    /// `default`, a file, `environment NAME` or a flag.
    pub source: String,
}

/// Every setting in force. As text it is TOML-like, one setting a line; as JSON a list of name, value and source.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
#[serde(transparent)]
pub struct Report(pub Vec<Entry>);

impl fmt::Display for Report {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|entry| writeln!(formatter, "{} = {}   # {}", entry.name, entry.value, entry.source))
    }
}

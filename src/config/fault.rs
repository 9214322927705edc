//! What is wrong with the settings, in words for the person who wrote them.

use std::borrow::Cow;
use std::fmt;

/// One setting that is refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// The setting's full name, `limits.evaluation` or `vcc.hooks[0].path`; empty when a whole file is refused.
    pub name: String,
    /// Where it was set: a file, `environment NAME`, a flag, or `default`.
    pub source: String,
    /// What is wrong: what was got (never for secrets) and what is accepted.
    pub problem: Cow<'static, str>,
}

impl fmt::Display for Fault {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.name.as_str() {
            "" => write!(formatter, "{}: {}", self.source, self.problem),
            name => write!(formatter, "{name} ({}): {}", self.source, self.problem),
        }
    }
}

/// All that is wrong with the settings. Its `Display` is what a person sees: a line for each fault and what to do next.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SettingsError(Vec<Fault>);

impl SettingsError {
    /// Wraps what was found wrong.
    pub(super) fn new(faults: Vec<Fault>) -> Self {
        Self(faults)
    }

    /// The faults, in the order of the settings.
    #[must_use]
    pub fn faults(&self) -> &[Fault] {
        &self.0
    }
}

impl std::error::Error for SettingsError {}

impl fmt::Display for SettingsError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0.len() {
            1 => writeln!(formatter, "the settings have a fault:")?,
            count => writeln!(formatter, "the settings have {count} faults:")?,
        }
        for fault in &self.0 {
            writeln!(formatter, "  {fault}")?;
        }
        write!(formatter, "Correct this and try again; `logingate settings --defaults` explains every setting.")
    }
}

/// `text` in quotes, on one line and at a readable length, whatever it holds.
pub(super) fn quoted(text: &str) -> String {
    const LONGEST: usize = 80;
    match text.char_indices().nth(LONGEST) {
        None => format!("{text:?}"),
        Some((end, _)) => format!("{:?}…", &text[..end]),
    }
}

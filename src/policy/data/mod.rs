//! `data.json` and `data.yaml`: one document, each file rooted at its folder.

mod document;
mod unique;

pub use document::Document;

use std::sync::Arc;

use regorus::Value;
use unique::Unique;

use super::fault::{Fault, FaultKind, Place};
use super::package::DataPath;

/// One data file as it stands.
#[derive(Debug)]
pub struct DataFile {
    /// Its path, relative to the policy directory.
    pub file: Arc<str>,
    /// Its text, for snippets.
    pub text: Arc<str>,
    /// Where in `data` its content stands.
    pub root: DataPath,
    /// Its object, or why it can't be used.
    pub content: Result<Value, Fault>,
}

impl DataFile {
    /// Parses a data file; JSON or YAML by its name.
    #[must_use]
    pub fn parse(file: &Arc<str>, text: &Arc<str>) -> Self {
        let (folder, name) = file.rsplit_once('/').unwrap_or(("", file));
        let root = folder.split('/').filter(|part| !part.is_empty()).map(str::to_owned).collect();
        let content = if name == "data.json" { json(file, text) } else { yaml(file, text) };
        let content = content.and_then(|Unique(value)| match value {
            Value::Object(_) => Ok(value),
            Value::Null => Ok(Value::new_object()),
            _ => Err(Fault::of_file(FaultKind::Data, file, "the file holds no object")
                .with_hint("begin it with `key: value`")),
        });
        Self { file: Arc::clone(file), text: Arc::clone(text), root, content }
    }

    /// A data file that could not be read.
    #[must_use]
    pub fn unreadable(file: &Arc<str>, fault: Fault) -> Self {
        let empty = Self::parse(file, &"".into());
        Self { content: Err(fault), ..empty }
    }
}

fn json(file: &Arc<str>, text: &Arc<str>) -> Result<Unique, Fault> {
    serde_json::from_str(text).map_err(|error| {
        let place = Place::at(text, error.line(), error.column());
        let reason = error.to_string();
        let reason = reason.rsplit_once(" at line ").map_or(reason.as_str(), |(reason, _)| reason);
        Fault::at(FaultKind::Data, file, text, place, format!("not JSON: {reason}"))
    })
}

fn yaml(file: &Arc<str>, text: &Arc<str>) -> Result<Unique, Fault> {
    if text.trim().is_empty() {
        return Ok(Unique(Value::new_object()));
    }
    serde_norway::from_str(text).map_err(|error| {
        let message = format!("not YAML: {error}");
        match error.location() {
            Some(at) => Fault::at(FaultKind::Data, file, text, Place::at(text, at.line(), at.column()), message),
            None => Fault::of_file(FaultKind::Data, file, message),
        }
    })
}

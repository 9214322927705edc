//! From agents to a file that can be imported again as it is.

use std::collections::BTreeSet;
use std::io;

use serde_json::{Map, Value};

use super::column::CUSTOM;
use super::field::Field;
use super::list;
use super::values::{object, value};
use crate::directory::{AgentRecord, NewAgent};

/// The most columns of custom fields; what does not fit stands in `customData`.
const MAX_CUSTOM_COLUMNS: usize = 200;

/// One agent as a line of NDJSON.
#[must_use]
pub fn ndjson(agent: &NewAgent, password_hash: Option<&str>) -> String {
    format!("{}\n", Value::Object(object(agent, password_hash)))
}

/// Adds the names of `agent`'s custom fields that get columns of their own to `columns`.
pub fn custom_columns(columns: &mut BTreeSet<String>, agent: &NewAgent) {
    for (name, value) in &agent.custom_data {
        if columns.len() < MAX_CUSTOM_COLUMNS && own_cell(name, value).is_some() {
            columns.insert(name.clone());
        }
    }
}

/// What can stand in a column of its own: an empty cell is no text at all, and anything else would come back as a text.
fn own_cell<'v>(name: &str, value: &'v Value) -> Option<&'v str> {
    value.as_str().filter(|text| !text.is_empty() && !name.is_empty() && name.trim() == name)
}

/// Which columns there are besides those that every agent has.
#[derive(Debug, Clone, Default)]
pub struct CsvColumns {
    /// Whether the directory's numbers stand in front, for people: no import takes them.
    pub numbers: bool,
    /// Whether hashes of passwords are written.
    pub password_hashes: bool,
    /// The custom fields that have columns of their own; see [`custom_columns`].
    pub custom: BTreeSet<String>,
}

/// CSV with a header.
pub struct CsvWriter<W: io::Write> {
    writer: csv::Writer<W>,
    columns: CsvColumns,
    fields: Vec<Field>,
}

impl<W: io::Write> CsvWriter<W> {
    /// Writes the header.
    ///
    /// # Errors
    /// When it can't be written.
    pub fn new(to: W, columns: CsvColumns) -> io::Result<Self> {
        let is_written = |field: &Field| match field {
            Field::Password => false,
            Field::PasswordHash => columns.password_hashes,
            _ => true,
        };
        let fields: Vec<Field> = Field::ALL.into_iter().filter(is_written).collect();
        let mut writer = csv::Writer::from_writer(to);
        let number = columns.numbers.then(|| "id".to_owned());
        let names = fields.iter().map(|field| field.name().to_owned());
        let custom = columns.custom.iter().map(|name| format!("{CUSTOM}{name}"));
        writer.write_record(number.into_iter().chain(names).chain(custom)).map_err(own_error)?;
        Ok(Self { writer, columns, fields })
    }

    /// Writes one agent.
    ///
    /// # Errors
    /// When it can't be written.
    pub fn write(&mut self, record: &AgentRecord, password_hash: Option<&str>) -> io::Result<()> {
        let AgentRecord { id, agent, .. } = record;
        let has_column =
            |name: &str, value: &Value| self.columns.custom.contains(name) && own_cell(name, value).is_some();
        let others = agent.custom_data.iter().filter(|(name, value)| !has_column(name, value));
        let others: Map<String, Value> = others.map(|(name, value)| (name.clone(), value.clone())).collect();
        let number = self.columns.numbers.then(|| id.to_string());
        let cells = self.fields.iter().map(|field| match field {
            Field::CustomData if others.is_empty() => String::new(),
            Field::CustomData => Value::Object(others.clone()).to_string(),
            field => cell(&value(agent, password_hash, *field)),
        });
        let own =
            |name: &String| agent.custom_data.get(name).and_then(|value| own_cell(name, value)).unwrap_or_default();
        let custom = self.columns.custom.iter().map(|name| own(name).to_owned());
        self.writer.write_record(number.into_iter().chain(cells).chain(custom)).map_err(own_error)
    }

    /// Writes what has not been written yet.
    ///
    /// # Errors
    /// When it can't be written.
    pub fn finish(mut self) -> io::Result<()> {
        self.writer.flush()
    }
}

/// The error of whatever is written to, which says whether anybody still reads.
fn own_error(error: csv::Error) -> io::Error {
    match error.into_kind() {
        csv::ErrorKind::Io(error) => error,
        other => io::Error::other(format!("{other:?}")),
    }
}

fn cell(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        Value::Array(elements) => list::cell(elements),
        other => other.to_string(),
    }
}

//! From agents to a file that can be imported again as it is.

use std::collections::BTreeSet;
use std::io;

use serde_json::{Map, Value};

use super::column::CUSTOM;
use super::field::Field;
use super::list;
use super::values::{object, value};
use crate::directory::NewAgent;

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

/// CSV with a header.
pub struct CsvWriter<W: io::Write> {
    writer: csv::Writer<W>,
    fields: Vec<Field>,
    custom: BTreeSet<String>,
}

impl<W: io::Write> CsvWriter<W> {
    /// Writes the header: all fields, and a column for each name in `custom`.
    ///
    /// # Errors
    /// When it can't be written.
    pub fn new(to: W, custom: BTreeSet<String>, with_password_hashes: bool) -> io::Result<Self> {
        let is_written = |field: &Field| match field {
            Field::Password => false,
            Field::PasswordHash => with_password_hashes,
            _ => true,
        };
        let fields: Vec<Field> = Field::ALL.into_iter().filter(is_written).collect();
        let mut writer = csv::Writer::from_writer(to);
        let names = fields.iter().map(|field| field.name().to_owned());
        writer.write_record(names.chain(custom.iter().map(|name| format!("{CUSTOM}{name}"))))?;
        Ok(Self { writer, fields, custom })
    }

    /// Writes one agent.
    ///
    /// # Errors
    /// When it can't be written.
    pub fn write(&mut self, agent: &NewAgent, password_hash: Option<&str>) -> io::Result<()> {
        let (own, rest): (Map<_, _>, Map<_, _>) = agent
            .custom_data
            .clone()
            .into_iter()
            .partition(|(name, value)| self.custom.contains(name) && own_cell(name, value).is_some());
        let cells = self.fields.iter().map(|field| match field {
            Field::CustomData if rest.is_empty() => String::new(),
            Field::CustomData => Value::Object(rest.clone()).to_string(),
            field => cell(&value(agent, password_hash, *field)),
        });
        let custom =
            self.custom.iter().map(|name| own.get(name).and_then(Value::as_str).unwrap_or_default().to_owned());
        self.writer.write_record(cells.chain(custom))?;
        Ok(())
    }

    /// Writes what has not been written yet.
    ///
    /// # Errors
    /// When it can't be written.
    pub fn finish(mut self) -> io::Result<()> {
        self.writer.flush()
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

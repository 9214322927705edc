//! NDJSON: one JSON object a line.

use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::Value;

use super::{Found, MAX_ROW_BYTES, NOT_UTF8};
use crate::roster::column::Column;
use crate::roster::fault::Faults;
use crate::roster::row::{Row, Values};

pub(super) fn read(file: &[u8], found: &mut Found) {
    for (line, text) in (1..).zip(file.split(|byte| *byte == b'\n')) {
        if !text.trim_ascii().is_empty() {
            row(line, text, found);
        }
    }
}

fn row(line: u64, text: &[u8], found: &mut Found) {
    if text.len() > MAX_ROW_BYTES {
        return found.faults.of_line(line, format!("the line is longer than {MAX_ROW_BYTES} bytes"));
    }
    let Ok(text) = std::str::from_utf8(text) else { return found.faults.of_line(line, NOT_UTF8) };
    let members: Members = match serde_json::from_str(text) {
        Ok(members) => members,
        Err(error) => return found.faults.of_line(line, problem(&error)),
    };
    let row = members.into_row(Some(line), &mut found.faults);
    found.row(row);
}

/// Where the line breaks off: the library's own words may quote what stands there.
pub(super) fn problem(error: &serde_json::Error) -> String {
    if error.is_data() {
        "it is no JSON object, expected one object a line".to_owned()
    } else {
        format!("it is not JSON from column {} on, expected one object a line", error.column())
    }
}

/// The members of an object, in order, repetitions included.
pub(super) struct Members(pub(super) Vec<(String, Value)>);

impl Members {
    /// The agent, if nothing is wrong.
    pub(super) fn into_row(self, line: Option<u64>, faults: &mut Faults) -> Option<Row> {
        let mut columns: Vec<Column> = Vec::new();
        let mut values = Values::new(line, faults);
        for (name, value) in self.0 {
            match Column::find(&name) {
                Ok(column) if columns.contains(&column) => values.refuse(&name, "is there twice"),
                Ok(column) => {
                    values.put(&column, value);
                    columns.push(column);
                }
                Err(problem) => values.refuse(&name, problem),
            }
        }
        values.into_row()
    }
}

impl<'de> Deserialize<'de> for Members {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(MembersVisitor).map(Self)
    }
}

struct MembersVisitor;

impl<'de> Visitor<'de> for MembersVisitor {
    type Value = Vec<(String, Value)>;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut members = Vec::new();
        while let Some(member) = map.next_entry()? {
            members.push(member);
        }
        Ok(members)
    }
}

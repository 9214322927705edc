//! From bytes to rows.

mod csv;
mod ndjson;

use super::duplicates::Seen;
use serde_json::{Map, Value};

use super::fault::{Fault, Faults};
use super::row::Row;

/// The longest row that is read, in bytes.
pub const MAX_ROW_BYTES: usize = 256 * 1024;

const BYTE_ORDER_MARK: &[u8] = b"\xEF\xBB\xBF";
const NOT_UTF8: &str = "it is not UTF-8; save the file as \"CSV UTF-8\", or convert it with `iconv -t utf-8`";

/// Every agent in `file`: NDJSON if it begins with `{`, CSV otherwise.
///
/// # Errors
/// Everything that is wrong with it.
pub fn read(file: &[u8]) -> Result<Vec<Row>, Faults> {
    let file = file.strip_prefix(BYTE_ORDER_MARK).unwrap_or(file);
    let mut found = Found::default();
    match file.trim_ascii_start().first() {
        None => {}
        Some(b'{') => ndjson::read(file, &mut found),
        Some(b'[') => found.faults.of_line(1, "it is a JSON list, expected NDJSON: one object a line"),
        Some(_) => csv::read(file, &mut found),
    }
    if found.faults.count() == 0 { Ok(found.rows) } else { Err(found.faults) }
}

/// One agent, as the text of a JSON object with the members that NDJSON has.
///
/// # Errors
/// Everything that is wrong with it.
pub fn read_one(text: &[u8]) -> Result<Row, Faults> {
    let mut faults = Faults::default();
    let row = match std::str::from_utf8(text).map(serde_json::from_str::<ndjson::Members>) {
        Ok(Ok(members)) => members.into_row(None, &mut faults),
        Ok(Err(error)) => {
            faults.note(Fault { line: None, field: None, problem: ndjson::problem(&error) });
            None
        }
        Err(_) => {
            faults.note(Fault { line: None, field: None, problem: "it is not UTF-8".to_owned() });
            None
        }
    };
    row.ok_or(faults)
}

/// One agent, by the names of fields, each once.
///
/// # Errors
/// Everything that is wrong with it.
pub fn one(members: Map<String, Value>) -> Result<Row, Faults> {
    let mut faults = Faults::default();
    let row = ndjson::Members(members.into_iter().collect()).into_row(None, &mut faults);
    row.ok_or(faults)
}

/// What has been read so far.
#[derive(Default)]
struct Found {
    rows: Vec<Row>,
    faults: Faults,
    seen: Seen,
}

impl Found {
    fn row(&mut self, row: Option<Row>) {
        if let Some(row) = row {
            self.seen.check(&row, &mut self.faults);
            self.rows.push(row);
        }
    }
}

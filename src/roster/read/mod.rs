//! From bytes to rows.

mod csv;
mod ndjson;

use super::duplicates::Seen;
use super::fault::Faults;
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

//! CSV (RFC 4180) with a header row.

use csv::{ByteRecord, ReaderBuilder, StringRecord};

use super::{Found, MAX_ROW_BYTES, NOT_UTF8};
use crate::roster::column::Column;
use crate::roster::field::Field;
use crate::roster::row::Values;

pub(super) fn read(file: &[u8], found: &mut Found) {
    // Every record is looked at here: what is wrong with one is told with its line, and the next one is read.
    let mut reader = ReaderBuilder::new().has_headers(false).flexible(true).from_reader(file);
    let mut record = ByteRecord::new();
    let mut columns = None;
    loop {
        match reader.read_byte_record(&mut record) {
            Ok(true) => {}
            Ok(false) => return,
            Err(error) => return found.faults.of_line(reader.position().line(), format!("it can't be read: {error}")),
        }
        let line = record.position().map_or(1, csv::Position::line);
        match &columns {
            None => match header(line, &record, found) {
                Some(header) => columns = Some(header),
                None => return,
            },
            Some(columns) => row(line, columns, &record, found),
        }
    }
}

/// The columns; `None` after noting what is wrong with them.
fn header(line: u64, record: &ByteRecord, found: &mut Found) -> Option<Vec<Column>> {
    let before = found.faults.count();
    let Ok(names) = StringRecord::from_byte_record(record.clone()) else {
        found.faults.of_line(line, NOT_UTF8);
        return None;
    };
    if names.len() == 1 && names.iter().any(|name| name.contains([';', '\t'])) {
        found.faults.of_line(line, "the columns are not separated by `,`, expected commas");
        return None;
    }
    let mut columns: Vec<Column> = Vec::new();
    for name in &names {
        match Column::find(name.trim()) {
            Ok(column) if columns.contains(&column) => {
                found.faults.of_column(Some(line), name, "there are two such columns");
            }
            Ok(column) => columns.push(column),
            Err(problem) => found.faults.of_column(Some(line), name, problem),
        }
    }
    if !columns.contains(&Column::Field(Field::Username)) {
        found.faults.of_line(line, "there is no column `username`, expected a header that names the columns");
    }
    (found.faults.count() == before).then_some(columns)
}

fn row(line: u64, columns: &[Column], record: &ByteRecord, found: &mut Found) {
    if record.len() != columns.len() {
        let problem = format!("expected {} values as in the header, got {}", columns.len(), record.len());
        return found.faults.of_line(line, problem);
    }
    if record.as_slice().len() > MAX_ROW_BYTES {
        return found.faults.of_line(line, format!("the row is longer than {MAX_ROW_BYTES} bytes; is a `\"` missing?"));
    }
    let Ok(cells) = StringRecord::from_byte_record(record.clone()) else {
        return found.faults.of_line(line, NOT_UTF8);
    };
    let mut values = Values::new(Some(line), &mut found.faults);
    columns.iter().zip(&cells).for_each(|(column, cell)| values.put(column, cell.into()));
    let row = values.into_row();
    found.row(row);
}

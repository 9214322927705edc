//! Agents as a file: CSV with a header, or NDJSON, read for an import and written by an export.
//!
//! Lives here: the fields and how each is spelt, rows with everything that is wrong with them, names that come twice. It
//! knows no database and no HTTP. To add a field: one variant of [`Field`]; the compiler asks for the rest.

mod cell;
mod column;
mod credential;
mod custom;
mod documents;
mod duplicates;
mod fault;
mod field;
mod list;
mod login_names;
mod read;
mod row;
#[cfg(test)]
mod tests;
mod values;
mod write;

pub use credential::Credential;
pub use documents::{AgentDocument, Attendance, NewAgentDocument, PresenceDocument, SessionDocument, moment};
pub use fault::{Fault, Faults};
pub use field::Field;
pub use read::{MAX_ROW_BYTES, one, read, read_one};
pub use row::Row;
pub use write::{CsvColumns, CsvWriter, custom_columns, ndjson};

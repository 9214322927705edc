//! Decisions that can be looked up: a database (`SQLite`), one writer on the journal's thread, readers beside it.
//!
//! Source: <https://www.sqlite.org/wal.html>. Readers see what was committed and hold up no writer.

mod entry;
mod fault;
mod moment;
mod question;
mod reader;
mod retention;
mod schema;
mod search;
mod sink;
#[cfg(test)]
mod tests;

pub use fault::{IndexFault, LookupFault};
pub use moment::moment;
pub use question::{Cursor, OutcomeFilter, Question};
pub use reader::Index;
pub use search::Page;
pub use sink::IndexSink;

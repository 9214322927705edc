//! `[journal.index]`: the database that decisions are looked up in.

use std::path::PathBuf;
use std::time::Duration;

use super::MINUTE;
use crate::config::scalar::Form;
use crate::config::settings::JournalIndexSettings;
use crate::config::table::Table;

const OFF: &str = "off";
const EXPECTED: &str = "\"off\" or the path of a file";
/// Ten years, to the day.
const LONGEST: Duration = Duration::from_hours(3652 * 24);

/// `Some(None)` where nothing is looked up.
#[allow(clippy::option_option, reason = "None is a fault everywhere in this room")]
pub(super) fn read(journal: &mut Table<'_>) -> Option<Option<JournalIndexSettings>> {
    let mut table = journal.table("index")?;
    let path = table.parsed("path", Form::Text, EXPECTED, |text| match text {
        "" => None,
        OFF => Some(None),
        path => Some(Some(PathBuf::from(path))),
    });
    let keep_age = table.duration("keep_age", MINUTE..=LONGEST);
    let keep_mebibytes = table.integer("keep_mebibytes", 1..=1_000_000);
    table.finish();
    let (keep_age, keep_mebibytes) = (keep_age?, keep_mebibytes?);
    Some(path?.map(|path| JournalIndexSettings { path, keep_age, keep_mebibytes }))
}

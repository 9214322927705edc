//! The database as a file: made, recognised, judged.

use std::fs::OpenOptions;
use std::path::Path;
use std::time::{Duration, Instant};

use rusqlite::{Connection, OpenFlags};

use super::fault::IndexFault;

const SCHEMA: &str = include_str!("schema.sql");
/// `user_version` of what [`SCHEMA`] makes.
const VERSION: i64 = 1;
/// `application_id`, so that no other program's database is taken for ours: "LGAT".
const APPLICATION: i64 = 0x4C47_4154;
/// How long another process may hold the database, and how long a look for damage may take at start.
const BUSY: Duration = Duration::from_secs(1);
const LOOK_FOR_DAMAGE: Duration = Duration::from_secs(2);
/// Steps of the database's machine between two looks at the time.
const STEPS: std::ffi::c_int = 1000;
/// What the write-ahead log may keep of the disk once it is written back.
const LOG_BYTES: i64 = 64 << 20;

/// Opens the index at `path` for its one writer, and makes it if it is not there.
pub(super) fn open_for_writing(path: &Path) -> Result<Connection, IndexFault> {
    make_private(path);
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let mut connection = Connection::open_with_flags(path, flags)?;
    connection.busy_timeout(BUSY)?;
    let is_new = connection.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get::<_, i64>(0))? == 0;
    if is_new && pragma(&connection, "application_id")? == 0 {
        // Only a database without pages takes this.
        connection.pragma_update(None, "auto_vacuum", "INCREMENTAL")?;
    } else {
        judge(&mut connection)?;
    }
    let mode: String = connection.pragma_update_and_check(None, "journal_mode", "WAL", |row| row.get(0))?;
    if mode != "wal" {
        return Err(IndexFault::NoSharedMemory);
    }
    connection.pragma_update(None, "synchronous", "NORMAL")?;
    connection.pragma_update(None, "journal_size_limit", LOG_BYTES)?;
    if is_new {
        let transaction = connection.transaction()?;
        transaction.execute_batch(SCHEMA)?;
        transaction.pragma_update(None, "application_id", APPLICATION)?;
        transaction.pragma_update(None, "user_version", VERSION)?;
        transaction.commit()?;
    }
    Ok(connection)
}

/// Opens the index at `path` for a reader.
pub(super) fn open_for_reading(path: &Path) -> Result<Connection, IndexFault> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags)?;
    connection.busy_timeout(BUSY)?;
    recognise(&connection)?;
    Ok(connection)
}

/// It says who logged in when: for its owner's eyes. Whoever runs this may widen the mode later.
fn make_private(path: &Path) {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    // What fails here, because it is there or can't be made, SQLite tells next.
    let _ = options.open(path);
}

fn recognise(connection: &Connection) -> Result<(), IndexFault> {
    if pragma(connection, "application_id")? != APPLICATION {
        return Err(IndexFault::Foreign);
    }
    match pragma(connection, "user_version")? {
        VERSION => Ok(()),
        found => Err(IndexFault::Newer { found, known: VERSION }),
    }
}

/// Recognises an index and looks for damage, for a while: a large one is not read to its end.
fn judge(connection: &mut Connection) -> Result<(), IndexFault> {
    recognise(connection)?;
    limit(connection, LOOK_FOR_DAMAGE)?;
    let found = connection.query_row("PRAGMA quick_check(1)", [], |row| row.get::<_, String>(0));
    connection.progress_handler(0, None::<fn() -> bool>)?;
    match found {
        Ok(found) if found == "ok" => Ok(()),
        Ok(found) => Err(IndexFault::Damaged(found)),
        Err(error) if error.sqlite_error_code() == Some(rusqlite::ErrorCode::OperationInterrupted) => Ok(()),
        Err(error) => Err(error.into()),
    }
}

/// Has everything that `connection` does from now on interrupted once `time` is over.
pub(super) fn limit(connection: &mut Connection, time: Duration) -> rusqlite::Result<()> {
    let started = Instant::now();
    connection.progress_handler(STEPS, Some(move || started.elapsed() > time))
}

pub(super) fn pragma(connection: &Connection, name: &str) -> rusqlite::Result<i64> {
    connection.pragma_query_value(None, name, |row| row.get(0))
}

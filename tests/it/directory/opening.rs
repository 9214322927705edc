//! How a directory is made and opened, and what is refused.

use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::sync::Barrier;
use std::time::Duration;

use logingate::config::{DirectoryDatabase, DirectorySettings, Secret};
use logingate::decision::Platform;
use logingate::directory::{Directory, Unavailable};
use sqlx::{AssertSqlSafe, Connection as _, Executor as _, SqliteConnection};

use super::{House, agent, everywhere, postgres};

fn settings(database: DirectoryDatabase) -> DirectorySettings {
    DirectorySettings { database, connections: 4, patience: Duration::from_mins(1) }
}

fn sqlite(path: &Path) -> DirectorySettings {
    settings(DirectoryDatabase::Sqlite(path.to_owned()))
}

fn refused(settings: &DirectorySettings) -> String {
    Directory::open(settings).unwrap_err().to_string()
}

/// Runs a statement behind the directory's back.
pub fn run(house: &House, statement: &str) {
    match &house.settings.database {
        DirectoryDatabase::Postgres(url) => {
            postgres::run(str::from_utf8(url.expose()).unwrap(), statement).unwrap();
        }
        DirectoryDatabase::Sqlite(path) => {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
            runtime.block_on(async {
                let url = format!("sqlite:{}", path.display());
                let mut connection = SqliteConnection::connect(&url).await.unwrap();
                connection.execute(AssertSqlSafe(statement.to_owned())).await.unwrap();
                connection.close().await.unwrap();
            });
        }
    }
}

#[test]
fn the_first_question_makes_the_file_and_only_its_owner_reads_it() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("an odd name?#%41.db");
    let directory = Directory::open(&sqlite(&path)).unwrap();
    assert!(!path.exists());
    directory.wait(directory.add(agent("ana"), None)).unwrap();
    let mut files: Vec<_> = std::fs::read_dir(folder.path()).unwrap().map(|file| file.unwrap()).collect();
    files.sort_by_key(std::fs::DirEntry::file_name);
    let modes = files.iter().map(|file| {
        let mode = file.metadata().unwrap().permissions().mode() & 0o777;
        (file.file_name().into_string().unwrap(), mode)
    });
    let name = "an odd name?#%41.db";
    let expected = [name.to_owned(), format!("{name}-shm"), format!("{name}-wal")].map(|name| (name, 0o600));
    assert_eq!(modes.collect::<Vec<_>>(), expected);
    // Once it is closed, everything is in the one file.
    drop(directory);
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
}

#[test]
fn what_was_kept_is_there_after_a_restart() {
    everywhere(|house| {
        let id = house.add(agent("ana"));
        assert_eq!(house.record(id).agent, agent("ana"));
        let next = house.beside();
        let found = next.find(Platform::Vcc, &logingate::directory::LoginNameKind::Name, "ana");
        assert_eq!(next.wait(found).unwrap().unwrap().record.id, id);
    });
}

#[test]
fn servers_that_start_at_once_make_one_directory() {
    let folder = tempfile::tempdir().unwrap();
    let urls = [Some(DirectoryDatabase::Sqlite(folder.path().join("agents.db")))];
    let postgres = postgres::database().map(|it| DirectoryDatabase::Postgres(Secret::new(it.url)));
    for database in urls.into_iter().chain([postgres]).flatten() {
        let start = Barrier::new(8);
        std::thread::scope(|scope| {
            for at in 0..8 {
                let (start, settings) = (&start, settings(database.clone()));
                scope.spawn(move || {
                    start.wait();
                    let directory = Directory::open(&settings).unwrap();
                    directory.wait(directory.add(agent(&format!("agent{at}")), None)).unwrap();
                });
            }
        });
        let directory = Directory::open(&settings(database)).unwrap();
        assert_eq!(directory.wait(directory.list(None, 100)).unwrap().len(), 8);
    }
}

#[test]
fn a_database_of_a_newer_program_is_refused() {
    everywhere(|house| {
        house.add(agent("ana"));
        run(
            house,
            "INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time) \
             SELECT 999, 'newer', success, checksum, 0 FROM _sqlx_migrations WHERE version = 1",
        );
        assert_eq!(
            refused(&house.settings),
            "the directory of agents: its tables are of a newer version of this program (step 999 is not known here): \
             start that one, or go back to a copy of the database from before"
        );
    });
}

#[test]
fn a_file_that_is_no_database_is_refused_and_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("notes.txt");
    std::fs::write(&path, "These are notes, and no database at all. ".repeat(100)).unwrap();
    let text = refused(&sqlite(&path));
    let expected = format!("the directory of agents: the file {} cannot be opened: ", path.display());
    assert!(text.starts_with(&expected) && text.ends_with("file is not a database"), "{text}");
    assert!(std::fs::read_to_string(&path).unwrap().starts_with("These are notes"));
}

#[test]
fn a_folder_that_is_not_there_stops_the_start() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("none/agents.db");
    let expected = format!(
        "the directory of agents: the file {} cannot be used: No such file or directory (os error 2)",
        path.display()
    );
    assert_eq!(refused(&sqlite(&path)), expected);
}

/// A file that can't be made after all: the question is not answered, and the next one tries again.
#[test]
fn a_file_that_can_not_be_made_now_is_made_later() {
    let folder = tempfile::tempdir().unwrap();
    let inner = folder.path().join("inner");
    std::fs::create_dir(&inner).unwrap();
    let directory = Directory::open(&sqlite(&inner.join("agents.db"))).unwrap();
    std::fs::remove_dir(&inner).unwrap();
    assert_eq!(directory.wait(directory.list(None, 1)), Err(Unavailable));
    std::fs::create_dir(&inner).unwrap();
    assert_eq!(directory.wait(directory.list(None, 1)), Ok(Vec::new()));
}

#[test]
fn a_server_that_is_not_there_stops_the_start_and_no_password_is_told() {
    let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let url = format!("postgres://ana:PaSsWoRd@127.0.0.1:{port}/agents?sslmode=disable");
    let settings = settings(DirectoryDatabase::Postgres(Secret::new(url)));
    let text = refused(&settings);
    assert!(
        text.starts_with(&format!("the directory of agents: PostgreSQL at 127.0.0.1:{port} cannot be opened: ")),
        "{text}"
    );
    assert!(text.contains("refused"), "{text}");
    assert!(!text.contains("PaSsWoRd") && !format!("{settings:?}").contains("PaSsWoRd"), "{text}");
}

#[test]
fn a_server_that_never_answers_stops_the_start_in_time() {
    let silent = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("postgres://ana@{}/agents?sslmode=disable", silent.local_addr().unwrap());
    let database = DirectoryDatabase::Postgres(Secret::new(url));
    let settings = DirectorySettings { database, connections: 1, patience: Duration::from_millis(300) };
    let expected =
        format!("the directory of agents: PostgreSQL at {} does not answer within 300ms", silent.local_addr().unwrap());
    assert_eq!(refused(&settings), expected);
}

#[test]
fn a_directory_is_opened_and_closed_within_an_asynchronous_runtime() {
    let folder = tempfile::tempdir().unwrap();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        for _ in 0..2 {
            let directory = Directory::open(&sqlite(&folder.path().join("agents.db"))).unwrap();
            assert!(directory.list(None, 1).await.is_ok());
        }
    });
}

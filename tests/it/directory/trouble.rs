//! A database that is held up, frozen or restarted: bounded waiting, an honest answer, and on it goes.

use std::io::{Read, Write};
use std::os::unix::net::{UnixListener, UnixStream};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use logingate::config::{DirectoryDatabase, DirectorySettings, Secret};
use logingate::directory::{Directory, LockRule, NewAgent, Unavailable};
use sqlx::{AnyConnection, AssertSqlSafe, Connection as _, Executor as _};

use super::opening::run;
use super::{House, NOW, agent, everywhere, name, postgres};

const PATIENCE: Duration = Duration::from_millis(300);

fn rule() -> LockRule {
    LockRule { failures: std::num::NonZeroU32::new(5).unwrap(), lasts: Duration::from_mins(5) }
}

impl House {
    fn url(&self) -> String {
        match &self.settings.database {
            DirectoryDatabase::Postgres(url) => String::from_utf8_lossy(url.expose()).into_owned(),
            DirectoryDatabase::Sqlite(path) => format!("sqlite:{}", path.display()),
        }
    }

    fn database_name(&self) -> String {
        let url = self.url();
        url.rsplit('/').find(|part| part.starts_with("test_")).unwrap().split('?').next().unwrap().to_owned()
    }

    /// The same directory, asked by somebody who does not wait long.
    fn in_a_hurry(&self) -> Directory {
        Directory::open(&DirectorySettings { patience: PATIENCE, ..self.settings.clone() }).unwrap()
    }
}

/// Runs these statements on one connection, calls `meanwhile`, and rolls back.
fn holding(house: &House, statements: &str, meanwhile: impl FnOnce(&mut dyn FnMut(&str))) {
    sqlx::any::install_default_drivers();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let mut connection = runtime.block_on(AnyConnection::connect(&house.url())).unwrap();
    let mut execute = |statement: &str| {
        runtime.block_on(connection.execute(AssertSqlSafe(statement.to_owned()))).unwrap();
    };
    execute(statements);
    meanwhile(&mut execute);
    execute("ROLLBACK");
}

#[test]
fn whoever_is_held_up_gets_an_answer_in_time_and_goes_on_afterwards() {
    everywhere(|house| {
        let id = house.add(agent("ana"));
        let hurried = house.in_a_hurry();
        let begin = if house.url().starts_with("sqlite") { "BEGIN IMMEDIATE" } else { "BEGIN" };
        holding(house, &format!("{begin}; UPDATE agents SET failures = failures"), |_| {
            let begun = Instant::now();
            assert_eq!(hurried.wait(hurried.failed(id, NOW, rule())), Err(Unavailable));
            assert!(begun.elapsed() < Duration::from_mins(1), "{:?}", begun.elapsed());
            assert!(hurried.wait(hurried.get(id)).unwrap().is_some(), "reading is not held up");
        });
        assert_eq!(house.wait(house.directory.failed(id, NOW, rule())), Ok(None));
    });
}

/// Two wait for each other; PostgreSQL ends one of them, which is us, and says to try again.
#[test]
fn whoever_is_told_to_try_again_does() {
    let Some(house) = House::postgres() else { return };
    let id = house.add(agent("ana")).get();
    // We look for rings soon, but not before there is one; the other never does.
    run(&house, &format!("ALTER DATABASE {} SET deadlock_timeout = '3s'", house.database_name()));
    let directory = house.beside();
    let insert = |key: &str, platform: &str| {
        format!(
            "INSERT INTO login_names (platform, kind, key, name, agent_id, position, is_username) \
             VALUES ('{platform}', 'name', '{key}', '{key}', {id}, 9, 0)"
        )
    };
    // Names are added in this order.
    let both = [name(logingate::decision::Platform::Vcc, "one"), name(logingate::decision::Platform::Ucontact, "two")];
    let new = NewAgent { login_names: both.to_vec(), ..agent("bob") };
    std::thread::scope(|scope| {
        let held = format!("SET deadlock_timeout = '1h'; BEGIN; {}", insert("two", "ucontact"));
        holding(&house, &held, |execute| {
            let added = scope.spawn(|| directory.wait(directory.add(new, None)));
            wait_until_somebody_waits(&house);
            // Held up by the other, who is held up by this: until the other is told to try again.
            execute(&insert("one", "vcc"));
            execute("ROLLBACK");
            assert!(added.join().unwrap().is_ok());
        });
    });
}

fn wait_until_somebody_waits(house: &House) {
    let waiting = "SELECT 1 / (SELECT COUNT(*) FROM pg_stat_activity \
                   WHERE datname = current_database() AND wait_event_type = 'Lock')";
    let begun = Instant::now();
    while postgres::run(&house.url(), waiting).is_err() {
        assert!(begun.elapsed() < Duration::from_mins(1));
    }
}

#[test]
fn connections_that_were_cut_are_made_anew() {
    let Some(house) = House::postgres() else { return };
    let id = house.add(agent("ana"));
    for _ in 0..3 {
        run(
            &house,
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity \
             WHERE datname = current_database() AND pid <> pg_backend_pid()",
        );
        assert!(house.wait(house.directory.get(id)).unwrap().is_some());
    }
}

/// A way to PostgreSQL on which everything can be swallowed.
struct Way {
    is_frozen: Arc<AtomicBool>,
    folder: tempfile::TempDir,
}

impl Way {
    fn to(url: &str) -> (Self, String) {
        let folder = tempfile::tempdir().unwrap();
        let (front, behind) = url.split_once("?host=").unwrap();
        let listener = UnixListener::bind(folder.path().join(".s.PGSQL.5432")).unwrap();
        let is_frozen = Arc::new(AtomicBool::new(false));
        let (frozen, server) = (Arc::clone(&is_frozen), Path::new(behind).join(".s.PGSQL.5432"));
        std::thread::spawn(move || {
            for client in listener.incoming() {
                let (client, server) = (client.unwrap(), UnixStream::connect(&server).unwrap());
                let pairs = [(client.try_clone(), server.try_clone()), (Ok(server), Ok(client))];
                for (from, to) in pairs {
                    let (from, to, frozen) = (from.unwrap(), to.unwrap(), Arc::clone(&frozen));
                    std::thread::spawn(move || carry(from, to, &frozen));
                }
            }
        });
        let url = format!("{front}?host={}", folder.path().display());
        (Self { is_frozen, folder }, url)
    }
}

fn carry(mut from: UnixStream, mut to: UnixStream, is_frozen: &AtomicBool) {
    let mut buffer = [0; 8192];
    while let Ok(count @ 1..) = from.read(&mut buffer) {
        // Swallowed, as by a network that is gone.
        if !is_frozen.load(Ordering::SeqCst) && to.write_all(&buffer[..count]).is_err() {
            break;
        }
    }
    let _ = to.shutdown(std::net::Shutdown::Both);
}

/// It goes while all connections wait for answers, which never come.
#[test]
fn connections_whose_answers_are_lost_are_given_up() {
    let Some(house) = House::postgres() else { return };
    let id = house.add(agent("ana"));
    let (way, url) = Way::to(&house.url());
    let database = DirectoryDatabase::Postgres(Secret::new(url));
    let settings = DirectorySettings { database, connections: 1, patience: Duration::from_secs(3) };
    let directory = Directory::open(&settings).unwrap();
    std::thread::scope(|scope| {
        holding(&house, "BEGIN; UPDATE agents SET failures = failures", |_| {
            let asked = scope.spawn(|| directory.wait(directory.failed(id, NOW, rule())));
            wait_until_somebody_waits(&house);
            way.is_frozen.store(true, Ordering::SeqCst);
            assert_eq!(asked.join().unwrap(), Err(Unavailable));
        });
    });
    way.is_frozen.store(false, Ordering::SeqCst);
    assert!(directory.wait(directory.get(id)).unwrap().is_some());
}

#[test]
fn a_network_that_is_gone_is_not_waited_for_and_found_again() {
    let Some(database) = postgres::database() else { return };
    let (way, url) = Way::to(&database.url);
    let database = DirectoryDatabase::Postgres(Secret::new(url));
    let settings = DirectorySettings { database, connections: 2, patience: Duration::from_secs(2) };
    let directory = Directory::open(&settings).unwrap();
    let id = directory.wait(directory.add(agent("ana"), None)).unwrap();
    way.is_frozen.store(true, Ordering::SeqCst);
    // More than there are connections.
    for _ in 0..3 {
        let begun = Instant::now();
        assert_eq!(directory.wait(directory.get(id)), Err(Unavailable));
        assert!(begun.elapsed() < Duration::from_mins(1), "{:?}", begun.elapsed());
    }
    way.is_frozen.store(false, Ordering::SeqCst);
    let begun = Instant::now();
    while directory.wait(directory.get(id)).is_err() {
        assert!(begun.elapsed() < Duration::from_mins(1));
    }
    drop(directory);
    drop(way.folder);
}

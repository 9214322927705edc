//! A real PostgreSQL for the tests: the one that is installed, else Debian's, unpacked into the target folder. One server
//! for all tests of a run, which ends with the run however that ends; a database of its own for each test.

use std::io::{self, Write as _};
use std::os::unix::fs::chown;
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{LazyLock, Mutex};
use std::time::{Duration, Instant};

use sqlx::{Connection as _, Executor as _, PgConnection};
use tempfile::TempDir;

use super::debian;

/// Set to anything, the tests do without where PostgreSQL can't be had, and say so.
const DO_WITHOUT: &str = "LOGINGATE_TESTS_WITHOUT_POSTGRESQL";
/// PostgreSQL refuses to run as root: then it runs as `nobody`.
const NOBODY: u32 = 65_534;
const START: Duration = Duration::from_mins(1);

/// Makes a cluster, runs a server on it, and waits for the end of its own input: that of whoever started it. Then nothing
/// is left.
const RUN: &str = r#"
    set -e
    cd "$1"
    trap 'cd / && rm -rf "$1"' EXIT
    "$2/initdb" --pgdata=data --username=postgres --auth=trust --encoding=UTF8 --no-locale --no-sync >initdb.log 2>&1
    "$2/postgres" -D data -k "$1" -c listen_addresses= -c fsync=off -c max_connections=400 >postgres.log 2>&1 &
    server=$!
    read -r end || true
    kill -INT $server
    wait $server || true
"#;

/// Programs of PostgreSQL, and where their libraries are if the system does not know.
pub struct Programs {
    pub bin: PathBuf,
    pub libraries: Option<PathBuf>,
}

/// A database that nobody else has.
#[derive(Debug, Clone)]
pub struct Database {
    /// As in `directory.url`.
    pub url: String,
}

struct Server {
    folder: TempDir,
    // Its standard input is closed when this process ends.
    shell: Mutex<Child>,
}

static SERVER: LazyLock<Result<Server, String>> = LazyLock::new(|| {
    let programs = installed().map_or_else(debian::fetched, Ok)?;
    start(&programs)
});

/// A new, empty database; `None` only where the tests are told to do without.
pub fn database() -> Option<Database> {
    static NEXT: AtomicUsize = AtomicUsize::new(1);
    let server = match &*SERVER {
        Ok(server) => server,
        Err(reason) if std::env::var_os(DO_WITHOUT).is_some() => {
            // Past the capture of tests that pass.
            let reason = reason.lines().next().unwrap_or_default();
            let _ = writeln!(io::stderr(), "{DO_WITHOUT}: not tested on PostgreSQL ({reason})");
            return None;
        }
        Err(reason) => panic!(
            "there is no PostgreSQL, and it can't be fetched from Debian: install its server (Debian: postgresql, Fedora: \
             postgresql-server, Homebrew: postgresql), or set {DO_WITHOUT}=1 to do without what is tested on it\n{reason}"
        ),
    };
    let name = format!("test_{}", NEXT.fetch_add(1, Ordering::Relaxed));
    run(&url(server.folder.path(), "postgres"), &format!("CREATE DATABASE {name}")).unwrap();
    Some(Database { url: url(server.folder.path(), &name) })
}

/// Runs one statement there.
pub fn run(url: &str, statement: &str) -> Result<(), sqlx::Error> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let mut connection = PgConnection::connect(url).await?;
        connection.execute(sqlx::AssertSqlSafe(statement.to_owned())).await?;
        connection.close().await
    })
}

fn url(folder: &Path, database: &str) -> String {
    format!("postgres://postgres@localhost/{database}?host={}", folder.display())
}

fn installed() -> Option<Programs> {
    let in_path = std::env::var_os("PATH").unwrap_or_default();
    let debian = std::fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    let folders = std::env::split_paths(&in_path).chain(debian.map(|version| version.path().join("bin")));
    let bin = { folders }.find(|bin| bin.join("initdb").is_file() && bin.join("postgres").is_file())?;
    Some(Programs { bin, libraries: None })
}

fn start(programs: &Programs) -> Result<Server, String> {
    let folder = tempfile::Builder::new().prefix("logingate-pg").tempdir().map_err(|error| error.to_string())?;
    let mut command = Command::new("bash");
    command.args(["-c", RUN, "postgres"]).arg(folder.path()).arg(&programs.bin);
    command.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null());
    if let Some(libraries) = &programs.libraries {
        command.env("LD_LIBRARY_PATH", libraries);
    }
    if rustix::process::geteuid().is_root() {
        chown(folder.path(), Some(NOBODY), Some(NOBODY)).map_err(|error| error.to_string())?;
        command.uid(NOBODY).gid(NOBODY);
    }
    // A group of its own: what interrupts the tests at a terminal must not end it before they let go.
    command.process_group(0);
    let shell = command.spawn().map_err(|error| error.to_string())?;
    let server = Server { folder, shell: Mutex::new(shell) };
    wait_until_it_answers(&server).map(|()| server)
}

fn wait_until_it_answers(server: &Server) -> Result<(), String> {
    let begun = Instant::now();
    let url = url(server.folder.path(), "postgres");
    while let Err(error) = run(&url, "SELECT 1") {
        let has_ended = server.shell.lock().unwrap().try_wait().is_ok_and(|status| status.is_some());
        if has_ended || begun.elapsed() > START {
            let log = |name| std::fs::read_to_string(server.folder.path().join(name)).unwrap_or_default();
            return Err(format!("PostgreSQL does not start: {error}\n{}{}", log("initdb.log"), log("postgres.log")));
        }
        std::thread::sleep(Duration::from_millis(20));
    }
    Ok(())
}

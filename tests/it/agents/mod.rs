//! The agents of the directory: from the command line, over the admin listener, and on the page that explains it.

mod accounts;
pub mod api;
mod api_refusals;
mod bulk;
mod export;
mod import;
mod listed;
mod one;
mod page;
mod postgresql;
mod sessions;

use std::path::Path;

use logingate::admission::{Hashing, Password};
use logingate::config::{DirectoryDatabase, DirectorySettings, Secret};
use logingate::decision::Platform;
use logingate::directory::{Directory, Found, LoginNameKind};
use tempfile::TempDir;

use crate::program::{Printed, bash};

/// Passwords that cost nothing.
const CHEAP: &str = "[passwords]\nmemory_kib = 8\npasses = 1\nlanes = 1\n";

/// A folder with settings and a directory of agents.
struct Scene {
    folder: TempDir,
    database: DirectoryDatabase,
}

impl Scene {
    /// On SQLite.
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("logingate.toml"), CHEAP).unwrap();
        let database = DirectoryDatabase::Sqlite(folder.path().join("logingate.db"));
        Self { folder, database }
    }

    /// On the database at `url`.
    fn on(url: String) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let settings = format!("{CHEAP}[directory]\nurl = \"{url}\"\npatience = \"1m\"\n");
        std::fs::write(folder.path().join("logingate.toml"), settings).unwrap();
        Self { folder, database: DirectoryDatabase::Postgres(Secret::new(url)) }
    }

    fn path(&self) -> &Path {
        self.folder.path()
    }

    fn write(&self, name: &str, text: impl AsRef<[u8]>) {
        std::fs::write(self.path().join(name), text).unwrap();
    }

    /// Runs `logingate {command}` by a shell.
    fn run(&self, command: &str) -> Printed {
        bash(self.path(), &format!("logingate {command}"), &[])
    }

    /// The same; it must succeed. What it printed.
    fn done(&self, command: &str) -> String {
        let Printed { text, code } = self.run(command);
        assert_eq!(code, Some(0), "{command}: {text}");
        text
    }

    /// The same; it must exit with `code`. What it printed.
    fn refused(&self, command: &str, code: i32) -> String {
        let Printed { text, code: got } = self.run(command);
        assert_eq!(got, Some(code), "{command}: {text}");
        text
    }

    /// Imports `file`, which must succeed.
    fn import(&self, file: impl AsRef<[u8]>) {
        self.write("import", file);
        self.done("agents import import");
    }

    /// The directory, as a server beside has it.
    fn directory(&self) -> Directory {
        let database = self.database.clone();
        let settings = DirectorySettings { database, connections: 4, patience: std::time::Duration::from_mins(1) };
        Directory::open(&settings).unwrap()
    }

    /// Whom a server finds by this name.
    fn found(&self, platform: Platform, name: &str) -> Option<Found> {
        let directory = self.directory();
        directory.wait(directory.find(platform, &LoginNameKind::Name, name)).unwrap()
    }

    /// Whether a server takes this password of this agent.
    fn accepts(&self, username: &str, password: &str) -> bool {
        let found = self.found(Platform::Ozonetel, username).unwrap();
        let password = Password::new(password.to_owned()).unwrap();
        Hashing::new(8, 1, 1).unwrap().verify(&password, found.password.as_ref())
    }
}

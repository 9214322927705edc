//! A server with agents in its directory.

use std::path::PathBuf;
use std::sync::Barrier;
use std::thread;
use std::time::Duration;

use logingate::admission::{Hashing, Password};
use logingate::config::{DirectoryDatabase, DirectorySettings};
use logingate::decision::{Platform, ProjectId};
use logingate::directory::{AgentId, Directory, LoginName, LoginNameKind, NewAgent, UserType};
use tempfile::TempDir;

use crate::server::{Response, TestServer, request};

/// The password of everybody.
pub const RIGHT: &str = "correct-horse";
/// The password of nobody.
pub const WRONG: &str = "battery-staple";

/// Passwords that are checked in no time.
const CHEAP: &str = "[passwords]\nmemory_kib = 64\npasses = 1\n";

/// A server and the directory that it asks. Its settings may be about anything but `[directory]` and `[passwords]`.
pub struct Staff {
    /// The server; its clock stands.
    pub server: TestServer,
    /// The directory, over a connection of its own.
    pub directory: Directory,
    folder: TempDir,
}

impl Staff {
    /// Nobody yet.
    pub fn with(settings: &str, policies: &[(&str, &str)]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("agents.db");
        let settings =
            format!("{settings}\n[directory]\nurl = \"sqlite:{}\"\npatience = \"1m\"\n{CHEAP}", path.display());
        let server = TestServer::with(&settings, policies);
        Self { server, directory: directory(path), folder }
    }

    /// Adds an agent whose password is [`RIGHT`].
    pub fn add(&self, agent: NewAgent) -> AgentId {
        add(&self.directory, agent, RIGHT)
    }

    /// The directory's database.
    pub fn database(&self) -> rusqlite::Connection {
        rusqlite::Connection::open(self.folder.path().join("agents.db")).unwrap()
    }

    /// Sends `body` with further header `lines`, each ending in CRLF.
    pub fn post(&self, target: &str, lines: &str, body: &str) -> Response {
        self.send("POST", target, lines, body)
    }

    /// The same by any method.
    pub fn send(&self, method: &str, target: &str, lines: &str, body: &str) -> Response {
        let mut connection = self.server.connect();
        connection.send(request(method, target, lines, body));
        let mut answer = if method == "HEAD" { connection.receive_head() } else { connection.receive() };
        // What differs from answer to answer.
        answer.headers.retain(|(name, _)| name != "date");
        answer
    }
}

/// A server whose directory can't be asked, and the folder that it would be in.
pub fn without_directory(policies: &[(&str, &str)]) -> (TestServer, TempDir) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("agents.db");
    let server = TestServer::with(&format!("[directory]\nurl = \"sqlite:{}\"\n", path.display()), policies);
    std::fs::create_dir(path).unwrap();
    (server, folder)
}

/// The directory in the file `path`.
pub fn directory(path: PathBuf) -> Directory {
    let patience = Duration::from_mins(1);
    let settings = DirectorySettings { database: DirectoryDatabase::Sqlite(path), connections: 4, patience };
    Directory::open(&settings).unwrap()
}

/// Adds an agent.
pub fn add(directory: &Directory, agent: NewAgent, password: &str) -> AgentId {
    let hash = Hashing::new(64, 1, 1).unwrap().hash(&Password::new(password.to_owned()).unwrap());
    directory.wait(directory.add(agent, hash)).unwrap()
}

/// An agent without projects who is called `username` everywhere.
pub fn agent(username: &str) -> NewAgent {
    NewAgent {
        username: username.to_owned(),
        login_names: Vec::new(),
        user_id: None,
        group_id: None,
        projects: Vec::new(),
        custom_data: serde_json::Map::new(),
        extension: None,
        phone: None,
        full_name: None,
        email: None,
        language: None,
        is_active: true,
        inactivity_minutes: None,
        user_type: UserType::Agent,
        segments: Vec::new(),
        access_rights: Vec::new(),
    }
}

/// What an agent is called on one platform alone.
pub fn called(platform: Platform, name: &str) -> LoginName {
    LoginName { platform, kind: LoginNameKind::Name, name: name.to_owned() }
}

/// Projects by their numbers.
pub fn projects(numbers: &[u64]) -> Vec<ProjectId> {
    numbers.iter().map(|number| number.to_string().parse().unwrap()).collect()
}

/// What `work` comes to for each of `0..count`, all begun at the same moment on threads of their own.
pub fn at_once<T: Send>(count: usize, work: impl Fn(usize) -> T + Sync) -> Vec<T> {
    let start = Barrier::new(count);
    let work = |at| {
        start.wait();
        work(at)
    };
    let work = &work;
    thread::scope(|scope| {
        let threads: Vec<_> = (0..count).map(|at| scope.spawn(move || work(at))).collect();
        threads.into_iter().map(|thread| thread.join().unwrap()).collect()
    })
}

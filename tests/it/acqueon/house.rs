//! A server with agents.

use std::time::Duration;

use logingate::admission::{Hashing, Password};
use logingate::config::{DirectoryDatabase, DirectorySettings, Secret};
use logingate::decision::Platform;
use logingate::directory::{AgentId, Directory, LoginName, LoginNameKind, NewAgent, UserType};
use tempfile::TempDir;

use super::Socket;
use crate::directory::postgres;
use crate::server::{Connection, Response, TestServer, request};

pub const RIGHT: &str = "correct-horse";
pub const WRONG: &str = "battery-staple";

/// Everybody may log in to project 1, but not at extension 6666; nobody to project 9.
const POLICIES: &[(&str, &str)] = &[
    (
        "projects/1.rego",
        "package projects[\"1\"]\n\nallow if input.platform == \"acqueon\"\n\n\
         deny contains \"not there\" if input.station.extension == \"6666\"\n",
    ),
    ("projects/9.rego", "package projects[\"9\"]\n\nallow if input.groupId == 9\n"),
];

/// A server and its directory.
pub struct House {
    pub server: TestServer,
    pub directory: Directory,
    /// Of the directory.
    url: String,
    _files: TempDir,
}

/// An agent of project 1 who is called `login_id` on Acqueon.
pub fn agent(username: &str, login_id: &str) -> NewAgent {
    let name = LoginName { platform: Platform::Acqueon, kind: LoginNameKind::Name, name: login_id.to_owned() };
    NewAgent {
        username: username.to_owned(),
        login_names: vec![name],
        user_id: None,
        group_id: None,
        projects: vec!["1".parse().unwrap()],
        custom_data: serde_json::Map::new(),
        extension: None,
        phone: None,
        full_name: Some("Agent One".to_owned()),
        email: None,
        language: None,
        is_active: true,
        inactivity_minutes: None,
        user_type: UserType::Agent,
        segments: Vec::new(),
        access_rights: Vec::new(),
    }
}

/// The hash of [`RIGHT`], cheaply.
fn hash(password: &str) -> logingate::directory::PasswordHash {
    Hashing::new(64, 1, 1).unwrap().hash(&Password::new(password.to_owned()).unwrap()).unwrap()
}

impl House {
    /// Agents 700100 and 700200, and 700900 of project 9.
    pub fn new() -> Self {
        Self::with("")
    }

    /// The same with further settings.
    pub fn with(settings: &str) -> Self {
        let files = tempfile::tempdir().unwrap();
        let path = files.path().join("agents.db");
        let url = format!("sqlite:{}", path.display());
        Self::at(url, DirectoryDatabase::Sqlite(path), settings, files)
    }

    /// Holds `case` on both databases.
    pub fn everywhere(case: impl Fn(&Self)) {
        eprintln!("on SQLite");
        case(&Self::new());
        let Some(database) = postgres::database() else { return };
        eprintln!("on PostgreSQL");
        let secret = DirectoryDatabase::Postgres(Secret::new(database.url.clone()));
        case(&Self::at(database.url, secret, "", tempfile::tempdir().unwrap()));
    }

    fn at(url: String, database: DirectoryDatabase, settings: &str, files: TempDir) -> Self {
        let directory = DirectorySettings { database, connections: 2, patience: Duration::from_mins(1) };
        let directory = Directory::open(&directory).unwrap();
        let server = serve(&url, settings);
        let house = Self { server, directory, url, _files: files };
        house.add(agent("agent1", "700100"));
        house.add(agent("agent2", "700200"));
        house.add(NewAgent { projects: vec!["9".parse().unwrap()], ..agent("agent9", "700900") });
        house
    }

    /// A second server on the same directory.
    pub fn second(&self) -> TestServer {
        serve(&self.url, "")
    }

    /// Adds an agent with the password [`RIGHT`].
    pub fn add(&self, agent: NewAgent) -> AgentId {
        self.directory.wait(self.directory.add(agent, Some(hash(RIGHT)))).unwrap()
    }

    /// The directory's number of whoever is called `login_id`.
    pub fn id(&self, login_id: &str) -> AgentId {
        let found = self.directory.find(Platform::Acqueon, &LoginNameKind::Name, login_id);
        self.directory.wait(found).unwrap().unwrap().record.id
    }

    /// Deactivates whoever is called `login_id`.
    pub fn deactivate(&self, login_id: &str) {
        self.directory.wait(self.directory.set_active(self.id(login_id), false)).unwrap();
    }

    /// Gives whoever is called `login_id` another password.
    pub fn set_password(&self, login_id: &str, password: &str) {
        self.directory.wait(self.directory.set_password(self.id(login_id), hash(password))).unwrap();
    }

    /// A WebSocket on which nobody is signed in.
    pub fn socket(&self) -> Socket {
        Socket::open(self.server.address, "/acqueon")
    }

    /// A WebSocket on which `login_id` is signed in at `extension`.
    pub fn signed_in(&self, login_id: &str, extension: &str) -> Socket {
        let mut socket = self.socket();
        socket.sign_in(login_id, extension);
        socket
    }

    /// Sends one message by POST, with header lines.
    pub fn post(&self, lines: &str, body: &str) -> Response {
        ask(&self.server, "POST", "/acqueon/messages", lines, body)
    }
}

fn serve(url: &str, settings: &str) -> TestServer {
    let settings =
        format!("[passwords]\nmemory_kib = 64\npasses = 1\n[directory]\nurl = '{url}'\npatience = '1m'\n{settings}");
    TestServer::with(&settings, POLICIES)
}

/// Asks on a connection of its own, with header lines.
pub fn ask(server: &TestServer, method: &str, target: &str, lines: &str, body: &str) -> Response {
    let mut connection = Connection::to(server.address);
    connection.send(request(method, target, lines, body));
    connection.receive()
}

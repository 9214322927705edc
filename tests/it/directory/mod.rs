//! The directory of agents, on SQLite and on a real PostgreSQL alike.

mod accounts;
mod agents;
mod bulk;
mod debian;
mod failures;
mod names;
mod opening;
mod plans;
pub mod postgres;
mod presence;
mod races;
mod recognised;
mod resets;
mod sessions;
mod shared;
mod trouble;

use std::time::Duration;

use logingate::config::{DirectoryDatabase, DirectorySettings, Secret};
use logingate::decision::Platform;
use logingate::directory::{
    AgentId, AgentRecord, Directory, LoginName, LoginNameKind, NewAgent, PasswordHash, Recognised, UserType,
};
use serde_json::Map;
use tempfile::TempDir;

/// A moment long after 1970, in nanoseconds.
const NOW: i64 = 1_800_000_000_000_000_000;
const SECOND: i64 = 1_000_000_000;
const MINUTE: i64 = 60 * SECOND;

/// A directory of its own.
struct House {
    settings: DirectorySettings,
    directory: Directory,
    folder: TempDir,
}

impl House {
    fn with(database: DirectoryDatabase, folder: TempDir) -> Self {
        // Far longer than anything takes, even on a machine that has much else to do.
        let settings = DirectorySettings { database, connections: 8, patience: Duration::from_mins(1) };
        let directory = Directory::open(&settings).unwrap();
        Self { settings, directory, folder }
    }

    fn sqlite() -> Self {
        let folder = tempfile::tempdir().unwrap();
        Self::with(DirectoryDatabase::Sqlite(folder.path().join("agents.db")), folder)
    }

    fn postgres() -> Option<Self> {
        let url = postgres::database()?.url;
        Some(Self::with(DirectoryDatabase::Postgres(Secret::new(url)), tempfile::tempdir().unwrap()))
    }

    /// Another server with the same directory.
    fn beside(&self) -> Directory {
        Directory::open(&self.settings).unwrap()
    }

    fn wait<T>(&self, question: impl Future<Output = T>) -> T {
        self.directory.wait(question)
    }

    fn add(&self, agent: NewAgent) -> AgentId {
        self.wait(self.directory.add(agent, Some(hash("first")))).unwrap()
    }

    fn find(&self, platform: Platform, name: &str) -> Option<AgentId> {
        let found = self.directory.find(platform, &LoginNameKind::Name, name);
        self.wait(found).unwrap().map(|found| found.record.id)
    }

    fn locked_until(&self, username: &str) -> Option<i64> {
        let found = self.directory.find(Platform::Vcc, &LoginNameKind::Name, username);
        self.wait(found).unwrap().unwrap().locked_until
    }

    /// The agent with this number, for whoever has just shown to be it.
    fn recognised(&self, id: AgentId) -> Recognised {
        self.record(id).recognised()
    }

    fn record(&self, id: AgentId) -> AgentRecord {
        self.wait(self.directory.get(id)).unwrap().unwrap()
    }
}

/// Holds `case` on both databases.
fn everywhere(case: impl Fn(&House)) {
    eprintln!("on SQLite");
    case(&House::sqlite());
    if let Some(house) = House::postgres() {
        eprintln!("on PostgreSQL");
        case(&house);
    }
}

/// An agent of whom little is known.
fn agent(username: &str) -> NewAgent {
    NewAgent {
        username: username.to_owned(),
        login_names: Vec::new(),
        user_id: None,
        group_id: None,
        projects: Vec::new(),
        custom_data: Map::new(),
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

fn name(platform: Platform, name: &str) -> LoginName {
    LoginName { platform, kind: LoginNameKind::Name, name: name.to_owned() }
}

fn email(name: &str) -> LoginName {
    LoginName { platform: Platform::Iservice, kind: LoginNameKind::Email, name: name.to_owned() }
}

fn hash(text: &str) -> PasswordHash {
    PasswordHash::new(format!("$argon2id$v=19$m=8,t=1,p=1$c2FsdHNhbHQ${text}"))
}

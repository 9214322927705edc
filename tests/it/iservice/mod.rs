//! iService's form over real sockets: a directory in a file, a clock that stands, a mail server and an identity provider
//! that are real ones.

mod browser;
mod crossing;
mod discreet;
mod issuer;
mod login;
mod mailed;
mod openid;
mod openid_refused;
mod page;
mod register;
mod reset;
mod session;

use std::time::Duration;

use logingate::admission::{Hashing, Password};
use logingate::config::{DirectoryDatabase, DirectorySettings};
use logingate::decision::Platform;
use logingate::directory::{AgentId, Directory, LoginName, LoginNameKind, NewAgent, UserType};
use tempfile::TempDir;

use crate::server::TestServer;
use browser::Browser;

const RIGHT: &str = "correct-horse-battery";

/// Agents of group 2 may log in, to project 1 too and to project 3 never.
const POLICIES: &[(&str, &str)] = &[
    ("default.rego", "package projects.default\n\nallow if input.groupId == 2\n"),
    ("platforms.rego", "package platforms.iservice\n\nallow if input.groupId == 2\n"),
    ("projects/3.rego", "package projects[\"3\"]\n\ndefault allow := false\n"),
];

/// A server with a directory of its own.
struct Desk {
    server: TestServer,
    directory: Directory,
    folder: TempDir,
}

impl Desk {
    /// With these lines below `[iservice]`.
    fn with(settings: &str) -> Self {
        Self::with_mail("", settings)
    }

    /// The same with these lines below `[mail]`.
    fn with_mail(mail: &str, settings: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().display();
        let settings = format!(
            "[directory]\nurl = \"sqlite:{path}/agents.db\"\npatience = \"30s\"\n\
             [passwords]\nmemory_kib = 64\npasses = 1\n\
             [mail]\noutbox = \"{path}/outbox\"\n{mail}\n[iservice]\n{settings}\n"
        );
        let server = TestServer::with(&settings, POLICIES);
        let database = DirectoryDatabase::Sqlite(folder.path().join("agents.db"));
        let patience = Duration::from_secs(30);
        let directory = Directory::open(&DirectorySettings { database, connections: 2, patience }).unwrap();
        Self { server, directory, folder }
    }

    fn new() -> Self {
        Self::with("")
    }

    fn add(&self, agent: NewAgent) -> AgentId {
        let password = Password::new(RIGHT.to_owned()).unwrap();
        let hash = Hashing::new(64, 1, 1).unwrap().hash(&password).unwrap();
        self.wait(self.directory.add(agent, Some(hash))).unwrap()
    }

    fn wait<T>(&self, question: impl Future<Output = T>) -> T {
        self.directory.wait(question)
    }

    fn browser(&self) -> Browser {
        Browser::at(self.server.address)
    }

    /// Somebody who is logged in.
    fn browser_of(&self, name: &str) -> Browser {
        let mut browser = self.browser();
        assert_eq!(browser.log_in(name, RIGHT)["loggedIn"]["isLoggedIn"], true);
        browser
    }
}

/// Agent one, of group 2: `agent.one` and `Agent.One@example.test`.
fn agent() -> NewAgent {
    NewAgent {
        username: "agent.one".to_owned(),
        login_names: vec![email("Agent.One@example.test")],
        user_id: None,
        group_id: "2".parse().ok(),
        projects: vec!["1".parse().unwrap()],
        custom_data: serde_json::Map::new(),
        extension: None,
        phone: None,
        full_name: Some("Agent One".to_owned()),
        email: Some("agent.one@example.test".to_owned()),
        language: None,
        is_active: true,
        inactivity_minutes: None,
        user_type: UserType::Agent,
        segments: vec!["3".to_owned()],
        access_rights: vec!["ViewTickets".to_owned()],
    }
}

/// A customer, whom no policy would allow anything.
fn customer() -> NewAgent {
    NewAgent {
        username: "carla".to_owned(),
        login_names: vec![email("carla@example.test")],
        group_id: None,
        projects: vec!["3".parse().unwrap()],
        full_name: None,
        email: None,
        user_type: UserType::Customer,
        segments: Vec::new(),
        access_rights: Vec::new(),
        ..agent()
    }
}

fn email(name: &str) -> LoginName {
    LoginName { platform: Platform::Iservice, kind: LoginNameKind::Email, name: name.to_owned() }
}

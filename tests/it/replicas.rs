//! Two servers, each a process of its own, on one PostgreSQL: what must happen once happens once.

use std::net::SocketAddr;
use std::time::Duration;

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use logingate::config::{DirectoryDatabase, DirectorySettings, Secret};
use logingate::decision::Platform;
use logingate::directory::{Directory, LoginNameKind, SessionFilter};
use tempfile::TempDir;

use crate::directory::postgres;
use crate::program::Program;
use crate::server::{Connection, request};
use crate::staff::{RIGHT, WRONG, add, agent, at_once};

const AT_ONCE: usize = 200;

/// Both servers and what they share.
struct Replicas {
    servers: [Program; 2],
    directory: Directory,
    _folder: TempDir,
}

impl Replicas {
    /// `None` where the tests are told to do without PostgreSQL.
    fn start() -> Option<Self> {
        let url = postgres::database()?.url;
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir(folder.path().join("policies")).unwrap();
        for platform in ["ozonetel", "ucontact"] {
            let policy = format!("package platforms.{platform}\n\nallow := true\n");
            std::fs::write(folder.path().join(format!("policies/{platform}.rego")), policy).unwrap();
        }
        let environment = [
            ("LOGINGATE_DIRECTORY__URL", url.as_str()),
            ("LOGINGATE_DIRECTORY__PATIENCE", "1m"),
            ("LOGINGATE_PASSWORDS__MEMORY_KIB", "64"),
            ("LOGINGATE_PASSWORDS__PASSES", "1"),
            ("LOGINGATE_PASSWORDS__WAITING", "1000"),
        ];
        let servers = [(); 2].map(|()| Program::serve_with(folder.path(), &[], &environment));
        let directory = Directory::open(&DirectorySettings {
            database: DirectoryDatabase::Postgres(Secret::new(url.as_str())),
            connections: 4,
            patience: Duration::from_mins(1),
        });
        let directory = directory.unwrap();
        directory.wait(directory.set_account("demo_account", b"KKdemo")).unwrap();
        Some(Self { servers, directory, _folder: folder })
    }

    /// What the servers answer, in turn, when all are asked in the same moment.
    fn all_ask(&self, path: &str, form: impl Fn(usize) -> (String, String) + Sync) -> Vec<String> {
        let addresses: Vec<SocketAddr> = self.servers.iter().map(|server| server.address.parse().unwrap()).collect();
        at_once(AT_ONCE, |at| {
            let (lines, body) = form(at);
            let lines = format!("Content-Type: application/x-www-form-urlencoded\r\n{lines}");
            let mut connection = Connection::to(addresses[at % 2]);
            connection.send(request("POST", path, &lines, &body));
            connection.receive().body
        })
    }

    fn all_ask_ozonetel(&self, asked: impl Fn(usize) -> (String, &'static str) + Sync) -> Vec<String> {
        self.all_ask("/CAServices/AgentAuthenticationV2/index.php", |at| {
            let (name, password) = asked(at);
            let credentials = BASE64_STANDARD.encode(format!("{name}:{password}"));
            let body = "userName=demo_account&apiKey=KKdemo&phoneNumber=%2B915550100001&action=login";
            (format!("Authorization: Basic {credentials}\r\n"), body.to_owned())
        })
    }
}

#[test]
fn of_two_hundred_agents_who_want_one_number_one_has_it_and_all_others_are_told_whose_it_is() {
    let Some(replicas) = Replicas::start() else { return };
    for at in 0..AT_ONCE {
        add(&replicas.directory, agent(&format!("AG{at}")), RIGHT);
    }
    let answers = replicas.all_ask_ozonetel(|at| (format!("AG{at}"), RIGHT));
    let winners: Vec<_> = answers.iter().filter(|answer| answer.contains("success")).collect();
    assert_eq!(winners.len(), 1, "{answers:?}");
    let name = winners[0].split(' ').nth(1).unwrap();
    let told = format!(r#"{{"status":"error","message":"{name} logged in with the number (+915550100001)"}}"#);
    assert_eq!(answers.iter().filter(|answer| **answer == told).count(), AT_ONCE - 1, "{answers:?}");
}

#[test]
fn of_two_hundred_logins_of_one_agent_one_is_the_first() {
    let Some(replicas) = Replicas::start() else { return };
    add(&replicas.directory, agent("AG1"), RIGHT);
    let answers = replicas.all_ask_ozonetel(|_| ("AG1".to_owned(), RIGHT));
    let count = |part: &str| answers.iter().filter(|answer| answer.contains(part)).count();
    assert_eq!(
        (count("logged in successfully"), count("Agent has already logged in")),
        (1, AT_ONCE - 1),
        "{answers:?}"
    );
}

#[test]
fn two_hundred_wrong_passwords_lock_an_agent_on_both_servers() {
    let Some(replicas) = Replicas::start() else { return };
    add(&replicas.directory, agent("AG1"), RIGHT);
    let refused = r#"{"status":"error","message":"Invalid Authentication"}"#;
    let answers = replicas.all_ask_ozonetel(|_| ("AG1".to_owned(), WRONG));
    assert!(answers.iter().all(|answer| answer == refused), "{answers:?}");
    let answers = replicas.all_ask_ozonetel(|_| ("AG1".to_owned(), RIGHT));
    assert!(answers.iter().all(|answer| answer == refused), "{answers:?}");
    let found = replicas.directory.find(Platform::Ozonetel, &LoginNameKind::Name, "AG1");
    assert!(replicas.directory.wait(found).unwrap().unwrap().locked_until.is_some());
}

#[test]
fn of_two_hundred_tokens_of_one_agent_the_last_is_left() {
    let Some(replicas) = Replicas::start() else { return };
    let ana = add(&replicas.directory, agent("ana"), RIGHT);
    let answers = replicas
        .all_ask("/Integra/resources/auth/AgentLogin", |_| (String::new(), format!("agent=ana&password={RIGHT}")));
    assert!(answers.iter().all(|answer| answer.contains(r#""token":""#)), "{answers:?}");
    let filter = SessionFilter { agent: Some(ana), ..SessionFilter::default() };
    assert_eq!(replicas.directory.wait(replicas.directory.sessions(filter, 0, 10)).unwrap().len(), 1);
}

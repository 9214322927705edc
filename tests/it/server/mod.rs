//! The server as its callers meet it: in this process on a port of its own, or the built program.

mod connection;
mod process;

use std::net::SocketAddr;
use std::path::Path;
use std::sync::{Arc, mpsc};
use std::thread::JoinHandle;

use logingate::app::{Application, Signals};
use logingate::config::{self, Settings, Sources};
use logingate::decision::StandingClock;
use tempfile::TempDir;
use tokio::sync::oneshot;

use crate::patience::{PATIENCE, wait_until};

pub use connection::{Connection, Response, Transport, request, tcp};
pub use process::Process;

/// The body from VCC Live's documentation.
pub const SAMPLE: &str =
    r#"{"projectId":1,"userId":2,"username":"x","groupId":2,"customData":[],"secondaryProjectIds":[2,3,4,5]}"#;

/// What [`POLICIES`] answer to it.
pub const SAMPLE_ANSWER: &str = r#"{"1":true,"2":true,"3":false,"4":true,"5":true}"#;

/// Group 2 may log in everywhere but to project 3.
pub const POLICIES: &[(&str, &str)] = &[
    ("default.rego", "package projects.default\n\nallow if input.groupId == 2\n"),
    ("projects/3.rego", "package projects[\"3\"]\n\ndefault allow := true\n\ndeny contains \"not yet\"\n"),
];

/// Monday, 23 November 2026, 08:00 UTC.
pub const EIGHT: i64 = 1_795_420_800_000_000_000;

/// Writes `files` below `directory`.
pub fn write_files(directory: &Path, files: &[(&str, &str)]) {
    for (name, text) in files {
        let path = directory.join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }
}

/// A server in this process, with a clock that stands. Dropping it stops it.
pub struct TestServer {
    /// Where it listens.
    pub address: SocketAddr,
    /// Where operators ask.
    pub admin: SocketAddr,
    /// Its directory of policies.
    pub policies: TempDir,
    /// Its time.
    pub clock: Arc<StandingClock>,
    /// Where its settings and its directory of agents are.
    _home: TempDir,
    stop: Option<oneshot::Sender<()>>,
    thread: Option<JoinHandle<std::io::Result<()>>>,
}

impl TestServer {
    /// One hook without a secret at `/vcc/project-login`, and [`POLICIES`].
    pub fn start() -> Self {
        Self::with("", POLICIES)
    }

    /// A server with these settings and policies, ready.
    pub fn with(settings: &str, policies: &[(&str, &str)]) -> Self {
        let server = Self::launch(settings, policies);
        server.wait_until_ready();
        server
    }

    /// The same, not waited for.
    pub fn launch(settings: &str, policies: &[(&str, &str)]) -> Self {
        let directory = tempfile::tempdir().unwrap();
        write_files(directory.path(), policies);
        let home = tempfile::tempdir().unwrap();
        let settings = load(settings, home.path(), directory.path());
        let clock = Arc::new(StandingClock::at(EIGHT));
        let (bound, address) = mpsc::channel();
        let (stop, stopped) = oneshot::channel();
        let thread = std::thread::spawn({
            let clock = Arc::clone(&clock);
            move || {
                actix_web::rt::System::new().block_on(async move {
                    let application = Application::build_at(&settings, clock).unwrap();
                    bound.send((application.address(), application.admin_address().unwrap())).unwrap();
                    application.run(Signals::Embedded(stopped)).await
                })
            }
        });
        let (address, admin) = address.recv_timeout(PATIENCE).unwrap();
        Self { address, admin, policies: directory, clock, _home: home, stop: Some(stop), thread: Some(thread) }
    }

    fn wait_until_ready(&self) {
        let mut connection = self.connect();
        wait_until("it is ready", || connection.ask("GET", "/health/ready", "").status == 200);
    }

    /// A connection of its own.
    pub fn connect(&self) -> Connection {
        Connection::to(self.address)
    }

    /// Asks on a connection of its own.
    pub fn get(&self, target: &str) -> Response {
        self.connect().ask("GET", target, "")
    }

    /// Asks on a connection of its own.
    pub fn post(&self, target: &str, body: &str) -> Response {
        self.connect().ask("POST", target, body)
    }

    /// Sends `bytes` as they are on a connection of its own, and reads one answer.
    pub fn raw(&self, bytes: impl AsRef<[u8]>) -> Response {
        let mut connection = self.connect();
        connection.send(bytes);
        connection.receive()
    }

    /// Tells it to stop; it goes on until what is under way is answered.
    pub fn tell_to_stop(&mut self) {
        drop(self.stop.take());
    }

    /// Stops it and waits until it has.
    pub fn stop(&mut self) -> std::io::Result<()> {
        self.tell_to_stop();
        self.thread.take().map_or(Ok(()), |thread| thread.join().unwrap())
    }
}

impl Drop for TestServer {
    fn drop(&mut self) {
        let stopped = self.stop();
        if !std::thread::panicking() {
            stopped.unwrap();
        }
    }
}

fn load(settings: &str, home: &Path, policies: &Path) -> Settings {
    write_files(home, &[("logingate.toml", settings)]);
    let sources = Sources {
        listen: Some("127.0.0.1:0".into()),
        policies: Some(policies.to_owned()),
        directory: home.to_owned(),
        environment: vec![("LOGINGATE_ADMIN__LISTEN".into(), "127.0.0.1:0".into())],
        ..Sources::default()
    };
    config::load(&sources).unwrap_or_else(|error| panic!("{error}")).settings
}

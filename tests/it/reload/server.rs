//! The server itself, in this process and on a port of its own.

use std::io::{self, Write};
use std::net::SocketAddr;
use std::path::Path;
use std::sync::{Arc, Mutex, mpsc};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use logingate::app::{Application, Signals};
use logingate::config::{self, Settings, Sources};
use logingate::decision::{Clock, SystemClock};
use serde_json::Value;
use tokio::sync::oneshot;
use tracing::Dispatch;
use tracing::dispatcher::with_default;
use tracing_subscriber::fmt::MakeWriter;

use crate::server::Connection;

/// Longer than anything here takes on a machine that is busy with other tests.
pub const LONG: Duration = Duration::from_mins(1);

/// Settings that bound a login widely enough for a machine that is busy with other tests.
pub const PATIENT: &str = "limits.login_deadline = \"10s\"\nlimits.evaluation = \"5s\"\n";

/// A server that stops when dropped.
pub struct Server {
    address: SocketAddr,
    stop: Option<oneshot::Sender<()>>,
    thread: Option<JoinHandle<()>>,
    lines: Lines,
}

impl Server {
    /// Starts over `policies` with the settings in `toml`, and waits until it is ready.
    pub fn start(policies: &Path, toml: &str) -> Self {
        Self::start_with(policies, toml, Arc::new(SystemClock::default()), Dispatch::none(), Lines::default())
    }

    /// The same with another clock, and with a log.
    pub fn start_logging(policies: &Path, toml: &str, clock: Arc<dyn Clock>) -> Self {
        let lines = Lines::default();
        let log = tracing_subscriber::fmt().json().flatten_event(true).with_writer(lines.clone()).finish();
        Self::start_with(policies, toml, clock, log.into(), lines)
    }

    fn start_with(policies: &Path, toml: &str, clock: Arc<dyn Clock>, log: Dispatch, lines: Lines) -> Self {
        let settings = settings(policies, toml);
        let (stop, stopped) = oneshot::channel();
        let (say, address) = mpsc::channel();
        let serve = move || {
            let serve = async {
                let application = Application::build_at(&settings, clock).unwrap();
                say.send(application.address()).unwrap();
                application.run(Signals::Embedded(stopped)).await.unwrap();
            };
            with_default(&log, || actix_web::rt::System::new().block_on(serve));
        };
        let thread = thread::spawn(serve);
        let address = address.recv_timeout(LONG).unwrap();
        let mut connection = Connection::to(address);
        until("it is ready", || connection.ask("GET", "/health/ready", "").status == 200);
        Self { address, stop: Some(stop), thread: Some(thread), lines }
    }

    /// A new connection.
    pub fn connect(&self) -> Connection {
        Connection::to(self.address)
    }

    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Stops the server; the lines that logins left, in the order of their answers.
    pub fn login_lines(mut self) -> Vec<Value> {
        self.stop();
        let text = String::from_utf8(self.lines.0.lock().unwrap().clone()).unwrap();
        let lines = text.lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
        lines.filter(|line| line["target"] == "logingate::login").collect()
    }

    fn stop(&mut self) {
        drop(self.stop.take());
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.stop();
    }
}

fn settings(policies: &Path, toml: &str) -> Settings {
    let directory = tempfile::tempdir().unwrap();
    let file = directory.path().join("logingate.toml");
    std::fs::write(&file, toml).unwrap();
    let sources = Sources {
        config: Some(file),
        listen: Some("127.0.0.1:0".to_owned()),
        policies: Some(policies.to_owned()),
        environment: vec![("LOGINGATE_ADMIN__LISTEN".into(), "off".into())],
        ..Sources::default()
    };
    config::load(&sources).unwrap().settings
}

/// Waits until `condition` holds; `what` is what was waited for in vain.
pub fn until(what: &str, mut condition: impl FnMut() -> bool) {
    let began = Instant::now();
    while !condition() {
        assert!(began.elapsed() < LONG, "waited in vain until {what}");
        thread::sleep(Duration::from_millis(5));
    }
}

/// Log lines, kept in memory.
#[derive(Clone, Default)]
struct Lines(Arc<Mutex<Vec<u8>>>);

impl Write for Lines {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl<'a> MakeWriter<'a> for Lines {
    type Writer = Self;

    fn make_writer(&'a self) -> Self {
        self.clone()
    }
}

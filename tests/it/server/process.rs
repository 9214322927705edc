//! The built program, its standard error read to the end.

use std::io::{BufRead, BufReader};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc::{self, Receiver};
use std::time::{Duration, Instant};

use serde_json::Value;
use tempfile::TempDir;

use super::{Connection, POLICIES, write_files};
use crate::patience::PATIENCE;

/// The program, serving in a directory of its own. Dropping it kills it.
pub struct Process {
    /// Where it listens.
    pub address: SocketAddr,
    /// Its working directory: `logingate.toml`, `policies`.
    pub directory: TempDir,
    child: Child,
    lines: Receiver<String>,
    /// The log so far.
    pub log: Vec<String>,
}

impl Process {
    /// Starts it with these settings and the usual policies, and waits until it is ready.
    pub fn start(settings: &str) -> Self {
        let mut process = Self::launch(settings, POLICIES);
        process.wait_until_loaded();
        process
    }

    /// Starts it with these settings and policies, and waits until it listens.
    pub fn launch(settings: &str, policies: &[(&str, &str)]) -> Self {
        let (sender, lines) = mpsc::channel();
        Self::with_reader(settings, policies, lines, move |line| sender.send(line).is_ok())
    }

    /// The same; no line of its log is read before somebody waits for it.
    pub fn with_slow_reader(settings: &str) -> Self {
        let (sender, lines) = mpsc::sync_channel(0);
        let mut process = Self::with_reader(settings, POLICIES, lines, move |line| sender.send(line).is_ok());
        process.wait_until_loaded();
        process
    }

    fn with_reader(
        settings: &str,
        policies: &[(&str, &str)],
        lines: Receiver<String>,
        hand_on: impl Fn(String) -> bool + Send + 'static,
    ) -> Self {
        let directory = tempfile::tempdir().unwrap();
        write_files(directory.path(), &[("logingate.toml", settings)]);
        write_files(&directory.path().join("policies"), policies);
        let mut child =
            Self::command(directory.path(), &["--listen", "127.0.0.1:0"]).stderr(Stdio::piped()).spawn().unwrap();
        let errors = BufReader::new(child.stderr.take().unwrap());
        std::thread::spawn(move || errors.lines().all(|line| hand_on(line.unwrap())));
        let address = SocketAddr::from(([0, 0, 0, 0], 0));
        let mut process = Self { address, directory, child, lines, log: Vec::new() };
        process.wait_for_address();
        process
    }

    fn wait_for_address(&mut self) {
        while self.address.port() == 0 {
            if let Some(url) = self.next_line()["url"].as_str() {
                self.address = url.split('/').nth(2).unwrap().parse().unwrap();
            }
        }
    }

    /// Waits until the policies are loaded for the first time, which the log may have told already.
    pub fn wait_until_loaded(&mut self) {
        if !self.log.iter().any(|line| line.contains("policies loaded")) {
            self.wait_for_line("policies loaded");
        }
    }

    /// The program in `directory`, with none of our variables.
    pub fn command(directory: &Path, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_logingate"));
        command.args(arguments).current_dir(directory).env_clear().env("LOGINGATE_ADMIN__LISTEN", "127.0.0.1:0");
        command
    }

    /// A connection of its own.
    pub fn connect(&self) -> Connection {
        Connection::to(self.address)
    }

    /// Waits for the log line whose message begins with `message`.
    pub fn wait_for_line(&mut self, message: &str) -> Value {
        loop {
            let line = self.next_line();
            if line["message"].as_str().unwrap().starts_with(message) {
                return line;
            }
        }
    }

    fn next_line(&mut self) -> Value {
        let line = self.lines.recv_timeout(PATIENCE);
        let line = line.unwrap_or_else(|_| panic!("no further line after {:#?}", self.log));
        let json = serde_json::from_str(&line).unwrap_or_else(|error| panic!("{error}: {line}"));
        self.log.push(line);
        json
    }

    /// Where operators ask, which the log may have told already: policies are loaded by a thread of their own.
    pub fn admin(&mut self) -> SocketAddr {
        let is_told = |line: &&String| line.contains("\"serving operators\"");
        let line = match self.log.iter().find(is_told) {
            Some(line) => serde_json::from_str(line).unwrap(),
            None => self.wait_for_line("serving operators"),
        };
        line["url"].as_str().unwrap().split('/').nth(2).unwrap().parse().unwrap()
    }

    /// Sends a signal by its name, such as `TERM`.
    pub fn signal(&self, name: &str) {
        let kill = format!("kill -{name} {}", self.child.id());
        assert!(Command::new("sh").args(["-c", &kill]).status().unwrap().success());
    }

    /// The directory in /proc of its thread of this name, if it has one.
    pub fn thread(&self, name: &str) -> Option<PathBuf> {
        let threads = std::fs::read_dir(format!("/proc/{}/task", self.child.id())).unwrap();
        let is_meant =
            |thread: &PathBuf| std::fs::read_to_string(thread.join("comm")).is_ok_and(|it| it.trim() == name);
        threads.map(|thread| thread.unwrap().path()).find(is_meant)
    }

    /// Whether it ends by itself in this time.
    pub fn ends_within(&mut self, time: Duration) -> bool {
        let started = Instant::now();
        while started.elapsed() < time {
            if self.child.try_wait().unwrap().is_some() {
                return true;
            }
            std::thread::yield_now();
        }
        false
    }

    /// Waits until it has ended by itself; then [`Process::log`] is complete.
    pub fn wait(&mut self) -> ExitStatus {
        self.log.extend(self.lines.iter());
        self.child.wait().unwrap()
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        // Fails only if it has ended already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

//! The built program, serving as a process of its own, and a shell beside it.

use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Child, ChildStderr, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::thread;

use serde_json::Value;

use crate::patience::PATIENCE;

/// Where the documentation says the server is.
pub const DOCUMENTED: &str = "127.0.0.1:8080";
/// Where the documentation says that operators ask.
pub const DOCUMENTED_ADMIN: &str = "127.0.0.1:8081";

/// `logingate serve`, ended when dropped.
pub struct Program {
    /// Address and port.
    pub address: String,
    /// Where operators ask.
    pub admin: String,
    child: Child,
    log: Receiver<Value>,
}

impl Program {
    /// Serves on a free port from `directory`, with `arguments` and none of our variables; ready when this returns.
    pub fn serve(directory: &Path, arguments: &[&str]) -> Self {
        Self::serve_with(directory, arguments, &[])
    }

    /// The same with these variables.
    pub fn serve_with(directory: &Path, arguments: &[&str], environment: &[(&str, &str)]) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_logingate"))
            .args(["serve", "--listen", "127.0.0.1:0"])
            .args(arguments)
            .current_dir(directory)
            .env_clear()
            .env("LOGINGATE_ADMIN__LISTEN", "127.0.0.1:0")
            .envs(environment.iter().copied())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let log = lines(child.stderr.take().unwrap());
        let mut program = Self { address: String::new(), admin: String::new(), child, log };
        let address = |line: &Value| line["url"].as_str().unwrap().split('/').nth(2).unwrap().to_owned();
        let mut is_loaded = false;
        // In any order: policies are loaded by a thread of their own.
        while program.address.is_empty() || program.admin.is_empty() || !is_loaded {
            let line = program.line(|_| true);
            match line["message"].as_str() {
                Some("serving VCC Live") => program.address = address(&line),
                Some("serving operators") => program.admin = address(&line),
                message => is_loaded |= message == Some("policies loaded"),
            }
        }
        program
    }

    /// The next line of the log that `is_wanted`; lines before it are forgotten.
    pub fn line(&self, is_wanted: impl Fn(&Value) -> bool) -> Value {
        loop {
            let line = self.log.recv_timeout(PATIENCE).expect("the server wrote no such line");
            if is_wanted(&line) {
                return line;
            }
        }
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn lines(stderr: ChildStderr) -> Receiver<Value> {
    let (sender, log) = channel();
    thread::spawn(move || {
        for line in BufReader::new(stderr).lines().map_while(Result::ok) {
            let line = serde_json::from_str(&line).unwrap_or(Value::String(line));
            if sender.send(line).is_err() {
                return;
            }
        }
    });
    log
}

/// What a command printed, standard error among it, and its exit code.
pub struct Printed {
    pub text: String,
    pub code: Option<i32>,
}

/// Runs `command` by bash in `directory`, where `logingate` is the built program and curl prints answers only.
///
/// # Panics
/// When bash, or a program that the command calls, is not there.
pub fn bash(directory: &Path, command: &str, environment: &[(&str, &str)]) -> Printed {
    let programs = Path::new(env!("CARGO_BIN_EXE_logingate")).parent().unwrap();
    let path = format!("{}:{}", programs.display(), std::env::var("PATH").unwrap_or_default());
    std::fs::write(directory.join(".curlrc"), "silent\nshow-error\n").unwrap();
    let output = Command::new("bash")
        .args(["-c", &format!("{{ {command}\n}} 2>&1")])
        .current_dir(directory)
        .env_clear()
        .envs([("PATH", path.as_str()), ("HOME", directory.to_str().unwrap()), ("LC_ALL", "C.UTF-8")])
        .envs(environment.iter().copied())
        .stdin(Stdio::null())
        .output()
        .expect("these tests need bash, curl and openssl; bash can't be started");
    let text = String::from_utf8(output.stdout).unwrap();
    assert_ne!(output.status.code(), Some(127), "these tests need bash, curl and openssl: {text}");
    Printed { text, code: output.status.code() }
}

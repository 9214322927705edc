//! `logingate request`: what it sends, and what it says of whatever comes back.

mod curl;
mod forms;
mod other_servers;
mod refusals;
mod secrets;
mod transport;
mod verdicts;

use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpListener};
use std::path::Path;
use std::process::{Command, Output};
use std::sync::mpsc::{Receiver, channel};

use crate::patience::PATIENCE;
use crate::server::Process;

/// The login of VCC Live's documentation.
const SAMPLE_FLAGS: [&str; 10] =
    ["--project", "1", "--secondary", "2,3,4,5", "--user-id", "2", "--username", "x", "--group-id", "2"];

/// `logingate request` with the sample login and `arguments`, in `directory`.
fn command(directory: &Path, arguments: &[&str]) -> Command {
    Process::command(directory, &[&["request"], &SAMPLE_FLAGS[..], arguments].concat())
}

/// Runs it where nothing is.
fn request(arguments: &[&str]) -> Output {
    command(tempfile::tempdir().unwrap().path(), arguments).output().unwrap()
}

/// What it printed, and its exit code. White space is one space: prose is wrapped.
fn told(output: &Output) -> (String, Option<i32>) {
    let text = [&output.stdout[..], &output.stderr].concat();
    let text = String::from_utf8(text).unwrap();
    (text.split_whitespace().collect::<Vec<_>>().join(" "), output.status.code())
}

/// The same of one run against `address` and `path`.
fn ask(address: SocketAddr, path: &str, arguments: &[&str]) -> (String, Option<i32>) {
    told(&request(&[&[&*format!("http://{address}{path}")], arguments].concat()))
}

/// A server that answers every request with the same bytes.
struct Canned {
    address: SocketAddr,
    received: Receiver<String>,
}

impl Canned {
    fn answering(answer: impl Into<Vec<u8>>) -> Self {
        let (answer, listener) = (answer.into(), TcpListener::bind("127.0.0.1:0").unwrap());
        let (sender, received) = channel();
        let address = listener.local_addr().unwrap();
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                let mut stream = stream.unwrap();
                let request = read_request(&mut stream);
                stream.write_all(&answer).unwrap();
                if sender.send(request).is_err() {
                    return;
                }
            }
        });
        Self { address, received }
    }

    /// With `status`, further header `lines` and `body`.
    fn with(status: &str, lines: &str, body: &str) -> Self {
        let length = body.len();
        Self::answering(format!("HTTP/1.1 {status}\r\nContent-Length: {length}\r\n{lines}\r\n{body}"))
    }

    fn received(&self) -> String {
        self.received.recv_timeout(PATIENCE).unwrap()
    }
}

fn read_request(stream: &mut std::net::TcpStream) -> String {
    let mut bytes = Vec::new();
    loop {
        let text = String::from_utf8_lossy(&bytes);
        if let Some((head, body)) = text.split_once("\r\n\r\n") {
            let head = head.to_ascii_lowercase();
            let length = head.lines().find_map(|line| line.strip_prefix("content-length: "));
            if body.len() >= length.map_or(0, |length| length.parse().unwrap()) {
                return text.into_owned();
            }
        }
        let mut buffer = [0; 4096];
        let count = stream.read(&mut buffer).unwrap();
        assert!(count > 0, "{:?}", String::from_utf8_lossy(&bytes));
        bytes.extend_from_slice(&buffer[..count]);
    }
}

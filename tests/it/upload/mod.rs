//! The journal's uploads: what is spooled reaches its receiver, whatever becomes of receiver, server and disk.

mod delivery;
mod last_try;
mod receiver;
mod restarts;
mod start;
mod statuses;
mod troubles;

use std::path::Path;

use serde_json::Value;

use crate::patience::wait_until;
use crate::server::{Connection, SAMPLE, TestServer};

/// Settings of one upload to `url`.
fn settings(url: &str, spool: &Path, more: &str) -> String {
    format!(
        "[[journal.uploads]]\nname = \"siem\"\nurl = \"{url}\"\nspool = \"{}\"\ndelay = \"20ms\"\n{more}\n",
        spool.display()
    )
}

/// Sends the sample `count` times; the decisions' ids.
fn log_in(connection: &mut Connection, count: usize) -> Vec<String> {
    let id = |_| {
        let answer = connection.ask("POST", "/vcc/project-login", SAMPLE);
        assert_eq!(answer.status, 200);
        answer.header("x-decision-id").unwrap().to_owned()
    };
    (0..count).map(id).collect()
}

/// What `/v1/status` tells of the upload.
fn status(server: &TestServer) -> Value {
    Connection::to(server.admin).ask("GET", "/v1/status", "").json()["uploads"]["siem"].clone()
}

/// Waits until the metrics have this line.
fn wait_for_metric(server: &TestServer, line: &str) {
    let line = format!("\n{line}\n");
    wait_until(&line, || Connection::to(server.admin).ask("GET", "/metrics", "").body.contains(&line));
}

/// The whole lines that wait in a spool.
fn spooled(spool: &Path) -> Vec<Value> {
    let files = std::fs::read_dir(spool).unwrap().map(|entry| entry.unwrap().path());
    let mut files: Vec<_> = files.filter(|path| path.extension().is_some()).collect();
    files.sort();
    // A file may go, or get another name, while it is looked for.
    let texts = files.iter().filter_map(|path| std::fs::read_to_string(path).ok()).collect::<String>();
    texts.split_inclusive('\n').filter_map(|line| serde_json::from_str(line).ok()).collect()
}

/// The ids of decisions, sorted.
fn ids<'e>(events: impl IntoIterator<Item = &'e Value>) -> Vec<String> {
    let mut ids: Vec<_> = events.into_iter().map(|event| event["decision_id"].as_str().unwrap().to_owned()).collect();
    ids.sort();
    ids
}

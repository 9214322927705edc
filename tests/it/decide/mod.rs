//! `logingate decide`: one login without a server.

mod agreement;
mod encrypted;
mod explained;
mod flags;

use std::path::Path;
use std::process::Output;

use crate::server::Process;

/// Runs `logingate decide` with `arguments` in `directory`.
fn decide(directory: &Path, arguments: &[&str]) -> Output {
    Process::command(directory, &[&["decide"], arguments].concat()).output().unwrap()
}

fn stdout(output: &Output) -> &str {
    std::str::from_utf8(&output.stdout).unwrap()
}

fn stderr(output: &Output) -> &str {
    std::str::from_utf8(&output.stderr).unwrap()
}

/// The repository, whose `policies` are the sample.
fn repository() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

//! `logingate agents export`: all agents, so that they can be imported elsewhere.

use std::io::{self, BufWriter, ErrorKind, Write};

use clap::{Args, ValueEnum};

use super::opening::{DirectoryArguments, Opened};
use crate::cli::ExitCode;
use crate::cli::output::fail;
use crate::directory::{AgentId, AgentRecord, PasswordHash};
use crate::roster::{self, CsvColumns, CsvWriter};

const EXAMPLES: &str = "\
Hashes of passwords are written only where they are asked for: whoever has the file can try passwords on them at leisure.
Without them, nobody can log in where the file is imported until passwords are set.

Examples:
  logingate agents export > agents.csv
  logingate agents export --format ndjson | gzip > agents.ndjson.gz
  umask 077; logingate agents export --with-password-hashes > agents.csv";

/// How many agents are read at a time.
const PAGE: u32 = 1000;

/// How agents are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum FileFormat {
    /// A header and one row each.
    Csv,
    /// One JSON object a line.
    Ndjson,
}

/// `logingate agents export …`
#[derive(Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Arguments {
    /// How to write
    #[arg(long, value_enum, default_value_t = FileFormat::Csv)]
    format: FileFormat,
    /// Write the hashes of passwords, too
    #[arg(long)]
    with_password_hashes: bool,
    #[command(flatten)]
    directory: DirectoryArguments,
}

/// Writes all agents.
pub(super) fn run(arguments: &Arguments) -> ExitCode {
    match arguments.directory.open().and_then(|opened| export(arguments, &opened)) {
        Ok(()) => ExitCode::Done,
        Err(code) => code,
    }
}

fn export(arguments: &Arguments, opened: &Opened) -> Result<(), ExitCode> {
    let out = BufWriter::new(io::stdout().lock());
    match arguments.format {
        FileFormat::Csv => as_csv(arguments, opened, out),
        FileFormat::Ndjson => as_ndjson(arguments, opened, out),
    }
}

fn as_csv(arguments: &Arguments, opened: &Opened, out: impl Write) -> Result<(), ExitCode> {
    let password_hashes = arguments.with_password_hashes;
    let mut columns = CsvColumns { password_hashes, ..CsvColumns::default() };
    each(opened, false, |record, _| {
        roster::custom_columns(&mut columns.custom, &record.agent);
        Ok(())
    })?;
    let mut writer = CsvWriter::new(out, columns).map_err(|error| cut_off(&error))?;
    each(opened, password_hashes, |record, hash| writer.write(record, hash.map(PasswordHash::expose)))?;
    writer.finish().map_err(|error| cut_off(&error))
}

fn as_ndjson(arguments: &Arguments, opened: &Opened, mut out: impl Write) -> Result<(), ExitCode> {
    each(opened, arguments.with_password_hashes, |record, hash| {
        out.write_all(roster::ndjson(&record.agent, hash.map(PasswordHash::expose)).as_bytes())
    })?;
    out.flush().map_err(|error| cut_off(&error))
}

/// Nobody reading any more is no failure.
fn cut_off(error: &io::Error) -> ExitCode {
    match error.kind() {
        ErrorKind::BrokenPipe => ExitCode::Done,
        _ => fail(&format!("cannot print: {error}"), ExitCode::Failed),
    }
}

/// Hands every agent to `write`.
fn each(
    opened: &Opened,
    with_hashes: bool,
    mut write: impl FnMut(&AgentRecord, Option<&PasswordHash>) -> io::Result<()>,
) -> Result<(), ExitCode> {
    let mut after: Option<AgentId> = None;
    loop {
        let page = if with_hashes {
            opened.ask(opened.directory().list_with_passwords(after, PAGE))?
        } else {
            let page = opened.ask(opened.directory().list(after, PAGE))?;
            page.into_iter().map(|record| (record, None)).collect()
        };
        let Some((last, _)) = page.last() else { return Ok(()) };
        after = Some(last.id);
        page.iter().try_for_each(|(record, hash)| write(record, hash.as_ref())).map_err(|error| cut_off(&error))?;
    }
}

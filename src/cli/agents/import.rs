//! `logingate agents import`: the agents of a file, all of them or none.

use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

use clap::Args;
use zeroize::Zeroizing;

use super::hashing::{self, Entry};
use super::opening::{DirectoryArguments, Opened};
use super::progress::Progress;
use crate::cli::ExitCode;
use crate::cli::output::{fail, plain, print};
use crate::directory::{AddAllError, Conflict};
use crate::roster::{self, Credential, Faults, Row};

const EXAMPLES: &str = "\
The file is CSV with a header, or NDJSON: one JSON object a line. Columns in any order, all but `username` optional:
  username, userId, groupId, projectId, secondaryProjectIds, customData, customData.<name>, extension, phone, fullName,
  email, language, active, inactivityMinutes, userType, segments, accessRights, ucontact, ozonetel, acqueon, iservice,
  iserviceEmails, iserviceOpenIds, password, passwordHash
Lists have `;` between their elements. Either every agent is added or none is: all bad rows are told by their lines, and
names that somebody has already. What `logingate agents export` writes can be imported as it is.

Examples:
  logingate agents import agents.csv --dry-run     Only find what is wrong with it
  logingate agents import agents.csv
  zcat agents.ndjson.gz | logingate agents import -";

/// `logingate agents import …`
#[derive(Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Arguments {
    /// The file; `-` for standard input
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// Say what is wrong, and add nobody
    #[arg(long)]
    dry_run: bool,
    #[command(flatten)]
    directory: DirectoryArguments,
}

/// Imports the file.
pub(super) fn run(arguments: &Arguments) -> ExitCode {
    match import(arguments) {
        Ok(text) => print(&text, ExitCode::Done),
        Err(code) => code,
    }
}

fn import(arguments: &Arguments) -> Result<String, ExitCode> {
    let opened = arguments.directory.open()?;
    let file = read(&arguments.file)?;
    let rows = roster::read(&file).map_err(|faults| arguments.refuse(&faults))?;
    drop(file);
    let lines: Vec<Option<u64>> = rows.iter().map(|row| row.line).collect();
    let conflicting = |conflicts: &[Conflict]| arguments.refuse(&Faults::of_conflicts(&lines, conflicts));
    let passwords = rows.iter().filter(|row| matches!(row.credential, Some(Credential::Password(_)))).count();
    if arguments.dry_run || passwords > 0 {
        // Before hours are spent on passwords.
        let agents = rows.iter().map(|row| row.agent.clone()).collect();
        let progress = Progress::new("looking for names that are taken", rows.len());
        let heard = progress.clone();
        let checked = opened.directory().wait(opened.directory().check_all(agents, move |done| heard.reach(done)));
        progress.finish();
        checked.map_err(|error| failed(error, conflicting))?;
    }
    if arguments.dry_run {
        return Ok(format!("{} could be imported; nothing was changed\n", counted(lines.len())));
    }
    let entries = hashed(rows, passwords, &opened)?;
    let progress = Progress::new("adding agents", entries.len());
    let heard = progress.clone();
    let added = opened.directory().wait(opened.directory().add_all(entries, move |done| heard.reach(done)));
    progress.finish();
    let added = added.map_err(|error| failed(error, conflicting))?;
    Ok(format!("{} imported\n", counted(added)))
}

fn counted(agents: usize) -> String {
    if agents == 1 { "1 agent".to_owned() } else { format!("{agents} agents") }
}

fn read(path: &Path) -> Result<Zeroizing<Vec<u8>>, ExitCode> {
    let mut bytes = Zeroizing::new(Vec::new());
    let read = if path == Path::new("-") {
        io::stdin().lock().read_to_end(&mut bytes).map(drop)
    } else {
        std::fs::read(path).map(|read| *bytes = read)
    };
    let unreadable = |error| fail(&format!("{} can't be read: {error}", path.display()), ExitCode::Failed);
    read.map(|()| bytes).map_err(unreadable)
}

fn hashed(rows: Vec<Row>, passwords: usize, opened: &Opened) -> Result<Vec<Entry>, ExitCode> {
    let progress = Progress::new("hashing passwords", passwords);
    let entries = hashing::entries(rows, &opened.hashing()?, || progress.step());
    progress.finish();
    entries.ok_or_else(|| fail(&"the system has no memory to hash passwords; nothing was imported", ExitCode::Failed))
}

fn failed(error: AddAllError, conflicting: impl FnOnce(&[Conflict]) -> ExitCode) -> ExitCode {
    match error {
        AddAllError::Conflicts(conflicts) => conflicting(&conflicts),
        AddAllError::Unavailable(error) => fail(&format!("{error}; nothing was imported"), ExitCode::Failed),
    }
}

impl Arguments {
    fn refuse(&self, faults: &Faults) -> ExitCode {
        let lines: Vec<String> = faults.to_string().lines().map(|line| format!("  {}", plain(line))).collect();
        let count = if faults.count() == 1 { "1 fault".to_owned() } else { format!("{} faults", faults.count()) };
        let file =
            if self.file == Path::new("-") { "standard input".to_owned() } else { self.file.display().to_string() };
        fail(&format!("{file} has {count}; nothing was imported\n{}", lines.join("\n")), ExitCode::Failed)
    }
}

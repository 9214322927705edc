//! The directory that a command works on.

use std::path::PathBuf;

use clap::Args;

use crate::admission::Hashing;
use crate::cli::ExitCode;
use crate::cli::output::fail;
use crate::config::{self, LogFormat, LogSettings, PasswordSettings, Sources};
use crate::directory::{Directory, Unavailable};
use crate::telemetry;

/// Where the settings are.
#[derive(Args)]
pub(in crate::cli) struct DirectoryArguments {
    /// Settings file, instead of logingate.toml in the working directory; its `directory.url` says where the agents are
    #[arg(long, value_name = "FILE", env = "LOGINGATE_CONFIG", hide_env_values = true)]
    config: Option<PathBuf>,
}

/// The directory, and how its passwords are hashed.
pub(in crate::cli) struct Opened {
    directory: Directory,
    passwords: PasswordSettings,
}

impl DirectoryArguments {
    /// Opens the directory, or says why it can't be.
    ///
    /// # Errors
    /// The exit code, everything having been said.
    pub(in crate::cli) fn open(&self) -> Result<Opened, ExitCode> {
        let sources = Sources { config: self.config.clone(), ..Sources::of_process() };
        let settings = config::load(&sources).map_err(|error| fail(&error, ExitCode::Usage))?.settings;
        // Why the database does not answer is a line of the log.
        let log = LogSettings { level: "off,logingate=error".to_owned(), format: LogFormat::Text, agents: false };
        telemetry::init(&log).map_err(|error| fail(&error, ExitCode::Failed))?;
        let directory = Directory::open(&settings.directory).map_err(|error| fail(&error, ExitCode::Failed))?;
        Ok(Opened { directory, passwords: settings.passwords })
    }
}

impl Opened {
    /// The directory.
    pub(in crate::cli) fn directory(&self) -> &Directory {
        &self.directory
    }

    /// Waits for an answer of the directory.
    ///
    /// # Errors
    /// The exit code, everything having been said.
    pub(in crate::cli) fn ask<T>(&self, question: impl Future<Output = Result<T, Unavailable>>) -> Result<T, ExitCode> {
        self.directory.wait(question).map_err(|error| fail(&error, ExitCode::Failed))
    }

    /// What hashes passwords.
    ///
    /// # Errors
    /// The exit code, everything having been said.
    pub(in crate::cli) fn hashing(&self) -> Result<Hashing, ExitCode> {
        let PasswordSettings { memory_kib, passes, lanes, .. } = self.passwords;
        Hashing::new(memory_kib, passes, lanes).map_err(|error| fail(&error, ExitCode::Usage))
    }
}

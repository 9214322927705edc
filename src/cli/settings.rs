//! `logingate settings`: what is in force, and where it comes from.

use std::path::PathBuf;

use clap::Args;

use super::output::{fail, print, warn};
use super::{ExitCode, Format};
use crate::config::{self, DEFAULTS, Loaded, Sources};

const EXAMPLES: &str = "\
Later ones win: compiled-in defaults, the settings file, LOGINGATE_… variables, flags. Secrets are shown as ***.

Examples:
  logingate settings                              Every setting in force and its source
  logingate settings --config new.toml            Try a file before it is used
  logingate settings --defaults > logingate.toml  Begin a file that explains every setting
  LOGINGATE_POLICIES__DIR=/srv/policies logingate settings";

/// Where settings come from, besides the environment; shared by all commands that use settings.
#[derive(Args)]
pub(super) struct SettingsArguments {
    /// Settings file, instead of logingate.toml in the working directory
    #[arg(long, value_name = "FILE", env = "LOGINGATE_CONFIG", hide_env_values = true)]
    config: Option<PathBuf>,
    /// Address and port to serve on, instead of `listen` in the settings
    #[arg(long, value_name = "ADDR")]
    listen: Option<String>,
    /// Directory of policies, instead of `policies.dir` in the settings
    #[arg(long, value_name = "DIR")]
    policies: Option<PathBuf>,
}

impl SettingsArguments {
    /// Loads the settings, or says what is wrong with them.
    ///
    /// # Errors
    /// The exit code, everything having been said.
    pub(super) fn load(&self) -> Result<Loaded, ExitCode> {
        let sources = Sources {
            config: self.config.clone(),
            listen: self.listen.clone(),
            policies: self.policies.clone(),
            ..Sources::of_process()
        };
        config::load(&sources).map_err(|error| fail(&error, ExitCode::Usage))
    }
}

/// `logingate settings …`
#[derive(Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Arguments {
    #[command(flatten)]
    settings: SettingsArguments,
    /// How to print
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
    /// Print the commented defaults instead: the documentation of every setting
    #[arg(long, conflicts_with_all = ["listen", "policies", "format"])]
    defaults: bool,
}

/// Prints each setting with its value and source, or the defaults.
pub(super) fn run(arguments: &Arguments) -> ExitCode {
    if arguments.defaults {
        return print(DEFAULTS, ExitCode::Done);
    }
    let loaded = match arguments.settings.load() {
        Ok(loaded) => loaded,
        Err(code) => return code,
    };
    loaded.warnings.iter().for_each(|warning| warn(warning));
    match arguments.format {
        Format::Text => print(&loaded.report.to_string(), ExitCode::Done),
        Format::Json => match serde_json::to_string_pretty(&loaded.report) {
            Ok(json) => print(&format!("{json}\n"), ExitCode::Done),
            Err(error) => fail(&error, ExitCode::Failed),
        },
    }
}

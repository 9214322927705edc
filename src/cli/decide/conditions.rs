//! What a login is decided under: policies, clock, limits, and the hook that it comes through.

use std::path::PathBuf;
use std::time::Duration;

use clap::Args;

use crate::cli::output::fail;
use crate::cli::{ExitCode, hook_choice, platform_choice};
use crate::config::{self, Sources};
use crate::decision::{Clock as _, Moment, Platform, SystemClock, quantised};
use crate::dialect::vcc::Hook;

const DIRECTORY: &str = "policies";
const HOOK: &str = "default";
const EVALUATION_LIMIT: Duration = Duration::from_millis(500);
const CLOCK_RESOLUTION: Duration = Duration::from_secs(1);

/// The flags that say what a login is decided under.
#[derive(Args)]
#[command(next_help_heading = "Decided under")]
pub(super) struct ConditionsArguments {
    /// Directory of policies; ./policies, or that of the settings
    #[arg(long, value_name = "DIR")]
    policies: Option<PathBuf>,
    /// The time that policies see, instead of now: date, time and time zone
    #[arg(long, value_name = "MOMENT")]
    at: Option<Moment>,
    /// The platform, as policies see it in input.platform; vcc if it is left out. Of any other, --project may be left out
    #[arg(long, value_name = "NAME", value_parser = platform_choice::parser(), group = "about", conflicts_with_all = ["body", "query"])]
    platform: Option<Platform>,
    /// Name of the hook, as policies see it in input.hook
    #[arg(long, value_name = "NAME")]
    hook: Option<String>,
    /// Settings file of the server: its policies, limits, hooks and keys
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
}

/// What a login is decided under.
pub(super) struct Conditions {
    pub(super) policies: PathBuf,
    pub(super) evaluation_limit: Duration,
    pub(super) clock_resolution: Duration,
    /// Reads requests as the hook of the settings does.
    pub(super) hook: Hook,
    /// Reads what was not sent by a platform: the same hook, without encryption.
    pub(super) open_hook: Hook,
    unix_nanos: i64,
}

impl Conditions {
    /// What `time.now_ns()` answers.
    pub(super) fn now_nanos(&self) -> i64 {
        quantised(self.unix_nanos, self.clock_resolution)
    }
}

impl ConditionsArguments {
    /// Reads the settings, if they are asked for.
    ///
    /// # Errors
    /// The exit code, everything having been said.
    pub(super) fn read(&self) -> Result<Conditions, ExitCode> {
        let platform = self.platform.unwrap_or(Platform::Vcc);
        if platform != Platform::Vcc && self.hook.is_some() {
            let problem =
                format!("only VCC Live has hooks: the input.hook of {platform} is `{platform}`; leave out --hook");
            return Err(fail(&problem, ExitCode::Usage));
        }
        let unix_nanos = self.at.map_or_else(|| SystemClock::default().unix_nanos(), Moment::unix_nanos);
        let Some(config) = &self.config else {
            let name = self.hook.as_deref().unwrap_or(HOOK);
            return Ok(Conditions {
                policies: self.policies.clone().unwrap_or_else(|| DIRECTORY.into()),
                evaluation_limit: EVALUATION_LIMIT,
                clock_resolution: CLOCK_RESOLUTION,
                hook: Hook::open(name),
                open_hook: Hook::open_to(platform, name),
                unix_nanos,
            });
        };
        let sources =
            Sources { config: Some(config.clone()), policies: self.policies.clone(), ..Sources::of_process() };
        let settings = config::load(&sources).map_err(|error| fail(&error, ExitCode::Usage))?.settings;
        let (hook, open_hook) = if platform == Platform::Vcc {
            let hook = hook_choice::among(&settings.vcc.hooks, self.hook.as_deref())
                .map_err(|problem| fail(&problem, ExitCode::Usage))?;
            (Hook::new(hook), Hook::open(&hook.name))
        } else {
            (Hook::open(HOOK), Hook::open_to(platform, HOOK))
        };
        Ok(Conditions {
            policies: settings.policies.dir.clone(),
            evaluation_limit: settings.limits.evaluation,
            clock_resolution: settings.cache.clock_resolution,
            hook,
            open_hook,
            unix_nanos,
        })
    }
}

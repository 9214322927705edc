//! `logingate serve`: answers logins until told to stop.

use clap::Args;

use super::ExitCode;
use super::output::fail;
use super::settings::SettingsArguments;
use crate::app::{Application, BuildError, Signals};
use crate::config::{Loaded, Settings, TlsSettings};
use crate::telemetry;

const EXAMPLES: &str = "\
Examples:
  logingate serve                                 Serve ./policies on 127.0.0.1:8080
  logingate serve --listen 127.0.0.1:9000 --policies /srv/policies
  logingate serve --config /etc/logingate.toml    With settings; `logingate settings --defaults` begins such a file
  LOGINGATE_LOG__LEVEL=debug logingate serve      Any setting can come from the environment

SIGTERM and SIGINT finish what is under way and exit with 0. SIGHUP looks at the policies now.";

/// `logingate serve …`
#[derive(Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Arguments {
    #[command(flatten)]
    settings: SettingsArguments,
}

/// Serves until a stop signal.
pub(super) fn run(arguments: &Arguments) -> ExitCode {
    let loaded = match arguments.settings.load() {
        Ok(loaded) => loaded,
        Err(code) => return code,
    };
    if let Err(error) = telemetry::init(&loaded.settings.log) {
        return fail(&error, ExitCode::Usage);
    }
    telemetry::log_panics();
    actix_web::rt::System::new().block_on(serve(&loaded))
}

async fn serve(Loaded { settings, warnings, .. }: &Loaded) -> ExitCode {
    for warning in warnings {
        tracing::warn!("{warning}");
    }
    let signals = match Signals::of_process() {
        Ok(signals) => signals,
        Err(error) => return fail(&error, ExitCode::Failed),
    };
    let application = match Application::build(settings) {
        Ok(application) => application,
        Err(
            error @ (BuildError::PolicyDirectory { .. }
            | BuildError::Journal { .. }
            | BuildError::Index { .. }
            | BuildError::Upload { .. }
            | BuildError::Traces(_)
            | BuildError::Directory(_)
            | BuildError::Passwords(_)
            | BuildError::Tls(_)),
        ) => {
            return fail(&error, ExitCode::Usage);
        }
        Err(error) => return fail(&error, ExitCode::Failed),
    };
    for hook in &settings.vcc.hooks {
        tracing::info!(
            hook = hook.name,
            url = format!("{}://{}{}", scheme(settings.tls.as_ref()), application.address(), hook.path),
            "serving VCC Live"
        );
    }
    for (platform, path) in platforms(settings) {
        let url = format!("{}://{}{path}", scheme(settings.tls.as_ref()), application.address());
        tracing::info!(url, "serving {platform}");
    }
    if let Some(address) = application.admin_address() {
        let scheme = scheme(settings.admin.tls.as_ref());
        tracing::info!(url = format!("{scheme}://{address}/metrics"), "serving operators");
    }
    match application.run(signals).await {
        Ok(()) => ExitCode::Done,
        Err(error) => fail(&error, ExitCode::Failed),
    }
}

/// The platforms that are served besides VCC Live, and where.
fn platforms(settings: &Settings) -> impl Iterator<Item = (&'static str, &str)> {
    let Settings { ucontact, ozonetel, acqueon, iservice, .. } = settings;
    let all = [
        ("uContact", ucontact.is_enabled, &ucontact.path),
        ("Ozonetel", ozonetel.is_enabled, &ozonetel.path),
        ("Acqueon", acqueon.is_enabled, &acqueon.path),
        ("iService", iservice.is_enabled, &iservice.path),
    ];
    all.into_iter().filter(|(_, is_enabled, _)| *is_enabled).map(|(name, _, path)| (name, path.as_str()))
}

fn scheme(tls: Option<&TlsSettings>) -> &'static str {
    if tls.is_some() { "https" } else { "http" }
}

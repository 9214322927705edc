//! `logingate health`: whether a running server is ready, for containers, service managers and people.

use std::fmt::Write as _;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::path::PathBuf;
use std::time::{Duration, Instant};

use clap::Args;
use serde::Deserialize;
use ureq::Agent;

use super::output::{fail, print};
use super::settings::SettingsArguments;
use super::{ExitCode, Format};
use crate::config::Settings;
use crate::tls::{self, Authorities};

const EXAMPLES: &str = "\
Asks /health/ready at `listen` of the settings, or at `admin.listen` if only that speaks plain HTTP.
Exits with 0 if the next login gets a real answer, also while single policies are broken; with 1 if not.

Examples:
  logingate health                               Is it ready?
  logingate health --wait 30s                    Wait until it is, for a script that goes on then
  logingate health --live                        Does it run at all?
  logingate health --url https://logingate.example.com --ca ca.crt";

/// For one answer; a load balancer does not wait longer.
const PATIENCE: Duration = Duration::from_secs(2);
/// Between two questions of `--wait`.
const PAUSE: Duration = Duration::from_millis(100);
const LONGEST_ANSWER_BYTES: u64 = 1 << 20;

/// `logingate health …`
#[derive(Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Arguments {
    /// Where the server is, instead of where the settings say
    #[arg(long, value_name = "URL", value_parser = url)]
    url: Option<String>,
    /// Authorities to believe instead of the system's: a PEM file
    #[arg(long, value_name = "FILE", requires = "url")]
    ca: Option<PathBuf>,
    /// Ask /health/live: whether it runs, ready or not
    #[arg(long)]
    live: bool,
    /// Ask again until it is ready, for as long as this
    #[arg(long, value_name = "DURATION", value_parser = humantime::parse_duration)]
    wait: Option<Duration>,
    #[command(flatten)]
    settings: SettingsArguments,
    /// How to print
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
}

fn url(text: &str) -> Result<String, &'static str> {
    let base = text.trim_end_matches('/');
    let host = base.strip_prefix("http://").or_else(|| base.strip_prefix("https://"));
    if host.is_some_and(|host| !host.is_empty()) {
        Ok(base.to_owned())
    } else {
        Err("write http:// or https://, a host and a port")
    }
}

/// Asks, and says what the answer was.
pub(super) fn run(arguments: &Arguments) -> ExitCode {
    let base = match &arguments.url {
        Some(url) => url.clone(),
        None => match arguments.settings.load().map(|loaded| of_settings(&loaded.settings)) {
            Ok(Ok(base)) => base,
            Ok(Err(error)) => return fail(&error, ExitCode::Usage),
            Err(code) => return code,
        },
    };
    let authorities = arguments.ca.clone().map_or(Authorities::System, Authorities::File);
    let client = match tls::client(base.starts_with("https://"), &authorities, PATIENCE) {
        Ok(client) => client,
        Err(error) => return fail(&error, ExitCode::Usage),
    };
    let url = format!("{base}/health/{}", if arguments.live { "live" } else { "ready" });
    let (started, wait) = (Instant::now(), arguments.wait.unwrap_or_default());
    loop {
        let answer = ask(&client, &url);
        let is_last = started.elapsed() >= wait;
        match answer {
            Ok(health) if health.is_well || is_last => return health.tell(arguments.format),
            Err(error) if is_last => return fail(&error, ExitCode::Failed),
            _ => std::thread::sleep(PAUSE),
        }
    }
}

/// Where the settings have the server listen for plain HTTP.
fn of_settings(settings: &Settings) -> Result<String, &'static str> {
    let platforms = settings.tls.is_none().then_some(settings.listen);
    let operators = settings.admin.listen.filter(|_| settings.admin.tls.is_none());
    let address = platforms.or(operators).ok_or(
        "the server listens for TLS alone, and its certificate has a name that the settings don't: give --url https://NAME:PORT",
    )?;
    if address.port() == 0 {
        return Err("the settings leave the port to the system: give --url with the port that the log says");
    }
    Ok(format!("http://{}", SocketAddr::new(reachable(address.ip()), address.port())))
}

/// An address for all of the machine's own is asked at its loopback.
fn reachable(listen: IpAddr) -> IpAddr {
    match listen {
        IpAddr::V4(address) if address.is_unspecified() => Ipv4Addr::LOCALHOST.into(),
        IpAddr::V6(address) if address.is_unspecified() => Ipv6Addr::LOCALHOST.into(),
        address => address,
    }
}

/// What a server says of itself.
struct Health {
    is_well: bool,
    document: Document,
    json: String,
}

/// The parts of it that are told to people.
#[derive(Deserialize)]
struct Document {
    status: String,
    reason: Option<String>,
    policies: Option<u64>,
    #[serde(default)]
    degraded: Vec<Degraded>,
}

#[derive(Deserialize)]
struct Degraded {
    policy: String,
    decided_by: String,
    file: String,
    fault: String,
}

fn ask(client: &Agent, url: &str) -> Result<Health, String> {
    let silent = |error: ureq::Error| {
        format!("no answer from {url}: {error}; is a server running there? --url says where else to ask")
    };
    let mut answer = client.get(url).call().map_err(silent)?;
    let json = answer.body_mut().with_config().limit(LONGEST_ANSWER_BYTES).read_to_string().map_err(silent)?;
    let document = serde_json::from_str(&json).map_err(|_| format!("what answers at {url} is no logingate"))?;
    Ok(Health { is_well: answer.status().is_success(), document, json })
}

impl Health {
    fn tell(&self, format: Format) -> ExitCode {
        let text = match format {
            Format::Json => format!("{}\n", self.json.trim_end()),
            Format::Text => self.document.text(),
        };
        print(&text, if self.is_well { ExitCode::Done } else { ExitCode::Failed })
    }
}

impl Document {
    fn text(&self) -> String {
        let mut text = self.status.replace('_', " ");
        // Writing to a string does not fail.
        let _ = match (&self.reason, self.policies) {
            (Some(reason), _) => writeln!(text, ": {reason}"),
            (None, Some(policies)) => writeln!(text, ": policies in force: {policies}"),
            (None, None) => writeln!(text),
        };
        for Degraded { policy, decided_by, file, fault } in &self.degraded {
            let _ = writeln!(text, "  {policy}, decided by {decided_by}: {fault} in {file}");
        }
        text
    }
}

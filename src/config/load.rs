//! From layers of text to [`Settings`]: every value read, every fault collected.

use std::net::{Ipv4Addr, SocketAddr};
use std::ops::RangeInclusive;
use std::path::Path;
use std::time::Duration;

use super::acqueon;
use super::fault::SettingsError;
use super::hooks::{self, Surroundings};
use super::reader::Reader;
use super::report::Report;
use super::scalar::Form;
use super::settings::{CacheSettings, LogFormat, LogSettings, MetricsSettings, PolicySettings, Settings, VccSettings};
use super::sources::Sources;
use super::table::Table;
use super::{
    admin, directory as agents, iservice, journal, limits, log_level, mail, networks, ozonetel, passwords,
    platform_path, tls, traces, ucontact, warning,
};

pub(super) const ADDRESS: &str =
    "an address and a port, such as \"127.0.0.1:8080\", \"0.0.0.0:8080\" or \"localhost:8080\"";
pub(super) const MILLISECOND: Duration = Duration::from_millis(1);
pub(super) const TENTH: Duration = Duration::from_millis(100);
pub(super) const MINUTE: Duration = Duration::from_mins(1);
pub(super) const HOUR: Duration = Duration::from_hours(1);
const DAY: Duration = Duration::from_hours(24);

/// Settings that may be used, and what is worth knowing about them.
#[derive(Debug, Clone)]
pub struct Loaded {
    /// Complete and checked.
    pub settings: Settings,
    /// Lines for the log at start.
    pub warnings: Vec<String>,
    /// Each setting with its source, secrets masked.
    pub report: Report,
}

/// Reads and checks all settings. Opens the settings file and files of secrets, nothing else.
///
/// # Errors
/// All faults at once: settings that do not exist, values that are refused, unreadable files.
pub fn load(sources: &Sources) -> Result<Loaded, SettingsError> {
    let mut faults = Vec::new();
    let figment = sources.merged(&mut faults).map_err(|fault| SettingsError::new(vec![fault]))?;
    let reader = Reader::new(figment, faults);
    let mut warnings = Vec::new();
    let settings = settings(&reader, &sources.directory, &mut warnings);
    let (faults, report) = reader.into_findings();
    let Some(settings) = settings.filter(|_| faults.is_empty()) else { return Err(SettingsError::new(faults)) };
    warnings.splice(0..0, warning::about(&settings));
    Ok(Loaded { settings, warnings, report })
}

fn settings(reader: &Reader, directory: &Path, warnings: &mut Vec<String>) -> Option<Settings> {
    let mut root = reader.root();
    let listen = root.parsed("listen", Form::Text, ADDRESS, address);
    let tls = tls::read(&mut root, directory, warnings);
    let workers = root.parsed("workers", Form::TextOrInteger, "\"auto\" or an integer from 1 to 1024", workers);
    let allow_unauthenticated = root.switch("allow_unauthenticated");
    let trusted_proxies = networks::read(&mut root, "trusted_proxies");
    let shutdown_grace = root.duration("shutdown_grace", MILLISECOND..=10 * MINUTE);
    let shutdown_delay = root.duration("shutdown_delay", Duration::ZERO..=10 * MINUTE);
    let policies = root.table("policies").and_then(policies);
    let limits = root.table("limits").and_then(limits::read);
    let cache = root.table("cache").and_then(cache);
    let log = root.table("log").and_then(log);
    let around = Surroundings { listen, allow_unauthenticated, directory };
    let journal = root.table("journal").and_then(|table| journal::read(table, directory, warnings));
    let metrics = root.table("metrics").and_then(metrics);
    let traces = root.table("traces").and_then(|table| traces::read(table, directory, warnings));
    let admin = root.table("admin").and_then(|table| admin::read(table, directory, warnings));
    if let (Some(admin), Some(listen)) = (&admin, listen) {
        admin::refuse_same_address(&root, admin, listen);
    }
    let agents = root.table("directory").and_then(|table| agents::read(table, directory, warnings));
    let passwords = root.table("passwords").and_then(passwords::read);
    let lockout = root.table("lockout").and_then(passwords::read_lockout);
    let mail = root.table("mail").and_then(|table| mail::read(table, directory, warnings));
    let vcc = root.table("vcc").and_then(|table| vcc(table, &around, warnings));
    let ucontact = root.table("ucontact").and_then(ucontact::read);
    let ozonetel = root.table("ozonetel").and_then(ozonetel::read);
    let acqueon = root.table("acqueon").and_then(acqueon::read);
    let iservice = root.table("iservice").and_then(|table| iservice::read(table, directory, warnings));
    let platforms = [
        ucontact.as_ref().filter(|it| it.is_enabled).map(|it| ("ucontact", "path", &*it.path)),
        ozonetel.as_ref().filter(|it| it.is_enabled).map(|it| ("ozonetel", "path", &*it.path)),
        iservice.as_ref().filter(|it| it.is_enabled).map(|it| ("iservice", "path", &*it.path)),
        acqueon.as_ref().filter(|it| it.is_enabled).map(|it| ("acqueon", "path", &*it.path)),
        acqueon
            .as_ref()
            .filter(|it| it.is_enabled)
            .and_then(|it| Some(("acqueon", "finesse_path", it.finesse_path.as_deref()?))),
    ];
    platform_path::refuse_shared(&mut root, vcc.as_ref(), &platforms);
    root.finish();
    Some(Settings {
        listen: listen?,
        tls: tls?,
        workers: workers?,
        allow_unauthenticated: allow_unauthenticated?,
        trusted_proxies: trusted_proxies?,
        shutdown_delay: shutdown_delay?,
        shutdown_grace: shutdown_grace?,
        policies: policies?,
        limits: limits?,
        cache: cache?,
        log: log?,
        journal: journal?,
        metrics: metrics?,
        traces: traces?,
        admin: admin?,
        directory: agents?,
        passwords: passwords?,
        lockout: lockout?,
        vcc: vcc?,
        ucontact: ucontact?,
        ozonetel: ozonetel?,
        acqueon: acqueon?,
        mail: mail?,
        iservice: iservice?,
    })
}

/// No name but `localhost` is looked up: what the server listens on must not depend on the network at start.
pub(super) fn address(text: &str) -> Option<SocketAddr> {
    match text.rsplit_once(':') {
        Some((host, port)) if host.eq_ignore_ascii_case("localhost") => {
            Some(SocketAddr::from((Ipv4Addr::LOCALHOST, port.parse::<u16>().ok()?)))
        }
        _ => text.parse().ok(),
    }
}

/// `Some(None)` for one a core.
#[allow(clippy::option_option, reason = "None is a fault everywhere in this room")]
fn workers(text: &str) -> Option<Option<usize>> {
    if text == "auto" {
        return Some(None);
    }
    text.parse().ok().filter(|count| (1..=1024).contains(count)).map(Some)
}

fn policies(mut table: Table<'_>) -> Option<PolicySettings> {
    let dir = table.path("dir", "the path of a directory");
    let scan_interval = table.duration("scan_interval", TENTH..=HOUR);
    let file_events = table.switch("file_events");
    table.finish();
    Some(PolicySettings { dir: dir?, scan_interval: scan_interval?, file_events: file_events? })
}

fn cache(mut table: Table<'_>) -> Option<CacheSettings> {
    let ttl: RangeInclusive<Duration> = MILLISECOND..=DAY;
    let capacity = table.integer("capacity", 0..=100_000_000);
    let allow_ttl = table.duration("allow_ttl", ttl.clone());
    let deny_ttl = table.duration("deny_ttl", ttl);
    let clock_resolution = table.duration("clock_resolution", MILLISECOND..=HOUR);
    table.finish();
    Some(CacheSettings {
        capacity: capacity?,
        allow_ttl: allow_ttl?,
        deny_ttl: deny_ttl?,
        clock_resolution: clock_resolution?,
    })
}

fn metrics(mut table: Table<'_>) -> Option<MetricsSettings> {
    let projects = table.integer("projects", 0..=1_000);
    table.finish();
    Some(MetricsSettings { projects: usize::try_from(projects?).ok()? })
}

fn log(mut table: Table<'_>) -> Option<LogSettings> {
    let level = table
        .parsed("level", Form::Text, log_level::EXPECTED, |text| log_level::is_filter(text).then(|| text.to_owned()));
    let format =
        table.choice("format", &[("auto", LogFormat::Auto), ("text", LogFormat::Text), ("json", LogFormat::Json)]);
    let agents = table.switch("agents");
    table.finish();
    Some(LogSettings { level: level?, format: format?, agents: agents? })
}

fn vcc(mut table: Table<'_>, around: &Surroundings<'_>, warnings: &mut Vec<String>) -> Option<VccSettings> {
    let hooks = hooks::read(&mut table, around, warnings);
    table.finish();
    Some(VccSettings { hooks: hooks? })
}

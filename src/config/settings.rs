//! The settings as the rest of the house sees them: complete, checked, typed.

mod acqueon;
mod admin;
mod directory;
mod hooks;
mod iservice;
mod journal;
mod journal_upload;
mod mail;
mod ozonetel;
mod passwords;
mod tls;
mod traces;
mod ucontact;

pub use acqueon::{AcqueonSettings, Contact, Reason, Team};
pub use admin::{AdminSettings, Role, TokenSettings};
pub use directory::{DirectoryDatabase, DirectorySettings};
pub use hooks::{Cipher, CipherMode, EncryptionSettings, HookSettings, IvSource, OnError, VccSettings};
pub use iservice::{IserviceSettings, OpenIdSettings};
pub use journal::{
    Fsync, JournalAgents, JournalFileSettings, JournalIndexSettings, JournalPrivacy, JournalSettings, WhenFull,
};
pub use journal_upload::{JournalUploadSettings, UploadToken};
pub use mail::{MailEncryption, MailRoute, MailSettings, SmtpSettings};
pub use ozonetel::OzonetelSettings;
pub use passwords::{LockoutSettings, PasswordSettings};
pub use tls::{ClientCertificateSettings, TlsSettings};
pub use traces::{ReceiverSettings, TraceSettings};
pub use ucontact::{Generation, SecondLogin, UcontactSettings};

use std::net::SocketAddr;
use std::num::NonZeroU32;
use std::path::PathBuf;
use std::time::Duration;

use ipnet::IpNet;

/// Everything in force.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Where platforms send their logins.
    pub listen: SocketAddr,
    /// TLS there; `None` for plain HTTP.
    pub tls: Option<TlsSettings>,
    /// Worker threads for requests; `None` means one a core.
    pub workers: Option<usize>,
    /// Whether a hook without a secret may be served on an address that others can reach.
    pub allow_unauthenticated: bool,
    /// The proxies that are believed when they say on whose behalf they call.
    pub trusted_proxies: Vec<IpNet>,
    /// After a stop signal: how long to go on answering while health says "not ready".
    pub shutdown_delay: Duration,
    /// How long requests under way may take after that.
    pub shutdown_grace: Duration,
    /// Policies.
    pub policies: PolicySettings,
    /// Bounds of one login.
    pub limits: LimitSettings,
    /// Remembered verdicts.
    pub cache: CacheSettings,
    /// Log lines.
    pub log: LogSettings,
    /// What was decided, for whoever asks later.
    pub journal: JournalSettings,
    /// What is counted.
    pub metrics: MetricsSettings,
    /// Traces of requests.
    pub traces: TraceSettings,
    /// The listener for operators and monitoring.
    pub admin: AdminSettings,
    /// Agents.
    pub directory: DirectorySettings,
    /// What a password costs to check.
    pub passwords: PasswordSettings,
    /// What failures to log in lead to.
    pub lockout: LockoutSettings,
    /// Mail that is sent.
    pub mail: MailSettings,
    /// iService.
    pub iservice: IserviceSettings,
    /// VCC Live.
    pub vcc: VccSettings,
    /// uContact.
    pub ucontact: UcontactSettings,
    /// Ozonetel.
    pub ozonetel: OzonetelSettings,
    /// Acqueon Workspace.
    pub acqueon: AcqueonSettings,
}

/// `[policies]`
#[derive(Debug, Clone)]
pub struct PolicySettings {
    /// The directory in OPA bundle layout.
    pub dir: PathBuf,
    /// How often its content is compared, whatever file events said.
    pub scan_interval: Duration,
    /// Whether file events are used as hints between two comparisons.
    pub file_events: bool,
}

/// `[limits]`
#[derive(Debug, Clone)]
pub struct LimitSettings {
    /// From the decoded login to its answer.
    pub login_deadline: Duration,
    /// One evaluation of one policy.
    pub evaluation: Duration,
    /// Until a request's head must have arrived.
    pub head_read: Duration,
    /// Until a request's body must have arrived.
    pub body_read: Duration,
    /// How long a connection may stay open between two requests.
    pub idle: Duration,
    /// The most connections that are open at a time, on all workers together.
    pub connections: usize,
    /// The most logins that wait for an evaluation at a time.
    pub in_flight: usize,
    /// How many wrong secrets of one address are looked into a minute.
    pub bad_secrets_per_minute: NonZeroU32,
}

/// `[cache]`
#[derive(Debug, Clone)]
pub struct CacheSettings {
    /// The most verdicts remembered; 0 remembers none.
    pub capacity: u64,
    /// How long an `allow` is remembered.
    pub allow_ttl: Duration,
    /// How long any other lasting outcome is remembered.
    pub deny_ttl: Duration,
    /// The step of the clock that policies see.
    pub clock_resolution: Duration,
}

/// `[metrics]`
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MetricsSettings {
    /// The most projects that have series of their own; 0 for none, and no series by project at all.
    pub projects: usize,
}

/// `[log]`
#[derive(Debug, Clone)]
pub struct LogSettings {
    /// A `tracing` filter: `info`, `warn,logingate=debug`.
    pub level: String,
    /// How lines are written.
    pub format: LogFormat,
    /// Whether agents' names and custom data may stand in the log.
    pub agents: bool,
}

/// How log lines are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LogFormat {
    /// Text on a terminal, JSON otherwise.
    Auto,
    /// Text.
    Text,
    /// One JSON object a line.
    Json,
}

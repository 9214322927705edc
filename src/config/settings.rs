//! The settings as the rest of the house sees them: complete, checked, typed.

use std::net::SocketAddr;
use std::num::NonZeroU32;
use std::path::PathBuf;
use std::time::Duration;

use ipnet::IpNet;

use super::Secret;

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
    /// The listener for operators and monitoring.
    pub admin: AdminSettings,
    /// VCC Live.
    pub vcc: VccSettings,
}

/// `[tls]` and `[admin.tls]`: files in PEM form, whose content nobody has looked at yet.
#[derive(Debug, Clone)]
pub struct TlsSettings {
    /// The server's certificate and those between it and its root.
    pub certificate: PathBuf,
    /// The private key of that certificate.
    pub key: PathBuf,
    /// The certificates that clients show; `None` if they are not asked.
    pub clients: Option<ClientCertificateSettings>,
}

/// The certificates that clients show.
#[derive(Debug, Clone)]
pub struct ClientCertificateSettings {
    /// The authorities that may have issued them: a file in PEM form.
    pub authorities: PathBuf,
    /// Whether a client without one is refused.
    pub are_required: bool,
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

/// `[journal]`
#[derive(Debug, Clone)]
pub struct JournalSettings {
    /// What happens while events come faster than they can be written.
    pub when_full: WhenFull,
    /// The most events that wait to be written.
    pub queue: usize,
    /// Whether each event goes to standard output.
    pub stdout: bool,
    /// The files that each event goes to.
    pub files: Vec<JournalFileSettings>,
    /// The database that decisions are looked up in, if there is one.
    pub index: Option<JournalIndexSettings>,
    /// What no event says.
    pub privacy: JournalPrivacy,
}

/// `[journal.index]`
#[derive(Debug, Clone)]
pub struct JournalIndexSettings {
    /// The database; made if it is not there.
    pub path: PathBuf,
    /// Older decisions are removed.
    pub keep_age: Duration,
    /// Past this size the oldest decisions are removed, in mebibytes.
    pub keep_mebibytes: u64,
}

/// What of `[journal]` keeps personal data out of events.
#[derive(Debug, Clone)]
pub struct JournalPrivacy {
    /// JSON pointers below `/input` to what is removed.
    pub mask: Vec<String>,
    /// How agents are named.
    pub agents: JournalAgents,
}

/// How events name agents.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum JournalAgents {
    /// As the platform does.
    Plain,
    /// By a hash with this key.
    Hashed(Secret),
}

/// What happens to an event that finds no place to wait.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WhenFull {
    /// It is dropped and counted.
    Drop,
    /// Its login waits for a place.
    Wait,
}

/// `[[journal.files]]`
#[derive(Debug, Clone)]
pub struct JournalFileSettings {
    /// The file that is written; full ones are put beside it.
    pub path: PathBuf,
    /// A file of this size is full, in mebibytes.
    pub rotate_mebibytes: u64,
    /// A file of this age is full.
    pub rotate_age: Duration,
    /// How many full files are kept.
    pub keep_files: usize,
    /// When what was written is made to outlast a loss of power.
    pub fsync: Fsync,
}

/// When a file is forced to the disk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fsync {
    /// When the system likes.
    Never,
    /// Once a second, and when the file is full.
    EverySecond,
    /// After each write, which takes up all events that wait.
    Always,
}

/// `[admin]`
#[derive(Debug, Clone)]
pub struct AdminSettings {
    /// Where operators and monitoring ask; `None` for nowhere.
    pub listen: Option<SocketAddr>,
    /// TLS there; `None` for plain HTTP.
    pub tls: Option<TlsSettings>,
    /// Who may ask; empty means every program on this machine.
    pub tokens: Vec<TokenSettings>,
}

/// `[[admin.tokens]]`: a bearer token, known by its digest.
#[derive(Debug, Clone)]
pub struct TokenSettings {
    /// Unique; whose token it is.
    pub name: String,
    /// What its bearer may do.
    pub role: Role,
    /// SHA-256 of the token.
    pub digest: [u8; 32],
}

/// What somebody may do on the admin listener; each may do what those before it may.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Role {
    /// Look.
    Reader,
    /// Reload the policies.
    Operator,
}

impl Role {
    /// Its name in settings.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Reader => "reader",
            Self::Operator => "operator",
        }
    }
}

/// `[vcc]`
#[derive(Debug, Clone)]
pub struct VccSettings {
    /// At least one; with none configured, `default` at `/vcc/project-login`.
    pub hooks: Vec<HookSettings>,
}

/// `[[vcc.hooks]]`: one VCC customer.
#[derive(Debug, Clone)]
pub struct HookSettings {
    /// Unique; reaches policies as `input.hook`.
    pub name: String,
    /// Unique; starts with `/`; may hold one segment `{secret}`.
    pub path: String,
    /// The networks that may call; empty for all.
    pub allow: Vec<IpNet>,
    /// Any of them authenticates the caller; empty means that nobody is asked.
    pub secrets: Vec<Secret>,
    /// The query parameter that carries the secret.
    pub secret_parameter: String,
    /// Encrypted bodies.
    pub encryption: Option<EncryptionSettings>,
    /// What the caller gets for a login with a project that could not be decided.
    pub on_error: OnError,
}

/// What the caller gets when a policy failed or took too long.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OnError {
    /// Status 200 and `false` for the project.
    Deny,
    /// Status 503 and no answer at all.
    Unavailable,
}

/// `[vcc.hooks.encryption]`
#[derive(Debug, Clone)]
pub struct EncryptionSettings {
    /// The cipher, by its OpenSSL name in the settings.
    pub cipher: Cipher,
    /// The passphrase, used as the key byte by byte.
    pub key: Secret,
    /// Where the initialisation vector comes from.
    pub iv: IvSource,
}

/// AES in one key size and one mode.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Cipher {
    /// 128, 192 or 256.
    pub key_bits: u16,
    /// How blocks are chained.
    pub mode: CipherMode,
}

/// The modes VCC Live's customers may choose.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[allow(missing_docs, reason = "the field's own names")]
pub enum CipherMode {
    Ctr,
    Cbc,
    Cfb,
    Cfb8,
    Ofb,
    Ecb,
}

/// Where a body's initialisation vector comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum IvSource {
    /// Hexadecimal in the query parameter `iv`.
    Query,
    /// Zeros.
    Empty,
}

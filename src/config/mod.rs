//! What the operator may set, where it came from, and what is wrong with it.
//!
//! Lives here: the settings as types, the commented `default.toml`, secrets. It knows no room above it.
//! To add a setting: one line with its comment in `default.toml`, one field in `settings.rs`, one line in `load.rs`.

mod acqueon;
mod admin;
mod cipher;
mod directory;
mod encryption;
mod environment;
mod fault;
mod hook_path;
mod hook_secrets;
mod hooks;
mod iservice;
mod journal;
mod layer;
mod limits;
mod load;
mod log_level;
mod mail;
mod networks;
mod opentelemetry;
mod ozonetel;
mod passwords;
mod platform_path;
mod reader;
mod report;
mod scalar;
mod secret;
pub mod secret_file;
mod settings;
mod signing_secret;
mod sources;
mod table;
#[cfg(test)]
mod tests;
mod tls;
mod traces;
mod ucontact;
mod url;
mod warning;

pub use cipher::UnknownCipher;
pub use fault::{Fault, SettingsError};
pub use hooks::is_name;
pub use load::{Loaded, load};
pub use report::{Entry, Report};
pub use secret::Secret;
pub use settings::{AcqueonSettings, Contact, Reason, Team};
pub use settings::{
    AdminSettings, CacheSettings, Cipher, CipherMode, ClientCertificateSettings, DirectoryDatabase, DirectorySettings,
    EncryptionSettings, Fsync, Generation, HookSettings, IserviceSettings, IvSource, JournalAgents,
    JournalFileSettings, JournalIndexSettings, JournalPrivacy, JournalSettings, JournalUploadSettings, LimitSettings,
    LockoutSettings, LogFormat, LogSettings, MailEncryption, MailRoute, MailSettings, MetricsSettings, OnError,
    OpenIdSettings, OzonetelSettings, PasswordSettings, PolicySettings, ReceiverSettings, Role, SecondLogin, Settings,
    SmtpSettings, TlsSettings, TokenSettings, TraceSettings, UcontactSettings, UploadToken, VccSettings, WhenFull,
};
pub use signing_secret::{InvalidSigningSecret, signing_key};
pub use sources::{DEFAULTS, Sources};

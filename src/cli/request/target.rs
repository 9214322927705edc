//! Where a login is sent, how its sender is recognised there and how its body is encrypted: flags first, then the URL,
//! then the settings.

mod read;

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use crate::config::{Cipher, EncryptionSettings, Secret};

/// The environment variable that holds the secret.
pub(super) const SECRET: &str = "LOGINGATE_SECRET";
/// What stands in a path for the secret.
pub(super) const SECRET_SEGMENT: &str = "{secret}";

const CALLER: &str = "How the caller is recognised";
const ENCRYPTED: &str = "How the body is encrypted";

/// The flags that say where to send. They have no `Debug`: the URL may hold a secret.
#[derive(Args)]
#[command(next_help_heading = "Sent to")]
pub(super) struct TargetArguments {
    /// The webhook's URL as typed in VCC Live; without a path, that of the hook. Write {secret} for a secret in its path
    #[arg(value_name = "URL")]
    url: Option<String>,
    /// Name of the hook whose path, secret and cipher to take from the settings
    #[arg(long, value_name = "NAME")]
    hook: Option<String>,
    /// Settings file of the server
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
    /// Believe certificates by the authorities in this PEM file, and no others
    #[arg(long, value_name = "FILE")]
    pub(super) ca: Option<PathBuf>,
    /// File whose first line is the secret; without it the URL, the variable `LOGINGATE_SECRET`, the settings
    #[arg(long, value_name = "FILE", help_heading = CALLER)]
    secret_file: Option<PathBuf>,
    /// Where the secret goes; unless said, where the path has {secret}, or else in the query
    #[arg(long, value_enum, value_name = "PLACE", help_heading = CALLER)]
    secret_in: Option<SecretPlace>,
    /// The query parameter that carries the secret
    #[arg(long, value_name = "NAME", help_heading = CALLER)]
    secret_parameter: Option<String>,
    /// Sign the body by the first line of this file, as Standard Webhooks does: whsec_…
    #[arg(long, value_name = "FILE", help_heading = CALLER)]
    signing_secret_file: Option<PathBuf>,
    /// The cipher, as in VCC Live: aes-256-ctr, …
    #[arg(long, value_name = "NAME", requires = "key_file", help_heading = ENCRYPTED)]
    cipher: Option<Cipher>,
    /// File that holds the key and nothing else
    #[arg(long, value_name = "FILE", requires = "cipher", help_heading = ENCRYPTED)]
    key_file: Option<PathBuf>,
    /// A new initialisation vector in each query, or zeros
    #[arg(long, value_enum, value_name = "SOURCE", help_heading = ENCRYPTED)]
    iv: Option<Iv>,
}

/// Where the secret travels.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum SecretPlace {
    /// In the query
    Query,
    /// In the path, where {secret} stands
    Path,
    /// As the password of HTTP Basic
    Basic,
}

#[derive(Clone, Copy, ValueEnum)]
enum Iv {
    Query,
    Empty,
}

/// Where a login is sent and as what. It has no `Debug`: most of it is secret.
#[derive(Clone)]
pub(super) struct Target {
    /// Scheme, host and port.
    pub(super) origin: String,
    /// May hold [`SECRET_SEGMENT`].
    pub(super) path: String,
    /// What else the URL's query has, still encoded.
    pub(super) query: Vec<(String, String)>,
    pub(super) secret: Option<Secret>,
    pub(super) secret_place: SecretPlace,
    pub(super) secret_parameter: String,
    pub(super) encryption: Option<EncryptionSettings>,
    pub(super) signing_key: Option<Secret>,
    /// The hook's name, where it is known.
    pub(super) hook: Option<String>,
}

impl Target {
    pub(super) fn is_https(&self) -> bool {
        self.origin.starts_with("https://")
    }

    /// The same with the secret as the password of HTTP Basic, which every hook reads; `None` unless it is in the query.
    pub(super) fn with_secret_in_basic(&self) -> Option<Self> {
        let is_in_query = self.secret.is_some() && self.secret_place == SecretPlace::Query;
        is_in_query.then(|| Self { secret_place: SecretPlace::Basic, ..self.clone() })
    }
}

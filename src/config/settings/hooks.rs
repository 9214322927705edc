//! VCC Live's customers.

use ipnet::IpNet;

use crate::config::Secret;

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
    /// Any of them authenticates the caller.
    pub secrets: Vec<Secret>,
    /// Keys of Standard Webhooks: a body signed by any of them authenticates the caller, too.
    pub signing_secrets: Vec<Secret>,
    /// The query parameter that carries the secret.
    pub secret_parameter: String,
    /// Encrypted bodies.
    pub encryption: Option<EncryptionSettings>,
    /// What the caller gets for a login with a project that could not be decided.
    pub on_error: OnError,
}

impl HookSettings {
    /// Whether a caller has to show who it is; without any secret nobody has.
    #[must_use]
    pub fn asks_who_calls(&self) -> bool {
        !self.secrets.is_empty() || !self.signing_secrets.is_empty()
    }
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

impl EncryptionSettings {
    /// Whether each request brings an initialisation vector of its own; ECB has no use for one.
    #[must_use]
    pub fn takes_iv(&self) -> bool {
        self.iv == IvSource::Query && self.cipher.mode != CipherMode::Ecb
    }
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

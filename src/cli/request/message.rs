//! One login as it goes over the wire: URL, headers, body; and the same as it may be shown, without secrets.

use std::time::SystemTime;

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use data_encoding::HEXLOWER;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_encode};
use uuid::Uuid;

use super::forms::{Method, TextForm, WireForm};
use super::target::{SECRET_SEGMENT, SecretPlace, Target};
use crate::cli::login::LoginFields;
use crate::cli::output::plain;
use crate::config::{Cipher, EncryptionSettings, Secret};
use crate::dialect::vcc::{IV_BYTES, encrypt, sign};

/// What stands for a secret wherever somebody reads.
pub(super) const MASK: &str = "***";

/// HTTP Basic needs a user name, and the server does not look at it.
pub(super) const USER: &str = "vcc";

/// What needs no escape in a path or a query (RFC 3986, unreserved).
const ENCODED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// A message ready to be sent. It has no `Debug`: it holds the secret.
pub(super) struct Message {
    pub(super) form: WireForm,
    pub(super) headers: Vec<Header>,
    /// As sent.
    pub(super) body: Vec<u8>,
    /// The login in clear, as the body or the query has it.
    pub(super) clear: Vec<u8>,
    /// What the body is encrypted by.
    pub(super) cipher: Option<Cipher>,
    pub(super) is_signed: bool,
    pub(super) secret_place: Option<SecretPlace>,
    pub(super) secret_parameter: String,
    secret: Option<Secret>,
    origin: String,
    path: String,
    /// What the URL brought along, which may be secret for all we know.
    from_url: Vec<(String, String)>,
    /// The initialisation vector, and the fields of a GET.
    own: Vec<String>,
}

/// A header, and how it may be shown.
pub(super) struct Header {
    pub(super) name: &'static str,
    pub(super) value: String,
    pub(super) shown: String,
}

impl Header {
    fn open(name: &'static str, value: String) -> Self {
        Self { name, shown: value.clone(), value }
    }
}

impl Message {
    /// Writes the login `fields` in `form`, encrypted and signed as `target` wants it.
    ///
    /// # Errors
    /// If the fields can't be written, or the system has no randomness to give.
    pub(super) fn write(form: WireForm, target: &Target, fields: &LoginFields<'_>) -> Result<Self, String> {
        let clear = form.write(fields)?;
        let mut message = Self {
            form,
            headers: Vec::new(),
            body: Vec::new(),
            clear,
            cipher: None,
            is_signed: target.signing_key.is_some(),
            secret_place: target.secret.as_ref().map(|_| target.secret_place),
            secret_parameter: target.secret_parameter.clone(),
            secret: target.secret.clone(),
            origin: target.origin.clone(),
            path: target.path.clone(),
            from_url: target.query.clone(),
            own: Vec::new(),
        };
        match (form.method, &target.encryption) {
            (Method::Get, _) => message.own.push(String::from_utf8_lossy(&message.clear).into_owned()),
            (_, None) => message.body.clone_from(&message.clear),
            (_, Some(encryption)) => message.encrypt(encryption)?,
        }
        message.add_headers(target.signing_key.as_ref())?;
        Ok(message)
    }

    fn encrypt(&mut self, encryption: &EncryptionSettings) -> Result<(), String> {
        let mut iv = [0; IV_BYTES];
        if encryption.takes_iv() {
            getrandom::fill(&mut iv).map_err(|error| format!("no initialisation vector: {error}"))?;
            self.own.push(format!("iv={}", HEXLOWER.encode(&iv)));
        }
        self.body = encrypt(encryption, &iv, &self.clear).into_bytes();
        self.cipher = Some(encryption.cipher);
        Ok(())
    }

    fn add_headers(&mut self, signing_key: Option<&Secret>) -> Result<(), String> {
        let content_type = match (self.cipher, self.form.text) {
            (Some(_), _) => "text/plain",
            (None, TextForm::Json(_)) => "application/json",
            (None, TextForm::Pairs(_)) => "application/x-www-form-urlencoded",
        };
        if self.form.method != Method::Get {
            self.headers.push(Header::open("Content-Type", content_type.to_owned()));
        }
        if let (Some(SecretPlace::Basic), Some(secret)) = (self.secret_place, &self.secret) {
            let credentials = [USER.as_bytes(), b":", secret.expose()].concat();
            let value = format!("Basic {}", BASE64_STANDARD.encode(credentials));
            self.headers.push(Header { name: "Authorization", value, shown: format!("Basic {MASK}") });
        }
        if let Some(key) = signing_key {
            let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).map_err(|error| error.to_string())?;
            let seconds = i64::try_from(now.as_secs()).map_err(|error| error.to_string())?;
            let id = format!("msg_{}", Uuid::now_v7().simple());
            let signature = sign(key, &id, seconds, &self.body);
            self.headers.push(Header::open("webhook-id", id));
            self.headers.push(Header::open("webhook-timestamp", seconds.to_string()));
            self.headers.push(Header::open("webhook-signature", signature));
        }
        Ok(())
    }

    /// The URL to send to. It holds the secret.
    pub(super) fn url(&self) -> String {
        let secret = self.secret.as_ref().map(|secret| percent_encode(secret.expose(), ENCODED).to_string());
        let secret = secret.unwrap_or_default();
        let path = self.path.replace(SECRET_SEGMENT, &secret);
        self.joined(&path, self.secret_pair(&secret), str::to_owned)
    }

    /// The URL as it may be shown.
    pub(super) fn shown_url(&self) -> String {
        self.joined(&self.path.replace(SECRET_SEGMENT, MASK), self.secret_pair(MASK), |_| MASK.to_owned())
    }

    /// The URL as it may be shown, with [`SECRET_SEGMENT`] in its path and without the secret in its query.
    pub(super) fn open_url(&self) -> String {
        self.joined(&self.path, None, |_| MASK.to_owned())
    }

    /// `text` of somebody else, on one line, with nothing that should be secret: pages and redirects repeat URLs.
    pub(super) fn shown(&self, text: &str) -> String {
        let mut text = plain(text);
        let secrets = self.secret.iter().flat_map(|secret| {
            let encoded = percent_encode(secret.expose(), ENCODED).to_string();
            [String::from_utf8_lossy(secret.expose()).into_owned(), encoded]
        });
        for secret in secrets.chain(self.from_url.iter().map(|(_, value)| value.clone())).filter(|it| !it.is_empty()) {
            text = text.replace(&secret, MASK);
        }
        text
    }

    /// Whether the URL's own query has something that is not shown.
    pub(super) fn hides_query(&self) -> bool {
        !self.from_url.is_empty()
    }

    fn secret_pair(&self, secret: &str) -> Option<String> {
        (self.secret_place == Some(SecretPlace::Query)).then(|| format!("{}={secret}", self.secret_parameter))
    }

    fn joined(&self, path: &str, secret: Option<String>, show: impl Fn(&str) -> String) -> String {
        let from_url = self.from_url.iter().map(|(name, value)| format!("{name}={}", show(value)));
        let pairs: Vec<_> = secret.into_iter().chain(from_url).chain(self.own.iter().cloned()).collect();
        let between = if pairs.is_empty() { "" } else { "?" };
        format!("{}{path}{between}{}", self.origin, pairs.join("&"))
    }
}

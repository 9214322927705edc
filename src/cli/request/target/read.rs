//! What the flags, the URL and the settings come to.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::path::Path;

use percent_encoding::percent_decode_str;

use super::super::address::{self, Address};
use super::{Iv, SECRET, SECRET_SEGMENT, SecretPlace, Target, TargetArguments};
use crate::cli::hook_choice;
use crate::config::{
    self, EncryptionSettings, HookSettings, IvSource, Secret, Settings, Sources, secret_file, signing_key,
};

const PATH: &str = "/vcc/project-login";
const PARAMETER: &str = "secret-key";

impl TargetArguments {
    /// What the flags, the URL and the settings come to.
    ///
    /// # Errors
    /// What is wrong with them.
    pub(in crate::cli::request) fn read(&self) -> Result<Target, String> {
        let asks_settings = self.url.is_none() || self.hook.is_some() || self.config.is_some();
        let settings = if asks_settings { Some(self.settings()?) } else { None };
        let hook = settings.as_ref().map(|settings| hook_choice::among(&settings.vcc.hooks, self.hook.as_deref()));
        let hook = hook.transpose()?;
        let address = match (&self.url, &settings) {
            (Some(url), _) => address::parse(url)?,
            (None, Some(settings)) => own_address(settings)?,
            (None, None) => return Err("give a URL".to_owned()),
        };
        let mut target = Target {
            path: address.path.clone().unwrap_or_else(|| hook.map_or(PATH, |hook| &hook.path).to_owned()),
            secret_parameter: self.parameter(hook),
            secret_place: SecretPlace::Query,
            secret: None,
            encryption: self.encryption(hook)?,
            signing_key: self.signing_key(hook)?,
            hook: hook.map(|hook| hook.name.clone()),
            origin: address.origin,
            query: address.query,
        };
        let in_query = take_secret(&mut target);
        let password_place = address.password.as_ref().map(|_| SecretPlace::Basic);
        let query_place = in_query.as_ref().map(|_| SecretPlace::Query);
        if address.password.is_some() && in_query.is_some() {
            return Err("the URL has two secrets: a password and a parameter of its query".to_owned());
        }
        target.secret = self.secret(address.password.or(in_query), hook)?;
        target.secret_place = self.place(&target, password_place.or(query_place))?;
        settle_iv(&mut target)?;
        Ok(target)
    }

    fn settings(&self) -> Result<Settings, String> {
        let sources = Sources { config: self.config.clone(), ..Sources::of_process() };
        config::load(&sources).map(|loaded| loaded.settings).map_err(|error| error.to_string())
    }

    fn parameter(&self, hook: Option<&HookSettings>) -> String {
        let of_hook = hook.map_or(PARAMETER, |hook| &hook.secret_parameter);
        self.secret_parameter.clone().unwrap_or_else(|| of_hook.to_owned())
    }

    fn secret(&self, in_url: Option<Secret>, hook: Option<&HookSettings>) -> Result<Option<Secret>, String> {
        if let Some(path) = &self.secret_file {
            return match in_url {
                Some(_) => Err("the URL has a secret as well as --secret-file, expected one of the two".to_owned()),
                None => first_line(path).map(Some),
            };
        }
        let in_environment = std::env::var_os(SECRET).map(std::ffi::OsString::into_encoded_bytes);
        let in_environment = in_environment.filter(|secret| !secret.is_empty()).map(Secret::new);
        Ok(in_url.or(in_environment).or_else(|| hook.and_then(|hook| hook.secrets.first().cloned())))
    }

    fn place(&self, target: &Target, in_url: Option<SecretPlace>) -> Result<SecretPlace, String> {
        let has_segment = target.path.split('/').any(|segment| segment == SECRET_SEGMENT);
        let usual = if has_segment { SecretPlace::Path } else { SecretPlace::Query };
        let place = self.secret_in.or(in_url).unwrap_or(usual);
        match (has_segment, place) {
            (true, _) if target.secret.is_none() => Err(format!(
                "the path has a segment {SECRET_SEGMENT}, but there is no secret: give --secret-file or {SECRET}"
            )),
            (true, SecretPlace::Query | SecretPlace::Basic) => {
                Err(format!("the secret goes where the path has {SECRET_SEGMENT}, and nowhere else"))
            }
            (false, SecretPlace::Path) => Err(format!(
                "--secret-in path: the path is {}; write {SECRET_SEGMENT} where the secret goes",
                target.path
            )),
            _ => Ok(place),
        }
    }

    fn signing_key(&self, hook: Option<&HookSettings>) -> Result<Option<Secret>, String> {
        let Some(path) = &self.signing_secret_file else {
            return Ok(hook
                .filter(|hook| hook.secrets.is_empty())
                .and_then(|hook| hook.signing_secrets.first().cloned()));
        };
        let key = signing_key(&first_line(path)?);
        key.map(Some).map_err(|expected| format!("{} holds another text, expected {expected}", path.display()))
    }

    fn encryption(&self, hook: Option<&HookSettings>) -> Result<Option<EncryptionSettings>, String> {
        let mut encryption = match (self.cipher, &self.key_file) {
            (Some(cipher), Some(path)) => {
                let key = secret_file::key(path, &mut Vec::new()).map_err(|problem| named(path, &problem))?;
                Some(EncryptionSettings { cipher, key, iv: IvSource::Query })
            }
            _ => hook.and_then(|hook| hook.encryption.clone()),
        };
        match (&mut encryption, self.iv) {
            (None, Some(_)) => {
                return Err("--iv is of encrypted bodies: give --cipher and --key-file, or --hook".to_owned());
            }
            (Some(encryption), Some(Iv::Query)) => encryption.iv = IvSource::Query,
            (Some(encryption), Some(Iv::Empty)) => encryption.iv = IvSource::Empty,
            (_, None) => {}
        }
        Ok(encryption)
    }
}

/// The server on this machine, at the address that its settings say.
fn own_address(settings: &Settings) -> Result<Address, String> {
    let listen = settings.listen;
    let ip = match listen.ip() {
        IpAddr::V4(ip) if ip.is_unspecified() => IpAddr::V4(Ipv4Addr::LOCALHOST),
        IpAddr::V6(ip) if ip.is_unspecified() => IpAddr::V6(Ipv6Addr::LOCALHOST),
        ip => ip,
    };
    if listen.port() == 0 {
        return Err("the settings leave the port to the system (`listen`): give the URL".to_owned());
    }
    let scheme = if settings.tls.is_some() { "https" } else { "http" };
    let origin = format!("{scheme}://{}", SocketAddr::new(ip, listen.port()));
    Ok(Address { origin, path: None, query: Vec::new(), password: None })
}

/// Takes the secret out of the query that the URL has.
fn take_secret(target: &mut Target) -> Option<Secret> {
    let at = target.query.iter().position(|(name, _)| *name == target.secret_parameter)?;
    let (_, value) = target.query.remove(at);
    Some(Secret::new(percent_decode_str(&value).collect::<Vec<u8>>()))
}

/// `iv=${iv}` says that each request brings its own, which the cipher says, too.
fn settle_iv(target: &mut Target) -> Result<(), String> {
    let Some(at) = target.query.iter().position(|(name, _)| name == "iv") else { return Ok(()) };
    let (_, value) = target.query.remove(at);
    match &target.encryption {
        _ if !value.eq_ignore_ascii_case("${iv}") && !value.eq_ignore_ascii_case("$%7Biv%7D") => {
            Err("the URL has an iv of its own: write iv=${iv} in single quotes, a new one is made each time".to_owned())
        }
        None => {
            Err("the URL has iv=${iv}, but nothing is encrypted: give --cipher and --key-file, or --hook".to_owned())
        }
        Some(encryption) if encryption.takes_iv() => Ok(()),
        Some(_) => {
            Err("the URL has iv=${iv}, but the initialisation vector is empty by --iv or the settings".to_owned())
        }
    }
}

fn first_line(path: &Path) -> Result<Secret, String> {
    let secrets = secret_file::secrets(path, &mut Vec::new()).map_err(|problem| named(path, &problem))?;
    secrets.into_iter().next().ok_or_else(|| named(path, "holds no secret"))
}

fn named(path: &Path, problem: &str) -> String {
    format!("{}: {problem}", path.display())
}

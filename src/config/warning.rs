//! What is accepted but should be known: lines for the log at start.

use std::net::SocketAddr;

use super::settings::{CipherMode, EncryptionSettings, HookSettings, IvSource, Settings};

/// Shorter secrets can be guessed sooner or later.
const SHORTEST_SECRET_BYTES: usize = 16;

/// Whether only programs of this machine can reach `address`.
pub(super) fn is_loopback(address: SocketAddr) -> bool {
    address.ip().to_canonical().is_loopback()
}

/// Everything about `settings` that should be known.
pub(super) fn about(settings: &Settings) -> Vec<String> {
    let mut warnings = Vec::new();
    for hook in &settings.vcc.hooks {
        about_secrets(hook, settings.listen, &mut warnings);
        if let Some(encryption) = &hook.encryption {
            about_encryption(hook, encryption, &mut warnings);
        }
    }
    if settings.trusted_proxies.iter().any(|network| network.prefix_len() == 0) {
        let problem = "trusted_proxies holds everybody: any caller can say that it calls for another address; \
                       name the proxies in front";
        warnings.push(problem.to_owned());
    }
    warnings
}

/// The file `path` of permission `mode` holds secrets.
pub(super) fn world_readable(path: &str, mode: u32) -> String {
    format!(
        "{path} holds secrets and can be read by every user of this machine (mode {mode:o}): take that away with chmod o-r"
    )
}

fn about_secrets(hook: &HookSettings, listen: SocketAddr, warnings: &mut Vec<String>) {
    let name = &hook.name;
    if !hook.asks_who_calls() {
        let who = if is_loopback(listen) { "any program on this machine" } else { "anybody in its network" };
        warnings.push(format!(
            "hook {name} runs without a secret: {who} is answered at {listen}; set its secrets or secrets_file"
        ));
    }
    let short = hook.secrets.iter().filter(|secret| secret.expose().len() < SHORTEST_SECRET_BYTES).count();
    if short > 0 {
        let count = hook.secrets.len();
        warnings.push(format!(
            "hook {name}: {short} of {count} secrets are shorter than {SHORTEST_SECRET_BYTES} bytes and can be guessed; \
             use long random ones"
        ));
    }
}

fn about_encryption(hook: &HookSettings, encryption: &EncryptionSettings, warnings: &mut Vec<String>) {
    let (name, cipher) = (&hook.name, encryption.cipher);
    if !hook.asks_who_calls() {
        warnings.push(format!(
            "hook {name}: encryption does not authenticate, and without a secret nothing else does: whoever reaches the \
             hook can alter a recorded body or send it again and is answered; set its secrets or secrets_file"
        ));
    } else if !hook.secrets.is_empty() {
        warnings.push(format!(
            "hook {name}: encryption hides bodies but does not authenticate them; its secret alone tells who is calling"
        ));
    }
    if cipher.mode == CipherMode::Ecb {
        warnings.push(format!(
            "hook {name}: {cipher} shows which parts of bodies are alike; choose aes-256-cbc or aes-256-ctr"
        ));
    } else if encryption.iv == IvSource::Empty && cipher.mode.is_stream() {
        warnings.push(format!(
            "hook {name}: {cipher} with iv = \"empty\" re-uses one keystream for every body, so that two bodies together \
             give away what they say; add iv=${{iv}} to the URL in VCC Live and set iv = \"query\""
        ));
    }
    about_key_length(name, encryption, warnings);
}

/// PHP fills a short key up with NUL bytes and cuts a long one, and so must we.
fn about_key_length(name: &str, encryption: &EncryptionSettings, warnings: &mut Vec<String>) {
    let cipher = encryption.cipher;
    let (got, wanted) = (encryption.key.expose().len(), usize::from(cipher.key_bits / 8));
    if got < wanted {
        warnings.push(format!(
            "hook {name}: the key has fewer than the {wanted} bytes of {cipher} and is filled up with zeros"
        ));
    } else if got > wanted {
        warnings.push(format!("hook {name}: only the first {wanted} bytes of the key are used by {cipher}"));
    }
}

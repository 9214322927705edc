//! Who is calling: whoever knows a shared secret (contract §2.1), or signs what it sends (Standard Webhooks).

mod presented;
mod shared_secret;
mod signature;
#[cfg(test)]
mod tests;

pub use presented::PresentedSecrets;
pub use signature::sign;

use crate::config::HookSettings;
use crate::dialect::{Problem, Request, SignatureFault};
use shared_secret::SharedSecrets;
use signature::Signatures;

/// The callers that a hook listens to; without any secret, everybody.
#[derive(Default)]
pub(super) struct Callers {
    secrets: Option<SharedSecrets>,
    signatures: Option<Signatures>,
}

impl Callers {
    /// Those who know one of the secrets, and those who sign by one of the keys.
    pub(super) fn new(settings: &HookSettings) -> Self {
        let HookSettings { secrets, signing_secrets, secret_parameter, .. } = settings;
        Self {
            secrets: (!secrets.is_empty()).then(|| SharedSecrets::new(secret_parameter, secrets)),
            signatures: (!signing_secrets.is_empty()).then(|| Signatures::new(signing_secrets)),
        }
    }

    /// Whether there is a key to sign by.
    pub(super) fn know_signatures(&self) -> bool {
        self.signatures.is_some()
    }

    /// Holds that `request` has a secret or a signature, and that all it has are right.
    pub(super) fn recognise(&self, request: &Request<'_>, unix_nanos: i64) -> Result<(), Problem> {
        let by_secret = self.secrets.as_ref().and_then(|secrets| secrets.recognise(request));
        if by_secret == Some(false) {
            return Err(Problem::Unauthorized);
        }
        let by_signature = self.signatures.as_ref().and_then(|signatures| signatures.recognise(request, unix_nanos));
        match by_signature {
            Some(Err(fault)) => Err(Problem::SignatureRefused { fault }),
            None if by_secret.is_none() && self.secrets.is_some() => Err(Problem::Unauthorized),
            None if by_secret.is_none() && self.signatures.is_some() => {
                Err(Problem::SignatureRefused { fault: SignatureFault::NotSigned })
            }
            _ => Ok(()),
        }
    }

    /// Where `request` has a secret, and whether it is right; `None` where no secret is asked for.
    pub(super) fn presented(&self, request: &Request<'_>) -> Option<PresentedSecrets> {
        self.secrets.as_ref().map(|secrets| secrets.presented(request))
    }

    /// The query parameter that carries a secret, where one is asked for.
    pub(super) fn parameter(&self) -> Option<&str> {
        self.secrets.as_ref().map(SharedSecrets::parameter)
    }
}

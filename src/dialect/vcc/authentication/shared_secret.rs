//! A shared secret in the query, in the path or in HTTP Basic's password (contract §2.1).

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use sha2::{Digest, Sha256};
use subtle::{Choice, ConstantTimeEq};

use crate::config::Secret;
use crate::dialect::Request;
use crate::dialect::percent::{self, Plus};

/// The secrets of a hook, any of which tells who is calling.
pub(super) struct SharedSecrets {
    pub(super) parameter: Box<str>,
    digests: Box<[[u8; 32]]>,
}

impl SharedSecrets {
    /// Any of `secrets` authenticates; several are live while one replaces another.
    pub(super) fn new(parameter: &str, secrets: &[Secret]) -> Self {
        let digests = secrets.iter().map(|secret| Sha256::digest(secret.expose()).into()).collect();
        Self { parameter: parameter.into(), digests }
    }

    /// Whether every secret that `request` presents is right; `None` if it presents none.
    pub(super) fn recognise(&self, request: &Request<'_>) -> Option<bool> {
        let answers = [
            self.in_query(request.query),
            request.path_secret.map(|secret| self.knows(secret.as_bytes())),
            request.authorization.and_then(|header| self.in_authorization(header)),
        ];
        let presented = answers.iter().any(Option::is_some);
        let right = answers.into_iter().flatten().fold(Choice::from(1), |all, one| all & one);
        presented.then(|| right.into())
    }

    /// Compares digests, so that neither length nor content shows in the time it takes, and compares all of them.
    pub(super) fn knows(&self, candidate: &[u8]) -> Choice {
        let digest: [u8; 32] = Sha256::digest(candidate).into();
        let known = self.digests.iter().fold(Choice::from(0), |any, secret| any | secret.ct_eq(&digest));
        known & Choice::from(u8::from(!candidate.is_empty()))
    }

    /// `None` when the parameter is not there; two different values are a wrong one.
    pub(super) fn in_query(&self, query: &str) -> Option<Choice> {
        let mut values = percent::pairs(query)
            .filter(|pair| {
                percent::decode(pair.name, Plus::Space).is_ok_and(|name| *name == *self.parameter.as_bytes())
            })
            .map(|pair| pair.value);
        let first = values.next()?;
        let decoded = percent::decode(first, Plus::Itself);
        let same = values.all(|value| percent::decode(value, Plus::Itself) == decoded);
        let Ok(decoded) = decoded else { return Some(Choice::from(0)) };
        // A `+` typed into the webhook's URL may be meant as it stands or, as in a form, as a space.
        let spaced = percent::decode(first, Plus::Space).unwrap_or_default();
        Some((self.knows(&decoded) | self.knows(&spaced)) & Choice::from(u8::from(same)))
    }

    /// `None` for other schemes than Basic (RFC 7617); an unreadable Basic header is a wrong one.
    pub(super) fn in_authorization(&self, header: &[u8]) -> Option<Choice> {
        let (scheme, credentials) = header.split_at_checked(6)?;
        if !scheme.eq_ignore_ascii_case(b"Basic ") {
            return None;
        }
        let decoded = BASE64_STANDARD.decode(credentials.trim_ascii()).unwrap_or_default();
        let password = decoded.iter().position(|&byte| byte == b':').and_then(|colon| decoded.get(colon + 1..));
        Some(self.knows(password.unwrap_or_default()))
    }
}

//! Who may ask: bearer tokens (RFC 6750), each with a role, known by their digests only.

use actix_web::http::header::{AUTHORIZATION, HeaderValue};
use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};
use sha2::{Digest, Sha256};
use subtle::{Choice, ConditionallySelectable, ConstantTimeEq};

use crate::config::{Role, TokenSettings};
use crate::dialect::Problem;
use crate::web::{State, refusal};

/// Whose requests need no token: every program on this machine, where no token is set.
const ANYBODY: &str = "anybody";

/// The tokens that are accepted.
#[derive(Debug, Clone)]
pub struct Tokens(Vec<TokenSettings>);

impl Tokens {
    /// Without any, everybody who reaches the listener may do everything.
    #[must_use]
    pub fn new(tokens: Vec<TokenSettings>) -> Self {
        Self(tokens)
    }

    /// The name of whoever asks, if they may do what takes `needed`; else the refusal.
    pub(super) fn admit(&self, request: &HttpRequest, needed: Role) -> Result<&str, HttpResponse> {
        let refuse = |problem| Err(refusal::refuse(request, None, &problem));
        if self.0.is_empty() {
            return Ok(ANYBODY);
        }
        let authorization = request.headers().get(AUTHORIZATION).map(HeaderValue::as_bytes);
        match authorization.and_then(bearer).and_then(|token| self.find(token)) {
            Some(token) if token.role >= needed => Ok(&token.name),
            Some(_) => refuse(Problem::RoleTooLow { needed: needed.as_str() }),
            None => refuse(failed(request)),
        }
    }

    /// The same where even on this machine nobody is let in without a token: any web page that somebody looks at here can
    /// send requests to this machine.
    pub(super) fn admit_bearer(&self, request: &HttpRequest, needed: Role) -> Result<&str, HttpResponse> {
        if self.0.is_empty() {
            return Err(refusal::refuse(request, None, &Problem::TokenRequired));
        }
        self.admit(request, needed)
    }

    /// Looks at every token, so that time does not tell which one was nearly right.
    fn find(&self, token: &[u8]) -> Option<&TokenSettings> {
        let digest: [u8; 32] = Sha256::digest(token).into();
        let mut found = u64::MAX;
        for (at, known) in (0..).zip(&self.0) {
            let is_equal: Choice = known.digest.ct_eq(&digest);
            found.conditional_assign(&at, is_equal);
        }
        self.0.get(usize::try_from(found).ok()?)
    }
}

/// No token, or a wrong one.
fn failed(request: &HttpRequest) -> Problem {
    match request.app_data::<Data<State>>() {
        Some(state) => state.callers.failed(state.callers.address(request), Problem::TokenRequired),
        None => Problem::TokenRequired,
    }
}

/// The token of `Bearer …`; the scheme in any case.
fn bearer(authorization: &[u8]) -> Option<&[u8]> {
    let (scheme, token) = authorization.split_at_checked("Bearer ".len())?;
    scheme.eq_ignore_ascii_case(b"Bearer ").then(|| token.trim_ascii())
}

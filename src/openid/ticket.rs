//! What binds the two halves of a login through a provider: one secret in the browser, from which the rest is derived.

use std::fmt;
use std::time::Duration;

use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;
use subtle::ConstantTimeEq as _;

/// How long somebody may take at the provider.
pub const TICKET_LIFETIME: Duration = Duration::from_mins(10);

const NANOS: i64 = 1_000_000_000;

/// A login through a provider that has begun. The browser keeps it; nothing of it is kept here, so that any server may
/// see the end of what another has begun.
pub struct Ticket {
    /// Seconds since the Unix epoch.
    begun: i64,
    secret: [u8; 32],
}

/// What goes to the provider and has to come back. Each part is derived from the ticket's secret, and gives away nothing
/// of it or of the others.
pub struct Challenge {
    /// Comes back with the browser.
    state: String,
    /// Comes back in the ID token.
    pub(super) nonce: String,
    /// Shows that whoever has the code has begun the login (PKCE, RFC 7636).
    pub(super) verifier: String,
}

impl Ticket {
    /// A new one, at `unix_nanos`; `None` where the system has no randomness.
    #[must_use]
    pub fn new(unix_nanos: i64) -> Option<Self> {
        let mut secret = [0; 32];
        getrandom::fill(&mut secret).ok()?;
        Some(Self { begun: unix_nanos.div_euclid(NANOS), secret })
    }

    /// The one that the browser has kept, unless it is too old, or none.
    #[must_use]
    pub fn parse(text: &str, unix_nanos: i64) -> Option<Self> {
        let (begun, secret) = text.split_once('.')?;
        let begun: i64 = begun.parse().ok()?;
        let age = unix_nanos.div_euclid(NANOS).checked_sub(begun)?;
        let secret = BASE64_URL_SAFE_NO_PAD.decode(secret).ok()?.try_into().ok()?;
        u64::try_from(age).is_ok_and(|age| age <= TICKET_LIFETIME.as_secs()).then_some(Self { begun, secret })
    }

    /// What the browser keeps: visible ASCII without `;` and `,`. A secret.
    #[must_use]
    pub fn text(&self) -> String {
        format!("{}.{}", self.begun, BASE64_URL_SAFE_NO_PAD.encode(self.secret))
    }

    /// What `provider` is asked with; `bound_to` says on whose behalf, and has to be the same at both ends.
    #[must_use]
    pub fn challenge(&self, provider: &str, bound_to: &[u8]) -> Challenge {
        let part = |name| self.derived(name, provider, bound_to);
        Challenge { state: part("state"), nonce: part("nonce"), verifier: part("verifier") }
    }

    fn derived(&self, name: &str, provider: &str, bound_to: &[u8]) -> String {
        // A key may have any length.
        let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(&self.secret) else { return String::new() };
        for part in [name.as_bytes(), provider.as_bytes(), &self.begun.to_be_bytes(), bound_to] {
            mac.update(&part.len().to_be_bytes());
            mac.update(part);
        }
        BASE64_URL_SAFE_NO_PAD.encode(mac.finalize().into_bytes())
    }
}

impl Challenge {
    /// Whether `state` is what was sent.
    #[must_use]
    pub fn is_answered_by(&self, state: &[u8]) -> bool {
        self.state.as_bytes().ct_eq(state).into()
    }

    pub(super) fn state(&self) -> &str {
        &self.state
    }
}

impl fmt::Debug for Ticket {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Ticket").field("begun", &self.begun).finish_non_exhaustive()
    }
}

impl fmt::Debug for Challenge {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Challenge").finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOON: i64 = 1_795_435_200 * NANOS;

    #[test]
    fn what_the_browser_kept_leads_to_the_same_challenge() {
        let ticket = Ticket::new(NOON).unwrap();
        let kept = Ticket::parse(&ticket.text(), NOON + 600 * NANOS).unwrap();
        let (sent, checked) = (ticket.challenge("Google", b"s"), kept.challenge("Google", b"s"));
        assert!(checked.is_answered_by(sent.state().as_bytes()));
        assert_eq!((checked.nonce, checked.verifier), (sent.nonce, sent.verifier));
    }

    #[test]
    fn another_provider_another_session_or_another_moment_is_another_login() {
        let ticket = Ticket::new(NOON).unwrap();
        let state = ticket.challenge("Google", b"s").state;
        let later = Ticket { begun: ticket.begun + 1, secret: ticket.secret };
        for other in [
            ticket.challenge("Okta", b"s"),
            ticket.challenge("Google", b""),
            ticket.challenge("Googles", b""),
            later.challenge("Google", b"s"),
            Ticket::new(NOON).unwrap().challenge("Google", b"s"),
        ] {
            assert!(!other.is_answered_by(state.as_bytes()));
        }
    }

    #[test]
    fn the_parts_differ_and_are_long_enough() {
        let Challenge { state, nonce, verifier } = Ticket::new(NOON).unwrap().challenge("Google", b"");
        assert!(state != nonce && nonce != verifier && verifier != state);
        assert_eq!([state.len(), nonce.len(), verifier.len()], [43; 3]);
    }

    #[test]
    fn a_ticket_that_is_too_old_from_tomorrow_or_none_is_not_taken() {
        let text = Ticket::new(NOON).unwrap().text();
        assert!(Ticket::parse(&text, NOON + 601 * NANOS).is_none());
        assert!(Ticket::parse(&text, NOON - NANOS).is_none());
        for text in ["", ".", "x", "1795435200", "1795435200.", "1795435200.AAAA", "x.AAAA"] {
            assert!(Ticket::parse(text, NOON).is_none(), "{text}");
        }
        assert!(!format!("{:?}", Ticket::parse(&text, NOON)).contains(text.split('.').nth(1).unwrap()));
    }
}

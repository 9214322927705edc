//! Who calls: from which address, and how often with a wrong secret.
//!
//! An address is what the connection says; only a trusted proxy is believed when it says on whose behalf it calls.

mod bad_secrets;
mod forwarded;
mod origin;

use std::net::IpAddr;
use std::num::NonZeroU32;
use std::sync::Arc;

use actix_web::HttpRequest;
use ipnet::{IpNet, Ipv4Net, Ipv6Net};

use crate::decision::{Clock, Platform};
use crate::dialect::Problem;
use crate::telemetry::{Refusal, RefusalLog, Refused};
use bad_secrets::BadSecrets;

pub(super) use bad_secrets::Monotonic;

/// What is known of those who call, shared by all workers.
pub struct Callers {
    trusted_proxies: Box<[IpNet]>,
    bad_secrets: BadSecrets,
    refusals: RefusalLog,
    clock: Arc<dyn Clock>,
}

impl Callers {
    /// Believes `trusted_proxies`, and looks into `bad_secrets_per_minute` of each address.
    #[must_use]
    pub fn new(trusted_proxies: &[IpNet], bad_secrets_per_minute: NonZeroU32, clock: Arc<dyn Clock>) -> Self {
        Self {
            trusted_proxies: trusted_proxies.into(),
            bad_secrets: BadSecrets::new(bad_secrets_per_minute, Arc::clone(&clock)),
            refusals: RefusalLog::default(),
            clock,
        }
    }

    /// The address of whoever sent `request`; IPv4 addresses always in their own form.
    pub(super) fn address(&self, request: &HttpRequest) -> Option<IpAddr> {
        let peer = request.peer_addr()?.ip().to_canonical();
        Some(origin::of(peer, request.headers(), &self.trusted_proxies))
    }

    /// Notes that `address` sent no secret or a wrong one, which is `problem`; after many of them it is another one.
    pub(super) fn failed(&self, address: Option<IpAddr>, problem: Problem) -> Problem {
        match self.bad_secrets.note(address.map(network)) {
            Ok(()) => problem,
            // Up to the next whole second.
            Err(wait) => Problem::TooManyBadSecrets { retry_seconds: wait.as_secs() + 1 },
        }
    }

    /// Writes out what lines about refusals have left untold: at the end.
    pub fn flush(&self) {
        self.refusals.flush();
    }

    /// Leaves a line about a request that `problem` refused. What anybody can cause leaves one line a minute, with a count.
    pub(super) fn log_refusal(&self, address: Option<IpAddr>, hook: Option<&str>, problem: &Problem) {
        let (kind, field, reason) = (problem.kind(), problem.field(), problem.log_reason());
        let refusal = Refusal { what: Refused::Request, hook, kind, field, reason, source: address };
        if problem.needs_no_secret() {
            self.refusals.write_at_most_once_a_minute(&refusal, address.map(network), self.clock.monotonic());
        } else {
            refusal.write();
        }
    }

    /// Leaves a line about what a platform without hooks refuses for `reason`: one a minute, with a count, since anybody
    /// can cause it.
    pub(super) fn log_platform_refusal(
        &self,
        address: Option<IpAddr>,
        what: Refused,
        platform: Platform,
        reason: &'static str,
    ) {
        let hook = Some(platform.as_str());
        let refusal = Refusal { what, hook, kind: reason, field: None, reason: None, source: address };
        self.refusals.write_at_most_once_a_minute(&refusal, address.map(network), self.clock.monotonic());
    }
}

/// What counts as one address: an IPv6 network of 64 bits is the least that anybody is given.
fn network(address: IpAddr) -> IpNet {
    match address {
        IpAddr::V4(address) => Ipv4Net::from(address).into(),
        IpAddr::V6(address) => Ipv6Net::new_assert(address, 64).trunc().into(),
    }
}

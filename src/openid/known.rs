//! What is known of a provider: its endpoints and keys, read anew now and then.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use openidconnect::IssuerUrl;
use openidconnect::core::CoreProviderMetadata;

use super::Fault;
use super::transport::Transport;
use crate::decision::Clock;

/// For how long metadata and keys are believed without asking again.
const FRESH: Duration = Duration::from_hours(1);

/// Metadata and keys, and when they were read.
type Read = (Arc<CoreProviderMetadata>, Duration);

/// What is known of one provider. Nobody is asked before the first login.
pub(super) struct Known {
    issuer: IssuerUrl,
    transport: Transport,
    clock: Arc<dyn Clock>,
    read: Mutex<Option<Read>>,
}

impl Known {
    pub(super) fn new(issuer: IssuerUrl, transport: Transport, clock: Arc<dyn Clock>) -> Self {
        Self { issuer, transport, clock, read: Mutex::default() }
    }

    pub(super) fn transport(&self) -> &Transport {
        &self.transport
    }

    pub(super) fn clock(&self) -> &dyn Clock {
        &*self.clock
    }

    /// What is known, read anew if it is old. While the provider does not answer, what was known before stands.
    pub(super) fn metadata(&self) -> Result<Arc<CoreProviderMetadata>, Fault> {
        let known = self.read.lock().unwrap_or_else(PoisonError::into_inner).clone();
        let Some((metadata, read_at)) = known else { return self.read_anew() };
        if self.clock.monotonic().saturating_sub(read_at) < FRESH {
            return Ok(metadata);
        }
        Ok(self.read_anew().unwrap_or(metadata))
    }

    /// What the provider says now.
    pub(super) fn read_anew(&self) -> Result<Arc<CoreProviderMetadata>, Fault> {
        let metadata = CoreProviderMetadata::discover(&self.issuer, &|request| self.transport.call(request))?;
        let metadata = Arc::new(metadata);
        let read = (Arc::clone(&metadata), self.clock.monotonic());
        *self.read.lock().unwrap_or_else(PoisonError::into_inner) = Some(read);
        Ok(metadata)
    }
}

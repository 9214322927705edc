//! TLS of one listener, from its settings on.

use std::fmt;
use std::io;
use std::sync::{Arc, mpsc};

use arc_swap::ArcSwap;
use rustls::ServerConfig;

use super::fault::Faults;
use super::files::Files;
use super::material::Material;
use super::renewal::{self, Follower};
use super::server;
use crate::config::TlsSettings;
use crate::decision::Clock;
use crate::telemetry::Metrics;
use crate::telemetry::metrics::Listener;

/// Why TLS does not start.
#[derive(Debug)]
pub enum StartError {
    /// Its files can't be used.
    Files(Faults),
    /// The system refused something else.
    System(io::Error),
}

/// TLS of one listener. Its files are followed until this is dropped.
pub struct Tls {
    config: ServerConfig,
    /// The following thread ends when this goes.
    _alive: mpsc::Sender<()>,
}

impl fmt::Debug for Tls {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Tls").finish_non_exhaustive()
    }
}

impl Tls {
    /// Reads and judges the files of `settings`, then follows them on a thread of its own; `metrics` has the expiry of
    /// what is in force and counts renewals.
    ///
    /// # Errors
    /// All that is wrong with the files, or what the system refuses.
    pub fn start(
        listener: Listener,
        settings: &TlsSettings,
        clock: Arc<dyn Clock>,
        metrics: Arc<Metrics>,
    ) -> Result<Self, StartError> {
        let now_seconds = clock.unix_nanos().div_euclid(1_000_000_000);
        let material = Material::from_files(Files::read(settings), listener, settings, now_seconds);
        let material = material.map_err(StartError::Files)?;
        let in_force = Arc::new(ArcSwap::from_pointee(material));
        let config = server::config(&in_force, settings.clients.as_ref(), Arc::clone(&clock));
        let config = config.map_err(|error| StartError::System(io::Error::other(error)))?;
        let follower = Follower::new(listener, settings.clone(), in_force, clock, metrics);
        let alive = renewal::start(follower).map_err(StartError::System)?;
        Ok(Self { config, _alive: alive })
    }

    /// TLS 1.2 and 1.3 with whatever is in force when a client says hello. Which protocols are spoken inside is not said.
    #[must_use]
    pub fn server_config(&self) -> ServerConfig {
        self.config.clone()
    }
}

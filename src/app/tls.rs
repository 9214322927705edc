//! TLS of both listeners.

use std::sync::Arc;

use super::BuildError;
use crate::config::{Settings, TlsSettings};
use crate::decision::Clock;
use crate::telemetry::Metrics;
use crate::telemetry::metrics::Listener;
use crate::tls::{StartError, Tls};

/// TLS of each listener that has any. The files are followed until this is dropped.
pub(super) struct Endpoints {
    pub(super) platforms: Option<Tls>,
    pub(super) operators: Option<Tls>,
}

impl Endpoints {
    /// Starts what `settings` ask for.
    ///
    /// # Errors
    /// The faults of both listeners' files together, or what the system refuses.
    pub(super) fn start(
        settings: &Settings,
        clock: &Arc<dyn Clock>,
        metrics: &Arc<Metrics>,
    ) -> Result<Self, BuildError> {
        let start = |listener, settings: Option<&TlsSettings>| {
            let tls = settings.map(|it| Tls::start(listener, it, Arc::clone(clock), Arc::clone(metrics)));
            tls.transpose()
        };
        let operators = settings.admin.tls.as_ref().filter(|_| settings.admin.listen.is_some());
        let platforms = start(Listener::Platforms, settings.tls.as_ref());
        match (platforms, start(Listener::Operators, operators)) {
            (Ok(platforms), Ok(operators)) => Ok(Self { platforms, operators }),
            (Err(StartError::Files(faults)), Err(StartError::Files(others))) => {
                Err(BuildError::Tls(faults.and(others)))
            }
            (Err(StartError::Files(faults)), _) | (_, Err(StartError::Files(faults))) => Err(BuildError::Tls(faults)),
            (Err(StartError::System(error)), _) | (_, Err(StartError::System(error))) => Err(error.into()),
        }
    }
}

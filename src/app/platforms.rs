//! The platforms with logins of their own, as the settings want them.

use std::num::NonZeroUsize;
use std::sync::Arc;
use std::thread::available_parallelism;

use super::{BuildError, iservice};
use crate::admission::{Admission, AdmissionParts, Hashing};
use crate::config::{PasswordSettings, Settings};
use crate::decision::Clock;
use crate::directory::{Directory, LockRule};
use crate::telemetry::Metrics;
use crate::web::{Acqueon, PlatformMetrics, Platforms};

/// Opens the directory, if there is one yet, and builds what checks who somebody is.
pub(super) fn open(
    settings: &Settings,
    clock: &Arc<dyn Clock>,
    metrics: &Arc<Metrics>,
) -> Result<Platforms, BuildError> {
    let directory = Directory::open(&settings.directory)?;
    let PasswordSettings { memory_kib, passes, lanes, at_a_time, waiting } = settings.passwords;
    let lock = settings.lockout.failures.map(|failures| LockRule { failures, lasts: settings.lockout.lasts });
    let admission = Admission::new(AdmissionParts {
        directory: directory.clone(),
        hashing: Hashing::new(memory_kib, passes, lanes)?,
        lock,
        at_a_time: at_a_time.or_else(|| available_parallelism().ok()).unwrap_or(NonZeroUsize::MIN),
        waiting,
        clock: Arc::clone(clock),
    });
    Ok(Platforms {
        admission,
        directory,
        metrics: PlatformMetrics::new(metrics),
        ucontact: settings.ucontact.is_enabled.then(|| Arc::new(settings.ucontact.clone())),
        ozonetel: settings.ozonetel.is_enabled.then(|| Arc::new(settings.ozonetel.clone())),
        acqueon: Acqueon::new(&settings.acqueon),
        iservice: iservice::open(settings, clock, metrics)?,
    })
}

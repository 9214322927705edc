//! How many files this process may have open: each connection takes up to three of them.

use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};

/// For policies, logs, threads and operators.
const SPARE: u64 = 1024;
/// Its own, and the watchman's.
const PER_CONNECTION: u64 = 2;
/// One more for closing it at shutdown, if it is one of HTTP/2.
const PER_TLS_CONNECTION: u64 = 3;

/// Raises the limit as far as `connections` need it and the system allows; a warning tells if that is too little.
pub(super) fn allow_for(connections: usize, are_tls: bool) {
    let each = if are_tls { PER_TLS_CONNECTION } else { PER_CONNECTION };
    let needed = u64::try_from(connections).unwrap_or(u64::MAX).saturating_mul(each).saturating_add(SPARE);
    let Rlimit { current, maximum } = getrlimit(Resource::Nofile);
    // None means that there is no limit.
    let Some(current) = current.filter(|current| *current < needed) else { return };
    let reachable = maximum.map_or(needed, |maximum| maximum.min(needed));
    let raised = Rlimit { current: Some(reachable.max(current)), maximum };
    let in_force = if setrlimit(Resource::Nofile, raised).is_ok() { reachable } else { current };
    if in_force < needed {
        tracing::warn!(
            allowed = in_force,
            needed,
            "the system allows fewer open files than limits.connections take: raise it (LimitNOFILE, ulimit -n) or set fewer"
        );
    }
}

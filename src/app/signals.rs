//! What tells a running server to stop or to look at its policies.

use std::io;

use tokio::signal::unix::{Signal, SignalKind, signal};
use tokio::sync::oneshot;

/// Where the word to stop comes from.
pub enum Signals {
    /// `SIGTERM` and `SIGINT` stop, `SIGHUP` reloads the policies.
    Process {
        /// `SIGTERM`
        terminate: Signal,
        /// `SIGINT`
        interrupt: Signal,
        /// `SIGHUP`
        hangup: Signal,
    },
    /// Whoever embeds the server stops it by sending, or by dropping the sender.
    Embedded(oneshot::Receiver<()>),
}

impl Signals {
    /// Listens to the process's signals.
    ///
    /// # Errors
    /// When the system refuses.
    pub fn of_process() -> io::Result<Self> {
        Ok(Self::Process {
            terminate: signal(SignalKind::terminate())?,
            interrupt: signal(SignalKind::interrupt())?,
            hangup: signal(SignalKind::hangup())?,
        })
    }

    /// Returns when it is time to stop; calls `reload` for each `SIGHUP` until then.
    pub(super) async fn stop(&mut self, reload: impl Fn()) {
        match self {
            Self::Embedded(stopped) => drop(stopped.await),
            Self::Process { terminate, interrupt, hangup } => loop {
                tokio::select! {
                    _ = terminate.recv() => return,
                    _ = interrupt.recv() => return,
                    _ = hangup.recv() => reload(),
                }
            },
        }
    }
}

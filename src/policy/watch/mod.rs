//! Knows when the policy directory has changed, and when the change is complete.
//!
//! File events are hints; comparing contents is the truth. `settle` decides, without a clock or a thread, which changes
//! are complete; `agenda` when to look; `events` and `hints` carry what the system says; `watching` is the
//! thread around them. It knows nothing of Rego.
//!
//! What cannot be told apart: a writer that saves half a file, closes it and goes on a fifth of a second later looks
//! like a writer that is done. Without file events (network file systems, exhausted inotify limits) that includes a
//! writer that merely pauses. Saving under another name and renaming is always seen whole.

mod agenda;
mod events;
mod hidden;
mod hints;
mod root;
mod settle;
#[cfg(test)]
mod tests;
mod watcher;
mod watching;
mod writers;

pub use watcher::{Change, WatchSettings, Watcher};

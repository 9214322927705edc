//! The line that a refused request or login leaves. Of what anybody can cause, one a minute and address, with a count: a flood of
//! bad requests is no flood of lines.

#[cfg(test)]
mod tests;

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use ipnet::IpNet;

const MINUTE: Duration = Duration::from_mins(1);
/// The most kinds of lines that are told apart; those of further addresses share one for each hook and kind.
const MOST_KEYS: usize = 4096;

/// What is refused, which is how its line reads.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Refused {
    /// A request that got no decision.
    Request,
    /// A login to a platform without hooks.
    Login,
    /// The same for as long as something is wrong here: operators may do something about it.
    LoginForNow,
    /// Another request to such a platform.
    PlatformRequest,
}

/// Something that is refused. It never holds what was sent.
#[derive(Debug, Clone, Copy)]
pub struct Refusal<'a> {
    /// What it is.
    pub what: Refused,
    /// The hook's name, if one was found; the platform's where there are no hooks.
    pub hook: Option<&'a str>,
    /// The name of the problem or of the reason.
    pub kind: &'static str,
    /// The field at fault, if it is one field.
    pub field: Option<&'static str>,
    /// Why, in words of ours.
    pub reason: Option<&'a str>,
    /// The caller's address.
    pub source: Option<IpAddr>,
}

impl Refusal<'_> {
    /// Leaves the line.
    pub fn write(&self) {
        let Self { what, hook, kind, field, reason, source } = *self;
        let source = source.map(tracing::field::display);
        match what {
            Refused::Request => tracing::warn!(hook, kind, field, reason, source, "request refused"),
            Refused::Login => tracing::info!(platform = hook, reason = kind, source, "a login is refused"),
            Refused::LoginForNow => tracing::error!(platform = hook, reason = kind, source, "a login is refused"),
            Refused::PlatformRequest => tracing::info!(platform = hook, reason = kind, source, "a request is refused"),
        }
    }
}

/// Whose refusals share a line.
#[derive(Debug, PartialEq, Eq, Hash)]
struct Key {
    what: Refused,
    network: Option<IpNet>,
    hook: Option<Box<str>>,
    kind: &'static str,
}

/// What came after a line.
#[derive(Debug)]
struct Since {
    written_at: Duration,
    untold: u64,
    source: Option<IpAddr>,
}

impl Key {
    fn write(&self, Since { untold, source, .. }: &Since) {
        let (hook, kind, refusals) = (self.hook.as_deref(), self.kind, *untold);
        // Where addresses share a line it names none.
        let source = source.filter(|_| self.network.is_some()).map(tracing::field::display);
        let (login, request) = ("further logins are refused", "further requests are refused");
        match self.what {
            Refused::Request => tracing::warn!(hook, kind, source, refusals, "further requests refused"),
            Refused::Login => tracing::info!(platform = hook, reason = kind, source, refusals, "{login}"),
            Refused::LoginForNow => tracing::error!(platform = hook, reason = kind, source, refusals, "{login}"),
            Refused::PlatformRequest => tracing::info!(platform = hook, reason = kind, source, refusals, "{request}"),
        }
    }
}

/// Remembers which lines were written in the last minute.
#[derive(Debug, Default)]
pub struct RefusalLog {
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    lines: HashMap<Key, Since>,
    swept_at: Duration,
}

impl RefusalLog {
    /// Writes `refusal` unless a line of what it is, its network, hook and kind was written in the last minute; then it is counted,
    /// and a later line tells how many there were. `now` is time that never runs backwards.
    pub fn write_at_most_once_a_minute(&self, refusal: &Refusal<'_>, network: Option<IpNet>, now: Duration) {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        state.sweep(now);
        let mut key = Key { what: refusal.what, network, hook: refusal.hook.map(Into::into), kind: refusal.kind };
        if state.lines.len() >= MOST_KEYS && !state.lines.contains_key(&key) {
            key.network = None;
        }
        if let Some(since) = state.lines.get_mut(&key) {
            since.untold += 1;
            return;
        }
        state.lines.insert(key, Since { written_at: now, untold: 0, source: refusal.source });
        refusal.write();
    }

    /// Writes what the last lines left untold: at the end.
    pub fn flush(&self) {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        state.lines.drain().filter(|(_, since)| since.untold > 0).for_each(|(key, since)| key.write(&since));
    }
}

impl State {
    /// Once a second: forgets lines that are a minute old, and writes what came after them.
    fn sweep(&mut self, now: Duration) {
        if now.saturating_sub(self.swept_at) < Duration::from_secs(1) {
            return;
        }
        self.swept_at = now;
        self.lines.retain(|key, since| {
            if now.saturating_sub(since.written_at) < MINUTE {
                return true;
            }
            let is_over = since.untold == 0;
            if !is_over {
                key.write(since);
            }
            (since.written_at, since.untold) = (now, 0);
            !is_over
        });
    }
}

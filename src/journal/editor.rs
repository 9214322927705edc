//! From an event to the line that is written: first what the settings keep to themselves is taken out, then what the
//! rules want.

use super::censor::{Censor, Ruling};
use super::event::Event;
use super::privacy::Privacy;
use super::redaction::Redaction;

/// The whole login, as policies saw it.
const INPUT: &str = "/input";

/// Makes lines of events.
pub(super) struct Editor {
    pub(super) privacy: Privacy,
    pub(super) censor: Censor,
}

impl Editor {
    /// Adds `event` and a line end to `lines`, without what is not told; `false` where rules leave it out.
    ///
    /// Rules see what the settings have left of it: what an operator keeps from everybody, no rule can put elsewhere.
    ///
    /// # Errors
    /// When it has no JSON form; `lines` may then end in a part of it.
    pub(super) fn write(&mut self, event: &Event, lines: &mut Vec<u8>) -> serde_json::Result<bool> {
        if self.privacy.tells_all() && !self.censor.has_rules() {
            serde_json::to_writer(&mut *lines, event)?;
        } else {
            let mut redaction = Redaction::of(serde_json::to_value(event)?);
            self.privacy.apply(&mut redaction);
            match self.censor.rule(redaction.event(), event.now_nanos()) {
                Ruling::Drop => return Ok(false),
                Ruling::Keep(masks) => masks.into_iter().for_each(|mask| redaction.apply(mask)),
                Ruling::Withhold => redaction.erase(INPUT),
            }
            redaction.settle();
            serde_json::to_writer(&mut *lines, &redaction.into_event())?;
        }
        lines.push(b'\n');
        Ok(true)
    }
}

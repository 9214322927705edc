//! What is asked: as a query, as a question to the index, and in words.

use std::time::SystemTime;

use super::Arguments;
use crate::journal::index::{Question, moment};

impl Arguments {
    /// The names and values of the question, as in a query.
    pub(super) fn pairs(&self) -> Vec<(&'static str, String)> {
        let mut pairs = Vec::new();
        pairs.extend(self.user_id.map(|id| ("userId", id.to_string())));
        pairs.extend(self.username.clone().map(|name| ("username", name)));
        pairs.extend(self.project.map(|id| ("projectId", id.to_string())));
        pairs.extend(self.platform.map(|platform| ("platform", platform.to_string())));
        pairs.extend(self.outcome.clone().map(|outcome| ("outcome", outcome)));
        pairs.push(("since", self.since.clone()));
        pairs.extend(self.until.clone().map(|until| ("until", until)));
        pairs.push(("limit", self.limit.to_string()));
        pairs
    }

    /// The same for the index.
    pub(super) fn question(&self) -> Question {
        let since_epoch = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
        let now_nanos = i64::try_from(since_epoch.as_nanos()).unwrap_or(i64::MAX);
        Question {
            user_id: self.user_id,
            username: self.username.clone(),
            project: self.project,
            platform: self.platform,
            outcome: self.outcome.as_deref().and_then(|outcome| outcome.parse().ok()),
            since_nanos: moment(&self.since, now_nanos),
            until_nanos: self.until.as_deref().and_then(|until| moment(until, now_nanos)),
            after: None,
            limit: Some(usize::from(self.limit)),
        }
    }

    pub(super) fn not_found(&self) -> String {
        if let Some(id) = self.decision {
            return format!("no decision {id} is kept: it is older than `journal.index` keeps, or never was");
        }
        let pairs = self.pairs().into_iter().filter(|(name, _)| *name != "limit");
        let asked: Vec<_> = pairs.map(|(name, value)| format!("{name} {value}")).collect();
        format!(
            "no login is kept that fits all of: {}\nTry a longer --since. A login that was refused before it was read \
             (wrong secret, not JSON) has no decision: it is in the server's log.",
            asked.join(", ")
        )
    }
}

//! What is looked for.

use std::fmt;
use std::str::FromStr;

use serde::{Serialize, Serializer};
use uuid::Uuid;

use crate::decision::{Outcome, Platform, ProjectId, UserId};

/// Which decisions are wanted: those that fit everything that is given.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Question {
    /// The agent's number.
    pub user_id: Option<UserId>,
    /// The agent's name.
    pub username: Option<String>,
    /// A project that was asked for.
    pub project: Option<ProjectId>,
    /// The platform that asked.
    pub platform: Option<Platform>,
    /// How it came out.
    pub outcome: Option<OutcomeFilter>,
    /// Not before, in nanoseconds since the Unix epoch.
    pub since_nanos: Option<i64>,
    /// Not after.
    pub until_nanos: Option<i64>,
    /// Only what follows this place.
    pub after: Option<Cursor>,
    /// The most decisions wanted, up to [`Question::MOST`]; [`Question::USUAL`] where nobody says.
    pub limit: Option<usize>,
}

impl Question {
    /// The most decisions that one answer has.
    pub const MOST: usize = 1000;
    /// How many it has where nobody says.
    pub const USUAL: usize = 50;
}

/// How a login, or one of its projects, came out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OutcomeFilter {
    /// Every project lets the agent in.
    Granted,
    /// At least one does not.
    Blocked,
    /// The project came out so: the one that is asked for, or any.
    Project(Outcome),
}

impl OutcomeFilter {
    /// Every name that `FromStr` takes.
    pub const NAMES: &str = "granted, blocked, allow, deny, undefined, no_policy, error or timeout";
}

impl FromStr for OutcomeFilter {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        match text {
            "granted" => Ok(Self::Granted),
            "blocked" => Ok(Self::Blocked),
            other => {
                let outcome = Outcome::ALL.into_iter().find(|outcome| outcome.as_str() == other);
                outcome.map(Self::Project).ok_or(())
            }
        }
    }
}

/// The place of a decision among all, the newest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cursor {
    /// When it was asked, since the Unix epoch.
    pub unix_nanos: i64,
    /// Its id.
    pub id: Uuid,
}

impl fmt::Display for Cursor {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}.{}", self.unix_nanos, self.id)
    }
}

impl Serialize for Cursor {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl FromStr for Cursor {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let (unix_nanos, id) = text.split_once('.').ok_or(())?;
        Ok(Self { unix_nanos: unix_nanos.parse().map_err(drop)?, id: id.parse().map_err(drop)? })
    }
}

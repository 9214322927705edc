//! What a table expects of a project, and whether a verdict meets it.

use std::collections::BTreeSet;
use std::fmt;

use serde::{Serialize, Serializer};

use crate::decision::{Outcome, Verdict};

/// What is expected of one project.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Expected {
    /// `true`.
    Allowed,
    /// `false`, whatever the reasons.
    Denied,
    /// `false`, with exactly these reasons.
    DeniedBecause(BTreeSet<String>),
}

impl Expected {
    /// Whether `verdict` is what is expected.
    ///
    /// A verdict that is an error or a timeout never is: a policy that is broken must not look like one that refuses.
    #[must_use]
    pub fn is_met_by(&self, verdict: &Verdict) -> bool {
        let refuses = matches!(verdict.outcome, Outcome::Deny | Outcome::Undefined | Outcome::NoPolicy);
        match self {
            Self::Allowed => verdict.outcome.is_allow(),
            Self::Denied => refuses,
            Self::DeniedBecause(reasons) => refuses && *reasons == own_reasons(verdict).cloned().collect(),
        }
    }
}

/// The reasons that a policy gave; a sentence of ours is none.
fn own_reasons(verdict: &Verdict) -> impl Iterator<Item = &String> {
    verdict.reasons.iter().filter(|_| verdict.outcome == Outcome::Deny)
}

impl fmt::Display for Expected {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Allowed => formatter.write_str("true"),
            Self::Denied => formatter.write_str("false"),
            Self::DeniedBecause(reasons) if reasons.is_empty() => formatter.write_str("false, without a reason"),
            Self::DeniedBecause(reasons) => {
                let reasons: Vec<_> = reasons.iter().map(|reason| format!("“{reason}”")).collect();
                write!(formatter, "false, because {}", reasons.join(", "))
            }
        }
    }
}

impl Serialize for Expected {
    /// As the table writes it: `true`, `false`, or the list of reasons.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Allowed => serializer.serialize_bool(true),
            Self::Denied => serializer.serialize_bool(false),
            Self::DeniedBecause(reasons) => serializer.collect_seq(reasons),
        }
    }
}

//! Tests as a table: named agents, and what each project is expected to answer them.
//!
//! `policies/schemas/tests.json` describes the format to editors; [`read`] is what holds.

mod agents;
mod decide;
mod expected;
mod node;
mod read;
mod source;

pub(super) use decide::decide;
pub(super) use read::read;

use std::sync::Arc;

use crate::decision::{Login, Moment, Subject};

pub use expected::Expected;

/// The tests of one file.
#[derive(Debug)]
pub(super) struct Table {
    /// The file, relative to the policy directory.
    pub(super) file: Arc<str>,
    pub(super) logins: Vec<TestLogin>,
}

/// One login of an agent, and what is expected of its subjects.
#[derive(Debug)]
pub(super) struct TestLogin {
    /// The test's name in the table.
    pub(super) name: Arc<str>,
    pub(super) agent: Arc<str>,
    /// When; `None` is the clock of the run.
    pub(super) now: Option<When>,
    pub(super) login: Arc<Login>,
    pub(super) questions: Vec<Question>,
}

/// A moment, and how the table writes it.
#[derive(Debug, Clone)]
pub(super) struct When {
    pub(super) moment: Moment,
    pub(super) written: Arc<str>,
}

impl TestLogin {
    /// When it is decided, in nanoseconds since the Unix epoch.
    pub(super) fn now_nanos(&self, now_nanos: i64) -> i64 {
        self.now.as_ref().map_or(now_nanos, |now| now.moment.unix_nanos())
    }
}

/// What is expected of one project, or of the platform.
#[derive(Debug)]
pub(super) struct Question {
    pub(super) subject: Subject,
    /// Where in the file, from 1.
    pub(super) line: usize,
    pub(super) expected: Expected,
}

//! The core: from a [`Login`] to a [`Decision`].
//!
//! Lives here: what a login is, what a verdict is, how verdicts are remembered, where evaluations run and who waits for
//! whom. It knows no HTTP, no Rego, no file; policies reach it through the traits [`Policies`] and [`Policy`], time
//! through [`Clock`]. To change what an answer means, change it here.

mod cache;
mod clock;
mod decide;
mod evaluator;
mod flights;
mod key;
mod login;
mod policies;
mod question;
mod reads;
mod station;
mod subject;
#[cfg(test)]
mod testing;
mod verdict;

pub use cache::{CacheLimits, DecisionCache};
pub use clock::{Clock, InvalidMoment, Moment, StandingClock, SystemClock, quantised};
pub use decide::{Decider, DeciderParts, Limits, Overloaded};
pub use evaluator::{Evaluator, PoolSize};
pub use login::{
    Agent, GroupId, IdError, Login, MAX_PROJECTS, Platform, PlatformError, ProjectId, Projects, TooManyProjects, UserId,
};
pub use policies::{Policies, Policy};
pub use reads::{Part, Reads};
pub use station::Station;
pub use subject::{Subject, SubjectError};
pub use verdict::{Decision, Outcome, PolicyName, Revision, SubjectVerdict, Verdict};

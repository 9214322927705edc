//! The core: from a [`Login`] to a [`Decision`].
//!
//! Lives here: what a login is, what a verdict is, how verdicts are remembered, where evaluations run and who waits for
//! whom. It knows no HTTP, no Rego, no file; policies reach it through the traits [`Policies`] and [`Policy`], time
//! through [`Clock`]. To change what an answer means, change it here.
//!
//! What is known to be short is evaluated right where the login is; all else on threads of its own, so that a slow policy
//! holds up nobody else. A policy that turns out to be slow where the login is holds it up once.

mod cache;
mod clock;
mod decide;
mod evaluator;
mod flights;
mod ids;
mod key;
mod login;
mod platform;
mod policies;
mod question;
mod reads;
mod stack;
mod station;
mod stopwatch;
mod subject;
#[cfg(test)]
pub(crate) mod testing;
mod usual_time;
mod verdict;

pub use cache::{CacheLimits, DecisionCache};
pub use clock::{Clock, InvalidMoment, Moment, StandingClock, SystemClock, quantised};
pub use decide::{Decider, DeciderParts, Limits, Overloaded};
pub use evaluator::{Evaluator, PoolSize};
pub use ids::{GroupId, IdError, ProjectId, UserId};
pub use login::{Agent, Login, MAX_PROJECTS, Projects, TooManyProjects};
pub use platform::{Platform, PlatformError};
pub use policies::{Enrolled, Policies, Policy};
pub use reads::{Part, Reads};
pub use stack::is_evaluating;
pub use station::Station;
pub use subject::{Subject, SubjectError};
pub use usual_time::UsualTime;
pub use verdict::{DecidedBy, Decision, Outcome, PolicyName, Revision, SubjectVerdict, Verdict};

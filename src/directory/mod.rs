//! Who the agents are: one directory, in SQLite or PostgreSQL.
//!
//! Lives here: agents under all their names, accounts, sessions, presence, failed attempts, passwords. It knows no HTTP,
//! no spelling of any platform and no policy. Rules that must hold when two servers share it are held by the database.
//! To keep something more about agents: one migration, one field of [`NewAgent`], one column in `columns.rs` and
//! `insert.rs`.

mod accounts;
mod add;
mod add_all;
mod agent;
mod agents;
mod check_all;
mod columns;
mod conflicts;
mod digest;
mod export;
mod failures;
mod fault;
mod insert;
mod migrations;
mod names;
mod open;
mod passwords;
mod presence;
mod recognised;
mod remove;
mod resets;
mod sessions;
mod signed_in;
mod sole_session;
mod store;
mod taken;
mod token;
mod worker;

pub use add::AddError;
pub use add_all::{AddAllError, Conflict, ConflictProblem};
pub use agent::{AgentId, AgentRecord, InactivityMinutes, LoginName, LoginNameKind, NewAgent, UserType};
pub use agents::Found;
pub use failures::LockRule;
pub use fault::Unavailable;
pub use names::folded;
pub use open::OpenError;
pub use passwords::PasswordHash;
pub use presence::{Presence, SignIn};
pub use recognised::Recognised;
pub use sessions::{ListedSession, Session, SessionFilter};
pub use signed_in::ListedPresence;
pub use store::Directory;
pub use taken::{Taken, Unfit};
pub use token::Token;

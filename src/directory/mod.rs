//! Who the agents are: one directory, in SQLite or PostgreSQL.
//!
//! Lives here: agents under all their names, accounts, sessions, presence, failed attempts, passwords. It knows no HTTP,
//! no spelling of any platform and no policy. Rules that must hold when two servers share it are held by the database.
//! To keep something more about agents: one migration, one field of [`NewAgent`].

mod agent;

pub use agent::{AgentId, AgentRecord, InactivityMinutes, LoginName, LoginNameKind, NewAgent, UserType};

//! Policies from files to verdicts: what is refused, what survives, and whom a fault touches.

mod assignments;
mod at_once;
mod bounds;
mod calls;
mod data;
mod entries;
mod imports;
mod isolation;
mod last_good;
mod log_rules;
mod messages;
mod metadata;
mod names;
mod negation;
mod order;
mod platforms;
pub(crate) mod properties;
mod rebuilds;
mod recursion;
mod sizes;
pub(crate) mod support;
mod workbench;

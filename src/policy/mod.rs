//! Policies: from a directory of Rego files to the set that decides.
//!
//! Lives here: looking at the directory ([`tree`]) and knowing when it changed ([`watch`]); parsing modules and data;
//! checking what the engine would accept and should not (`analysis`); compiling one policy with only what it needs;
//! the set in force, what it would be with other files (`candidates`), and which files it is made of (`catalogue`); and
//! what authors are warned of (`lint`). It knows nothing of HTTP or platforms. To refuse another
//! mistake: one variant of [`FaultKind`] and one check in `analysis`.

mod activations;
mod analysis;
mod annotation;
mod assignments;
mod bulletin;
mod candidates;
mod capabilities;
mod catalogue;
mod chain;
mod compile;
mod compiled;
mod data;
mod engine;
mod engine_error;
mod evaluation;
pub mod explain;
mod fault;
mod in_force;
mod input;
mod keeper;
mod link;
mod lint;
mod log_rules;
mod materials;
mod module;
mod package;
mod parallel;
mod precheck;
mod reasons;
mod set;
mod shared_reads;
mod sources;
pub mod testing;
mod tokens;
pub mod tree;
pub mod watch;
mod workbench;
mod workshop;

pub use activations::Activations;
pub use analysis::WholeInput;
pub use candidates::{Candidates, UnfitPath};
pub use capabilities::CAPABILITIES;
pub use catalogue::{CataloguedFile, FileRole};
pub use compiled::CompiledPolicy;
pub use fault::{Fault, FaultKind, Finding, FindingDocument, Kind, Place, Report, Severity, Warning, WarningKind};
pub use in_force::InForce;
pub use keeper::{Keeper, KeeperSettings};
pub use lint::lint;
pub use log_rules::{LogRules, RuleFailure};
pub use package::{DataPath, Entry, written};
pub use set::{BrokenPolicy, LogRulesSlot, PolicySet};
pub use workbench::Workbench;
pub use workshop::{Update, Workshop};

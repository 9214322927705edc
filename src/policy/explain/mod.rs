//! Why a rule has the value it has: the first expression of each definition that failed, and what it saw.
//!
//! Lives here: what is told ([`Why`]); how it is found (`search`, `body`), by questions that are put to the engine itself
//! (`question`) beside the author's own text; which values are worth telling (`parts`, `shown`). It knows no terminal and
//! no platform. To tell more of a kind of statement: `statement`.

mod body;
mod element;
mod failure;
mod look;
mod parts;
mod prints;
mod question;
mod rendering;
mod rows;
mod search;
mod shown;
mod source;
mod statement;
mod why;

pub use prints::Printed;
pub use rendering::{Rendered, Styles};
pub use shown::shown;
pub use why::{Attempt, Ending, Failure, Got, Seen, Why};

use std::borrow::Cow;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use regorus::{Engine, Value};

use super::analysis::{RuleIndex, WholeInput, whole_input};
use super::compiled::CompiledPolicy;
use super::engine;
use super::fault::Fault;
use super::materials::Materials;
use super::module::Module;
use super::package::{DataPath, written};
use super::parallel::on_large_stack;
use super::workbench::Workbench;
use search::Search;

/// Explains rules of some modules.
pub struct Explainer<'b> {
    materials: Materials<'b>,
    index: RuleIndex<'b>,
    engine: Engine,
}

impl<'b> Explainer<'b> {
    /// Explains rules of `modules`, a [closure](Workbench::closure) without faults.
    ///
    /// # Errors
    /// The engine's own refusal.
    pub fn new(bench: &'b Workbench, modules: &'b [Arc<Module>]) -> Result<Self, Fault> {
        Self::of(bench.materials(modules))
    }

    /// Explains rules of what `policy` was compiled from, with the data that it decides with.
    ///
    /// # Errors
    /// The engine's own refusal.
    pub fn of_policy(policy: &'b CompiledPolicy) -> Result<Self, Fault> {
        Self::of(policy.materials())
    }

    fn of(materials: Materials<'b>) -> Result<Self, Fault> {
        let engine = on_large_stack(|| materials.engine(|_, content| Cow::from(&*content.engine_text)))?;
        Ok(Self { index: RuleIndex::new(materials.modules), materials, engine })
    }

    /// The first place at which `policy`, one of the modules, reads all of `input`.
    #[must_use]
    pub fn whole_input(&self, policy: &CompiledPolicy) -> Option<WholeInput> {
        whole_input(&self.index, &policy.whole_input)
    }

    /// Why the rule at `rule`, a path below `data`, has its value for `input` at `now_nanos` since the Unix epoch.
    ///
    /// What can't be found out is said in words. Never panics; takes a few dozen evaluations.
    #[must_use]
    pub fn why(&self, rule: &DataPath, input: Option<&Value>, now_nanos: i64) -> Why {
        on_large_stack(|| {
            let mut engine = self.engine.clone();
            if let Some(input) = input {
                engine.set_input(input.clone());
            }
            engine::begin(now_nanos);
            let search = || Search::new(&self.index, engine, self.materials.evaluation_limit).why(rule);
            catch_unwind(AssertUnwindSafe(search)).unwrap_or_else(|_| Why::unknown(written(rule)))
        })
    }
}

//! From modules and data to the journal's rules.

use std::sync::Arc;

use super::{Asked, Compiler, Prepared};
use crate::policy::analysis::{Reach, RuleIndex, log_entries};
use crate::policy::engine;
use crate::policy::fault::{Fault, FaultKind};
use crate::policy::log_rules::LogRules;
use crate::policy::module::Module;
use crate::policy::package::{DataPath, rule_path, written};

impl Compiler<'_> {
    /// The journal's rules.
    pub(super) fn log_rules(&self, package: &DataPath, modules: &[Arc<Module>]) -> Result<Asked, Vec<Fault>> {
        let index = RuleIndex::new(modules);
        let entries = log_entries(&index, package);
        let entries = entries.map_err(|faults| faults.unwrap_or_else(|| vec![no_log_rules(package, modules)]));
        let Prepared { name, template, entries, found } = self.prepared(package, modules, &index, entries)?;
        let question = |rule: &str| {
            let is_asked = entries.iter().any(|path| path.last().is_some_and(|name| name == rule));
            is_asked.then(|| rule_path(package, rule))
        };
        Ok(Asked::LogRules(Arc::new(LogRules {
            name,
            template,
            drop: question("drop"),
            mask: question("mask"),
            evaluation_limit: self.evaluation_limit,
            reads: read_by_log_rules(&found),
            reads_data: found.data.into_iter().collect(),
            modules: modules.to_vec(),
        })))
    }
}

fn no_log_rules(package: &DataPath, modules: &[Arc<Module>]) -> Fault {
    let message = format!("the package `{}` has neither a rule `mask` nor a rule `drop`", written(package));
    Fault::of_file(FaultKind::LogRules, &modules[0].file, message)
        .with_hint("the journal asks it for nothing else: rename its rules, or move them to another package")
}

/// For people. The input of these rules is an event, not a login.
fn read_by_log_rules(found: &Reach) -> Vec<String> {
    let input = found.inputs.iter().map(|path| path_below("input", path));
    let data = found.data.iter().map(|path| path_below("data", path));
    let clock = engine::reads_clock(&found.builtins).then(|| "time.now_ns()".to_owned());
    input.chain(data).chain(clock).collect()
}

fn path_below(root: &str, path: &[String]) -> String {
    written(&[&[root.to_owned()], path].concat())
}

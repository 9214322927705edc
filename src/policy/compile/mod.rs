//! From modules and data to what can be asked, a policy or the journal's rules; or to every reason why not.

mod log_rules;
mod revision;
#[cfg(test)]
mod tests;

use std::collections::{BTreeSet, HashMap};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::Duration;

use regorus::Engine;
use tokio::sync::Semaphore;

use super::analysis::{Reach, RuleIndex, entries, reach};
use super::compiled::{CompiledPolicy, Questions};
use super::data::Document;
use super::engine;
use super::engine_error;
use super::fault::{Fault, FaultKind};
use super::log_rules::LogRules;
use super::module::Module;
use super::package::{DataPath, Entry, rule_path, written};
use super::shared_reads::SharedReads;
use crate::decision::{Enrolled, PolicyName, Reads, UsualTime};

/// Compiles policies of one tree; engines that hold the same libraries are shared.
pub struct Compiler<'d> {
    document: &'d Document,
    shared_reads: &'d SharedReads,
    evaluation_limit: Duration,
    /// How many evaluations of one policy may run at a time. The system reads files to tell how many cores there are.
    slots: usize,
    bases: Mutex<HashMap<Vec<Arc<str>>, Engine>>,
}

/// What can be asked.
#[derive(Clone)]
pub enum Asked {
    /// A policy, for verdicts.
    Policy(Enrolled<CompiledPolicy>),
    /// The journal's rules, for what they say of events.
    LogRules(Arc<LogRules>),
}

/// What can be asked, and which parts of base data it can read.
type Compiled = (Asked, BTreeSet<DataPath>);

/// What every package that is asked is made of.
struct Prepared {
    name: Arc<PolicyName>,
    template: Engine,
    /// The paths of the rules that it is asked for.
    entries: Vec<DataPath>,
    found: Reach,
}

impl<'d> Compiler<'d> {
    /// A compiler for packages that may read `document`.
    #[must_use]
    pub fn new(document: &'d Document, shared_reads: &'d SharedReads, evaluation_limit: Duration) -> Self {
        Self { document, shared_reads, evaluation_limit, slots: slots(), bases: Mutex::default() }
    }

    /// Compiles `package` from its closure.
    ///
    /// To be called on a thread with a large stack.
    ///
    /// # Errors
    /// Every fault of every module it needs.
    pub fn compile(&self, package: &DataPath, modules: &[Arc<Module>]) -> Result<Compiled, Vec<Fault>> {
        // The engine must not take the server down, whatever a text does to it.
        catch_unwind(AssertUnwindSafe(|| self.checked(package, modules))).unwrap_or_else(|_| {
            let fault =
                |module: &Arc<Module>| Fault::of_file(FaultKind::Engine, &module.file, "the engine failed on it");
            Err(own(package, modules).map(fault).collect())
        })
    }

    /// What stands at `path` of base data, as a digest.
    #[must_use]
    pub fn digest(&self, path: &DataPath) -> [u8; 32] {
        self.document.digest(path)
    }

    fn checked(&self, package: &DataPath, modules: &[Arc<Module>]) -> Result<Compiled, Vec<Fault>> {
        let is_log = Entry::of(package) == Some(Entry::Log);
        let asked = if is_log { self.log_rules(package, modules)? } else { self.policy(package, modules)? };
        let read = match &asked {
            Asked::Policy(policy) => &policy.reads_data,
            Asked::LogRules(rules) => &rules.reads_data,
        };
        let read = read.iter().cloned().collect();
        Ok((asked, read))
    }

    fn policy(&self, package: &DataPath, modules: &[Arc<Module>]) -> Result<Asked, Vec<Fault>> {
        let index = RuleIndex::new(modules);
        let entries = entries(&index, package);
        let entries = entries.map_err(|faults| faults.unwrap_or_else(|| vec![missing_allow(package, modules)]));
        let Prepared { name, template, entries, found } = self.prepared(package, modules, &index, entries)?;
        Ok(Asked::Policy(Enrolled::new(Arc::new(CompiledPolicy {
            template,
            questions: Questions {
                allow: rule_path(package, "allow"),
                deny: (entries.len() > 1).then(|| rule_path(package, "deny")),
            },
            evaluation_limit: self.evaluation_limit,
            timer_looks_often: found.multiplies,
            reads: self.shared_reads.share(reads(&found)),
            name,
            whole_input: found.whole_input.iter().cloned().collect(),
            package: package.clone(),
            reads_data: found.data.into_iter().collect(),
            modules: modules.to_vec(),
            cache_ttl: own(package, modules).filter_map(|module| module.content.as_ref().ok()?.cache_ttl).min(),
            slots: Arc::new(Semaphore::new(self.slots)),
            usual_time: UsualTime::default(),
        }))))
    }

    /// What is common to all that is asked; `entries` are the rules, or why they can't be asked.
    fn prepared(
        &self,
        package: &DataPath,
        modules: &[Arc<Module>],
        index: &RuleIndex<'_>,
        entries: Result<Vec<DataPath>, Vec<Fault>>,
    ) -> Result<Prepared, Vec<Fault>> {
        let found = reach(index, entries.as_deref().unwrap_or_default());
        let (entries, found) = match (entries, found) {
            (Ok(entries), Ok(found)) => (entries, found),
            (entries, found) => return Err(entries.err().into_iter().chain(found.err()).flatten().collect()),
        };
        let withheld: Vec<Fault> = self.document.withheld(modules, &found.data).cloned().collect();
        if !withheld.is_empty() {
            return Err(withheld);
        }
        let template = self.template(package, &entries, modules, &found).map_err(|fault| vec![fault])?;
        let name = PolicyName {
            package: written(package).into(),
            file: index.places(&entries[0]).next().map_or_else(|| "".into(), |(file, _)| Arc::clone(file)),
            revision: revision::of(package, modules, self.document, &found.data),
        };
        Ok(Prepared { name: Arc::new(name), template, entries, found })
    }

    /// A prepared engine that holds the package, what it needs, and the part of base data it can read.
    fn template(
        &self,
        package: &DataPath,
        entries: &[DataPath],
        modules: &[Arc<Module>],
        found: &Reach,
    ) -> Result<Engine, Fault> {
        let fault = |error: String| {
            engine_error::fault_of(&error, &modules[0].file, |path| {
                let module = modules.iter().find(|module| &*module.file == path)?;
                Some((Arc::clone(&module.file), Arc::clone(&module.text)))
            })
        };
        let mut engine = self.base(package, modules).map_err(fault)?;
        engine.set_execution_timer_config(engine::timer(self.evaluation_limit, found.multiplies));
        engine::replace_builtins(&mut engine, &found.builtins).map_err(fault)?;
        add(&mut engine, own(package, modules)).map_err(fault)?;
        engine.add_data(self.document.restricted(&found.data)).map_err(|error| fault(error.to_string()))?;
        let entry = entries.first().and_then(|path| path.last()).map_or("allow", String::as_str);
        let entry = rule_path(package, entry).into();
        let compiled = engine.compile_with_entrypoint(&entry).map_err(|error| fault(error.to_string()))?;
        share_syntax(&mut engine, modules);
        Ok(engine::trimmed(engine, compiled))
    }

    /// An engine that holds the libraries among `modules`, parsed once for all policies that need the same ones.
    fn base(&self, package: &DataPath, modules: &[Arc<Module>]) -> Result<Engine, String> {
        let libraries: Vec<_> = modules.iter().filter(|module| module.package.as_ref() != Some(package)).collect();
        let mut files: Vec<_> = libraries.iter().map(|module| Arc::clone(&module.file)).collect();
        files.sort();
        if let Some(engine) = self.bases.lock().unwrap_or_else(PoisonError::into_inner).get(&files) {
            return Ok(engine.clone());
        }
        let mut engine = engine::bare();
        add(&mut engine, libraries)?;
        self.bases.lock().unwrap_or_else(PoisonError::into_inner).insert(files, engine.clone());
        Ok(engine)
    }
}

fn add<'m>(engine: &mut Engine, modules: impl IntoIterator<Item = &'m Arc<Module>>) -> Result<(), String> {
    for module in modules {
        let Ok(content) = &module.content else { continue };
        let added = engine.add_policy(module.file.to_string(), content.engine_text.to_string());
        added.map_err(|error| error.to_string())?;
    }
    Ok(())
}

/// Has the engine's syntax trees be those of `modules` too.
fn share_syntax(engine: &mut Engine, modules: &[Arc<Module>]) {
    for tree in engine.get_modules() {
        let file = tree.package.span.source.get_path();
        let module = modules.iter().find(|module| *module.file == **file);
        if let Some(Ok(content)) = module.map(|module| &module.content) {
            content.syntax.share(tree);
        }
    }
}

fn own<'m>(package: &DataPath, modules: &'m [Arc<Module>]) -> impl Iterator<Item = &'m Arc<Module>> {
    modules.iter().filter(move |module| module.package.as_ref() == Some(package))
}

fn missing_allow(package: &DataPath, modules: &[Arc<Module>]) -> Fault {
    let name = written(package);
    Fault::of_file(FaultKind::MissingAllow, &modules[0].file, format!("the package `{name}` has no rule `allow`"))
        .with_hint("a policy grants with `allow`: begin with `default allow := false`")
}

/// Half of the cores: what one policy may burn at most, so that the others have the rest.
fn slots() -> usize {
    (thread::available_parallelism().map_or(1, usize::from) / 2).max(1)
}

fn reads(found: &Reach) -> Reads {
    let mut reads = Reads::of_paths(found.inputs.iter().map(Vec::as_slice));
    reads.clock = engine::reads_clock(&found.builtins);
    reads
}

//! Runs the tests of one package: one engine for all of them, cloned for each.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::time::{Duration, Instant};

use regorus::{Engine, Value};

use super::coverage::Seen;
use super::rego_test::{Form, RegoTest};
use super::result::TestOutcome;
use super::{Circumstances, cases};
use crate::policy::analysis::{RuleIndex, reach};
use crate::policy::engine;
use crate::policy::engine_error::root_cause;
use crate::policy::fault::{Fault, FaultKind};
use crate::policy::module::Module;
use crate::policy::package::{DataPath, rule_path};

/// How one test came out.
pub(super) struct Ran {
    pub(super) outcome: TestOutcome,
    pub(super) message: Option<String>,
    /// The names of the cases that failed, if the test has cases.
    pub(super) failed_cases: Vec<Vec<Value>>,
    pub(super) elapsed: Duration,
    pub(super) seen: Seen,
}

/// The engine for the tests of `package`. Files that have any of the `faults` can't be used.
///
/// # Errors
/// The fault for which they can't run.
///
/// To be called on a thread with a large stack.
pub(super) fn prepare(
    circumstances: &Circumstances<'_>,
    package: &DataPath,
    tests: &[&RegoTest],
    faults: &[Fault],
) -> Result<Engine, Fault> {
    let bench = circumstances.bench;
    let closure = bench.closure(std::slice::from_ref(package));
    let modules = closure.modules;
    let engine = || {
        let is_needed = |fault: &&Fault| modules.iter().any(|module| module.file == fault.file);
        if let Some(fault) = closure.faults.first().or_else(|| faults.iter().find(is_needed)) {
            return Err(fault.clone());
        }
        let paths: Vec<_> = tests.iter().map(|test| test.path()).collect();
        let found = reach(&RuleIndex::new(&modules), &paths).map_err(|faults| first(faults, package, &modules))?;
        if let Some(fault) = bench.document().withheld(&modules, &found.data).next() {
            return Err(fault.clone());
        }
        let texts = texts(tests, &modules);
        let mut engine = bench.engine(&modules, |module, content| match texts.get(&module.file) {
            Some(text) => Cow::from(text.as_str()),
            None => Cow::from(&*content.engine_text),
        })?;
        engine.set_enable_coverage(circumstances.coverage);
        compile(&mut engine, tests).map_err(|message| fault_of_package(message, package, &modules))?;
        // A clone leaves behind what compiling has filled.
        Ok(engine.clone())
    };
    catch_unwind(AssertUnwindSafe(engine))
        .unwrap_or_else(|_| Err(fault_of_package("the engine failed on it".into(), package, &modules)))
}

fn first(faults: Vec<Fault>, package: &DataPath, modules: &[Arc<Module>]) -> Fault {
    let unknown = || fault_of_package("the tests can't be used".into(), package, modules);
    faults.into_iter().next().unwrap_or_else(unknown)
}

fn fault_of_package(message: String, package: &DataPath, modules: &[Arc<Module>]) -> Fault {
    let own = modules.iter().find(|module| module.package.as_ref() == Some(package));
    let file = own.map_or_else(|| "".into(), |module| Arc::clone(&module.file));
    Fault::of_file(FaultKind::Engine, &file, message)
}

fn compile(engine: &mut Engine, tests: &[&RegoTest]) -> Result<(), String> {
    let Some(test) = tests.iter().find(|test| matches!(test.form, Form::Value | Form::Cases(_))) else { return Ok(()) };
    let compiled = engine.compile_with_entrypoint(&test.question().into());
    compiled.map(drop).map_err(|error| root_cause(&error.to_string()).to_owned())
}

/// The texts of those modules that the engine must get otherwise: with further definitions under names of their own,
/// and with the rules that are added for cases.
fn texts(tests: &[&RegoTest], modules: &[Arc<Module>]) -> BTreeMap<Arc<str>, String> {
    let files: BTreeSet<&Arc<str>> = tests.iter().map(|test| &test.module.file).collect();
    let changed = files.into_iter().filter_map(|file| {
        let own: Vec<_> = tests.iter().filter(|test| test.module.file == *file).collect();
        let content = own.first()?.module.content.as_ref().ok()?;
        let mut renamings: Vec<(Range<usize>, String)> = own.iter().filter_map(|test| test.renaming()).collect();
        let probes: String = own.iter().map(|test| cases::probes(test, content, modules)).collect();
        if renamings.is_empty() && probes.is_empty() {
            return None;
        }
        let mut text = content.engine_text.to_string();
        // From the end, so that the places before stay where they are.
        renamings.sort_by_key(|(place, _)| std::cmp::Reverse(place.start));
        for (place, name) in renamings {
            if text.get(place.clone()).is_some() {
                text.replace_range(place, &name);
            }
        }
        Some((Arc::clone(file), format!("{text}\n{probes}")))
    });
    changed.collect()
}

/// Runs one test in a clone of its package's engine. Never panics.
///
/// To be called on a thread with a large stack.
pub(super) fn run(circumstances: &Circumstances<'_>, engine: &Engine, test: &RegoTest) -> Ran {
    let started = Instant::now();
    let mut engine = engine.clone();
    let value = ask(circumstances, &mut engine, test.question());
    let mut failed_cases = Vec::new();
    let (outcome, message) = match (&test.form, value) {
        (_, Err(error)) => (TestOutcome::Error, Some(error)),
        (Form::Cases(_), Ok(value)) => {
            let names = rule_path(&test.package, &format!("{}_names", test.probe()));
            let names = ask(circumstances, &mut engine, names).unwrap_or(Value::Undefined);
            match cases::failed(&value, &names) {
                Ok(failed) if failed.is_empty() => (TestOutcome::Passed, None),
                Ok(failed) => {
                    let names: Vec<_> = failed.iter().map(|name| format!("“{}”", cases::shown(name))).collect();
                    failed_cases = failed;
                    (TestOutcome::Failed, Some(format!("of its cases, these fail: {}", names.join(", "))))
                }
                Err(message) => (TestOutcome::Failed, Some(message)),
            }
        }
        (_, Ok(Value::Bool(true))) => (TestOutcome::Passed, None),
        (_, Ok(value)) => (TestOutcome::Failed, Some(instead_of_true(&value))),
    };
    let mut seen = Seen::default();
    if circumstances.coverage {
        seen.add(&engine);
    }
    Ran { outcome, message, failed_cases, elapsed: started.elapsed(), seen }
}

fn instead_of_true(value: &Value) -> String {
    match value {
        Value::Undefined => "it does not hold".into(),
        Value::Bool(_) => "it is false".into(),
        other => match engine::weight(other, 200) {
            Some(_) => format!("it is {other}, not true"),
            None => "it is a large value, not true".into(),
        },
    }
}

fn ask(circumstances: &Circumstances<'_>, engine: &mut Engine, question: String) -> Result<Value, String> {
    let started = Instant::now();
    engine::begin(circumstances.now_nanos);
    // Some built-ins panic on odd arguments; the engine is dropped with whatever state it was in.
    let answer = catch_unwind(AssertUnwindSafe(|| engine.eval_rule(question)));
    let limit = circumstances.bench.evaluation_limit();
    match (answer, engine::refused()) {
        (Err(_), _) => Err("the engine failed on a built-in's arguments".into()),
        _ if started.elapsed() > limit => {
            Err(format!("it took longer than its limit of {}", humantime::format_duration(limit)))
        }
        // The engine forgets an error in one definition of a function when another definition has a value.
        (_, Some(refusal)) => Err(refusal.to_string()),
        (Ok(answer), None) => answer.map_err(|error| root_cause(&error.to_string()).to_owned()),
    }
}

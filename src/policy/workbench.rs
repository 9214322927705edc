//! A policy directory as its author works on it: policies, their tests, and engines that can be asked what no server asks.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

use regorus::Engine;

use super::analysis::{RuleIndex, reach};
use super::data::Document;
use super::fault::Fault;
use super::link::{Closure, Packages};
use super::materials::Materials;
use super::module::{Content, Module};
use super::package::DataPath;
use super::parallel;
use super::tree::Tree;
use super::workshop::{Update, Workshop};

/// Policies and their tests.
pub struct Workbench {
    /// The policies, as the server would put them in force, and their faults.
    pub policies: Update,
    modules: Vec<Arc<Module>>,
    tests: Vec<Arc<Module>>,
    packages: Packages,
    document: Arc<Document>,
    evaluation_limit: Duration,
}

impl Workbench {
    /// Reads and builds everything in `tree`, looked at [with tests](super::tree::scan_with_tests) or without. One
    /// evaluation may take `evaluation_limit`.
    #[must_use]
    pub fn of(tree: &Tree, evaluation_limit: Duration) -> Self {
        let mut workshop = Workshop::new(evaluation_limit);
        let policies = workshop.update(tree);
        let modules = workshop.sources().modules().cloned().collect();
        let tests: Vec<_> = workshop.sources().tests().cloned().collect();
        // A test that does not parse is no part of its package: it must not withhold a policy.
        let sound = tests.iter().filter(|test| test.content.is_ok());
        let packages = Packages::new(workshop.sources().modules().chain(sound));
        let nothing = || Document::merge(Vec::new(), Arc::default(), None);
        let document = workshop.document().map_or_else(nothing, Arc::clone);
        Self { policies, modules, tests, packages, document, evaluation_limit }
    }

    /// The modules that decide, faulty or not, by path.
    #[must_use]
    pub fn modules(&self) -> &[Arc<Module>] {
        &self.modules
    }

    /// The modules of `_test.rego` files, faulty or not, by path.
    #[must_use]
    pub fn tests(&self) -> &[Arc<Module>] {
        &self.tests
    }

    /// All base data.
    #[must_use]
    pub fn document(&self) -> &Document {
        &self.document
    }

    /// How long one evaluation may take.
    #[must_use]
    pub fn evaluation_limit(&self) -> Duration {
        self.evaluation_limit
    }

    /// What `packages` need, tests among it where they declare them.
    #[must_use]
    pub fn closure(&self, packages: &[DataPath]) -> Closure {
        self.packages.closure(packages, &|path| self.document.get(path).is_some())
    }

    /// What is wrong with the tests themselves, each checked with all that it needs.
    #[must_use]
    pub fn test_faults(&self) -> Vec<Fault> {
        let of_test = |test: &Arc<Module>| match (&test.content, &test.package) {
            (Err(faults), _) => faults.clone(),
            (Ok(_), None) => Vec::new(),
            (Ok(_), Some(package)) => {
                let closure = self.closure(std::slice::from_ref(package));
                let mut faults = reach(&RuleIndex::new(&closure.modules), &[]).err().unwrap_or_default();
                faults.retain(|fault| fault.file == test.file);
                faults
            }
        };
        parallel::map(&self.tests, of_test).into_iter().flatten().collect()
    }

    /// An engine that holds `modules` and all base data, with the text that `text_of` gives for each.
    ///
    /// # Errors
    /// The engine's own refusal.
    pub fn engine<'t>(
        &self,
        modules: &'t [Arc<Module>],
        text_of: impl Fn(&'t Module, &'t Content) -> Cow<'t, str>,
    ) -> Result<Engine, Fault> {
        self.materials(modules).engine(text_of)
    }

    /// `modules` with all base data.
    pub(super) fn materials<'t>(&self, modules: &'t [Arc<Module>]) -> Materials<'t> {
        let data = self.document.restricted(&BTreeSet::from([DataPath::new()]));
        Materials { modules, data, evaluation_limit: self.evaluation_limit }
    }
}

//! What is in force under one package, and the files that it was compiled from: policies and the journal's rules alike.

use std::sync::Arc;

use super::compiled::CompiledPolicy;
use super::log_rules::LogRules;
use super::module::Module;
use super::package::{DataPath, Entry};
use super::set::PolicySet;
use crate::decision::PolicyName;

/// A policy that decides, or the journal's rules.
#[derive(Clone, Copy)]
pub struct InForce<'s> {
    /// Its package, file and revision.
    pub name: &'s Arc<PolicyName>,
    pub(super) modules: &'s [Arc<Module>],
    pub(super) reads_data: &'s [DataPath],
}

impl InForce<'_> {
    /// The files it was compiled from, its own first.
    #[must_use]
    pub fn files(&self) -> Vec<Arc<str>> {
        self.modules.iter().map(|module| Arc::clone(&module.file)).collect()
    }
}

impl<'s> From<&'s CompiledPolicy> for InForce<'s> {
    fn from(policy: &'s CompiledPolicy) -> Self {
        Self { name: &policy.name, modules: &policy.modules, reads_data: &policy.reads_data }
    }
}

impl<'s> From<&'s LogRules> for InForce<'s> {
    fn from(rules: &'s LogRules) -> Self {
        Self { name: &rules.name, modules: &rules.modules, reads_data: &rules.reads_data }
    }
}

impl PolicySet {
    /// Every policy that decides, and the journal's rules, in no order.
    pub fn in_force(&self) -> impl Iterator<Item = InForce<'_>> {
        self.policies().map(|policy| InForce::from(&***policy)).chain(self.in_force_as(&Entry::Log))
    }

    /// What is in force as `entry`, if anything is.
    #[must_use]
    pub fn in_force_as(&self, entry: &Entry) -> Option<InForce<'_>> {
        let slot = match entry {
            Entry::Project(project) => self.projects.get(project),
            Entry::Named(name) => self.named.get(name),
            Entry::Platform(platform) => self.platforms.get(platform),
            Entry::Default => self.default.as_ref(),
            Entry::Log => return self.log_rules()?.as_ref().ok().map(|rules| (&**rules).into()),
        };
        slot?.as_ref().ok().map(|policy| InForce::from(&***policy))
    }
}

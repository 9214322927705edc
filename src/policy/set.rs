//! The policies in force: an immutable set, swapped whole.

use std::collections::HashMap;
use std::fmt;
use std::sync::Arc;

use super::assignments::Assignments;
use super::candidates::Candidates;
use super::compiled::CompiledPolicy;
use super::fault::Fault;
use super::log_rules::LogRules;
use super::package::Entry;
use super::workshop::Workshop;
use crate::decision::{Enrolled, Outcome, Platform, Policies, ProjectId, Subject, Verdict};

/// A policy, or the verdict of whoever asks a policy that never compiled.
pub type Slot = Result<Enrolled<CompiledPolicy>, Arc<Verdict>>;

/// The journal's rules, or why nobody knows what they say.
pub type LogRulesSlot = Result<Arc<LogRules>, Arc<str>>;

/// A policy, or the journal's rules, whose files are faulty.
#[derive(Debug, Clone)]
pub struct BrokenPolicy {
    /// Which policy.
    pub entry: Entry,
    /// Whether its last good version decides meanwhile. Otherwise a policy denies everybody, and without the journal's
    /// rules events have no input.
    pub has_last_good: bool,
    /// What is wrong.
    pub faults: Vec<Fault>,
}

impl BrokenPolicy {
    /// Whether everybody is denied for it.
    #[must_use]
    pub fn is_denying(&self) -> bool {
        !self.has_last_good && self.entry != Entry::Log
    }
}

/// The policies in force.
pub struct PolicySet {
    pub(super) projects: HashMap<ProjectId, Slot, foldhash::fast::RandomState>,
    pub(super) named: HashMap<String, Slot>,
    pub(super) platforms: HashMap<Platform, Slot>,
    pub(super) default: Option<Slot>,
    pub(super) assignments: Result<Arc<Assignments>, Arc<Verdict>>,
    pub(super) log_rules: Option<LogRulesSlot>,
    pub(super) broken: Vec<BrokenPolicy>,
    /// What projects without a policy of their own get while a folder that may hold one can't be read.
    pub(super) hidden: Option<Arc<Verdict>>,
    pub(super) faults: usize,
    pub(super) is_loaded: bool,
    pub(super) nobody: Arc<Verdict>,
    pub(super) no_platform_policy: Arc<Verdict>,
    pub(super) unassigned: Arc<Verdict>,
    /// What it was built from; `None` before the first load and of a draft.
    pub(super) origin: Option<Workshop>,
}

impl PolicySet {
    /// The set before the first load: every project is denied as `error`.
    #[must_use]
    pub fn not_loaded() -> Self {
        let reason = "the policies are not loaded yet";
        let (assignments, log_rules) = (Err(error_verdict(reason.into())), Some(Err(reason.into())));
        Self { assignments, log_rules, is_loaded: false, ..Self::empty() }
    }

    pub(super) fn empty() -> Self {
        let no_policy = |reason: &str| Arc::new(Verdict::undecided(Outcome::NoPolicy, reason, None));
        Self {
            projects: HashMap::default(),
            named: HashMap::new(),
            platforms: HashMap::new(),
            default: None,
            assignments: Ok(Arc::default()),
            log_rules: None,
            broken: Vec::new(),
            faults: 0,
            hidden: None,
            is_loaded: true,
            nobody: no_policy("no policy decides for this project"),
            no_platform_policy: no_policy("the agent has no projects, and no policy decides for the platform"),
            unassigned: error_verdict("the policy that the project is assigned to does not exist".into()),
            origin: None,
        }
    }

    /// The set that would decide about `subjects` if the directory, as it was last looked at, held `candidates`. Policies
    /// that these do not touch decide as they do in this set. It knows nothing of any other subject, and is nowhere in
    /// force.
    ///
    /// # Errors
    /// Every fault of the candidates, and of the policies that they touch and that decide about these subjects or are the
    /// candidates' own.
    pub fn draft(self: &Arc<Self>, candidates: &Candidates, subjects: &[Subject]) -> Result<Arc<Self>, Vec<Fault>> {
        match &self.origin {
            Some(workshop) if !candidates.is_empty() => workshop.draft(self, candidates, subjects).map(Arc::new),
            _ => Ok(Arc::clone(self)),
        }
    }

    /// Whether the policy directory has been read.
    #[must_use]
    pub fn is_loaded(&self) -> bool {
        self.is_loaded
    }

    /// Policies whose files are faulty, and the journal's rules if theirs are, the worst first: those without a last good version.
    #[must_use]
    pub fn broken(&self) -> &[BrokenPolicy] {
        &self.broken
    }

    /// How many faults the files have, those included that no policy needs.
    #[must_use]
    pub fn faults(&self) -> usize {
        self.faults
    }

    /// How many policies decide.
    #[must_use]
    pub fn active(&self) -> usize {
        self.policies().count()
    }

    /// The policies that decide, in no order.
    pub fn policies(&self) -> impl Iterator<Item = &Enrolled<CompiledPolicy>> {
        let slots = self.projects.values().chain(self.named.values()).chain(self.platforms.values());
        slots.chain(&self.default).filter_map(|slot| slot.as_ref().ok())
    }

    /// What `package system.log` says of events, if there is one.
    #[must_use]
    pub fn log_rules(&self) -> Option<&LogRulesSlot> {
        self.log_rules.as_ref()
    }

    /// The `<name>` of the `package policies.<name>` that `project` is assigned to, whether or not it has a policy of
    /// its own, which would come first.
    #[must_use]
    pub fn assigned_to(&self, project: ProjectId) -> Option<&str> {
        self.assignments.as_ref().ok()?.policy_of(project)
    }

    fn slot(&self, subject: Subject) -> Result<&Slot, &Arc<Verdict>> {
        match subject {
            Subject::Project(project) => self.slot_of_project(project),
            Subject::Platform(_) if !self.is_loaded => Err(self.assignments.as_ref().err().unwrap_or(&self.nobody)),
            Subject::Platform(platform) => self.platforms.get(&platform).ok_or(&self.no_platform_policy),
        }
    }

    fn slot_of_project(&self, project: ProjectId) -> Result<&Slot, &Arc<Verdict>> {
        if let Some(slot) = self.projects.get(&project) {
            return Ok(slot);
        }
        if let Some(hidden) = &self.hidden {
            return Err(hidden);
        }
        let assignments = self.assignments.as_ref()?;
        match assignments.policy_of(project) {
            Some(name) => self.named.get(name).ok_or(&self.unassigned),
            None => self.default.as_ref().ok_or(&self.nobody),
        }
    }
}

/// The verdict of whoever asks what can't be decided.
pub(super) fn error_verdict(reason: String) -> Arc<Verdict> {
    Arc::new(Verdict { outcome: Outcome::Error, reasons: vec![reason], policy: None })
}

impl fmt::Debug for PolicySet {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("PolicySet").field("broken", &self.broken).finish_non_exhaustive()
    }
}

impl Policies for PolicySet {
    type Policy = CompiledPolicy;

    fn find(&self, subject: Subject) -> Result<&Enrolled<CompiledPolicy>, Arc<Verdict>> {
        self.slot(subject).and_then(Result::as_ref).map_err(Arc::clone)
    }
}

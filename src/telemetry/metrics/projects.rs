//! Verdicts by project: for as many projects as the settings say, the rest together.

use std::collections::HashMap;
use std::fmt;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use arc_swap::ArcSwap;
use prometheus_client::encoding::{EncodeLabelSet, EncodeLabelValue, LabelValueEncoder};
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;

use super::labels::OutcomeLabel;
use crate::decision::{Outcome, Platform, ProjectId, Subject, SubjectVerdict};

/// Of [`ProjectSeries`].
#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
pub struct ProjectLabels {
    /// Which project.
    pub project: ProjectLabel,
    /// How it came out.
    pub outcome: OutcomeLabel,
}

/// A project or platform that has series of its own, or all that have not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ProjectLabel {
    /// One project, by its id; or a platform, as `platforms.ucontact`.
    Subject(Subject),
    /// All others.
    Other,
}

impl EncodeLabelValue for ProjectLabel {
    fn encode(&self, encoder: &mut LabelValueEncoder<'_>) -> fmt::Result {
        match self {
            Self::Subject(Subject::Project(project)) => project.get().encode(encoder),
            Self::Subject(platform) => platform.to_string().encode(encoder),
            Self::Other => "other".encode(encoder),
        }
    }
}

/// The counters of one project, in the order of [`Outcome::ALL`].
type Counters = Arc<[Counter; Outcome::ALL.len()]>;

/// Counts verdicts by project. A project takes a place with its first verdict, unless nothing decides for it; when all
/// are taken, further projects are counted together. Platforms, which are few, take none. Counting takes no lock but for
/// a project's first verdict.
#[derive(Debug)]
pub(super) struct ProjectSeries {
    family: Family<ProjectLabels, Counter>,
    max_projects: usize,
    others: Counters,
    platforms: [OnceLock<Counters>; Platform::ALL.len()],
    /// Copied when a project is added: that happens once for each, and everybody else only looks.
    known: ArcSwap<HashMap<ProjectId, Counters>>,
    adding: Mutex<()>,
}

impl ProjectSeries {
    pub(super) fn new(family: Family<ProjectLabels, Counter>, max_projects: usize) -> Self {
        let others = counters(&family, ProjectLabel::Other);
        let platforms = Default::default();
        Self { family, max_projects, others, platforms, known: ArcSwap::default(), adding: Mutex::default() }
    }

    pub(super) fn count(&self, it: &SubjectVerdict) {
        let outcome = it.verdict.outcome;
        let project = match it.subject {
            Subject::Project(project) => project,
            Subject::Platform(platform) => {
                let begin = || counters(&self.family, ProjectLabel::Subject(it.subject));
                self.platforms[platform as usize].get_or_init(begin)[outcome as usize].inc();
                return;
            }
        };
        let known = self.known.load();
        let counters = match known.get(&project) {
            Some(counters) => counters,
            // Whoever invents projects takes nobody's place.
            None if outcome == Outcome::NoPolicy || known.len() >= self.max_projects => &self.others,
            None => &self.add(project),
        };
        counters[outcome as usize].inc();
    }

    fn add(&self, project: ProjectId) -> Counters {
        let _adding = self.adding.lock().unwrap_or_else(PoisonError::into_inner);
        let known = self.known.load();
        match known.get(&project) {
            Some(counters) => Arc::clone(counters),
            None if known.len() >= self.max_projects => Arc::clone(&self.others),
            None => {
                let counters = counters(&self.family, ProjectLabel::Subject(project.into()));
                let mut more = HashMap::clone(&known);
                more.insert(project, Arc::clone(&counters));
                self.known.store(Arc::new(more));
                counters
            }
        }
    }
}

/// All outcomes stand at zero from the start: a rise from nothing would not be seen.
fn counters(family: &Family<ProjectLabels, Counter>, project: ProjectLabel) -> Counters {
    let counter = |outcome| family.get_or_create_owned(&ProjectLabels { project, outcome: OutcomeLabel(outcome) });
    Arc::new(Outcome::ALL.map(counter))
}

//! Verdicts by project: for as many projects as the settings say, the rest together.

use std::collections::HashMap;
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

use arc_swap::ArcSwap;
use prometheus_client::encoding::{EncodeLabelSet, EncodeLabelValue, LabelValueEncoder};
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;

use super::labels::OutcomeLabel;
use crate::decision::{Outcome, Subject, SubjectVerdict};

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
/// are taken, further projects are counted together. Counting takes no lock but for a project's first verdict.
#[derive(Debug)]
pub(super) struct ProjectSeries {
    family: Family<ProjectLabels, Counter>,
    max_projects: usize,
    others: Counters,
    /// Copied when a project is added: that happens once for each, and everybody else only looks.
    known: ArcSwap<HashMap<Subject, Counters>>,
    adding: Mutex<()>,
}

impl ProjectSeries {
    pub(super) fn new(family: Family<ProjectLabels, Counter>, max_projects: usize) -> Self {
        let others = counters(&family, ProjectLabel::Other);
        Self { family, max_projects, others, known: ArcSwap::default(), adding: Mutex::default() }
    }

    pub(super) fn count(&self, it: &SubjectVerdict) {
        let known = self.known.load();
        let counters = match known.get(&it.subject) {
            Some(counters) => counters,
            // Whoever invents projects takes nobody's place.
            None if it.verdict.outcome == Outcome::NoPolicy || known.len() >= self.max_projects => &self.others,
            None => &self.add(it.subject),
        };
        counters[it.verdict.outcome as usize].inc();
    }

    fn add(&self, subject: Subject) -> Counters {
        let _adding = self.adding.lock().unwrap_or_else(PoisonError::into_inner);
        let known = self.known.load();
        match known.get(&subject) {
            Some(counters) => Arc::clone(counters),
            None if known.len() >= self.max_projects => Arc::clone(&self.others),
            None => {
                let counters = counters(&self.family, ProjectLabel::Subject(subject));
                let mut more = HashMap::clone(&known);
                more.insert(subject, Arc::clone(&counters));
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

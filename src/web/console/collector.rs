//! What is not counted as it happens but looked up when somebody asks for the metrics.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use arc_swap::ArcSwap;
use prometheus_client::collector::Collector;
use prometheus_client::encoding::{DescriptorEncoder, EncodeLabelSet, EncodeMetric};
use prometheus_client::metrics::counter::ConstCounter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::{ConstGauge, Gauge};

use crate::decision::{Clock, DecisionCache, Subject};
use crate::policy::{Activations, Entry, PolicySet};
use crate::telemetry::metrics::ProjectLabel;

const NANOS_PER_SECOND: i64 = 1_000_000_000;

/// What can be asked how it is.
pub struct Observed {
    /// The policies in force.
    pub policies: Arc<ArcSwap<PolicySet>>,
    /// Since when.
    pub activations: Arc<ArcSwap<Activations>>,
    /// Remembered verdicts.
    pub cache: DecisionCache,
    /// The time that ages are counted back from.
    pub clock: Arc<dyn Clock>,
    /// The most projects that have series of their own; 0 for no series by project.
    pub max_projects: usize,
}

/// Whose files are faulty.
#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct BrokenLabels {
    project: ProjectLabel,
}

impl fmt::Debug for Observed {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Observed").finish_non_exhaustive()
    }
}

impl Collector for Observed {
    fn encode(&self, mut encoder: DescriptorEncoder<'_>) -> fmt::Result {
        let policies = self.policies.load();
        let denying = policies.broken().iter().filter(|broken| broken.is_denying()).count();
        for (name, help, value) in [
            ("logingate_policies_active", "Policies that decide", policies.active()),
            ("logingate_policies_broken", "Policies whose files have faults", policies.broken().len()),
            ("logingate_policies_denying", "Broken policies that never were good: they deny everybody", denying),
            ("logingate_policy_faults", "Faults in the policy directory, needed or not", policies.faults()),
        ] {
            gauge(&mut encoder, name, help, i64::try_from(value).unwrap_or(i64::MAX))?;
        }
        self.encode_since_when(&mut encoder)?;
        let (name, help) = ("logingate_cache_entries", "Verdicts remembered");
        gauge(&mut encoder, name, help, i64::try_from(self.cache.entries()).unwrap_or(i64::MAX))?;
        for (name, help, value) in [
            ("logingate_cache_hits", "Questions answered from memory", self.cache.hits()),
            ("logingate_cache_misses", "Questions that memory did not answer", self.cache.misses()),
            ("logingate_cache_evictions", "Verdicts forgotten for want of room", self.cache.evictions()),
        ] {
            let counter = ConstCounter::new(value);
            counter.encode(encoder.encode_descriptor(name, help, None, counter.metric_type())?)?;
        }
        Ok(())
    }
}

impl Observed {
    fn encode_since_when(&self, encoder: &mut DescriptorEncoder<'_>) -> fmt::Result {
        let activations = self.activations.load();
        let now = self.clock.unix_nanos();
        let age = |since: i64| now.saturating_sub(since).max(0) / NANOS_PER_SECOND;
        let (name, help) = (
            "logingate_policies_last_good_age_seconds",
            "How long the oldest last good version that decides in the place of broken files has been in force; 0 without any",
        );
        gauge(encoder, name, help, activations.oldest_last_good().map_or(0, age))?;
        if self.max_projects == 0 {
            return Ok(());
        }
        let family = Family::<BrokenLabels, Gauge>::default();
        for (project, since) in broken_since(&activations, self.max_projects) {
            family.get_or_create(&BrokenLabels { project }).set(since / NANOS_PER_SECOND);
        }
        let (name, help) = (
            "logingate_project_broken_since_timestamp_seconds",
            "Since when the files of a project's own policy have faults, in seconds since the Unix epoch; in \"other\" the \
             first of all other policies",
        );
        family.encode(encoder.encode_descriptor(name, help, None, family.metric_type())?)
    }
}

/// Since when what is broken is so: for so many projects each, and the first of the rest.
fn broken_since(activations: &Activations, max_projects: usize) -> BTreeMap<ProjectLabel, i64> {
    let mut since_when = BTreeMap::new();
    for (entry, since) in activations.broken() {
        let subject = match entry {
            Entry::Project(project) => Some(Subject::Project(*project)),
            Entry::Platform(platform) => Some(Subject::Platform(*platform)),
            Entry::Named(_) | Entry::Default | Entry::Log => None,
        };
        // Platforms, which are few, take no project's place.
        let is_project = |label: &&ProjectLabel| matches!(label, ProjectLabel::Subject(Subject::Project(_)));
        let has_place = || since_when.keys().filter(is_project).count() < max_projects;
        let subject = subject.filter(|subject| subject.platform().is_some() || has_place());
        let label = subject.map_or(ProjectLabel::Other, ProjectLabel::Subject);
        since_when.entry(label).and_modify(|first: &mut i64| *first = since.min(*first)).or_insert(since);
    }
    since_when
}

fn gauge(encoder: &mut DescriptorEncoder<'_>, name: &str, help: &str, value: i64) -> fmt::Result {
    let gauge = ConstGauge::new(value);
    gauge.encode(encoder.encode_descriptor(name, help, None, gauge.metric_type())?)
}

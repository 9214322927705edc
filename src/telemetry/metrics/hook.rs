//! What is counted of the logins of one hook, or of one platform without hooks.

use std::sync::Arc;

use super::projects::ProjectSeries;
use super::{ALERTING, Count, DecisionLabels, Durations, Metrics, OutcomeLabel, RefusalLabels};
use crate::decision::{Decision, Outcome, Platform};

/// The counters of one hook's logins.
#[derive(Debug, Clone)]
pub struct HookMetrics {
    /// By outcome, in the order of [`Outcome::ALL`], then by whether it was remembered.
    decisions: [[Count; 2]; Outcome::ALL.len()],
    evaluation_seconds: Durations,
    projects: Option<Arc<ProjectSeries>>,
}

impl HookMetrics {
    /// Counts each verdict of a login.
    pub fn decided(&self, decision: &Decision) {
        let mut verdicts = [[0; 2]; Outcome::ALL.len()];
        for it in &decision.verdicts {
            verdicts[it.verdict.outcome as usize][usize::from(it.cached)] += 1;
            if !it.elapsed.is_zero() {
                self.evaluation_seconds.observe(it.elapsed);
            }
        }
        // Once for each counter, and not once for each project.
        let counters = self.decisions.as_flattened().iter().zip(verdicts.as_flattened());
        counters.filter(|(_, number)| **number > 0).for_each(|(counter, number)| counter.add(*number));
        if let Some(projects) = &self.projects {
            decision.verdicts.iter().for_each(|it| projects.count(it));
        }
    }
}

impl Metrics {
    /// The counters of one hook's logins, looked up once: counting needs no look-up any more.
    #[must_use]
    pub fn of_hook(&self, hook: &str) -> HookMetrics {
        for kind in ALERTING {
            drop(self.refusals.get_or_create(&RefusalLabels { hook: hook.into(), kind }));
        }
        self.of(Platform::Vcc, hook)
    }

    /// The counters of the logins to a platform without hooks: its name stands in their place.
    #[must_use]
    pub fn of_platform(&self, platform: Platform) -> HookMetrics {
        self.of(platform, platform.as_str())
    }

    fn of(&self, platform: Platform, hook: &str) -> HookMetrics {
        let counter = |outcome, cached| {
            let labels = DecisionLabels { platform: platform.as_str(), hook: hook.into(), outcome, cached };
            self.decisions.get_or_create_owned(&labels)
        };
        let decisions = Outcome::ALL.map(|outcome| [false, true].map(|cached| counter(OutcomeLabel(outcome), cached)));
        HookMetrics { decisions, evaluation_seconds: self.evaluation_seconds.clone(), projects: self.projects.clone() }
    }
}

//! What is not counted as it happens but looked up when somebody asks for the metrics.

use std::fmt;
use std::sync::Arc;

use arc_swap::ArcSwap;
use prometheus_client::collector::Collector;
use prometheus_client::encoding::{DescriptorEncoder, EncodeMetric};
use prometheus_client::metrics::counter::ConstCounter;
use prometheus_client::metrics::gauge::ConstGauge;

use crate::decision::DecisionCache;
use crate::policy::PolicySet;

/// What can be asked how it is.
pub struct Observed {
    /// The policies in force.
    pub policies: Arc<ArcSwap<PolicySet>>,
    /// Remembered verdicts.
    pub cache: DecisionCache,
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
            let gauge = ConstGauge::new(i64::try_from(value).unwrap_or(i64::MAX));
            gauge.encode(encoder.encode_descriptor(name, help, None, gauge.metric_type())?)?;
        }
        let entries = ConstGauge::new(i64::try_from(self.cache.entries()).unwrap_or(i64::MAX));
        let (name, help) = ("logingate_cache_entries", "Verdicts remembered");
        entries.encode(encoder.encode_descriptor(name, help, None, entries.metric_type())?)?;
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

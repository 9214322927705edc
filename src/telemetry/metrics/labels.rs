//! The labels of metrics: each of a closed set of values, or a name from the settings.

mod values;

pub use values::{
    DropReason, Handler, HttpMethod, Listener, LogRule, MailResult, OutcomeLabel, ReloadResult, RuleFailureReason,
    SpanDropReason, TlsReloadResult, UploadResult,
};

use std::sync::Arc;

use prometheus_client::encoding::EncodeLabelSet;

/// Of [`requests`](super::Metrics::requests): OPA's names.
#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
pub struct RequestLabels {
    /// The HTTP status.
    pub code: u16,
    /// What answered.
    pub handler: Handler,
    /// How it was asked.
    pub method: HttpMethod,
}

/// Of [`decisions`](super::Metrics::decisions).
#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
pub struct DecisionLabels {
    /// Who asked: `vcc`, `ucontact`, ….
    pub platform: &'static str,
    /// The hook's name in the settings; of other platforms than VCC Live, the platform's.
    pub hook: Arc<str>,
    /// How it came out.
    pub outcome: OutcomeLabel,
    /// Whether it was remembered.
    pub cached: bool,
}

/// Of [`admissions`](super::Metrics::admissions).
#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
pub struct AdmissionLabels {
    /// Where somebody wants to log in.
    pub platform: &'static str,
    /// What came of it: `admitted`, or why not.
    pub outcome: &'static str,
}

/// Of [`refusals`](super::Metrics::refusals).
#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
pub struct RefusalLabels {
    /// The hook's name in the settings; empty where no hook was asked.
    pub hook: Arc<str>,
    /// The kind of the problem.
    pub kind: &'static str,
}

/// Of [`reloads`](super::Metrics::reloads).
#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
pub struct ReloadLabels {
    /// What came of it.
    pub result: ReloadResult,
}

/// Of [`journal_drops`](super::Metrics::journal_drops).
#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
pub struct DropLabels {
    /// Why.
    pub reason: DropReason,
}

/// Of what is known of each upload.
#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
pub struct UploadLabels {
    /// The upload's name in the settings.
    pub upload: Arc<str>,
}

/// Of [`uploads`](super::Metrics::uploads).
#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
pub struct UploadResultLabels {
    /// The upload's name in the settings.
    pub upload: Arc<str>,
    /// What came of it.
    pub result: UploadResult,
}

/// Of [`journal_rule_failures`](super::Metrics::journal_rule_failures).
#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
pub struct RuleFailureLabels {
    /// Which rule.
    pub rule: LogRule,
    /// Why.
    pub reason: RuleFailureReason,
}

/// Of [`span_drops`](super::Metrics::span_drops).
#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
pub struct SpanDropLabels {
    /// Why.
    pub reason: SpanDropReason,
}

/// Of [`mails`](super::Metrics::mails).
#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
pub struct MailLabels {
    /// What became of it.
    pub result: MailResult,
}

/// Of [`tls_expiry`](super::Metrics::tls_expiry).
#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
pub struct ListenerLabels {
    /// Whose certificate it is.
    pub listener: Listener,
}

/// Of [`tls_reloads`](super::Metrics::tls_reloads).
#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
pub struct TlsReloadLabels {
    /// Whose files they are.
    pub listener: Listener,
    /// What came of them.
    pub result: TlsReloadResult,
}

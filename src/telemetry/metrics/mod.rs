//! What is counted and measured, for Prometheus: one line a metric, whose doc comment is its help text.
//!
//! Labels come from closed sets: never from a URL or an agent, and from projects only where the settings ask for it, and
//! from so many at most.

mod by_thread;
mod exposition;
mod hook;
mod labels;
mod projects;
#[cfg(test)]
mod tests;
mod uploads;

use std::sync::{Arc, OnceLock};
use std::time::{Duration, Instant};

use prometheus_client::collector::Collector;
use prometheus_client::encoding::text;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::metrics::info::Info;
use prometheus_client::registry::{Metric, Registry};

pub use by_thread::{Count, Durations, Level};
pub use exposition::Exposition;
pub use hook::HookMetrics;
pub use labels::{
    AdmissionLabels, DecisionLabels, DropLabels, DropReason, Handler, HttpMethod, Listener, ListenerLabels, LogRule,
    MailLabels, MailResult, OutcomeLabel, RefusalLabels, ReloadLabels, ReloadResult, RequestLabels, RuleFailureLabels,
    RuleFailureReason, SpanDropLabels, SpanDropReason, TlsReloadLabels, TlsReloadResult, UploadLabels, UploadResult,
    UploadResultLabels,
};
pub use projects::ProjectLabel;
pub use uploads::UploadMetrics;

use projects::ProjectSeries;

/// A thousand policies take about a second.
const RELOAD_BUCKETS: [f64; 8] = [1e-3, 5e-3, 0.025, 0.1, 0.5, 1.0, 5.0, 20.0];

/// The refusals that alerts are about.
pub(crate) const ALERTING: [&str; 5] =
    ["unauthorized", "signature_refused", "too_many_bad_secrets", "overloaded", "connection_busy"];

macro_rules! metrics {
    ($($(#[doc = $help:literal])+ $name:literal $field:ident: $type:ty = $metric:expr,)+) => {
        /// Everything that is counted while the server runs. Shared by all that count.
        #[derive(Debug)]
        pub struct Metrics {
            registry: Registry,
            projects: Option<Arc<ProjectSeries>>,
            /// Of [`requests`](Self::requests) those of logins that are answered with a decision, by method.
            answered_logins: [OnceLock<Durations>; HttpMethod::ALL.len()],
            $($(#[doc = $help])+ pub $field: $type,)+
        }

        impl Default for Metrics {
            fn default() -> Self {
                let mut registry = Registry::default();
                $(let $field: $type = $metric;
                register(&mut registry, $name, &[$($help),+], &$field);)+
                registry.register("logingate", "What runs", Info::new([("version", env!("CARGO_PKG_VERSION"))]));
                Self { registry, projects: None, answered_logins: Default::default(), $($field),+ }.begun()
            }
        }
    };
}

metrics! {
    /// HTTP requests, from their head to their answer
    "http_request_duration_seconds" requests: Family<RequestLabels, Durations> = Family::default(),
    /// Verdicts, one for each project of each login, or for its platform
    "logingate_decisions" decisions: Family<DecisionLabels, Count> = Family::default(),
    /// Verdicts that memory did not have, from the decoded login on: waiting for a thread is part of it
    "logingate_evaluation_duration_seconds" evaluation_seconds: Durations = Durations::default(),
    /// Requests that got no decision
    "logingate_refused_requests" refusals: Family<RefusalLabels, Counter> = Family::default(),
    /// Logins to platforms other than VCC Live, by what came of them in the end: only "admitted" is let in
    "logingate_admissions" admissions: Family<AdmissionLabels, Counter> = Family::default(),
    /// Events written, once for each place they are written to
    "logingate_journal_events_written" journal_written: Counter = Counter::default(),
    /// Events lost, by why
    "logingate_journal_events_dropped" journal_drops: Family<DropLabels, Counter> = Family::default(),
    /// Events that the rule data.system.log.drop leaves out
    "logingate_journal_events_excluded" journal_excluded: Counter = Counter::default(),
    /// Times that a rule of data.system.log had no answer: without that of mask, an event is written without its input
    "logingate_journal_rule_failures" journal_rule_failures: Family<RuleFailureLabels, Counter> = Family::default(),
    /// Events that wait to be written
    "logingate_journal_queue_length" journal_queued: Gauge = Gauge::default(),
    /// Events that wait on disk for their receiver
    "logingate_journal_spool_events" spool_events: Family<UploadLabels, Gauge> = Family::default(),
    /// Size of the events that wait on disk for their receiver
    "logingate_journal_spool_bytes" spool_bytes: Family<UploadLabels, Gauge> = Family::default(),
    /// Batches of events sent to a receiver, by what came of them
    "logingate_journal_uploads" uploads: Family<UploadResultLabels, Counter> = Family::default(),
    /// Events that a receiver has taken
    "logingate_journal_events_uploaded" events_uploaded: Family<UploadLabels, Counter> = Family::default(),
    /// When a receiver last took events, in seconds since the Unix epoch; 0 if it has not since the start
    "logingate_journal_upload_last_success_timestamp_seconds" upload_success: Family<UploadLabels, Gauge> =
        Family::default(),
    /// Spans that the receiver of traces has taken
    "logingate_trace_spans_exported" spans_exported: Counter = Counter::default(),
    /// Spans lost, by why
    "logingate_trace_spans_dropped" span_drops: Family<SpanDropLabels, Counter> = Family::default(),
    /// Mails, by what became of them
    "logingate_mails" mails: Family<MailLabels, Counter> = Family::default(),
    /// Logins that are being decided
    "logingate_logins_in_flight" in_flight: Level = Level::default(),
    /// Open connections to Acqueon's WebSocket
    "logingate_acqueon_websockets" acqueon_websockets: Level = Level::default(),
    /// Looks at the policy directory that found a change, by what came of them
    "logingate_policy_reloads" reloads: Family<ReloadLabels, Counter> = Family::default(),
    /// Building changed policies and putting them in force
    "logingate_policy_reload_duration_seconds" reload_seconds: Histogram = Histogram::new(RELOAD_BUCKETS),
    /// When the certificate in force expires, in seconds since the Unix epoch
    "logingate_tls_certificate_expiry_timestamp_seconds" tls_expiry: Family<ListenerLabels, Gauge> = Family::default(),
    /// Whether the TLS files as they are now are in force: 0 while they can't be used and those before them stay
    "logingate_tls_last_reload_successful" tls_reload_successful: Family<ListenerLabels, Gauge> = Family::default(),
    /// Renewed TLS files, by what came of them; the same fault counts once
    "logingate_tls_reloads" tls_reloads: Family<TlsReloadLabels, Counter> = Family::default(),
}

/// The registry ends help texts with a full stop by itself.
fn register(registry: &mut Registry, name: &str, help: &[&str], metric: &(impl Metric + Clone)) {
    let help: String = help.iter().copied().collect();
    registry.register(name, help.trim(), metric.clone());
}

impl Metrics {
    /// Every series of a small set stands at zero from the start: an alert does not see the first of what was not there.
    fn begun(self) -> Self {
        for &result in ReloadResult::ALL {
            drop(self.reloads.get_or_create(&ReloadLabels { result }));
        }
        for &reason in DropReason::ALL {
            drop(self.journal_drops.get_or_create(&DropLabels { reason }));
        }
        for &reason in SpanDropReason::ALL {
            drop(self.span_drops.get_or_create(&SpanDropLabels { reason }));
        }
        for &result in MailResult::ALL {
            drop(self.mails.get_or_create(&MailLabels { result }));
        }
        for &rule in LogRule::ALL {
            for &reason in RuleFailureReason::ALL {
                drop(self.journal_rule_failures.get_or_create(&RuleFailureLabels { rule, reason }));
            }
        }
        self
    }

    /// Counts verdicts by project as well: `max_projects` of them have series of their own, the rest are counted
    /// together. With 0 there are no such series.
    #[must_use]
    pub fn with_projects(mut self, max_projects: usize) -> Self {
        if max_projects > 0 {
            let family = Family::default();
            let help = ["Verdicts by project; in \"other\" those of all that have no series of their own"];
            register(&mut self.registry, "logingate_project_decisions", &help, &family);
            self.projects = Some(Arc::new(ProjectSeries::new(family, max_projects)));
        }
        self
    }

    /// Has `collector` asked whenever somebody asks for the metrics.
    #[must_use]
    pub fn with(mut self, collector: impl Collector) -> Self {
        self.registry.register_collector(Box::new(collector));
        self
    }

    /// All metrics in a text form.
    ///
    /// # Errors
    /// When a collector fails.
    pub fn text(&self, exposition: Exposition) -> Result<String, std::fmt::Error> {
        let mut text = String::new();
        text::encode(&mut text, &self.registry)?;
        Ok(exposition.of_open_metrics(text))
    }

    /// Counts a request that came at `started` and is answered now.
    pub fn answered(&self, handler: Handler, method: HttpMethod, code: u16, started: Instant) {
        let labels = RequestLabels { code, handler, method };
        if (code, handler) == (200, Handler::Vcc) {
            // Looked up once: it is nearly every request.
            let durations = &self.answered_logins[method as usize];
            durations.get_or_init(|| self.requests.get_or_create_owned(&labels)).observe(started.elapsed());
        } else {
            self.requests.get_or_create(&labels).observe(started.elapsed());
        }
    }

    /// Counts a request without a decision: `kind` is the problem's, `hook` the name of the one that was asked.
    pub fn refused(&self, hook: Option<&str>, kind: &'static str) {
        self.refusals.get_or_create(&RefusalLabels { hook: hook.unwrap_or_default().into(), kind }).inc();
    }

    /// Counts a login as under way until the result is dropped.
    #[must_use]
    pub fn login_under_way(&self) -> UnderWay<'_> {
        self.in_flight.change(1);
        UnderWay(&self.in_flight)
    }

    /// Counts a WebSocket of Acqueon as open until the result is dropped.
    #[must_use]
    pub fn acqueon_websocket_open(&self) -> UnderWay<'_> {
        self.acqueon_websockets.change(1);
        UnderWay(&self.acqueon_websockets)
    }

    /// Counts events of the journal that are lost.
    pub fn journal_dropped(&self, reason: DropReason, events: u64) {
        self.journal_drops.get_or_create(&DropLabels { reason }).inc_by(events);
    }

    /// Counts a rule of the journal that has no answer about an event.
    pub fn journal_rule_failed(&self, rule: LogRule, reason: RuleFailureReason) {
        self.journal_rule_failures.get_or_create(&RuleFailureLabels { rule, reason }).inc();
    }

    /// Counts spans that are lost.
    pub fn spans_dropped(&self, reason: SpanDropReason, spans: u64) {
        self.span_drops.get_or_create(&SpanDropLabels { reason }).inc_by(spans);
    }

    /// Counts a mail.
    pub fn mailed(&self, result: MailResult) {
        self.mails.get_or_create(&MailLabels { result }).inc();
    }

    /// Counts a reload that took `took`.
    pub fn reloaded(&self, result: ReloadResult, took: Duration) {
        self.reloads.get_or_create(&ReloadLabels { result }).inc();
        self.reload_seconds.observe(took.as_secs_f64());
    }

    /// The TLS files as they are now are in force at `listener`, and their certificate expires at `expiry_seconds` since
    /// the Unix epoch.
    pub fn tls_in_force(&self, listener: Listener, expiry_seconds: i64) {
        let labels = ListenerLabels { listener };
        self.tls_expiry.get_or_create(&labels).set(expiry_seconds);
        self.tls_reload_successful.get_or_create(&labels).set(1);
        // From the start on, so that the first renewal shows as a rise.
        for result in [TlsReloadResult::Renewed, TlsReloadResult::Refused] {
            drop(self.tls_reloads.get_or_create(&TlsReloadLabels { listener, result }));
        }
    }

    /// Counts renewed TLS files.
    pub fn tls_reloaded(&self, listener: Listener, result: TlsReloadResult) {
        self.tls_reloads.get_or_create(&TlsReloadLabels { listener, result }).inc();
        let is_successful = i64::from(result == TlsReloadResult::Renewed);
        self.tls_reload_successful.get_or_create(&ListenerLabels { listener }).set(is_successful);
    }
}

/// Something that is counted while it goes on.
#[derive(Debug)]
pub struct UnderWay<'m>(&'m Level);

impl Drop for UnderWay<'_> {
    fn drop(&mut self) {
        self.0.change(-1);
    }
}

//! Whoever calls a platform's API: who they are, and whether policies let them log in.

use std::net::IpAddr;
use std::sync::Arc;

use actix_web::HttpRequest;

use crate::admission::{Attempt, Known, Password, Refusal};
use crate::decision::{Agent, Login, Platform, Projects, Station};
use crate::directory::{LoginNameKind, NewAgent};
use crate::telemetry::metrics::AdmissionLabels;
use crate::telemetry::{HookMetrics, LoginRecord, Metrics, Refused};
use crate::web::{State, trace};

/// The outcome of a login that is not refused.
const ADMITTED: &str = "admitted";

/// What is counted of the logins of each platform.
pub struct PlatformMetrics([HookMetrics; Platform::ALL.len()]);

impl PlatformMetrics {
    /// Counters that stand at zero.
    #[must_use]
    pub fn new(metrics: &Metrics) -> Self {
        for platform in Platform::ALL.into_iter().filter(|platform| *platform != Platform::Vcc) {
            for outcome in Refusal::ALL.map(Refusal::as_str).into_iter().chain([ADMITTED]) {
                drop(metrics.admissions.get_or_create(&AdmissionLabels { platform: platform.as_str(), outcome }));
            }
        }
        Self(Platform::ALL.map(|platform| metrics.of_platform(platform)))
    }
}

/// Whoever made a request.
pub(super) struct Caller<'a> {
    pub(super) request: &'a HttpRequest,
    pub(super) state: &'a State,
    pub(super) platform: Platform,
    pub(super) source_ip: Option<IpAddr>,
}

impl<'a> Caller<'a> {
    /// Whoever made `request` to `platform`.
    pub(super) fn of(request: &'a HttpRequest, state: &'a State, platform: Platform) -> Self {
        Self { request, state, platform, source_ip: state.callers.address(request) }
    }

    /// Who has this name and password. Each refusal is counted and leaves a line; whoever is let in is counted by
    /// [`Self::admitted`], once everything is open.
    pub(super) async fn authenticate(
        &self,
        kind: LoginNameKind,
        name: String,
        password: String,
    ) -> Result<Known, Refusal> {
        let known = match Password::new(password) {
            Ok(password) => {
                let attempt = Attempt { platform: self.platform, kind, name, password };
                self.state.platforms.admission.authenticate(attempt).await
            }
            // It is nobody's.
            Err(_) => Err(Refusal::BadCredentials),
        };
        known.inspect_err(|refusal| self.refused(*refusal))
    }

    /// Whether policies let `known` log in at `station` to every project, or to the platform where there is none. It
    /// leaves what any login leaves: a line, an event, counts, a trace.
    pub(super) async fn decide(&self, known: &Known, station: Option<Station>) -> Result<(), Refusal> {
        let decided = self.ask(known, station).await;
        let decided = decided.and_then(|is_allowed| if is_allowed { Ok(()) } else { Err(Refusal::Denied) });
        decided.inspect_err(|refusal| self.refused(*refusal))
    }

    /// Counts a login whose sign-in or session is open: nothing can refuse it any more.
    pub(super) fn admitted(&self) {
        self.count(ADMITTED);
    }

    /// Counts a login that is refused and leaves a line about it, or a count in the next one.
    pub(super) fn refused(&self, refusal: Refusal) {
        self.count(refusal.as_str());
        let what = if refusal.is_passing() { Refused::LoginForNow } else { Refused::Login };
        self.state.callers.log_platform_refusal(self.source_ip, what, self.platform, refusal.as_str());
    }

    async fn ask(&self, known: &Known, station: Option<Station>) -> Result<bool, Refusal> {
        let Self { request, state, platform, .. } = *self;
        // The directory takes no more projects than a login may name, and no empty name.
        let login = self.login(&known.record.agent, station).ok_or(Refusal::Unavailable)?;
        let login = Arc::new(login);
        let under_way = state.metrics.login_under_way();
        let decision = state.decider.decide_within(Arc::clone(&login), &state.places).await;
        drop(under_way);
        let decision = Arc::new(decision.map_err(|_| Refusal::Overloaded)?);
        state.platforms.metrics.0[platform as usize].decided(&decision);
        let record = LoginRecord { login, decision: Arc::clone(&decision), trace: trace::ids(request) };
        trace::decided(request, &record);
        state.login_log.record(&record);
        state.journal.record(record).await;
        Ok(decision.is_allowed())
    }

    fn login(&self, agent: &NewAgent, station: Option<Station>) -> Option<Login> {
        Some(Login {
            platform: self.platform,
            hook: self.platform.as_str().into(),
            projects: Projects::any(agent.projects.iter().copied()).ok()?,
            agent: Agent::new(agent.user_id, Some(agent.username.clone()))?,
            group_id: agent.group_id,
            custom_data: agent.custom_data.clone(),
            source_ip: self.source_ip,
            station,
        })
    }

    fn count(&self, outcome: &'static str) {
        self.state
            .metrics
            .admissions
            .get_or_create(&AdmissionLabels { platform: self.platform.as_str(), outcome })
            .inc();
    }
}

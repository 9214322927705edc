//! Policies made of closures.

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use tokio::sync::Semaphore;

use super::{Gate, id, verdict};
use crate::decision::{
    Enrolled, Login, Outcome, Part, Platform, Policies, Policy, PolicyName, Reads, Revision, Subject, UsualTime,
    Verdict,
};

type Answer = dyn Fn(&Asked<'_>) -> Verdict + Send + Sync;

/// What a test policy is asked.
pub(in crate::decision) struct Asked<'a> {
    pub(in crate::decision) input: &'a Arc<()>,
    pub(in crate::decision) login: &'a Login,
    pub(in crate::decision) subject: Subject,
    pub(in crate::decision) now_nanos: i64,
}

pub(in crate::decision) struct TestPolicy {
    pub(in crate::decision) name: Arc<PolicyName>,
    pub(in crate::decision) reads: Arc<Reads>,
    pub(in crate::decision) cache_ttl: Option<Duration>,
    pub(in crate::decision) slots: Arc<Semaphore>,
    pub(in crate::decision) calls: AtomicUsize,
    /// How often an input was made complete: once before each call.
    completed: AtomicUsize,
    /// How many evaluations were at once, and within their limit or not.
    pub(in crate::decision) calls_at_once: AtomicUsize,
    usual_time: Usual,
    answer: Box<Answer>,
}

/// What a test policy says of the time that its evaluations take.
enum Usual {
    /// Always the same, whatever they take; `None` for policies that are never evaluated at once.
    Told(Option<Duration>),
    /// What they take.
    Learnt(UsualTime),
}

impl TestPolicy {
    /// Reads nothing, has two slots, and is never evaluated at once.
    pub(in crate::decision) fn new(name: &str, answer: impl Fn(&Asked<'_>) -> Verdict + Send + Sync + 'static) -> Self {
        let mut revision = [0; 32];
        revision[..name.len()].copy_from_slice(name.as_bytes());
        let name =
            PolicyName { package: name.into(), file: format!("{name}.rego").into(), revision: Revision(revision) };
        Self {
            name: Arc::new(name),
            reads: Arc::default(),
            cache_ttl: None,
            slots: Arc::new(Semaphore::new(2)),
            calls: AtomicUsize::new(0),
            completed: AtomicUsize::new(0),
            calls_at_once: AtomicUsize::new(0),
            usual_time: Usual::Told(None),
            answer: Box::new(answer),
        }
    }

    pub(in crate::decision) fn always(name: &str, outcome: Outcome) -> Self {
        Self::new(name, move |_| verdict(outcome))
    }

    /// Allows once `gate` is open.
    pub(in crate::decision) fn behind(name: &str, gate: &Arc<Gate>) -> Self {
        let gate = Arc::clone(gate);
        Self::new(name, move |_| {
            gate.pass();
            verdict(Outcome::Allow)
        })
    }

    pub(in crate::decision) fn reading(mut self, parts: impl IntoIterator<Item = Part>) -> Self {
        self.reads = Arc::new(Reads { clock: self.reads.clock, ..Reads::of_parts(parts) });
        self
    }

    pub(in crate::decision) fn reading_the_clock(mut self) -> Self {
        Arc::make_mut(&mut self.reads).clock = true;
        self
    }

    pub(in crate::decision) fn never_cached(mut self) -> Self {
        Arc::make_mut(&mut self.reads).never_cached = Some("it throws dice".into());
        self
    }

    pub(in crate::decision) fn with_slots(mut self, slots: usize) -> Self {
        self.slots = Arc::new(Semaphore::new(slots));
        self
    }

    /// Says that its evaluations usually take so long.
    pub(in crate::decision) fn usually_taking(mut self, time: Duration) -> Self {
        self.usual_time = Usual::Told(Some(time));
        self
    }

    /// Says what its evaluations really take.
    pub(in crate::decision) fn learning(mut self) -> Self {
        self.usual_time = Usual::Learnt(UsualTime::default());
        self
    }

    pub(in crate::decision) fn calls(&self) -> usize {
        self.calls.load(Ordering::SeqCst)
    }

    /// How many of the calls were on the thread that serves the login.
    pub(in crate::decision) fn calls_at_once(&self) -> usize {
        self.calls_at_once.load(Ordering::SeqCst)
    }
}

impl Policy for TestPolicy {
    type Input = Arc<()>;

    fn input(_: &Login) -> Arc<()> {
        Arc::new(())
    }

    fn complete(&self, _: &Arc<()>, _: &Login) {
        self.completed.fetch_add(1, Ordering::SeqCst);
    }

    fn name(&self) -> &Arc<PolicyName> {
        &self.name
    }

    fn reads(&self) -> &Arc<Reads> {
        &self.reads
    }

    fn cache_ttl(&self) -> Option<Duration> {
        self.cache_ttl
    }

    fn slots(&self) -> &Arc<Semaphore> {
        &self.slots
    }

    fn usual_time(&self) -> Option<Duration> {
        match &self.usual_time {
            Usual::Told(time) => *time,
            Usual::Learnt(time) => time.get(),
        }
    }

    fn took(&self, elapsed: Duration) {
        if let Usual::Learnt(time) = &self.usual_time {
            time.learn(elapsed);
        }
    }

    fn was_held_up(&self) {
        if let Usual::Learnt(time) = &self.usual_time {
            time.doubt();
        }
    }

    /// Too long is an answer with the outcome `timeout`.
    fn evaluate_within(
        &self,
        _: Duration,
        input: &Arc<()>,
        login: &Login,
        subject: Subject,
        now_nanos: i64,
    ) -> Option<Verdict> {
        self.calls_at_once.fetch_add(1, Ordering::SeqCst);
        let verdict = self.evaluate(input, login, subject, now_nanos);
        (verdict.outcome != Outcome::Timeout).then_some(verdict)
    }

    fn evaluate(&self, input: &Arc<()>, login: &Login, subject: Subject, now_nanos: i64) -> Verdict {
        let earlier = self.calls.fetch_add(1, Ordering::SeqCst);
        assert!(self.completed.load(Ordering::SeqCst) > earlier, "the input is complete");
        let verdict = (self.answer)(&Asked { input, login, subject, now_nanos });
        Verdict { policy: Some(Arc::clone(&self.name).into()), ..verdict }
    }
}

/// Policies by subject; all others have none.
#[derive(Default)]
pub(in crate::decision) struct TestPolicies(HashMap<Subject, Enrolled<TestPolicy>>);

impl TestPolicies {
    pub(in crate::decision) fn of<'a>(policies: impl IntoIterator<Item = (u64, &'a Arc<TestPolicy>)>) -> Self {
        Self(policies.into_iter().map(|(project, policy)| (id(project), Enrolled::new(Arc::clone(policy)))).collect())
    }

    pub(in crate::decision) fn with(mut self, platform: Platform, policy: &Arc<TestPolicy>) -> Self {
        self.0.insert(Subject::Platform(platform), Enrolled::new(Arc::clone(policy)));
        self
    }
}

impl Policies for TestPolicies {
    type Policy = TestPolicy;

    fn find(&self, subject: Subject) -> Result<&Enrolled<TestPolicy>, Arc<Verdict>> {
        self.0
            .get(&subject)
            .ok_or_else(|| Arc::new(Verdict::undecided(Outcome::NoPolicy, "nothing decides for this project", None)))
    }
}

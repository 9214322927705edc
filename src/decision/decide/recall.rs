//! What memory answers of a login: all its subjects side by side, one step after the other. Of thousands of policies, most
//! of what a step looks at is out of the processor's caches, and this way it waits for all of it together.

use std::cell::Cell;
use std::hint::black_box;
use std::ops::Range;
use std::sync::Arc;
use std::time::Duration;

use super::Decider;
use super::answer::Miss;
use crate::decision::cache::{Found, Recalling};
use crate::decision::key::key_of;
use crate::decision::login::Login;
use crate::decision::policies::{Enrolled, Policies, Policy};
use crate::decision::question::Asked;
use crate::decision::reads::Reads;
use crate::decision::subject::Subject;
use crate::decision::verdict::{SubjectVerdict, Verdict};

/// A larger buffer is given back after use, so that one huge login does not keep its memory.
const KEPT_BYTES: usize = 64 * 1024;

thread_local! {
    /// Where projections are written, so that a hit allocates none.
    static BYTES: Cell<Vec<u8>> = const { Cell::new(Vec::new()) };
}

/// One subject, and who decides about it.
struct Look<'p, P> {
    subject: Subject,
    policy: Result<&'p Enrolled<P>, Arc<Verdict>>,
    /// What of the login the policy can tell apart; `None` where its verdicts are never remembered.
    projection: Option<Projection>,
}

/// Where a projection is written, and its number if this thread may have verdicts at hand for it.
#[derive(Clone)]
struct Projection {
    bytes: Range<usize>,
    number: Option<u32>,
}

/// The projections of one login, each written once, however many policies share it.
struct Projections<'l, 'p> {
    login: &'l Login,
    asked: Asked,
    bytes: Vec<u8>,
    /// Those in which the login's subjects do not differ.
    shared: Vec<(&'p Arc<Reads>, Projection)>,
}

impl<P: Policies> Decider<P> {
    /// What can be answered without an evaluation, `overdue` for the rest, and what the rest is.
    pub(super) fn recall(&self, login: &Login, asked: Asked) -> (Vec<SubjectVerdict>, Vec<Miss<P::Policy>>) {
        let policies = self.policies.load();
        let mut recalling = self.cache.recalling(asked.at);
        let mut projections = Projections { login, asked, bytes: BYTES.take(), shared: Vec::new() };
        projections.bytes.clear();
        let found: Vec<_> = login.subjects().map(|subject| (subject, policies.find(subject))).collect();
        let looks: Vec<_> = found
            .into_iter()
            .map(|(subject, policy)| {
                let reads = policy.as_ref().ok().map(|policy| policy.reads());
                let projection = reads.and_then(|reads| projections.of(reads, subject, &recalling));
                Look { subject, policy, projection }
            })
            .collect();
        let mut verdicts = self.at_hand(&looks, asked, &mut recalling);
        let mut misses = Vec::new();
        for (index, look) in looks.iter().enumerate() {
            let Ok(policy) = &look.policy else { continue };
            if verdicts[index].cached {
                continue;
            }
            match look.remembered(policy, &projections, &mut recalling) {
                Ok(verdict) => (verdicts[index].verdict, verdicts[index].cached) = (verdict, true),
                Err(key) => misses.push(Miss { index, policy: Arc::clone(policy), key }),
            }
        }
        projections.put_back();
        (verdicts, misses)
    }

    /// What this thread has at hand; else the verdict that stands for it.
    fn at_hand(
        &self,
        looks: &[Look<'_, P::Policy>],
        asked: Asked,
        recalling: &mut Recalling<'_>,
    ) -> Vec<SubjectVerdict> {
        let found: Vec<_> = looks.iter().map(|look| look.at_hand(recalling)).collect();
        // Counting one more who uses a verdict waits for that one alone.
        for found in found.iter().flatten() {
            black_box(found.outcome());
        }
        let verdicts = looks.iter().zip(found).map(|(look, found)| {
            let remembered = found.and_then(|found| found.get(asked.at));
            let cached = remembered.is_some();
            let verdict = remembered.unwrap_or_else(|| Arc::clone(look.policy.as_ref().err().unwrap_or(&self.overdue)));
            SubjectVerdict { subject: look.subject, verdict, cached, elapsed: Duration::ZERO }
        });
        let verdicts: Vec<_> = verdicts.collect();
        recalling.count_hits(verdicts.iter().filter(|verdict| verdict.cached).count());
        verdicts
    }
}

impl<P: Policy> Look<'_, P> {
    fn at_hand<'r>(&self, recalling: &'r Recalling<'_>) -> Option<&'r Found> {
        let (policy, projection) = (self.policy.as_ref().ok()?, self.projection.as_ref()?);
        recalling.at_hand(policy.number(), projection.number?)
    }

    /// What all threads remember; else the key to remember it under, if it may be remembered.
    fn remembered(
        &self,
        policy: &Enrolled<P>,
        projections: &Projections<'_, '_>,
        recalling: &mut Recalling<'_>,
    ) -> Result<Arc<Verdict>, Option<Arc<[u8]>>> {
        let projection = self.projection.as_ref().ok_or(None)?;
        let projection = &projections.bytes[projection.bytes.clone()];
        let key = key_of(&policy.name().revision, projection);
        recalling.recall(&key, policy.number(), projection).ok_or(Some(key))
    }
}

impl<'p> Projections<'_, 'p> {
    /// The projection of whoever reads so much; `None` if nothing that it says is remembered.
    fn of(&mut self, reads: &'p Arc<Reads>, subject: Subject, recalling: &Recalling<'_>) -> Option<Projection> {
        if let Some((_, projection)) = self.shared.iter().rev().find(|(known, _)| Arc::ptr_eq(known, reads)) {
            return Some(projection.clone());
        }
        if reads.never_cached.is_some() {
            return None;
        }
        let start = self.bytes.len();
        reads.write_projection(&mut self.bytes, self.login, subject, self.asked.now_nanos);
        let number = recalling.number_of(&self.bytes[start..]);
        let projection = Projection { bytes: start..self.bytes.len(), number };
        if !reads.is_about_subject() {
            self.shared.push((reads, projection.clone()));
        }
        Some(projection)
    }

    /// Gives the thread back its buffer.
    fn put_back(self) {
        if self.bytes.capacity() <= KEPT_BYTES {
            BYTES.set(self.bytes);
        }
    }
}

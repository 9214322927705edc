//! From what memory does not answer to verdicts: the short at once, the rest by the evaluator, all within the deadline.

use std::sync::Arc;

use futures_util::future::Either;
use futures_util::stream::{FuturesUnordered, StreamExt};

use super::Decider;
use super::at_once::Turn;
use crate::decision::login::Login;
use crate::decision::policies::{Policies, Policy};
use crate::decision::question::{Asked, Inquiry, Question};
use crate::decision::subject::Subject;
use crate::decision::verdict::{SubjectVerdict, Verdict};

/// A question that memory does not answer.
pub(super) struct Miss<P> {
    /// Which of the login's subjects.
    pub(super) index: usize,
    pub(super) policy: Arc<P>,
    /// Where to remember the answer; `None` for a policy whose verdicts are never cached.
    pub(super) key: Option<Arc<[u8]>>,
}

impl<P: Policies> Decider<P> {
    /// Fills in what the `misses` come to, each as soon as it is known, until the deadline.
    pub(super) async fn answer(
        &self,
        login: Arc<Login>,
        asked: Asked,
        misses: &[Miss<P::Policy>],
        verdicts: &mut [SubjectVerdict],
    ) {
        let inquiry = Inquiry::new(login, asked);
        let mut turn = Turn::new(self.limits.login_deadline);
        let left = self.answer_at_once(&mut turn, &inquiry, misses, verdicts);
        if left.is_empty() {
            return;
        }
        let inquiry = Arc::new(inquiry);
        let mut answers: FuturesUnordered<_> = left
            .iter()
            .map(|miss| {
                let answer = self.ask(&inquiry, verdicts[miss.index].subject, miss);
                async move { (miss.index, answer.await) }
            })
            .collect();
        let all = async {
            while let Some((index, verdict)) = answers.next().await {
                verdicts[index].verdict = verdict;
                verdicts[index].elapsed = self.since(asked);
            }
        };
        if tokio::time::timeout(turn.patience(), all).await.is_err() {
            self.name_overdue(misses, verdicts);
        }
    }

    /// The answer to one miss, shared with whoever asks the same meanwhile if it may be remembered.
    fn ask(
        &self,
        inquiry: &Arc<Inquiry<P::Policy>>,
        subject: Subject,
        miss: &Miss<P::Policy>,
    ) -> impl Future<Output = Arc<Verdict>> + Send + use<P> {
        let question = Question { inquiry: Arc::clone(inquiry), subject, policy: Arc::clone(&miss.policy) };
        let evaluator = Arc::clone(&self.evaluator);
        match &miss.key {
            None => Either::Left(question.ask(evaluator)),
            Some(key) => {
                let journey = question.ask_once(evaluator, self.cache.clone(), Arc::clone(key));
                Either::Right(self.flights.join(key, journey))
            }
        }
    }

    /// Says of each question without an answer which policy owes it.
    fn name_overdue(&self, misses: &[Miss<P::Policy>], verdicts: &mut [SubjectVerdict]) {
        for miss in misses {
            let verdict = &mut verdicts[miss.index].verdict;
            if self.is_overdue(verdict) {
                verdicts[miss.index].elapsed = self.limits.login_deadline;
                let policy = Some(Arc::clone(miss.policy.name()).into());
                *verdict = Arc::new(Verdict { policy, ..Verdict::clone(&self.overdue) });
            }
        }
    }
}

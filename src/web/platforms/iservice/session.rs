//! Sessions: begun at a login, slid by every action, ended at a logout.

use std::time::Duration;

use super::answer::Answer;
use super::call::Call;
use crate::admission::Refusal;
use crate::decision::Platform;
use crate::dialect::iservice::Complaint;
use crate::directory::{AgentRecord, Session, Token, Unavailable};

impl Call<'_> {
    /// Who has the request's cookie. That is an action: the end of the session is put off.
    pub(super) async fn session(&self) -> Result<Option<Session>, Unavailable> {
        let Some(token) = self.form.cookies.session(self.request) else { return Ok(None) };
        self.directory().use_session(Platform::Iservice, &token, self.now()).await
    }

    /// Begins a session of `record`, in place of the one that the browser had.
    pub(super) async fn begin_session(&self, record: AgentRecord) -> Result<Answer, Refusal> {
        let token = Token::random().map_err(|_| Refusal::Unavailable)?;
        let own = record.agent.inactivity_minutes.map(|minutes| Duration::from_secs(60 * u64::from(minutes.get())));
        let idle = Some(own.unwrap_or(self.form.inactivity));
        let opened =
            self.directory().open_session(Platform::Iservice, record.recognised(), &token, idle, self.now()).await;
        if !opened.map_err(|_| Refusal::Unavailable)? {
            return Err(Refusal::Outdated);
        }
        // The other one goes on until it is idle where that fails: nobody has its token any more.
        let _ = self.end_session().await;
        Ok(Answer::contact(record).with_cookie(self.form.cookies.keep_session(token.expose())))
    }

    /// `loggedin`
    pub(super) async fn logged_in(&self) -> Answer {
        match self.session().await {
            Ok(Some(session)) => Answer::contact(session.agent),
            Ok(None) => self.without_stale_cookie(Answer::nobody()),
            Err(Unavailable) => Answer::complaint(Complaint::Unavailable),
        }
    }

    /// `logout`
    pub(super) async fn log_out(&self) -> Answer {
        match self.end_session().await {
            Ok(()) => Answer::nobody().with_cookie(self.form.cookies.drop_session()),
            Err(Unavailable) => Answer::complaint(Complaint::Unavailable),
        }
    }

    async fn end_session(&self) -> Result<(), Unavailable> {
        match self.form.cookies.session(self.request) {
            Some(token) => self.directory().end_session(Platform::Iservice, &token).await.map(drop),
            None => Ok(()),
        }
    }

    /// A browser need not go on sending what stands for nobody.
    fn without_stale_cookie(&self, answer: Answer) -> Answer {
        if self.form.cookies.session(self.request).is_none() {
            return answer;
        }
        answer.with_cookie(self.form.cookies.drop_session())
    }
}

//! `resetsend` and `resetconfirm`: a link by mail, and another password by that link.

use std::num::NonZeroU32;
use std::sync::Arc;
use std::time::Duration;

use actix_web::web::Data;
use governor::middleware::NoOpMiddleware;
use governor::state::keyed::HashMapStateStore;
use governor::{Quota, RateLimiter};
use tokio::sync::OwnedSemaphorePermit;

use super::Iservice;
use super::answer::Answer;
use super::call::Call;
use super::login::complaint;
use crate::admission::Password;
use crate::decision::{Clock, Platform};
use crate::dialect::iservice::{Complaint, Fields, ResetConfirmation, ResetRequest};
use crate::directory::{AgentId, Found, LoginNameKind, Token, Unavailable};
use crate::mail::Mail;
use crate::web::State;
use crate::web::callers::Monotonic;

/// How long a link is good for.
const LINK_LASTS: Duration = Duration::from_mins(30);
/// How many links one contact is sent an hour.
const LINKS_AN_HOUR: NonZeroU32 = NonZeroU32::new(5).unwrap();

/// How often each contact is written to: whoever knows an address shall not fill its mailbox.
pub(super) struct MailLimit(RateLimiter<AgentId, HashMapStateStore<AgentId>, Monotonic, NoOpMiddleware<Duration>>);

impl MailLimit {
    pub(super) fn new(clock: Arc<dyn Clock>) -> Self {
        let quota = Quota::per_hour(LINKS_AN_HOUR);
        Self(RateLimiter::new(quota, HashMapStateStore::default(), Monotonic(clock)))
    }

    fn allows(&self, id: AgentId) -> bool {
        // Those who are in there are contacts of the directory, and few ask within the hour.
        self.0.retain_recent();
        self.0.check_key(&id).is_ok()
    }
}

impl Call<'_> {
    /// `resetsend`: answered before anybody is looked up, so that neither the answer nor its time tells who there is.
    pub(super) async fn send_reset(&self, fields: &Fields<'_>) -> Answer {
        if self.form.url.is_none() {
            return Answer::complaint(Complaint::ResetNotConfigured);
        }
        let name = match ResetRequest::read(fields) {
            Ok(request) => request.name.to_owned(),
            Err(complaint) => return Answer::complaint(complaint),
        };
        let Ok(place) = Arc::clone(&self.form.resets).try_acquire_owned() else {
            return Answer::complaint(Complaint::Unavailable);
        };
        let reset = Reset { state: self.state.clone(), form: Arc::clone(self.form), _place: place };
        actix_web::rt::spawn(async move { reset.send(&name).await });
        self.logged_in().await
    }

    /// `resetconfirm`
    pub(super) async fn confirm_reset(&self, fields: &Fields<'_>) -> Answer {
        if self.form.url.is_none() {
            return Answer::complaint(Complaint::ResetNotConfigured);
        }
        let confirmation = match ResetConfirmation::read(fields, self.form.rule) {
            Ok(confirmation) => confirmation,
            Err(complaint) => return Answer::complaint(complaint),
        };
        let reset = self.set_password(&confirmation).await;
        reset.map_or_else(Answer::complaint, |()| Answer::nobody().with_cookie(self.form.cookies.drop_session()))
    }

    async fn set_password(&self, confirmation: &ResetConfirmation<'_>) -> Result<(), Complaint> {
        let password = Password::new(confirmation.password.expose().to_owned());
        let password = password.map_err(|_| Complaint::Unfit("Password"))?;
        let hash = self.state.platforms.admission.hash(password).await.map_err(complaint)?;
        let set = self.directory().use_reset(confirmation.token.expose(), hash, self.now()).await;
        set.map_err(|_| Complaint::Unavailable)?.ok_or(Complaint::ResetFailed)?;
        tracing::info!(platform = Platform::Iservice.as_str(), "a password is set by a link");
        Ok(())
    }
}

/// A link that is being sent, whatever becomes of the request.
struct Reset {
    state: Data<State>,
    form: Arc<Iservice>,
    _place: OwnedSemaphorePermit,
}

impl Reset {
    async fn send(&self, name: &str) {
        // Why the directory does not answer is in the log already.
        if let Ok(Some((found, to))) = self.find(name).await
            && self.form.mail_limit.allows(found.record.id)
        {
            self.send_to(&found, to).await;
        }
    }

    /// Who has this address or user name, and where their mail goes.
    async fn find(&self, name: &str) -> Result<Option<(Found, String)>, Unavailable> {
        let directory = &self.state.platforms.directory;
        if name.contains('@')
            && let Some(found) = directory.find(Platform::Iservice, &LoginNameKind::Email, name).await?
        {
            let own = found.record.agent.login_names.iter().find(|login| {
                login.platform == Platform::Iservice
                    && login.kind == LoginNameKind::Email
                    && login.name.to_lowercase() == name.to_lowercase()
            });
            let to = own.map(|login| login.name.clone());
            return Ok(to.map(|to| (found, to)));
        }
        let found = directory.find(Platform::Iservice, &LoginNameKind::Name, name).await?;
        Ok(found.and_then(|found| found.record.agent.email.clone().map(|email| (found, email))))
    }

    async fn send_to(&self, found: &Found, to: String) {
        let (Some(url), Ok(token), Ok(to)) = (&self.form.url, Token::random(), to.parse()) else { return };
        let (who, now) = (found.record.recognised(), self.state.clock.unix_nanos());
        let opened = self.state.platforms.directory.open_reset(who, &token, LINK_LASTS, now).await;
        if opened == Ok(true) {
            let link = format!("{url}?api=resetconfirm&token={}", token.expose());
            self.form.mail.send(Mail { to, subject: SUBJECT.to_owned(), text: text(&link) });
        }
    }
}

const SUBJECT: &str = "Choose a new password";

fn text(link: &str) -> String {
    format!(
        "Somebody asked for a new password for this address.\n\
         To choose one, open this link within 30 minutes:\n\n\
         {link}\n\n\
         It works once. If it was not you, do nothing: your password stays as it is.\n"
    )
}

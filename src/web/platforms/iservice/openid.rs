//! `registeropenid`: to a provider, and back from it as whom it vouches for.

use super::answer::Answer;
use super::call::Call;
use super::contact::made_of;
use super::login::complaint;
use super::origin::is_navigation;
use super::register::{NotAdded, customer, not_added};
use crate::admission::{Known, Refusal};
use crate::config::Secret;
use crate::decision::Platform;
use crate::dialect::iservice::{Complaint, Fields, OpenIdCallback, OpenIdStart};
use crate::directory::{Found, LoginName, LoginNameKind, Session, Unavailable};
use crate::openid::{Challenge, Fault, Identity, Ticket};

impl Call<'_> {
    /// `registeropenid`: where the browser has to go.
    pub(super) async fn go_to_provider(&self, fields: &Fields<'_>) -> Answer {
        let asked = OpenIdStart::read(fields).map(|start| self.form.providers.find(start.provider));
        let provider = match asked {
            Ok(Some(provider)) => provider,
            Ok(None) => return Answer::complaint(Complaint::NoSuchProvider),
            Err(complaint) => return Answer::complaint(complaint),
        };
        let Some(ticket) = Ticket::new(self.now()) else { return Answer::complaint(Complaint::Unavailable) };
        let challenge = self.challenge(&ticket, provider);
        match self.form.providers.authorize_url(provider, challenge).await {
            Ok(url) => {
                let answer = if is_navigation(self.request) { Answer::redirect(url) } else { Answer::onward(url) };
                answer.with_cookie(self.form.cookies.keep_ticket(ticket.text()))
            }
            Err(fault) => {
                tell(provider, &fault);
                Answer::complaint(Complaint::Unavailable)
            }
        }
    }

    /// The browser is back from `provider`.
    pub(super) async fn come_back(&self, provider: &str) -> Answer {
        let answer = match self.form.providers.find(provider) {
            Some(provider) => self.judge(provider).await.unwrap_or_else(Answer::complaint),
            None => Answer::complaint(Complaint::NoSuchProvider).with_status(404),
        };
        // Whatever came of it, the same can't be tried again.
        let answer = answer.with_cookie(self.form.cookies.drop_ticket());
        match &self.form.openid_return {
            Some(url) => answer.going_to(url.clone()),
            None => answer,
        }
    }

    async fn judge(&self, provider: &str) -> Result<Answer, Complaint> {
        let fields = Fields::of_query(self.request.query_string());
        let callback = OpenIdCallback::read(&fields)?;
        let ticket = self.form.cookies.ticket(self.request).and_then(|text| Ticket::parse(&text, self.now()));
        let challenge = self.challenge(&ticket.ok_or(Complaint::ProviderRefused)?, provider);
        if !challenge.is_answered_by(callback.state.expose().as_bytes()) {
            return Err(Complaint::ProviderRefused);
        }
        let code = Secret::new(callback.code.expose());
        let identity = self.form.providers.identify(provider, callback.issuer, code, challenge).await;
        let identity = identity.map_err(|fault| {
            tell(provider, &fault);
            if fault == Fault::Busy { Complaint::Unavailable } else { Complaint::ProviderRefused }
        })?;
        self.take(provider, identity).await
    }

    /// Bound to the session that asked: what another has begun is not linked to whoever is logged in meanwhile.
    fn challenge(&self, ticket: &Ticket, provider: &str) -> Challenge {
        let session = self.form.cookies.session(self.request).unwrap_or_default();
        ticket.challenge(provider, session.as_bytes())
    }

    /// Somebody has this identity, or whoever is logged in gets it, or somebody new does.
    async fn take(&self, provider: &str, identity: Identity) -> Result<Answer, Complaint> {
        let kind = LoginNameKind::OpenId { provider: provider.to_owned() };
        let unavailable = |_: Unavailable| Complaint::Unavailable;
        let holder = self.directory().find(Platform::Iservice, &kind, &identity.subject).await.map_err(unavailable)?;
        let session = self.session().await.map_err(unavailable)?;
        let name = LoginName { platform: Platform::Iservice, kind, name: identity.subject.clone() };
        match (holder, session) {
            (Some(found), Some(session)) if found.record.id != session.agent.id => Err(Complaint::RegistrationFailed),
            (Some(_), Some(session)) => Ok(Answer::contact(session.agent)),
            (Some(found), None) => self.let_holder_in(found).await.map_err(complaint),
            (None, Some(session)) => self.link(session, name).await,
            (None, None) => self.add_by_provider(identity, name).await,
        }
    }

    async fn let_holder_in(&self, found: Found) -> Result<Answer, Refusal> {
        let Found { record, login_name, locked_until, .. } = found;
        let refusal = if locked_until.is_some_and(|until| self.now() < until) {
            Some(Refusal::Locked)
        } else if record.agent.is_active {
            None
        } else {
            Some(Refusal::Inactive)
        };
        match refusal {
            None => self.let_in(Known { record, login_name }).await,
            Some(refusal) => {
                self.caller.refused(refusal);
                Err(refusal)
            }
        }
    }

    async fn link(&self, session: Session, name: LoginName) -> Result<Answer, Complaint> {
        let linked = self.directory().link(session.agent.id, name).await;
        linked.map_err(|error| untaken(not_added(&error)))?;
        let record = self.directory().get(session.agent.id).await.map_err(|_| Complaint::Unavailable)?;
        record.map(Answer::contact).ok_or(Complaint::RegistrationFailed)
    }

    /// Never linked by the address alone: whoever registered it first need not be whom the provider knows by it.
    async fn add_by_provider(&self, identity: Identity, name: LoginName) -> Result<Answer, Complaint> {
        let mut login_names = Vec::new();
        if let Some(email) = &identity.verified_email {
            for kind in [LoginNameKind::Email, LoginNameKind::Name] {
                let holder = self.directory().find(Platform::Iservice, &kind, email).await;
                if holder.map_err(|_| Complaint::Unavailable)?.is_some() {
                    return Err(Complaint::LinkFirst);
                }
            }
            let kind = LoginNameKind::Email;
            login_names.push(LoginName { platform: Platform::Iservice, kind, name: email.clone() });
        }
        if !self.form.registration {
            self.caller.refused(Refusal::BadCredentials);
            return Err(Complaint::LoginFailed);
        }
        let username = identity.verified_email.clone().unwrap_or_else(|| made_of(&name));
        login_names.push(name);
        let customer = customer(username, identity.verified_email, identity.full_name, login_names);
        let known = self.add(customer, None).await.map_err(untaken)?;
        self.let_in(known).await.map_err(complaint)
    }
}

fn untaken(not_added: NotAdded) -> Complaint {
    match not_added {
        NotAdded::Taken => Complaint::RegistrationFailed,
        NotAdded::Passing(refusal) => complaint(refusal),
    }
}

fn tell(provider: &str, fault: &Fault) {
    match fault {
        Fault::Refused(_) | Fault::Disbelieved(_) => {
            tracing::warn!(provider, reason = %fault, "a login through a provider is refused");
        }
        _ => tracing::error!(provider, reason = %fault, "a login through a provider is not possible"),
    }
}

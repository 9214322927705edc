//! `login` and `agentlogin`: by user name or e-mail address, and password.

use super::answer::Answer;
use super::call::Call;
use crate::admission::{Known, Refusal};
use crate::decision::Platform;
use crate::dialect::iservice::{Complaint, Credentials, Fields};
use crate::directory::{LoginNameKind, UserType};

impl Call<'_> {
    /// `login`
    pub(super) async fn log_in(&self, fields: &Fields<'_>) -> Answer {
        let credentials = match Credentials::read(fields) {
            Ok(credentials) => credentials,
            Err(complaint) => return Answer::complaint(complaint),
        };
        self.admit(&credentials).await.unwrap_or_else(|refusal| Answer::complaint(complaint(refusal)))
    }

    /// `agentlogin`
    pub(super) async fn log_agent_in(&self, fields: &Fields<'_>) -> Answer {
        if self.form.agentlogin {
            self.log_in(fields).await
        } else {
            Answer::complaint(Complaint::AgentLoginDeprecated)
        }
    }

    async fn admit(&self, credentials: &Credentials<'_>) -> Result<Answer, Refusal> {
        let kind = self.kind(credentials.name).await?;
        let password = credentials.password.expose().to_owned();
        let known = self.caller.authenticate(kind, credentials.name.to_owned(), password).await?;
        self.let_in(known).await
    }

    /// Lets somebody in who has shown who they are, if policies allow it. Customers are subject to none.
    pub(super) async fn let_in(&self, known: Known) -> Result<Answer, Refusal> {
        let user_type = known.record.agent.user_type;
        if user_type == UserType::Agent {
            self.caller.decide(&known, None).await?;
        }
        let begun = self.begin_session(known.record).await;
        let answer = begun.inspect_err(|refusal| self.caller.refused(*refusal))?;
        self.caller.admitted();
        if user_type == UserType::Customer {
            let source = self.caller.source_ip.map(tracing::field::display);
            tracing::info!(platform = Platform::Iservice.as_str(), source, "a customer logs in");
        }
        Ok(answer)
    }

    /// Whether `name` is somebody's address or a user name. It takes as many questions whoever has it, if anybody.
    pub(super) async fn kind(&self, name: &str) -> Result<LoginNameKind, Refusal> {
        if !name.contains('@') {
            return Ok(LoginNameKind::Name);
        }
        let found = self.directory().find(Platform::Iservice, &LoginNameKind::Email, name).await;
        let found = found.map_err(|_| Refusal::Unavailable).inspect_err(|refusal| self.caller.refused(*refusal))?;
        Ok(if found.is_some() { LoginNameKind::Email } else { LoginNameKind::Name })
    }
}

/// What is told of a refusal: not which it was.
pub(super) fn complaint(refusal: Refusal) -> Complaint {
    if refusal.is_passing() { Complaint::Unavailable } else { Complaint::LoginFailed }
}

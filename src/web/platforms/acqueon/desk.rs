//! What agents ask for, done: by whichever carrier they ask.

use super::agent::{SignedIn, extension};
use super::connections::News;
use super::failure::{Failure, not_from, refused, turned_away, unavailable, unknown_reason};
use crate::admission::{Known, Refusal};
use crate::decision::{self, Platform, Station};
use crate::dialect::acqueon::{Credentials, Message, Request, Workspace};
use crate::dialect::finesse::{AgentState, ErrorKind};
use crate::directory::{AgentId, LoginNameKind, Presence, SignIn, Token};
use crate::web::platforms::caller::Caller;

const PLATFORM: Platform = Platform::Acqueon;
const READY: &str = AgentState::Ready.as_str();
const NOT_READY: &str = AgentState::NotReady.as_str();

/// Whoever asks, and on which connection.
pub(super) struct Desk<'a> {
    pub(super) caller: Caller<'a>,
    /// The number of the connection, which needs no news of what it does itself.
    pub(super) connection: Option<u64>,
}

/// What came of a request.
pub(super) enum Answer {
    /// An agent is signed in, anew or as before, and whoever asked has this token for it.
    SignedIn(Box<SignedIn>, Token, Vec<Message>),
    /// What was asked, or how the agent is now.
    Told(Presence, Message),
    /// The agent has logged out.
    SignedOut(Vec<Message>),
}

impl Desk<'_> {
    /// Does what is asked for; `agent` is who is signed in.
    pub(super) async fn answer(&self, agent: Option<SignedIn>, request: Request) -> Result<Answer, Failure> {
        if let Request::SignIn(credentials) = request {
            return self.sign_in(credentials).await;
        }
        let agent =
            agent.ok_or_else(|| refused(ErrorKind::InvalidState, "nobody is signed in: send SetUserInfo first"))?;
        match request {
            Request::SetReady => {
                let presence = self.set_state(&agent, AgentState::Ready, None).await?;
                Ok(self.told(&agent.with(presence)))
            }
            Request::SetNotReady { reason } => {
                let presence = self.set_state(&agent, AgentState::NotReady, reason.as_deref()).await?;
                Ok(self.told(&agent.with(presence)))
            }
            Request::Logout { reason } => {
                self.log_out(&agent, reason.as_deref()).await?;
                let user = agent.signed_out(reason.as_deref());
                Ok(Answer::SignedOut(self.workspace().signed_out(&user, self.now())))
            }
            Request::GetAppState { topic } => {
                let message = self.workspace().app_state(topic, &agent.user(), self.now());
                Ok(Answer::Told(agent.presence, message))
            }
            Request::GetAgentState | Request::SignIn(_) => Ok(self.told(&agent)),
        }
    }

    fn told(&self, agent: &SignedIn) -> Answer {
        Answer::Told(agent.presence.clone(), self.workspace().agent_state(&agent.user(), self.now()))
    }

    async fn sign_in(&self, credentials: Credentials) -> Result<Answer, Failure> {
        let Credentials { username, password, extension } = credentials;
        let known = self.authenticate(username, password).await?;
        let who = known.record.recognised();
        let agent = self.enter(known, extension).await?;
        let token = Token::random().map_err(|_| self.refused(Refusal::Unavailable))?;
        let platforms = &self.caller.state.platforms;
        let idle = Some(platforms.acqueon.settings.token_idle);
        let is_open = platforms.directory.open_session(PLATFORM, who, &token, idle, self.now()).await;
        if !is_open.map_err(|_| self.refused(Refusal::Unavailable))? {
            return Err(self.refused(Refusal::Outdated));
        }
        self.caller.admitted();
        let messages = self.workspace().signed_in(&agent.user(), self.now());
        Ok(Answer::SignedIn(Box::new(agent), token, messages))
    }

    /// Who has this token of a sign-in, while the agent is signed in. It ends with a logout, with the agent's
    /// deactivation, and with another password.
    pub(super) async fn bearer(&self, token: &str) -> Result<Option<SignedIn>, Failure> {
        let directory = &self.caller.state.platforms.directory;
        let session = directory.use_session(PLATFORM, token, self.now()).await.map_err(unavailable)?;
        let Some(session) = session else { return Ok(None) };
        let presence = directory.presence(PLATFORM, session.agent.id).await.map_err(unavailable)?;
        Ok(presence.map(|presence| SignedIn::from_record(session.agent, session.login_name, presence)))
    }

    /// Who has this name and password.
    pub(super) async fn authenticate(&self, name: String, password: String) -> Result<Known, Failure> {
        self.caller.authenticate(LoginNameKind::Name, name, password).await.map_err(turned_away)
    }

    /// Signs `known` in at `extension`, if policies let it; whoever calls this says that all is open. Whoever is signed in there already stays in the same state.
    pub(super) async fn enter(&self, known: Known, extension: String) -> Result<SignedIn, Failure> {
        let seen = decision::Station::Extension(extension.clone());
        self.caller.decide(&known, Some(seen)).await.map_err(turned_away)?;
        let station = Station::Extension(extension);
        let directory = &self.caller.state.platforms.directory;
        let signed_in =
            directory.sign_in(PLATFORM, known.record.recognised(), Some(&station), NOT_READY, self.now()).await;
        match signed_in.map_err(|_| self.refused(Refusal::Unavailable))? {
            SignIn::In(presence) => Ok(SignedIn::new(known, presence)),
            SignIn::AlreadyIn(presence) if presence.station.as_ref() == Some(&station) => {
                Ok(SignedIn::new(known, presence))
            }
            SignIn::AlreadyIn(presence) => {
                self.caller.refused(Refusal::AlreadyLoggedIn);
                let elsewhere = self::extension(&presence);
                Err(refused(
                    ErrorKind::InvalidState,
                    format!("signed in at extension {elsewhere}: log out there first"),
                ))
            }
            SignIn::Occupied { .. } => {
                self.caller.refused(Refusal::StationInUse);
                Err(refused(ErrorKind::DeviceBusy, "somebody else is signed in at this extension"))
            }
            SignIn::Outdated => Err(self.refused(Refusal::Outdated)),
        }
    }

    /// A sign-in that is refused although its sender was recognised.
    fn refused(&self, refusal: Refusal) -> Failure {
        self.caller.refused(refusal);
        turned_away(refusal)
    }

    /// Sets the state of an agent who is ready or not ready, and tells the agent's other connections.
    pub(super) async fn set_state(
        &self,
        agent: &SignedIn,
        state: AgentState,
        reason: Option<&str>,
    ) -> Result<Presence, Failure> {
        if reason.is_some_and(|code| !self.workspace().is_not_ready_reason(code)) {
            return Err(unknown_reason());
        }
        // Whoever is ready is ready since then, however often it is said; a reason for being not ready may change.
        let expected: &[&str] = if state == AgentState::Ready { &[NOT_READY] } else { &[READY, NOT_READY] };
        let directory = &self.caller.state.platforms.directory;
        let set = directory.set_state(PLATFORM, agent.id, expected, state.as_str(), reason, self.now()).await;
        match set.map_err(unavailable)? {
            Ok(presence) => {
                self.tell(agent, &News::State(presence.clone()));
                Ok(presence)
            }
            Err(Some(presence)) if presence.state == state.as_str() => Ok(presence),
            Err(Some(presence)) => Err(not_from(&presence)),
            Err(None) => Err(self.over(agent.id).await),
        }
    }

    /// Logs out an agent who is not ready, ends all tokens, and tells the agent's other connections.
    pub(super) async fn log_out(&self, agent: &SignedIn, reason: Option<&str>) -> Result<(), Failure> {
        if reason.is_some_and(|code| !self.workspace().is_logout_reason(code)) {
            return Err(unknown_reason());
        }
        let directory = &self.caller.state.platforms.directory;
        let out = directory.sign_out_from(PLATFORM, agent.id, &[NOT_READY]).await.map_err(unavailable)?;
        match out {
            Ok(_) => {
                // The agent is out, whether or not this is answered: a token without a sign-in is good for nothing.
                let _ = directory.end_sessions_of(agent.id, Some(PLATFORM)).await;
                self.tell(agent, &News::SignedOut(reason.map(str::to_owned)));
                Ok(())
            }
            Err(Some(presence)) => Err(not_from(&presence)),
            Err(None) => Err(self.over(agent.id).await),
        }
    }

    /// Why the sign-in of the agent with this number is over.
    pub(super) async fn over(&self, id: AgentId) -> Failure {
        match self.caller.state.platforms.directory.get(id).await {
            Ok(record) => Failure::Over { is_active: record.is_some_and(|record| record.agent.is_active) },
            Err(fault) => unavailable(fault),
        }
    }

    fn tell(&self, agent: &SignedIn, news: &News) {
        self.caller.state.platforms.acqueon.connections.tell(agent.id, news, self.connection);
    }

    pub(super) fn workspace(&self) -> &Workspace {
        &self.caller.state.platforms.acqueon.workspace
    }

    pub(super) fn now(&self) -> i64 {
        self.caller.state.clock.unix_nanos()
    }
}

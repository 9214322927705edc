//! Agents: in by name and password, off by token.

use super::call::{Call, No};
use super::sessions::Opened;
use crate::admission::{Known, Refusal};
use crate::config::{Generation, SecondLogin};
use crate::decision::{Platform, Station};
use crate::dialect::ucontact::{AgentLogin, AgentLogoff, Credential, DONE};
use crate::directory::{Presence, SessionFilter, SignIn, folded};

/// The one state that an agent is in here.
const LOGGED_IN: &str = "logged_in";

impl Call<'_> {
    /// `auth/AgentLogin`
    pub(super) async fn agent_login(&self) -> Result<String, No> {
        let AgentLogin { agent, password } = AgentLogin::read(self.content_type(), &self.body)?;
        let known = self.known(agent, password).await?;
        let station = known.record.agent.extension.clone().map(Station::Extension);
        self.caller.decide(&known, station.clone()).await?;
        self.sign_in(&known, station.as_ref()).await?;
        let Opened { token, random } = self.open_sole_session(&known).await?;
        self.caller.admitted();
        let token = token.expose();
        let credential = match self.settings.generation {
            Generation::A => Credential::Md5Secret { token },
            Generation::B => Credential::Token { token, md5secret: random },
        };
        Ok(self.peer(&known, self.host(), credential).to_json())
    }

    /// `api/AgentLogoff`: whoever has the agent's token. The token stays valid until the session ends.
    pub(super) async fn agent_logoff(&self) -> Result<String, No> {
        let logoff = AgentLogoff::read(self.content_type(), &self.body)?;
        let session = self.session(self.token()).await?;
        if folded(&logoff.agent) != folded(&session.login_name) {
            return Err(self.refused("token_of_another_agent"));
        }
        let signed_out = self.directory().sign_out(Platform::Ucontact, session.agent.id).await;
        match signed_out.map_err(|lost| self.unavailable(lost))? {
            Some(_) => Ok(DONE.to_owned()),
            None => Err(self.refused("not_logged_in")),
        }
    }

    /// Signs the agent in at the extension, or anew where the settings say so.
    async fn sign_in(&self, known: &Known, station: Option<&Station>) -> Result<(), No> {
        match self.try_to_sign_in(known, station).await? {
            SignIn::In(_) => Ok(()),
            SignIn::AlreadyIn(presence) => self.sign_in_again(known, station, &presence).await,
            SignIn::Occupied { .. } => Err(self.turned_away(Refusal::StationInUse)),
            SignIn::Outdated => Err(self.turned_away(Refusal::Outdated)),
        }
    }

    async fn sign_in_again(&self, known: &Known, station: Option<&Station>, before: &Presence) -> Result<(), No> {
        if self.settings.second_login == SecondLogin::Refuse && self.has_session(known).await? {
            return Err(self.turned_away(Refusal::AlreadyLoggedIn));
        }
        if before.station.as_ref() == station {
            return Ok(());
        }
        // The agent has another extension since the first login.
        let left = self.directory().sign_out(Platform::Ucontact, known.record.id).await;
        left.map_err(|lost| self.unavailable(lost))?;
        match self.try_to_sign_in(known, station).await? {
            SignIn::In(_) | SignIn::AlreadyIn(_) => Ok(()),
            SignIn::Occupied { .. } => Err(self.turned_away(Refusal::StationInUse)),
            SignIn::Outdated => Err(self.turned_away(Refusal::Outdated)),
        }
    }

    async fn try_to_sign_in(&self, known: &Known, station: Option<&Station>) -> Result<SignIn, No> {
        let who = known.record.recognised();
        let signed_in = self.directory().sign_in(Platform::Ucontact, who, station, LOGGED_IN, self.now()).await;
        signed_in.map_err(|lost| self.unavailable(lost))
    }

    async fn has_session(&self, known: &Known) -> Result<bool, No> {
        let of_agent = SessionFilter { agent: Some(known.record.id), platform: Some(Platform::Ucontact) };
        let sessions = self.directory().sessions(of_agent, self.now(), 1).await;
        Ok(!sessions.map_err(|lost| self.unavailable(lost))?.is_empty())
    }
}

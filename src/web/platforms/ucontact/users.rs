//! Supervisors and API users: tokens for those who have the access right `api` (ours: uContact keeps them apart from
//! agents, the directory does not).

use super::call::{Call, No};
use super::sessions::Opened;
use crate::admission::{Known, Refusal};
use crate::dialect::ucontact::{Credential, UserLogin, user_login, user_token};

/// The access right in the directory, compared without regard to case.
const API: &str = "api";

impl Call<'_> {
    /// `auth/getUserToken`
    pub(super) async fn user_token(&self) -> Result<String, No> {
        let (known, Opened { token, .. }) = self.api_user().await?;
        Ok(user_token(&known.login_name, full_name(&known), token.expose()))
    }

    /// `auth/UserLogin`
    pub(super) async fn user_login(&self) -> Result<String, No> {
        let (known, Opened { token, .. }) = self.api_user().await?;
        let token = token.expose();
        let peer = self.peer(&known, self.host(), Credential::Md5Secret { token });
        let phone = Some(&peer).filter(|peer| !peer.extension.is_empty());
        Ok(user_login(&known.login_name, full_name(&known), token, phone))
    }

    /// Who has the right, decided by policies as any login, and a token.
    async fn api_user(&self) -> Result<(Known, Opened), No> {
        let UserLogin { user, password } = UserLogin::read(self.content_type(), &self.body)?;
        let known = self.known(user, password).await?;
        if !known.record.agent.access_rights.iter().any(|right| right.eq_ignore_ascii_case(API)) {
            return Err(self.turned_away(Refusal::NoAccessRight));
        }
        self.caller.decide(&known, None).await?;
        let opened = self.open_session(&known).await?;
        self.caller.admitted();
        Ok((known, opened))
    }
}

fn full_name(known: &Known) -> &str {
    known.record.agent.full_name.as_deref().unwrap_or_default()
}

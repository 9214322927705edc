//! Tokens: opened, looked at, ended.

use super::call::{Call, No};
use crate::admission::{Known, Refusal};
use crate::decision::Platform;
use crate::dialect::ucontact::{DONE, EndSession, token};
use crate::directory::{Session, Token, folded};

/// A new session.
pub(super) struct Opened {
    pub(super) token: Token,
    /// Bits that have nothing to do with the token.
    pub(super) random: [u8; 16],
}

impl Call<'_> {
    /// A session of the agent; those before it end.
    pub(super) async fn open_sole_session(&self, known: &Known) -> Result<Opened, No> {
        let opened = self.fresh(known)?;
        let (who, idle) = (known.record.recognised(), Some(self.settings.token_lifetime));
        let is_open =
            self.directory().open_sole_session(Platform::Ucontact, who, &opened.token, idle, self.now()).await;
        self.checked(opened, is_open.map_err(|lost| self.unavailable(lost))?)
    }

    /// A session beside others.
    pub(super) async fn open_session(&self, known: &Known) -> Result<Opened, No> {
        let opened = self.fresh(known)?;
        let (who, idle) = (known.record.recognised(), Some(self.settings.token_lifetime));
        let is_open = self.directory().open_session(Platform::Ucontact, who, &opened.token, idle, self.now()).await;
        self.checked(opened, is_open.map_err(|lost| self.unavailable(lost))?)
    }

    /// Whose token this is; using it puts off its end.
    pub(super) async fn session(&self, token: Option<&str>) -> Result<Session, No> {
        let token = token.ok_or_else(|| self.refused("no_token"))?;
        let session = self.directory().use_session(Platform::Ucontact, token, self.now()).await;
        session.map_err(|lost| self.unavailable(lost))?.ok_or_else(|| self.refused("invalid_token"))
    }

    /// `auth/EndSession`: the token in the header or in the form, the same where it is in both.
    pub(super) async fn end_session(&self) -> Result<String, No> {
        let EndSession { user, token } = EndSession::read(self.content_type(), &self.body)?;
        let in_header = self.token();
        if token.is_some() && in_header.is_some() && token.as_deref() != in_header {
            return Err(self.refused("two_tokens"));
        }
        let token = in_header.or(token.as_deref());
        let session = self.session(token).await?;
        if user.is_some_and(|user| folded(&user) != folded(&session.login_name)) {
            return Err(self.refused("token_of_another_agent"));
        }
        let ended = self.directory().end_session(Platform::Ucontact, token.unwrap_or_default()).await;
        if ended.map_err(|lost| self.unavailable(lost))? {
            Ok(DONE.to_owned())
        } else {
            Err(self.refused("invalid_token"))
        }
    }

    fn fresh(&self, known: &Known) -> Result<Opened, No> {
        let mut bits = [[0; 16]; 2];
        for bits in &mut bits {
            getrandom::fill(bits).map_err(|_| self.turned_away(Refusal::Unavailable))?;
        }
        let [of_token, random] = bits;
        Ok(Opened { token: Token::from_text(token(&known.login_name, of_token)), random })
    }

    fn checked(&self, opened: Opened, is_open: bool) -> Result<Opened, No> {
        if is_open { Ok(opened) } else { Err(self.turned_away(Refusal::Outdated)) }
    }
}

//! One request: who makes it, what it brings, what it is answered.

use actix_web::HttpResponse;
use actix_web::http::header::{AUTHORIZATION, CONTENT_TYPE, HOST, HeaderName, HeaderValue};
use actix_web::web::Bytes;

use super::{FORM, words};
use crate::admission::{Known, Refusal};
use crate::config::UcontactSettings;
use crate::dialect::ucontact::{Credential, REFUSED, SipPeer, Unreadable};
use crate::dialect::{Problem, basic};
use crate::directory::{Directory, LoginNameKind, Unavailable};
use crate::web::platforms::caller::Caller;
use crate::web::platforms::words::log_refused;

/// Why a request is answered with `0`.
pub(super) enum No {
    /// It is not what the resource reads.
    Unreadable(Unreadable),
    /// Somebody took note of the reason.
    Refused,
}

impl From<Unreadable> for No {
    fn from(unreadable: Unreadable) -> Self {
        Self::Unreadable(unreadable)
    }
}

impl From<Refusal> for No {
    fn from(_: Refusal) -> Self {
        Self::Refused
    }
}

/// One request, its body complete.
pub(super) struct Call<'a> {
    pub(super) caller: Caller<'a>,
    pub(super) settings: &'a UcontactSettings,
    pub(super) body: Bytes,
}

impl Call<'_> {
    pub(super) fn written(&self, answered: Result<String, No>) -> HttpResponse {
        match answered {
            Ok(text) => words(text).answer(self.caller.request),
            Err(No::Refused) => words(REFUSED.to_owned()).answer(self.caller.request),
            Err(No::Unreadable(Unreadable::MediaType)) => {
                words(REFUSED.to_owned()).turn_away(&self.caller, &Problem::UnsupportedMediaType { accepted: FORM })
            }
            // Faults of data are 200 with `0`, as uContact's pages have it.
            Err(No::Unreadable(unreadable)) => {
                let problem = Problem::BodyNotUnderstood { why: unreadable.to_string() };
                self.caller.state.callers.log_refusal(
                    self.caller.source_ip,
                    Some(self.caller.platform.as_str()),
                    &problem,
                );
                words(REFUSED.to_owned()).answer(self.caller.request)
            }
        }
    }

    pub(super) fn content_type(&self) -> Option<&[u8]> {
        self.header(CONTENT_TYPE)
    }

    /// The token in `Authorization: Basic <token>`.
    pub(super) fn token(&self) -> Option<&str> {
        basic::token(self.header(AUTHORIZATION)?)
    }

    fn header(&self, name: HeaderName) -> Option<&[u8]> {
        self.caller.request.headers().get(name).map(HeaderValue::as_bytes)
    }

    pub(super) fn directory(&self) -> &Directory {
        &self.caller.state.platforms.directory
    }

    pub(super) fn now(&self) -> i64 {
        self.caller.state.clock.unix_nanos()
    }

    /// Who has this name and password.
    pub(super) async fn known(&self, name: String, password: String) -> Result<Known, No> {
        Ok(self.caller.authenticate(LoginNameKind::Name, name, password).await?)
    }

    /// A login that is refused although its sender was recognised.
    pub(super) fn turned_away(&self, refusal: Refusal) -> No {
        self.caller.refused(refusal);
        No::Refused
    }

    /// A request other than a login that is refused.
    pub(super) fn refused(&self, reason: &'static str) -> No {
        log_refused(&self.caller, reason);
        No::Refused
    }

    /// The directory does not answer, which is told in the log where it happens.
    pub(super) fn unavailable(&self, _: Unavailable) -> No {
        self.turned_away(Refusal::Unavailable)
    }

    /// The agent's SIP peer. Empty fields are those of which nothing is known here.
    pub(super) fn peer<'p>(&'p self, known: &'p Known, host: &'p str, credential: Credential<'p>) -> SipPeer<'p> {
        let agent = &known.record.agent;
        SipPeer {
            id: known.record.id.get(),
            extension: agent.extension.as_deref().unwrap_or_default(),
            host,
            agent: &known.login_name,
            context: &self.settings.context,
            language: agent.language.as_deref().unwrap_or(&self.settings.language),
            codecs: &self.settings.codecs,
            email: agent.email.as_deref().unwrap_or_default(),
            full_name: agent.full_name.as_deref().unwrap_or_default(),
            credential,
        }
    }

    /// What `host` says: the instance as the settings name it, or as the client does, without a port.
    pub(super) fn host(&self) -> &str {
        if let Some(host) = &self.settings.host {
            return host;
        }
        let request = self.caller.request;
        let named = || request.headers().get(HOST).and_then(|host| host.to_str().ok());
        let host = request.uri().host().or_else(named).unwrap_or_default();
        let (name, port) = host.rsplit_once(':').unwrap_or((host, ""));
        if port.bytes().all(|byte| byte.is_ascii_digit()) { name } else { host }
    }
}

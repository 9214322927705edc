//! uContact: its agents' clients log in and off, supervisors and API users get tokens, sessions end.
//!
//! Lives here: its resources and what all of them do with a request. What each does is in a file of its own. It knows no
//! spelling of uContact's, which is in `dialect::ucontact`.

mod agents;
mod sessions;
mod users;

use std::sync::Arc;

use actix_web::http::Method;
use actix_web::http::header::{AUTHORIZATION, CONTENT_TYPE, HOST, HeaderName, HeaderValue};
use actix_web::web::{self, Bytes, Data, Payload, ServiceConfig};
use actix_web::{HttpRequest, HttpResponse};

use super::caller::Caller;
use super::words::{Words, log_refused};
use crate::admission::{Known, Password, Refusal};
use crate::config::UcontactSettings;
use crate::decision::Platform;
use crate::dialect::ucontact::{Credential, REFUSED, SipPeer, Unreadable};
use crate::dialect::{Problem, basic};
use crate::directory::{Directory, LoginNameKind, Unavailable};
use crate::telemetry::metrics::Handler;
use crate::web::measure::Measured;
use crate::web::{State, body};

/// What is read.
const FORM: &str = "application/x-www-form-urlencoded";
const TEXT: HeaderValue = HeaderValue::from_static("text/plain; charset=utf-8");

/// What can be asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Resource {
    AgentLogin,
    AgentLogoff,
    EndSession,
    UserLogin,
    UserToken,
}

impl Resource {
    const ALL: [Self; 5] = [Self::AgentLogin, Self::AgentLogoff, Self::EndSession, Self::UserLogin, Self::UserToken];

    /// Where it is below the path of the settings.
    fn path(self) -> &'static str {
        match self {
            Self::AgentLogin => "auth/AgentLogin",
            Self::AgentLogoff => "api/AgentLogoff",
            Self::EndSession => "auth/EndSession",
            Self::UserLogin => "auth/UserLogin",
            Self::UserToken => "auth/getUserToken",
        }
    }
}

/// A resource with the settings.
struct Route {
    resource: Resource,
    settings: Arc<UcontactSettings>,
}

/// Adds every resource.
pub(super) fn configure(config: &mut ServiceConfig, settings: &Arc<UcontactSettings>) {
    for resource in Resource::ALL {
        let route = Data::new(Route { resource, settings: Arc::clone(settings) });
        let path = format!("{}/{}", settings.path, resource.path());
        config.service(web::resource(path).app_data(route).to(answer));
    }
}

async fn answer(request: HttpRequest, payload: Payload, state: Data<State>, route: Data<Route>) -> HttpResponse {
    let measured = Measured::begin(&state.metrics, Handler::Ucontact, &request);
    let body = body::read(payload, state.body_read).await;
    let caller = Caller::of(&request, &state, Platform::Ucontact);
    if *request.method() != Method::POST {
        return measured.end(words(REFUSED.to_owned()).other_method(&caller));
    }
    let body = match body {
        Ok(body) => body,
        Err(problem) => return measured.end(words(REFUSED.to_owned()).turn_away(&caller, &problem)),
    };
    let call = Call { caller, settings: &route.settings, body };
    let answered = match route.resource {
        Resource::AgentLogin => call.agent_login().await,
        Resource::AgentLogoff => call.agent_logoff().await,
        Resource::EndSession => call.end_session().await,
        Resource::UserLogin => call.user_login().await,
        Resource::UserToken => call.user_token().await,
    };
    measured.end(call.written(answered))
}

/// `text` as uContact sends everything: objects as well.
fn words(text: String) -> Words {
    Words { media_type: TEXT, text }
}

/// Why a request is answered with `0`.
enum No {
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
struct Call<'a> {
    caller: Caller<'a>,
    settings: &'a UcontactSettings,
    body: Bytes,
}

impl Call<'_> {
    fn written(&self, answered: Result<String, No>) -> HttpResponse {
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

    fn content_type(&self) -> Option<&[u8]> {
        self.header(CONTENT_TYPE)
    }

    /// The token in `Authorization: Basic <token>`.
    fn token(&self) -> Option<&str> {
        basic::token(self.header(AUTHORIZATION)?)
    }

    fn header(&self, name: HeaderName) -> Option<&[u8]> {
        self.caller.request.headers().get(name).map(HeaderValue::as_bytes)
    }

    fn directory(&self) -> &Directory {
        &self.caller.state.platforms.directory
    }

    fn now(&self) -> i64 {
        self.caller.state.clock.unix_nanos()
    }

    /// Who has this name and password.
    async fn known(&self, name: String, password: String) -> Result<Known, No> {
        let password = Password::new(password).map_err(|_| self.refused("unfit_password"))?;
        Ok(self.caller.authenticate(LoginNameKind::Name, name, password).await?)
    }

    /// A refusal for a reason of its own.
    fn refused(&self, reason: &'static str) -> No {
        log_refused(&self.caller, reason);
        No::Refused
    }

    /// The directory does not answer, which is told in the log where it happens.
    fn unavailable(&self, _: Unavailable) -> No {
        self.caller.refused(Refusal::Unavailable);
        No::Refused
    }

    /// The agent's SIP peer. Empty fields are those of which nothing is known here.
    fn peer<'p>(&'p self, known: &'p Known, host: &'p str, credential: Credential<'p>) -> SipPeer<'p> {
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
    fn host(&self) -> &str {
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

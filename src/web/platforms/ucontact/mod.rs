//! uContact: its agents' clients log in and off, supervisors and API users get tokens, sessions end.
//!
//! Lives here: its resources and what all of them do with a request. What each does is in a file of its own. It knows no
//! spelling of uContact's, which is in `dialect::ucontact`.

mod agents;
mod call;
mod described;
mod sessions;
mod users;

pub(in crate::web) use described::described;

use std::sync::Arc;

use actix_web::http::Method;
use actix_web::http::header::HeaderValue;
use actix_web::web::{self, Data, Payload, ServiceConfig};
use actix_web::{HttpRequest, HttpResponse};

use super::caller::Caller;
use super::words::Words;
use crate::config::UcontactSettings;
use crate::decision::Platform;
use crate::dialect::ucontact::REFUSED;
use crate::telemetry::metrics::Handler;
use crate::web::measure::Measured;
use crate::web::{State, body};
use call::Call;

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
        for slash in ["", "/"] {
            let path = format!("{}/{}{slash}", settings.path, resource.path());
            config.service(web::resource(path).app_data(route.clone()).to(answer));
        }
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

//! Ozonetel: its agents' clients log in to a phone and out.
//!
//! What is wrong is told in the documented order: the account and its key, the agent and its password, the action, whether
//! the agent is in, the number, and who else has it.

mod described;

pub(in crate::web) use described::described;

use std::sync::Arc;

use actix_web::http::Method;
use actix_web::http::header::{AUTHORIZATION, CONTENT_TYPE, HeaderName, HeaderValue};
use actix_web::web::{self, Data, Payload, ServiceConfig};
use actix_web::{HttpRequest, HttpResponse};

use super::caller::Caller;
use super::words::{Words, log_refused};
use crate::admission::{Known, Refusal};
use crate::config::OzonetelSettings;
use crate::decision::{Platform, Station};
use crate::dialect::ozonetel::{Action, Answer, Parameters, PhoneNumber, Unreadable};
use crate::dialect::{Problem, basic};
use crate::directory::{Directory, LoginNameKind, SignIn, Unavailable};
use crate::telemetry::metrics::Handler;
use crate::web::measure::Measured;
use crate::web::{State, answer, body};

/// What is read.
const FORMS: &str = "application/x-www-form-urlencoded, multipart/form-data";
/// The one state that an agent is in here.
const LOGGED_IN: &str = "logged_in";

/// Adds the route.
pub(super) fn configure(config: &mut ServiceConfig, settings: &Arc<OzonetelSettings>) {
    let route = Data::from(Arc::clone(settings));
    for slash in ["", "/"] {
        config.service(web::resource(format!("{}{slash}", settings.path)).app_data(route.clone()).to(answer));
    }
}

async fn answer(
    request: HttpRequest,
    payload: Payload,
    state: Data<State>,
    settings: Data<OzonetelSettings>,
) -> HttpResponse {
    let measured = Measured::begin(&state.metrics, Handler::Ozonetel, &request);
    let body = body::read(payload, state.body_read).await;
    let caller = Caller::of(&request, &state, Platform::Ozonetel);
    if *request.method() != Method::POST {
        return measured.end(words(Answer::InvalidRequest).other_method(&caller));
    }
    let parameters = body.and_then(|body| {
        let content_type = header(&request, CONTENT_TYPE);
        Parameters::read(request.query_string(), content_type, &body).map_err(problem)
    });
    match parameters {
        Ok(parameters) => {
            let call = Call { caller, settings: &settings };
            measured.end(call.answered(parameters).await.answer(&request))
        }
        Err(problem) => measured.end(words(Answer::InvalidRequest).turn_away(&caller, &problem)),
    }
}

fn words(answer: Answer<'_>) -> Words {
    Words { media_type: answer::JSON, text: answer.to_json() }
}

fn problem(unreadable: Unreadable) -> Problem {
    match unreadable {
        Unreadable::MediaType => Problem::UnsupportedMediaType { accepted: FORMS },
        Unreadable::Form(fault) => Problem::BodyNotUnderstood { why: fault.to_string() },
    }
}

fn header(request: &HttpRequest, name: HeaderName) -> Option<&[u8]> {
    request.headers().get(name).map(HeaderValue::as_bytes)
}

/// One request that was understood.
struct Call<'a> {
    caller: Caller<'a>,
    settings: &'a OzonetelSettings,
}

impl Call<'_> {
    /// What is answered. Whatever keeps the agent from being recognised looks alike.
    async fn answered(&self, parameters: Parameters) -> Words {
        match self.decided(&parameters).await {
            Ok(words) => words,
            Err(_) => words(Answer::InvalidAuthentication),
        }
    }

    async fn decided(&self, parameters: &Parameters) -> Result<Words, Refusal> {
        if !self.has_account(parameters).await? {
            return Ok(self.error(Answer::InvalidAccount, "invalid_account"));
        }
        let known = self.known().await?;
        match parameters.action {
            Some(Action::Login) => self.log_in(&known, parameters.phone_number.as_deref()).await,
            Some(Action::Logout) => self.log_out(&known).await,
            None => Ok(self.error(Answer::InvalidAction, "invalid_action")),
        }
    }

    async fn has_account(&self, parameters: &Parameters) -> Result<bool, Refusal> {
        let Parameters { user_name: Some(user_name), api_key: Some(api_key), .. } = parameters else {
            return Ok(false);
        };
        let holds = self.directory().account_holds(user_name, api_key.as_bytes()).await;
        holds.map_err(|lost| self.unavailable(lost))
    }

    /// The agent of HTTP Basic.
    async fn known(&self) -> Result<Known, Refusal> {
        let credentials = header(self.caller.request, AUTHORIZATION).and_then(basic::read);
        let Some(basic::Credentials { user, password }) = credentials else {
            self.caller.refused(Refusal::BadCredentials);
            return Err(Refusal::BadCredentials);
        };
        self.caller.authenticate(LoginNameKind::Name, user, password).await
    }

    async fn log_in(&self, known: &Known, number: Option<&str>) -> Result<Words, Refusal> {
        let id = known.record.id;
        let presence = self.directory().presence(Platform::Ozonetel, id).await;
        if presence.map_err(|lost| self.unavailable(lost))?.is_some() {
            return Ok(self.turned_away(Answer::AlreadyLoggedIn, Refusal::AlreadyLoggedIn));
        }
        let number = number.and_then(|number| PhoneNumber::read(number, self.settings.country_code.as_deref()));
        let Some(number) = number else { return Ok(self.error(Answer::InvalidPhoneNumber, "invalid_phone_number")) };
        let station = Station::Phone(number.compared().to_owned());
        self.caller.decide(known, Some(station.clone())).await?;
        let (who, now) = (known.record.recognised(), self.caller.state.clock.unix_nanos());
        let signed_in = self.directory().sign_in(Platform::Ozonetel, who, Some(&station), LOGGED_IN, now).await;
        Ok(match signed_in.map_err(|lost| self.unavailable(lost))? {
            SignIn::In(_) => {
                self.caller.admitted();
                words(Answer::LoggedIn { agent: &known.login_name })
            }
            SignIn::AlreadyIn(_) => self.turned_away(Answer::AlreadyLoggedIn, Refusal::AlreadyLoggedIn),
            SignIn::Occupied { by, .. } => {
                self.turned_away(Answer::Occupied { by: &by, number: number.shown() }, Refusal::StationInUse)
            }
            SignIn::Outdated => self.turned_away(Answer::InvalidAuthentication, Refusal::Outdated),
        })
    }

    async fn log_out(&self, known: &Known) -> Result<Words, Refusal> {
        let agent = &known.login_name;
        let signed_out = self.directory().sign_out(Platform::Ozonetel, known.record.id).await;
        Ok(match signed_out.map_err(|lost| self.unavailable(lost))? {
            Some(_) => words(Answer::LoggedOut { agent }),
            None => self.error(Answer::NotLoggedIn { agent }, "not_logged_in"),
        })
    }

    /// A login that is refused although its sender was recognised.
    fn turned_away(&self, answer: Answer<'_>, refusal: Refusal) -> Words {
        self.caller.refused(refusal);
        words(answer)
    }

    fn error(&self, answer: Answer<'_>, reason: &'static str) -> Words {
        log_refused(&self.caller, reason);
        words(answer)
    }

    fn directory(&self) -> &Directory {
        &self.caller.state.platforms.directory
    }

    /// The directory does not answer, which is told in the log where it happens.
    fn unavailable(&self, _: Unavailable) -> Refusal {
        self.caller.refused(Refusal::Unavailable);
        Refusal::Unavailable
    }
}

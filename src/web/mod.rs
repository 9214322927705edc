//! HTTP for platforms and load balancers.
//!
//! Lives here: routes, reading bodies within bounds, handing requests to a dialect and its answers back, health. It
//! knows no spelling of any platform and no policy. To add a route: one handler, one line in [`configure`].

mod answer;
mod body;
mod health;
mod hooks;
mod refusal;
mod state;

pub use state::{HookRoute, Readiness, State};

use std::sync::Arc;

use actix_web::web::{self, Data, Payload, ServiceConfig};
use actix_web::{HttpRequest, HttpResponse};

use crate::dialect::Problem;

/// Adds every route to an application.
pub fn configure(config: &mut ServiceConfig, state: &Data<State>) {
    config
        .app_data(state.clone())
        .service(web::resource("/health/live").to(health::live))
        .service(web::resource("/health/ready").to(health::ready))
        .default_service(web::to(not_found));
    for HookRoute { path, hook } in &state.hooks {
        let path = path.trim_end_matches('/');
        let with_and_without_slash = [path.to_owned(), format!("{path}/")];
        let hook = Data::from(Arc::clone(hook));
        config.service(web::resource(with_and_without_slash).app_data(hook).to(hooks::login));
    }
}

async fn not_found(request: HttpRequest, payload: Payload, state: Data<State>) -> HttpResponse {
    body::drain(payload, state.body_read).await;
    refusal::refuse(&request, None, &Problem::NotFound)
}

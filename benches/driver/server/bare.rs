//! What everything is compared with: the same framework with the same settings, the same JSON read into a struct, and a
//! constant for an answer.

use std::collections::HashMap;
use std::hint::black_box;
use std::net::SocketAddr;
use std::process::Command;
use std::time::Duration;

use actix_web::web::{self, Bytes, Data, Json, Query};
use actix_web::{App, HttpResponse, HttpServer};
use serde::{Deserialize, Serialize};

use super::running::{Running, free_address};
use crate::driver;
use crate::driver::Fault;
use crate::driver::place::Place;
use crate::driver::process::cores;

const PATH: &str = "/vcc/project-login";
/// As Logingate has them by default.
const BACKLOG: u32 = 1024;
const CONNECTIONS: usize = 8192;
const HEAD_READ: Duration = Duration::from_secs(5);
const IDLE: Duration = Duration::from_secs(75);

/// How a bare handler is started.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Setup {
    /// What it answers.
    pub answer: String,
}

#[derive(Debug, Serialize, Deserialize)]
struct Listening {
    address: SocketAddr,
    answer: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
#[allow(dead_code, reason = "read, and then answered by a constant")]
struct Posted {
    project_id: u64,
    user_id: u64,
    username: String,
    group_id: u64,
    custom_data: HashMap<String, String>,
    secondary_project_ids: Vec<u64>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
#[allow(dead_code, reason = "read, and then answered by a constant")]
struct Queried {
    project_id: u64,
    user_id: u64,
    username: String,
    group_id: u64,
    secondary_project_ids: Option<String>,
}

/// Starts one in a process of its own.
pub fn start(setup: &Setup, place: Place) -> Result<Running, Fault> {
    let address = free_address()?;
    let listening = Listening { address, answer: setup.answer.clone() };
    let mut command = Command::new(std::env::current_exe()?);
    command.args([driver::BARE, &serde_json::to_string(&listening)?]);
    Running::start(command, place, address, None, "/ready", None)
}

/// Serves until the process is told to end.
pub fn serve(listening: &str) -> Result<(), Fault> {
    let Listening { address, answer } = serde_json::from_str(listening)?;
    let answer = Data::new(Bytes::from(answer));
    let app = move || {
        let login = web::resource(PATH).route(web::post().to(post)).route(web::get().to(get));
        App::new().app_data(answer.clone()).service(login).route("/ready", web::get().to(HttpResponse::Ok))
    };
    let workers = cores();
    let server = HttpServer::new(app)
        .workers(workers)
        .backlog(BACKLOG)
        .max_connections(CONNECTIONS / workers)
        .max_connection_rate(CONNECTIONS / workers)
        .tcp_nodelay(true)
        .keep_alive(IDLE)
        .client_request_timeout(HEAD_READ)
        .bind(address)?;
    actix_web::rt::System::new().block_on(server.run())?;
    Ok(())
}

async fn post(login: Json<Posted>, answer: Data<Bytes>) -> HttpResponse {
    black_box(&*login);
    respond(&answer)
}

async fn get(login: Query<Queried>, answer: Data<Bytes>) -> HttpResponse {
    black_box(&*login);
    respond(&answer)
}

fn respond(answer: &Bytes) -> HttpResponse {
    HttpResponse::Ok().content_type("application/json").body(answer.clone())
}

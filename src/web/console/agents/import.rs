//! `POST /v1/agents/import`: many agents, all of them or none.

use actix_web::http::{Method, StatusCode};
use actix_web::web::{self, Bytes, Data, Payload};
use actix_web::{HttpRequest, HttpResponse};
use serde_json::json;
use utoipa::openapi::path::HttpMethod;
use utoipa::openapi::schema::ObjectBuilder;
use utoipa::openapi::{ContentBuilder, Required, request_body::RequestBodyBuilder, schema::SchemaType, schema::Type};

use super::documents::Imported;
use super::list::{faulty, hashed};
use super::{CHANGES, Tokens, admit, told};
use crate::dialect::{Excerpt, Problem};
use crate::directory::{AddAllError, Directory};
use crate::roster::{self, Credential, Fault, Faults, Row};
use crate::telemetry::metrics::Handler;
use crate::web::console::lookup_query;
use crate::web::measure::Measured;
use crate::web::openapi::{AGENTS, Described, string};
use crate::web::{State, body};

/// The longest body.
const MAX_IMPORT_BODY_BYTES: usize = 8 << 20;
/// The most passwords of one import: each is hashed while logins go on.
const MAX_PASSWORDS: usize = 1000;
const PARAMETERS: &str = "dryRun";
const SWITCH: &str = "true or false";

/// `POST /v1/agents/import`
pub(super) async fn import(
    request: HttpRequest,
    payload: Payload,
    state: Data<State>,
    tokens: Data<Tokens>,
) -> HttpResponse {
    let measured = Measured::begin(&state.metrics, Handler::AgentImport, &request);
    let needed = (*request.method() == Method::POST).then_some(CHANGES);
    let (who, payload) = match admit(&request, payload, (&state, &tokens), needed, "POST, OPTIONS").await {
        Ok(admitted) => admitted,
        Err(refusal) => return measured.end(refusal),
    };
    let imported = match body::read_up_to(MAX_IMPORT_BODY_BYTES, payload, state.body_read).await {
        Ok(body) => imported(request.query_string(), body, &state).await,
        Err(problem) => Err(problem),
    };
    if let Ok(Imported { agents, dry_run: false }) = &imported {
        tracing::info!(who, agents, "somebody has imported agents");
    }
    measured.end(told(&request, StatusCode::OK, imported))
}

async fn imported(query: &str, body: Bytes, state: &State) -> Result<Imported, Problem> {
    let is_dry_run = is_dry_run(query)?;
    let read = web::block(move || roster::read(&body)).await;
    let rows = read.map_err(|_| Problem::Overloaded)?.map_err(|faults| faulty(&faults))?;
    let passwords = rows.iter().filter(|row| matches!(row.credential, Some(Credential::Password(_)))).count();
    if passwords > MAX_PASSWORDS {
        let why = format!(
            "it has {passwords} passwords, and up to {MAX_PASSWORDS} are hashed at a time; `logingate agents import` takes \
             any number"
        );
        return Err(Problem::InvalidBody { why: Excerpt::of_sentence(&why) });
    }
    let directory = &state.platforms.directory;
    if is_dry_run || passwords > 0 {
        check(&rows, directory).await?;
    }
    let agents = rows.len();
    if !is_dry_run {
        add(rows, state).await?;
    }
    Ok(Imported { agents, dry_run: is_dry_run })
}

async fn check(rows: &[Row], directory: &Directory) -> Result<(), Problem> {
    let agents = rows.iter().map(|row| row.agent.clone()).collect();
    let lines: Vec<Option<u64>> = rows.iter().map(|row| row.line).collect();
    directory.check_all(agents, |_| {}).await.map_err(|error| not_added(error, &lines))
}

async fn add(rows: Vec<Row>, state: &State) -> Result<(), Problem> {
    let lines: Vec<Option<u64>> = rows.iter().map(|row| row.line).collect();
    let mut entries = Vec::with_capacity(rows.len());
    // One after the other: logins take turns with them.
    for row in rows {
        entries.push((row.agent, hashed(row.credential, state).await?));
    }
    let added = state.platforms.directory.add_all(entries, |_| {}).await;
    added.map(drop).map_err(|error| not_added(error, &lines))
}

fn not_added(error: AddAllError, lines: &[Option<u64>]) -> Problem {
    match error {
        AddAllError::Conflicts(conflicts) => faulty(&Faults::of_conflicts(lines, &conflicts)),
        AddAllError::Unavailable(unavailable) => unavailable.into(),
    }
}

fn is_dry_run(query: &str) -> Result<bool, Problem> {
    let mut is_dry_run = None;
    lookup_query::each(query, |name, value| match name {
        "dryRun" => lookup_query::put(&mut is_dry_run, "dryRun", value, SWITCH, |text| text.parse().ok()),
        _ => Err(Problem::UnknownParameter { got: Excerpt::of(name), accepted: PARAMETERS }),
    })?;
    Ok(is_dry_run.unwrap_or(false))
}

pub(super) fn described() -> Vec<Described> {
    let post = Described::new(HttpMethod::Post, "import_agents", "Add many agents: all of them, or none").tag(AGENTS);
    let text = "CSV with a header, or NDJSON: one object a line; the fields are those of `NewAgent`. Every bad row is told \
                by its line, and so is every name that somebody has already.";
    let csv = "username,userId,projectId\nana,7,42\n";
    let ndjson = "{\"username\": \"ana\", \"userId\": 7, \"projectId\": 42}\n";
    let content = |example: &str| ContentBuilder::new().schema(Some(string())).example(Some(example.into())).build();
    let body = RequestBodyBuilder::new().content("text/csv", content(csv));
    let body = body.content("application/x-ndjson", content(ndjson)).required(Some(Required::True)).build();
    let dry_run = ObjectBuilder::new().schema_type(SchemaType::Type(Type::Boolean));
    let post = post
        .description(text)
        .for_role(CHANGES)
        .body(body)
        .query("dryRun", dry_run, "Whether only to say what is wrong.")
        .refuses([faulty(&example_faults()), Problem::Overloaded, Problem::DirectoryUnavailable])
        .refuses([
            Problem::InvalidField { field: "dryRun", got: Excerpt::of("yes"), accepted: SWITCH },
            Problem::UnknownParameter { got: Excerpt::of("dry"), accepted: PARAMETERS },
            Problem::ConflictingValues { field: "dryRun" },
            Problem::InvalidBody { why: Excerpt::of("it has 1001 passwords") },
            Problem::BodyTooLarge { limit_bytes: MAX_IMPORT_BODY_BYTES },
            Problem::BodyTooSlow,
        ]);
    vec![post.answers::<Imported>(200, "All of them", json!({"agents": 1, "dryRun": false}))]
}

fn example_faults() -> Faults {
    let mut faults = Faults::default();
    let problem = "got \"x\", expected a positive integer".to_owned();
    faults.note(Fault { line: Some(3), field: Some("userId".to_owned()), problem });
    faults
}

//! The webhook of VCC Live: where a hook is, is in the settings, so that it is described where it is by default, and once
//! more with its secret in the path.

use serde_json::json;
use utoipa::openapi::header::HeaderBuilder;
use utoipa::openapi::path::HttpMethod;
use utoipa::openapi::request_body::{RequestBody, RequestBodyBuilder};
use utoipa::openapi::response::{Response, ResponseBuilder};
use utoipa::openapi::schema::{AdditionalProperties, ArrayBuilder, ObjectBuilder, OneOfBuilder, SchemaType, Type};
use utoipa::openapi::security::SecurityRequirement;
use utoipa::openapi::{Content, ContentBuilder, RefOr, Required, Schema};

use super::{Described, JSON, LOGINS, SECRET_AS_PASSWORD, SECRET_IN_QUERY, integer, string};
use crate::dialect::{Excerpt, MAX_BODY_BYTES, Problem, SignatureFault};

const DESCRIPTION: &str = "One hook of VCC Live's *Project Login (Sync)*, here at the path that it has without settings. \
Each project is in the answer once, `true` where the agent may log in. With `[vcc.hooks.encryption]` only encrypted bodies \
are read. Instead of a secret, a hook may want each body signed as Standard Webhooks does, by the headers `webhook-id`, \
`webhook-timestamp` and `webhook-signature`; a GET can't be signed. No page of another address may call it from a browser: \
`logingate request` sends such logins, plain, encrypted or signed, and says what is wrong.";

const ID: &str = "[1-9][0-9]{0,18}";

/// Both places with their operations.
pub(super) fn described() -> [(&'static str, Vec<Described>); 2] {
    let secret = |it: Described| it.segment("secret", string(), "A secret of the hook.");
    [
        ("/vcc/project-login", operations("").into_iter().map(or_secret).collect()),
        ("/vcc/project-login/{secret}", operations("_with_secret_in_path").into_iter().map(secret).collect()),
    ]
}

/// A hook without secrets asks nobody.
fn or_secret(it: Described) -> Described {
    let none: [&str; 0] = [];
    it.or_asks_for(SecurityRequirement::new(SECRET_IN_QUERY, none))
        .or_asks_for(SecurityRequirement::new(SECRET_AS_PASSWORD, none))
        .or_asks_for(SecurityRequirement::default())
}

fn operations(suffix: &str) -> Vec<Described> {
    let get = Described::get(&format!("login_by_get{suffix}"), "May this agent log in to these projects?");
    let unsigned = Problem::SignatureRefused { fault: SignatureFault::NotOfQuery };
    let get = in_query(common(get)).refuses([query_not_understood(), unsigned]);
    let mut operations = vec![get];
    for (method, id) in [(HttpMethod::Post, "login_by_post"), (HttpMethod::Put, "login_by_put")] {
        let send = Described::new(method, &format!("{id}{suffix}"), "May this agent log in to these projects?");
        let send = common(send).body(body()).refuses([
            body_not_understood(),
            Problem::BodyTooLarge { limit_bytes: MAX_BODY_BYTES },
            Problem::BodyTooSlow,
            Problem::SignatureRefused { fault: SignatureFault::NoMatch },
        ]);
        let iv = "The initialisation vector of an encrypted body, unless the hook's is empty.";
        operations.push(send.query("iv", string().pattern(Some("^[0-9A-Fa-f]{32}$")), iv));
    }
    operations
}

/// What all methods have in common.
fn common(it: Described) -> Described {
    it.tag(LOGINS).description(DESCRIPTION).at_listen().answers_with(200, answer()).refuses([
        Problem::InvalidField {
            field: "projectId",
            got: Excerpt::of("1.5"),
            accepted: "a positive integer up to 9223372036854775807 in plain decimal digits",
        },
        Problem::MissingField { field: "userId", accepted: "userId (a positive integer), username (text), or both" },
        Problem::ConflictingValues { field: "groupId" },
        Problem::UndecryptableBody { reason: "".into() },
        Problem::TooManyProjects,
        Problem::TooDeep,
        Problem::Unauthorized,
        Problem::AddressNotAllowed,
        Problem::TargetTooLong,
        Problem::TooManyBadSecrets { retry_seconds: 2 },
        Problem::Undecided,
        Problem::Overloaded,
        Problem::ConnectionBusy,
    ])
}

fn query_not_understood() -> Problem {
    Problem::QueryNotUnderstood { why: "a % without two hexadecimal digits stands at byte 12".to_owned() }
}

fn body_not_understood() -> Problem {
    Problem::BodyNotUnderstood { why: "it is neither a JSON object nor a form".to_owned() }
}

fn in_query(it: Described) -> Described {
    let id = || string().pattern(Some(format!("^{ID}$")));
    it.query("projectId", id(), "The project that the agent works in first. Required.")
        .query(
            "secondaryProjectIds",
            string(),
            "The further projects: separated by commas, `[]` or `[0]` behind the name, or JSON.",
        )
        .query("userId", id(), "The agent's number; it or `username` is required.")
        .query("username", string(), "The agent's user name.")
        .query("groupId", string().pattern(Some(format!("^(0|{ID})?$"))), "The agent's group; 0 or nothing for none.")
        .query("customData", string(), "The agent's custom data: `[name]` behind the name, or JSON.")
}

fn body() -> RequestBody {
    let example = json!({
        "projectId": 1, "userId": 2, "username": "x", "groupId": 2, "customData": [], "secondaryProjectIds": [2, 3, 4, 5],
    });
    let json = ContentBuilder::new().schema(Some(login())).example(Some(example)).build();
    let form = ContentBuilder::new().schema(Some(login())).build();
    let encrypted = string().content_encoding("base64").content_media_type(JSON);
    let encrypted = encrypted.description(Some("The JSON form, encrypted as the hook's settings say, in base64."));
    RequestBodyBuilder::new()
        .description(Some("What it is, is seen from the body itself, whatever its Content-Type."))
        .content(JSON, json)
        .content("application/x-www-form-urlencoded", form)
        .content("text/plain", Content::new(Some(encrypted)))
        .required(Some(Required::True))
        .build()
}

/// A login. What else stands there is passed over.
fn login() -> ObjectBuilder {
    let id = || {
        let digits = string().pattern(Some(format!("^{ID}$")));
        OneOfBuilder::new().item(integer().minimum(Some(1)).maximum(Some(i64::MAX))).item(digits)
    };
    let optional_id = |text: &str| {
        let digits = string().pattern(Some(format!("^(0|{ID})?$")));
        let numbers = integer().minimum(Some(0)).maximum(Some(i64::MAX));
        OneOfBuilder::new().item(numbers).item(digits).item(null()).description(Some(text))
    };
    let projects = ArrayBuilder::new().items(RefOr::T(Schema::OneOf(id().build())));
    let projects = OneOfBuilder::new().item(projects).item(ObjectBuilder::new()).item(string()).item(null());
    let projects = projects.description(Some("The further projects; as an object, its keys are indices."));
    ObjectBuilder::new()
        .property("projectId", id().description(Some("The project that the agent works in first.")))
        .property("secondaryProjectIds", projects)
        .property("userId", optional_id("The agent's number; it or `username` is required."))
        .property(
            "username",
            OneOfBuilder::new().item(string()).item(null()).description(Some("The agent's user name.")),
        )
        .property("groupId", optional_id("The agent's group; 0 or nothing for none."))
        .property(
            "customData",
            ObjectBuilder::new().schema_type(SchemaType::AnyValue).description(Some("An object, a list or nothing.")),
        )
        .required("projectId")
}

fn null() -> ObjectBuilder {
    ObjectBuilder::new().schema_type(SchemaType::Type(Type::Null))
}

fn answer() -> Response {
    let boolean = ObjectBuilder::new().schema_type(SchemaType::Type(Type::Boolean));
    let map = ObjectBuilder::new()
        .additional_properties(Some(AdditionalProperties::RefOr(boolean.into())))
        .property_names(Some(Schema::Object(string().pattern(Some(format!("^{ID}$"))).build())))
        .min_properties(Some(1));
    let content = ContentBuilder::new().schema(Some(map)).example(Some(json!({"1": true, "2": true, "3": false})));
    let id = HeaderBuilder::new()
        .schema(Some(string().format(Some(utoipa::openapi::SchemaFormat::Custom("uuid".to_owned())))));
    ResponseBuilder::new()
        .description("Each project, and whether the agent may log in to it")
        .content(JSON, content.build())
        .header("X-Decision-Id", id.description(Some("What the decision is found by: `/v1/decisions/{id}`")).build())
        .build()
}

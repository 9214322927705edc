//! What both listeners serve, as an `OpenAPI` document: the same of every server of this version, whatever its settings.
//!
//! Lives here: what all operations have in common, and the webhook. Every other route is described beside its handler and
//! found by the list that it is served from ([`Route`](super::route::Route)). Source: <https://spec.openapis.org/oas/v3.1.1.html>.

mod operation;
mod webhook;

pub(super) use operation::{Described, integer, string};

use std::collections::BTreeMap;
use std::sync::LazyLock;

use actix_web::web::Bytes;
use utoipa::ToSchema;
use utoipa::openapi::path::{PathItem, PathsBuilder};
use utoipa::openapi::schema::ComponentsBuilder;
use utoipa::openapi::security::{ApiKey, ApiKeyValue, HttpAuthScheme, HttpBuilder, SecurityScheme};
use utoipa::openapi::tag::TagBuilder;
use utoipa::openapi::{InfoBuilder, OpenApi, OpenApiBuilder, RefOr, Schema};

use super::{console, platforms};
use crate::dialect::Problem;

const JSON: &str = "application/json";
/// The security schemes.
const TOKEN: &str = "token";
const SECRET_IN_QUERY: &str = "secret_in_query";
const SECRET_AS_PASSWORD: &str = "secret_as_password";
const AGENT: &str = "agent";
const UCONTACT_TOKEN: &str = "ucontact_token";
const ACQUEON_TOKEN: &str = "acqueon_token";
/// The tags.
pub(super) const LOGINS: &str = "logins";
pub(super) const HEALTH: &str = "health";
pub(super) const OPERATORS: &str = "operators";
pub(super) const AGENTS: &str = "agents";

const TAGS: [(&str, &str); 4] = [
    (LOGINS, "For platforms, at `listen`."),
    (HEALTH, "For load balancers and orchestrators, at `listen` and at `admin.listen`. Nobody needs a token."),
    (OPERATORS, "For operators and monitoring, at `admin.listen`. Without `admin.tokens` nobody needs a token."),
    (AGENTS, "The directory of agents, at `admin.listen`. Always takes a token."),
];

const ABOUT: &str = "Answers contact-centre platforms: may this agent log in to these projects?

HEAD is served wherever GET is; OPTIONS says which methods are; any other is refused with 405, and what is served nowhere \
with 404. Every refusal is a problem document (RFC 9457), but for platforms with words of their own. A request's `X-Request-Id` is sent back. On HTTP/2, more than a \
hundred requests at a time on one connection are refused with 503.";

static DOCUMENT: LazyLock<Bytes> = LazyLock::new(|| serde_json::to_vec(&document()).unwrap_or_default().into());

/// The document as JSON, made when somebody asks for it first.
pub(super) fn json() -> Bytes {
    DOCUMENT.clone()
}

fn document() -> OpenApi {
    let mut paths = PathsBuilder::new();
    let mut schemas: BTreeMap<String, RefOr<Schema>> =
        BTreeMap::from([(<Problem as ToSchema>::name().into_owned(), <Problem as utoipa::PartialSchema>::schema())]);
    let webhook = webhook::described().map(|(path, operations)| (path.to_owned(), operations));
    let described = console::routes().map(|route| (route.template(), (route.described)()));
    for (path, operations) in webhook.into_iter().chain(platforms::described()).chain(described) {
        for operation in operations {
            schemas.extend(operation.schemas.iter().cloned());
            let method = operation.method.clone();
            paths = paths.path(&path, PathItem::new(method, operation.build()));
        }
    }
    let components =
        security().into_iter().fold(ComponentsBuilder::new(), |it, (name, scheme)| it.security_scheme(name, scheme));
    let tags = TAGS.map(|(name, text)| TagBuilder::new().name(name).description(Some(text)).build());
    let info = InfoBuilder::new().title("Logingate").version(env!("CARGO_PKG_VERSION")).description(Some(ABOUT));
    OpenApiBuilder::new()
        .info(info.build())
        .paths(paths.build())
        .components(Some(components.schemas_from_iter(schemas).build()))
        .tags(Some(tags))
        .build()
}

fn security() -> [(&'static str, SecurityScheme); 6] {
    let bearer = HttpBuilder::new().scheme(HttpAuthScheme::Bearer);
    let bearer = bearer.description(Some("A token of `admin.tokens`; each role may do what those before it may."));
    let basic = HttpBuilder::new().scheme(HttpAuthScheme::Basic);
    let basic = basic.description(Some("A secret of the hook as the password; the user name is passed over."));
    let agent = HttpBuilder::new().scheme(HttpAuthScheme::Basic);
    let agent = agent.description(Some("The agent's ID and password."));
    let ucontact = "`Basic <token>`: the token of a login as it came, not encoded again.";
    let acqueon = HttpBuilder::new().scheme(HttpAuthScheme::Bearer);
    let acqueon = acqueon.description(Some("The token of a sign-in, from its answer's `X-Acqueon-Token`."));
    let query = "A secret of the hook; the parameter's name is that of `secret_parameter`.";
    [
        (TOKEN, SecurityScheme::Http(bearer.build())),
        (SECRET_IN_QUERY, SecurityScheme::ApiKey(ApiKey::Query(ApiKeyValue::with_description("secret-key", query)))),
        (SECRET_AS_PASSWORD, SecurityScheme::Http(basic.build())),
        (AGENT, SecurityScheme::Http(agent.build())),
        (ACQUEON_TOKEN, SecurityScheme::Http(acqueon.build())),
        (
            UCONTACT_TOKEN,
            SecurityScheme::ApiKey(ApiKey::Header(ApiKeyValue::with_description("Authorization", ucontact))),
        ),
    ]
}

//! The resources as the document describes them.

use utoipa::openapi::path::HttpMethod;
use utoipa::openapi::request_body::RequestBodyBuilder;
use utoipa::openapi::schema::ObjectBuilder;
use utoipa::openapi::{ContentBuilder, Required};

use super::{FORM, Resource};
use crate::web::openapi::{Described, LOGINS, string};

const TEXT: &str = "text/plain";
const ABOUT: &str = "Part of uContact's API, here below the path that it has without settings. A refusal is `0` with status \
200, whatever its reason, objects are sent as text.";

/// Every resource with its operation.
pub(in crate::web) fn described() -> impl Iterator<Item = (String, Vec<Described>)> {
    Resource::ALL
        .into_iter()
        .map(|resource| (format!("/Integra/resources/{}", resource.path()), vec![operation(resource)]))
}

fn operation(resource: Resource) -> Described {
    let (id, summary, answer) = match resource {
        Resource::AgentLogin => {
            ("ucontact_agent_login", "Logs an agent in", "The agent's SIP peer with a token, or `0`")
        }
        Resource::AgentLogoff => ("ucontact_agent_logoff", "Logs an agent off", "`1` or `0`"),
        Resource::EndSession => ("ucontact_end_session", "Ends the session of a token", "`1` or `0`"),
        Resource::UserLogin => ("ucontact_user_login", "Gives an API user a token", "A list with the token, or `0`"),
        Resource::UserToken => ("ucontact_user_token", "Gives an API user a token", "A list that ends in it, or `0`"),
    };
    let form = match resource {
        Resource::AgentLogin => fields(&["agent", "password"], &[]),
        Resource::AgentLogoff => fields(&["agent"], &["interface", "message"]),
        Resource::EndSession => fields(&[], &["user", "token"]),
        Resource::UserLogin | Resource::UserToken => fields(&["user", "password"], &[]),
    };
    let content = ContentBuilder::new().schema(Some(form)).build();
    let body = RequestBodyBuilder::new().content(FORM, content).required(Some(Required::True)).build();
    let post = Described::new(HttpMethod::Post, id, summary).tag(LOGINS).description(ABOUT).at_listen().body(body);
    let post = match resource {
        Resource::AgentLogoff | Resource::EndSession => post.asks_for_ucontact_token(),
        Resource::AgentLogin | Resource::UserLogin | Resource::UserToken => post,
    };
    post.answers_text(200, answer, TEXT)
        .answers_text(408, "`0`: the body did not arrive in time", TEXT)
        .answers_text(413, "`0`: the body is too large", TEXT)
        .answers_text(415, "`0`: the body is no urlencoded form", TEXT)
}

fn fields(required: &[&str], optional: &[&str]) -> ObjectBuilder {
    let all = required.iter().chain(optional).fold(ObjectBuilder::new(), |it, name| it.property(*name, string()));
    required.iter().fold(all, |it, name| it.required(*name))
}

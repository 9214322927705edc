//! POST and Finesse's hop as the document describes them. What is said on the WebSocket is no HTTP.

use serde_json::{Value, json};
use utoipa::openapi::header::HeaderBuilder;
use utoipa::openapi::path::HttpMethod;
use utoipa::openapi::request_body::{RequestBody, RequestBodyBuilder};
use utoipa::openapi::response::{Response, ResponseBuilder};
use utoipa::openapi::schema::{ArrayBuilder, ObjectBuilder};
use utoipa::openapi::{ContentBuilder, Required};

use crate::dialect::acqueon::{Envelope, Message, list};
use crate::dialect::finesse::{ApiError, ErrorKind};
use crate::web::openapi::{Described, LOGINS, string};

const JSON: &str = "application/json";
const XML: &str = "application/xml";
const MESSAGES: &str = "Acqueon Workspace's messages, here at the path that they have without settings. A sign-in \
(`Agent`/`SetUserInfo`) needs no token and is answered with one in `X-Acqueon-Token`; what is refused is told by \
`Error`/`SetAPIError`. The same messages go over a WebSocket at `/acqueon`.";
const FINESSE: &str = "Part of Cisco Finesse's API, here below the path that it has without settings. A user is asked for \
and set by nobody else.";

/// Both paths with their operations.
pub(in crate::web) fn described() -> [(String, Vec<Described>); 2] {
    [
        ("/acqueon/messages".to_owned(), vec![messages()]),
        ("/finesse/api/User/{id}".to_owned(), vec![get_user(), put_user()]),
    ]
}

fn messages() -> Described {
    let sign_in = json!({"username": "700100", "password": "…", "extension": "5101"});
    let sign_in = json!({"channel": "Cisco", "topic": "Agent", "subtopic": "SetUserInfo", "data": sign_in});
    let content = ContentBuilder::new().schema(Some(message())).example(Some(sign_in)).build();
    let body = RequestBodyBuilder::new().content(JSON, content).required(Some(Required::True)).build();
    let opened = json!({"loginId": "700100", "extension": "5101"});
    let opened = json!([{"channel": "Cisco", "topic": "Connection", "subtopic": "OpenConnection", "message": opened}]);
    Described::new(HttpMethod::Post, "acqueon_message", "Signs an agent in or out, sets and tells the agent's state")
        .tag(LOGINS)
        .description(MESSAGES)
        .at_listen()
        .asks_for_acqueon_token()
        .body(body)
        .answers_with(200, messages_told("What the message leads to, in this order", opened))
        .answers_with(408, messages_told("A body that did not arrive in time", unread()))
        .answers_with(413, messages_told("A body that is too large", unread()))
}

/// The list that is answered when there is no message to answer.
fn unread() -> Value {
    let error = ApiError::new(ErrorKind::BadRequest, "the body is too large, too slow or cut off");
    serde_json::from_str(&list(&[Message::error(&error)], &Envelope::default())).unwrap_or(Value::Null)
}

fn messages_told(text: &str, example: Value) -> Response {
    let all = ArrayBuilder::new().items(message());
    let content = ContentBuilder::new().schema(Some(all)).example(Some(example)).build();
    ResponseBuilder::new().description(text).content(JSON, content).build()
}

fn message() -> ObjectBuilder {
    let names = ["channel", "topic", "subtopic"].into_iter();
    names.fold(ObjectBuilder::new(), |it, name| it.property(name, string()).required(name))
}

fn get_user() -> Described {
    let get = user(HttpMethod::Get, "finesse_get_user", "Tells a user's state");
    refusals(get.answers_with(200, xml("The user")))
}

fn put_user() -> Described {
    let put = user(HttpMethod::Put, "finesse_put_user", "Signs a user in or out, or sets the user's state");
    let done = ResponseBuilder::new().description("It is done").build();
    refusals(put.body(update()).answers_with(202, done).answers_with(400, xml("What is sent can't be done, and why")))
}

fn user(method: HttpMethod, id: &str, summary: &str) -> Described {
    Described::new(method, id, summary).tag(LOGINS).description(FINESSE).at_listen().asks_for_agent().segment(
        "id",
        string(),
        "What the user signs in with.",
    )
}

fn refusals(user: Described) -> Described {
    let asked = HeaderBuilder::new().schema(Some(string())).description(Some("What is asked for")).build();
    let mut unauthorized = xml("The credentials do not hold, the policies refuse, or another user is asked for");
    unauthorized.headers.insert("WWW-Authenticate".to_owned(), asked.into());
    user.answers_with(401, unauthorized)
        .answers_with(404, xml("There is no such user"))
        .answers_with(503, xml("The server can't answer now"))
}

fn update() -> RequestBody {
    let example = "<User><state>LOGIN</state><extension>5101</extension></User>";
    let content = ContentBuilder::new().schema(Some(string())).example(Some(example.into())).build();
    RequestBodyBuilder::new().content(XML, content).required(Some(Required::True)).build()
}

/// `User`, or `ApiErrors`, as text: its elements are Finesse's own.
fn xml(text: &str) -> Response {
    let content = ContentBuilder::new().schema(Some(string())).build();
    ResponseBuilder::new().description(text).content(XML, content).build()
}

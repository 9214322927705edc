//! The form as the document describes it.

use serde_json::Value;
use utoipa::openapi::path::HttpMethod;
use utoipa::openapi::request_body::{RequestBody, RequestBodyBuilder};
use utoipa::openapi::response::{Response, ResponseBuilder};
use utoipa::openapi::schema::{ArrayBuilder, ObjectBuilder, Type};
use utoipa::openapi::{ContentBuilder, Required};

use crate::dialect::iservice::{Complaint, Endpoint, LoggedIn, Website, answer};
use crate::web::openapi::{Described, LOGINS, integer, string};

const FORM: &str = "application/x-www-form-urlencoded";
const JSON: &str = "application/json";
const HTML: &str = "text/html";
const API: &str = "The endpoint, in any case.";
const ABOUT: &str = "iService's login API, here at the path that it has without settings. Whoever logs in gets a cookie; what \
is refused is told in `errors`. `registeropenid` answers with `redirect`, or with 303 where a browser shows the answer.";
/// Every field that an endpoint takes.
const FIELDS: [&str; 7] = ["emailAddress", "userName", "Password", "firstName", "lastName", "provider", "token"];

/// The form, and where providers send browsers back to.
pub(in crate::web) fn described() -> [(String, Vec<Described>); 2] {
    let form = "/f/webapp-api-login".to_owned();
    let back = format!("{form}/openid/{{provider}}");
    [(form, vec![post(), get()]), (back, vec![come_back()])]
}

fn post() -> Described {
    let names = Endpoint::ALL.map(Endpoint::as_str);
    let post = Described::new(HttpMethod::Post, "iservice_post", "Logs in, out, registers, resets a password")
        .tag(LOGINS)
        .description(ABOUT)
        .at_listen()
        .query("api", string().enum_values(Some(names)), API)
        .body(fields());
    [
        (200, "What came of it", None),
        (403, "A page of another site asked", Some(Complaint::CrossSite)),
        (404, "There is no such endpoint", Some(Complaint::NoSuchEndpoint)),
        (408, "A body that did not arrive in time", Some(Complaint::NotRead)),
        (413, "A body that is too large", Some(Complaint::NotRead)),
    ]
    .into_iter()
    .fold(post, |it, (status, text, complaint)| it.answers_with(status, told(text, complaint.as_ref())))
}

fn get() -> Described {
    let names = [Endpoint::LoggedIn, Endpoint::ResetConfirm].map(Endpoint::as_str);
    let page = ContentBuilder::new().schema(Some(string())).build();
    let mut shown = told("Who is logged in; of `resetconfirm` a page that asks for the password", None);
    shown.content.insert(HTML.to_owned(), page.into());
    Described::get("iservice_get", "Tells who is logged in")
        .tag(LOGINS)
        .at_listen()
        .query("api", string().enum_values(Some(names)), API)
        .answers_with(200, shown)
        .answers_with(404, told("There is no such endpoint", Some(&Complaint::NoSuchEndpoint)))
        .answers_with(405, told("The endpoint takes a POST", Some(&Complaint::PostOnly)))
}

fn come_back() -> Described {
    Described::get("iservice_openid", "Takes a browser back from an identity provider")
        .tag(LOGINS)
        .description("With `iservice.openid_return` the answer is 303 instead.")
        .at_listen()
        .segment("provider", string(), "Its name in the settings.")
        .query("code", string(), "What the provider gives for this login.")
        .query("state", string(), "As the provider got it.")
        .query("iss", string(), "The provider, if it says so.")
        .answers_with(200, told("What came of it", None))
        .answers_with(404, told("There is no such provider", Some(&Complaint::NoSuchProvider)))
}

fn fields() -> RequestBody {
    let object = FIELDS.into_iter().fold(ObjectBuilder::new(), |it, name| it.property(name, string())).build();
    let content = || ContentBuilder::new().schema(Some(object.clone())).build();
    RequestBodyBuilder::new().content(FORM, content()).content(JSON, content()).required(Some(Required::False)).build()
}

fn told(text: &str, complaint: Option<&Complaint>) -> Response {
    let schema = ObjectBuilder::new()
        .property("errors", texts())
        .property("redirect", string())
        .property("loggedIn", logged_in())
        .required("loggedIn");
    let website = Website::default();
    let example = serde_json::from_slice(&answer(complaint, &LoggedIn::nobody(&website))).unwrap_or(Value::Null);
    let content = ContentBuilder::new().schema(Some(schema)).example(Some(example)).build();
    ResponseBuilder::new().description(text).content(JSON, content).build()
}

fn logged_in() -> ObjectBuilder {
    let (lists, switches, words) = (
        ["accessRights", "accessibleSegments", "chats"],
        ["alsoUseDefaultCSS", "isAvailable", "isLoggedIn", "isPasswordResetConfigured"],
        [
            "broadcastMessage",
            "contactID",
            "contactName",
            "registrationFormID",
            "spamPolicyUrl",
            "styleSheet",
            "tenantID",
        ],
    );
    let switch = || ObjectBuilder::new().schema_type(Type::Boolean);
    let object = lists.into_iter().fold(ObjectBuilder::new(), |it, name| it.property(name, texts()).required(name));
    let object = switches.into_iter().fold(object, |it, name| it.property(name, switch()).required(name));
    let object = words.into_iter().fold(object, |it, name| it.property(name, string()).required(name));
    let login = ObjectBuilder::new().property("name", string()).property("type", string());
    let logins = ArrayBuilder::new().items(login.required("name").required("type"));
    let object = object.property("logins", logins).required("logins");
    object.property("numChats", integer()).required("numChats")
}

fn texts() -> ArrayBuilder {
    ArrayBuilder::new().items(string())
}

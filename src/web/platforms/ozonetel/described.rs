//! The route as the document describes it.

use serde_json::json;
use utoipa::openapi::path::HttpMethod;
use utoipa::openapi::request_body::RequestBodyBuilder;
use utoipa::openapi::response::ResponseBuilder;
use utoipa::openapi::schema::ObjectBuilder;
use utoipa::openapi::{ContentBuilder, Required};

use crate::web::openapi::{Described, LOGINS, string};

const JSON: &str = "application/json";
const ABOUT: &str = "Ozonetel's agent authentication, here at the path that it has without settings. The parameters may as \
well stand in the query. `status` is `success` or `error`; `message` is Ozonetel's own.";

/// Its path with its operation.
pub(in crate::web) fn described() -> (String, Vec<Described>) {
    let path = "/CAServices/AgentAuthenticationV2/index.php".to_owned();
    let post = Described::new(HttpMethod::Post, "ozonetel_agent", "Logs an agent in to a phone, or out")
        .tag(LOGINS)
        .description(ABOUT)
        .at_listen()
        .asks_for_agent();
    let form = ObjectBuilder::new()
        .property("userName", string().description(Some("The account.")))
        .property("apiKey", string().description(Some("Its key.")))
        .property("phoneNumber", string().description(Some("Where calls arrive; not needed to log out.")))
        .property("action", string().description(Some("`login` or `logout`, in any case.")))
        .required("userName")
        .required("apiKey")
        .required("action")
        .build();
    let content = || ContentBuilder::new().schema(Some(form.clone())).build();
    let body = RequestBodyBuilder::new()
        .content("application/x-www-form-urlencoded", content())
        .content("multipart/form-data", content())
        .required(Some(Required::False));
    let answers = [
        (200, "What came of it", json!({"status": "success", "message": "Agent AG1001 logged in successfully"})),
        (400, "A form that is broken", invalid()),
        (408, "A body that did not arrive in time", invalid()),
        (413, "A body that is too large", invalid()),
        (415, "A body that is no form", invalid()),
    ];
    let post = answers.into_iter().fold(post.body(body.build()), |it, (status, text, example)| {
        let object = ObjectBuilder::new()
            .property("status", string().enum_values(Some(["success", "error"])))
            .property("message", string())
            .required("status")
            .required("message");
        let content = ContentBuilder::new().schema(Some(object)).example(Some(example)).build();
        it.answers_with(status, ResponseBuilder::new().description(text).content(JSON, content).build())
    });
    (path, vec![post])
}

fn invalid() -> serde_json::Value {
    json!({"status": "error", "message": "Invalid request"})
}

//! `/openapi.json`: that it is a sound document, that the server answers as it says, and that a browser can show it.

mod browser;
mod document;
mod kept;
mod provoked;

use jsonschema::Validator;
use serde_json::{Value, json};

use crate::server::{Connection, TestServer};

/// The document of this server.
fn document(server: &TestServer) -> Value {
    let answer = Connection::to(server.admin).ask("GET", "/openapi.json", "");
    assert_eq!((answer.status, answer.header("content-type")), (200, Some("application/json")));
    answer.json()
}

/// Checks what `schema`, a part of `document`, describes.
fn validator(document: &Value, schema: &Value) -> Validator {
    let mut schema = schema.clone();
    schema["components"] = document["components"].clone();
    jsonschema::draft202012::new(&schema).unwrap()
}

/// The faults of `instance`.
fn faults(document: &Value, schema: &Value, instance: &Value) -> Vec<String> {
    validator(document, schema)
        .iter_errors(instance)
        .map(|fault| format!("{}: {fault}", fault.instance_path()))
        .collect()
}

/// Every operation: its method, path and description.
fn operations(document: &Value) -> Vec<(String, String, &Value)> {
    let paths = document["paths"].as_object().unwrap().iter();
    let of_path = |(path, item): (&String, &'_ Value)| {
        let methods = item.as_object().unwrap().keys().cloned();
        methods.map(|method| (method, path.clone())).collect::<Vec<_>>()
    };
    let all: Vec<_> = paths.flat_map(of_path).collect();
    all.into_iter()
        .map(|(method, path)| {
            let operation = &document["paths"][&path][&method];
            (method, path, operation)
        })
        .collect()
}

/// The document, where an object of ours may have no field that is not described.
fn without_other_fields(document: &Value) -> Value {
    let mut document = document.clone();
    close(&mut document, false);
    document
}

/// Closes what `value` refers to, unless it `is_part` of another object, of whose other parts it knows nothing.
fn close(value: &mut Value, is_part: bool) {
    match value {
        Value::Object(members) => {
            // Masks add to an event.
            let is_closed = |target: &Value| !is_part && target != "#/components/schemas/Event";
            if members.get("$ref").is_some_and(is_closed) {
                members.insert("unevaluatedProperties".to_owned(), json!(false));
            }
            for (key, member) in members {
                close(member, key == "allOf" || (is_part && key == "oneOf"));
            }
        }
        Value::Array(members) => members.iter_mut().for_each(|member| close(member, is_part)),
        _ => {}
    }
}

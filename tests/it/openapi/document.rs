//! The document by itself.

use std::collections::BTreeSet;

use regex::Regex;
use serde_json::Value;

use super::{document, faults, operations};
use crate::server::{Connection, POLICIES, TestServer};

/// Calls `look` with every value of the document and its pointer.
fn walk(value: &Value, pointer: &str, look: &mut impl FnMut(&str, &Value)) {
    look(pointer, value);
    match value {
        Value::Object(members) => members.iter().for_each(|(key, member)| {
            walk(member, &format!("{pointer}/{}", key.replace('~', "~0").replace('/', "~1")), look);
        }),
        Value::Array(members) => {
            members.iter().enumerate().for_each(|(at, member)| walk(member, &format!("{pointer}/{at}"), look));
        }
        _ => {}
    }
}

#[test]
fn it_is_openapi_and_everything_it_refers_to_is_there() {
    let document = document(&TestServer::start());
    assert_eq!(document["openapi"], "3.1.0");
    assert_eq!(document["info"]["version"], env!("CARGO_PKG_VERSION"));
    let mut references = 0;
    walk(&document, "", &mut |at, value| {
        if let Some(target) = value.get("$ref").and_then(Value::as_str) {
            references += 1;
            assert!(document.pointer(target.strip_prefix('#').unwrap()).is_some(), "{at}: {target}");
        }
    });
    assert!(references > 20, "{references}");
    let used: BTreeSet<&str> =
        document["components"]["schemas"].as_object().unwrap().keys().map(String::as_str).collect();
    let text = document.to_string();
    for name in used {
        assert!(text.contains(&format!("#/components/schemas/{name}\"")), "nothing refers to {name}");
        jsonschema::meta::validate(&document["components"]["schemas"][name]).unwrap();
    }
}

#[test]
fn every_operation_says_what_it_is_for_who_may_ask_and_what_is_asked() {
    let document = document(&TestServer::start());
    let tags: Vec<&Value> = document["tags"].as_array().unwrap().iter().map(|tag| &tag["name"]).collect();
    let segment = Regex::new(r"\{(\w+)\}").unwrap();
    let mut ids = BTreeSet::new();
    for (method, path, operation) in operations(&document) {
        let name = format!("{method} {path}");
        assert!(ids.insert(operation["operationId"].as_str().unwrap().to_owned()), "{name}: its id is another's");
        assert!(operation["summary"].as_str().unwrap().len() > 8 && tags.contains(&&operation["tags"][0]), "{name}");
        let no_parameters = Vec::new();
        let parameters = operation["parameters"].as_array().unwrap_or(&no_parameters);
        let declared =
            parameters.iter().filter(|it| it["in"] == "path").map(|it| it["name"].as_str().unwrap().to_owned());
        let written: BTreeSet<String> = segment.captures_iter(&path).map(|it| it[1].to_owned()).collect();
        assert_eq!(declared.collect::<BTreeSet<_>>(), written, "{name}");
        assert!(parameters.iter().all(|it| it["description"].is_string() && it["schema"].is_object()), "{name}");
        for requirement in operation["security"].as_array().into_iter().flatten() {
            for scheme in requirement.as_object().unwrap().keys() {
                assert!(document["components"]["securitySchemes"][scheme].is_object(), "{name}: {scheme}");
            }
        }
        let is_for_operators = path.starts_with("/v1/") || path == "/metrics";
        let role = &operation["security"][0]["token"][0];
        assert_eq!(
            is_for_operators,
            ["reader", "author", "operator", "administrator"].contains(&role.as_str().unwrap_or_default()),
            "{name}"
        );
    }
}

#[test]
fn every_example_is_as_its_schema_says() {
    let document = document(&TestServer::start());
    let mut examples = 0;
    walk(&document["paths"], "", &mut |at, value| {
        let schema = &value["schema"];
        let named = value["examples"].as_object().into_iter().flatten().map(|(_, example)| &example["value"]);
        for example in value.get("example").into_iter().chain(named).filter(|_| schema.is_object()) {
            examples += 1;
            assert_eq!(faults(&document, schema, example), Vec::<String>::new(), "{at}: {example}");
        }
    });
    assert!(examples > 50, "{examples}");
}

#[test]
fn it_is_for_everybody_who_reaches_the_listener_and_says_nothing_of_the_settings() {
    let settings = format!(
        "[[admin.tokens]]\nname = \"somebody\"\nrole = \"reader\"\nsha256 = \"{}\"\n\
         [[vcc.hooks]]\nname = \"acme\"\npath = \"/hidden/acme\"\nsecrets = [\"a-secret-of-24-letters-x\"]\n",
        "a".repeat(64)
    );
    let server = TestServer::with(&settings, POLICIES);
    assert_eq!(document(&server), document(&TestServer::start()));
    for target in ["/openapi.json", "/docs", "/docs/"] {
        assert_eq!(server.get(target).status, 404, "platforms have no business there");
        let refused = Connection::to(server.admin).ask("POST", target, "");
        assert_eq!((refused.status, refused.header("allow")), (405, Some("GET, HEAD, OPTIONS")), "{target}");
    }
}

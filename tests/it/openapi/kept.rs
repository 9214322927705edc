//! What was answered, held to the document.

use std::collections::{BTreeSet, HashMap};

use jsonschema::Validator;
use serde_json::Value;

use super::{operations, validator, without_other_fields};
use crate::server::Response;

/// Holds answers to the document, and knows which of those that it promises have been seen.
pub struct Promises {
    document: Value,
    /// By their schemas: making one takes longer than an answer.
    validators: HashMap<String, Validator>,
    unseen: BTreeSet<(String, String, u16)>,
}

impl Promises {
    /// All that `document` promises.
    pub fn of(document: &Value) -> Self {
        let mut unseen = BTreeSet::new();
        for (method, path, operation) in operations(document) {
            for status in operation["responses"].as_object().unwrap().keys() {
                unseen.insert((method.clone(), path.clone(), status.parse().unwrap()));
            }
        }
        Self { document: without_other_fields(document), validators: HashMap::new(), unseen }
    }

    /// Checks `answer`, which `method` got at `path`, as the document writes both.
    pub fn keep(&mut self, method: &str, path: &str, answer: &Response) {
        let method = method.to_lowercase();
        let name = format!("{method} {path} {}", answer.status);
        let promised = &self.document["paths"][path][&method]["responses"][answer.status.to_string()];
        assert!(promised.is_object(), "{name} is not in the document: {answer:?}");
        for (header, _) in promised["headers"].as_object().into_iter().flatten() {
            assert!(answer.header(&header.to_lowercase()).is_some(), "{name}: no {header}");
        }
        match (promised["content"].as_object(), answer.header("content-type")) {
            (None, media_type) => assert_eq!((media_type, &*answer.body), (None, ""), "{name}"),
            (Some(content), media_type) => {
                let media_type = media_type.unwrap().split(';').next().unwrap();
                let content = content.get(media_type).unwrap_or_else(|| panic!("{name}: {media_type}"));
                if media_type.ends_with("json") {
                    let make = || validator(&self.document, &content["schema"]);
                    let validator = self.validators.entry(content["schema"].to_string()).or_insert_with(make);
                    let instance = answer.json();
                    let faults = validator.iter_errors(&instance).map(|it| format!("{}: {it}", it.instance_path()));
                    assert_eq!(faults.collect::<Vec<_>>(), Vec::<String>::new(), "{name}: {}", answer.body);
                }
                assert_is_an_example(&name, content, answer);
            }
        }
        self.unseen.remove(&(method, path.to_owned(), answer.status));
    }

    /// What is held to: no object of it may have a field that is not described.
    pub fn document(&self) -> &Value {
        &self.document
    }

    /// What has not been seen.
    pub fn unseen(&self) -> Vec<String> {
        self.unseen.iter().map(|(method, path, status)| format!("{method} {path} {status}")).collect()
    }
}

/// A refusal is of a kind that is among the examples.
fn assert_is_an_example(name: &str, content: &Value, answer: &Response) {
    if answer.header("content-type") == Some("application/problem+json") {
        assert!(content["examples"][answer.problem()].is_object(), "{name}: {}", answer.body);
    }
}

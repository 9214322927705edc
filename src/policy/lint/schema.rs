//! What the schema of `input` says of a path.

use std::sync::LazyLock;

use serde_json::Value;

/// The schema that policies, editors and this room share.
static INPUT: LazyLock<Value> =
    LazyLock::new(|| serde_json::from_str(include_str!("../../../policies/schemas/input.json")).unwrap_or_default());

/// What stands at a path of `input`.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Member {
    /// A number, text or boolean, by the name of its type in JSON Schema.
    Scalar(&'static str),
    /// A list.
    List,
    /// An object, or anything at all.
    Open,
    /// Nothing, ever: the component at this position is none of the known names.
    Unknown {
        /// Which component of the path, from 0.
        position: usize,
        /// The names that may stand there; empty below what has no members.
        known: Vec<&'static str>,
    },
}

/// What an event of the journal has, which is the `input` of `package system.log`.
const EVENT: [&str; 12] = [
    "labels",
    "decision_id",
    "path",
    "input",
    "result",
    "requested_by",
    "timestamp",
    "metrics",
    "nd_builtin_cache",
    "custom",
    "erased",
    "masked",
];

/// What stands at `path` below `input` for the rules of the journal: an event, whose own `input` is a login's.
pub(super) fn member_of_event(path: &[Option<String>]) -> Member {
    match path.split_first() {
        Some((Some(name), below)) if name == "input" => match member(below) {
            Member::Unknown { position, known } => Member::Unknown { position: position + 1, known },
            other => other,
        },
        Some((Some(name), _)) if !EVENT.contains(&name.as_str()) => {
            Member::Unknown { position: 0, known: EVENT.to_vec() }
        }
        _ => Member::Open,
    }
}

/// What stands at `path` below `input`; `None` in it is an index that is not a constant text.
pub(super) fn member(path: &[Option<String>]) -> Member {
    let mut schema: &'static Value = &INPUT;
    for (position, component) in path.iter().enumerate() {
        let below = match (type_of(schema), component) {
            ("object", Some(name)) => match schema["properties"].get(name) {
                Some(below) => below,
                None if schema["additionalProperties"] == false => {
                    return Member::Unknown { position, known: names(schema) };
                }
                None => return Member::Open,
            },
            ("array", None) => &schema["items"],
            ("", _) | (_, None) => return Member::Open,
            (_, Some(_)) => return Member::Unknown { position, known: Vec::new() },
        };
        schema = referred(below);
    }
    match type_of(schema) {
        "object" | "" => Member::Open,
        "array" => Member::List,
        scalar => Member::Scalar(scalar),
    }
}

/// Follows `{"$ref": "#/$defs/id"}`.
fn referred(schema: &'static Value) -> &'static Value {
    let pointer = schema["$ref"].as_str().and_then(|reference| reference.strip_prefix('#'));
    pointer.and_then(|pointer| INPUT.pointer(pointer)).unwrap_or(schema)
}

/// The name of the type; an `enum` of texts is a text.
fn type_of(schema: &'static Value) -> &'static str {
    let is_text = || schema["enum"].get(0).is_some_and(Value::is_string);
    schema["type"].as_str().unwrap_or_else(|| if is_text() { "string" } else { "" })
}

fn names(schema: &'static Value) -> Vec<&'static str> {
    schema["properties"].as_object().into_iter().flat_map(|properties| properties.keys()).map(String::as_str).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(path: &str) -> Member {
        let components = path.split('.').filter(|name| !name.is_empty());
        member(&components.map(|name| (name != "*").then(|| name.to_owned())).collect::<Vec<_>>())
    }

    #[test]
    fn the_schema_knows_what_every_login_has() {
        for (path, expected) in [
            ("", Member::Open),
            ("*", Member::Open),
            ("groupId", Member::Scalar("integer")),
            ("projectIds", Member::List),
            ("projectIds.*", Member::Scalar("integer")),
            ("platform", Member::Scalar("string")),
            ("primary", Member::Scalar("boolean")),
            ("customData", Member::Open),
            ("customData.anything.at.all", Member::Open),
            ("source.ip", Member::Scalar("string")),
            ("groupId.name", Member::Unknown { position: 1, known: Vec::new() }),
            ("source.port", Member::Unknown { position: 1, known: vec!["ip"] }),
        ] {
            assert_eq!(at(path), expected, "{path}");
        }
    }

    #[test]
    fn an_event_holds_a_login_and_what_became_of_it() {
        let at = |path: &str| member_of_event(&path.split('.').map(|name| Some(name.to_owned())).collect::<Vec<_>>());
        assert_eq!(at("input.groupId"), Member::Scalar("integer"));
        assert_eq!(at("custom.projects"), Member::Open);
        assert_eq!(at("input.source.port"), Member::Unknown { position: 2, known: vec!["ip"] });
        assert_eq!(at("groupId"), Member::Unknown { position: 0, known: EVENT.to_vec() });
    }

    #[test]
    fn a_name_that_no_login_has_comes_with_those_that_exist() {
        let Member::Unknown { position: 0, known } = at("groupID") else { panic!("groupID is no field") };
        assert!(known.contains(&"groupId") && known.contains(&"customData"), "{known:?}");
    }
}

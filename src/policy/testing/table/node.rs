//! YAML with places: every value knows where it stands, and everything wrong with it is told at once.

use std::str::FromStr;

use saphyr::{MarkedYaml, Scalar, YamlData};
use serde_json::{Map, Number, Value};

use super::source::Source;

const ID: &str = "a whole number from 1 to 9223372036854775807, without quotes";

/// One value of the file.
#[derive(Clone, Copy)]
pub(super) struct Node<'s> {
    source: &'s Source<'s>,
    yaml: &'s MarkedYaml<'s>,
}

impl<'s> Node<'s> {
    pub(super) fn new(source: &'s Source<'s>, yaml: &'s MarkedYaml<'s>) -> Self {
        Self { source, yaml }
    }

    /// Its line, from 1.
    pub(super) fn line(self) -> usize {
        self.yaml.span.start.line()
    }

    /// Notes that something is wrong here.
    pub(super) fn note(self, message: impl Into<String>, hint: impl Into<String>) {
        self.source.fault(self.yaml.span.start, message.into(), Some(hint.into()));
    }

    /// Notes that something is wrong here, in the place of what it should be.
    pub(super) fn fault<T>(self, message: impl Into<String>, hint: impl Into<String>) -> Option<T> {
        self.note(message, hint);
        None
    }

    /// Notes that what stands here is not what is `accepted`.
    pub(super) fn refuse<T>(self, accepted: &str) -> Option<T> {
        self.fault(format!("{} stands here", self.kind()), format!("write {accepted}"))
    }

    fn kind(self) -> String {
        match &self.yaml.data {
            YamlData::Value(Scalar::Null) => "nothing".into(),
            YamlData::Value(Scalar::String(text)) if text.len() <= 60 => format!("the text `{text}`"),
            YamlData::Value(Scalar::String(_)) => "a text".into(),
            YamlData::Value(Scalar::Boolean(value)) => format!("`{value}`"),
            YamlData::Value(Scalar::Integer(value)) => format!("the number {value}"),
            YamlData::Value(Scalar::FloatingPoint(value)) => format!("the number {value}"),
            YamlData::Sequence(_) => "a list".into(),
            YamlData::Mapping(_) => "a mapping".into(),
            _ => "something else".into(),
        }
    }

    /// The entries of a mapping in their order.
    pub(super) fn entries(self, accepted: &str) -> Option<Vec<(Node<'s>, Node<'s>)>> {
        match &self.yaml.data {
            YamlData::Mapping(entries) => {
                let node = |yaml| Node { source: self.source, yaml };
                Some(entries.iter().map(|(key, value)| (node(key), node(value))).collect())
            }
            _ => self.refuse(accepted),
        }
    }

    /// The values of a mapping whose keys are `known`, in that order; other keys are faults.
    pub(super) fn fields<const N: usize>(self, known: [&str; N], accepted: &str) -> Option<[Option<Node<'s>>; N]> {
        let mut fields = [None; N];
        for (key, value) in self.entries(accepted)? {
            let Some(name) = key.text("the name of a field") else { continue };
            match known.iter().position(|known| *known == name) {
                Some(at) => fields[at] = Some(value),
                None => key.note(format!("there is no field `{name}`"), nearest(&name, &known)),
            }
        }
        Some(fields)
    }

    /// The items of a list.
    pub(super) fn items(self, accepted: &str) -> Option<Vec<Node<'s>>> {
        match &self.yaml.data {
            YamlData::Sequence(items) => Some(items.iter().map(|yaml| Node { source: self.source, yaml }).collect()),
            _ => self.refuse(accepted),
        }
    }

    /// Its text, not empty.
    pub(super) fn text(self, accepted: &str) -> Option<String> {
        match &self.yaml.data {
            YamlData::Value(Scalar::String(text)) if !text.trim().is_empty() => Some(text.to_string()),
            YamlData::Value(Scalar::Integer(_) | Scalar::Boolean(_) | Scalar::FloatingPoint(_)) => {
                self.fault(format!("{} stands here, not a text", self.kind()), format!("write {accepted}, in quotes"))
            }
            _ => self.refuse(accepted),
        }
    }

    /// Its text, as whatever that names.
    pub(super) fn named<T: FromStr>(self, accepted: &str) -> Option<T> {
        self.text(accepted)?.parse().ok().or_else(|| self.refuse(accepted))
    }

    /// A number that is an id.
    pub(super) fn id<T: FromStr>(self) -> Option<T> {
        match &self.yaml.data {
            YamlData::Value(Scalar::Integer(id)) => id.to_string().parse().ok().or_else(|| self.refuse(ID)),
            _ => self.refuse(ID),
        }
    }

    /// A key that is an id: JSON has only texts there, so quotes do no harm.
    pub(super) fn id_key<T: FromStr>(self) -> Option<T> {
        match &self.yaml.data {
            YamlData::Value(Scalar::String(text)) => text.parse().ok().or_else(|| self.refuse(ID)),
            _ => self.id(),
        }
    }

    /// Whether it is a text that begins so.
    pub(super) fn begins_with(self, prefix: &str) -> bool {
        matches!(&self.yaml.data, YamlData::Value(Scalar::String(text)) if text.starts_with(prefix))
    }

    /// `true` or `false`, if it is one of them.
    pub(super) fn as_bool(self) -> Option<bool> {
        self.yaml.data.as_bool()
    }

    pub(super) fn is_list(self) -> bool {
        matches!(self.yaml.data, YamlData::Sequence(_))
    }

    /// The value as JSON.
    pub(super) fn json(self) -> Option<Value> {
        let node = |yaml| Node { source: self.source, yaml };
        Some(match &self.yaml.data {
            YamlData::Value(Scalar::Null) => Value::Null,
            YamlData::Value(Scalar::Boolean(value)) => Value::Bool(*value),
            YamlData::Value(Scalar::Integer(value)) => Value::from(*value),
            YamlData::Value(Scalar::String(text)) => Value::from(&**text),
            YamlData::Value(Scalar::FloatingPoint(value)) => match Number::from_f64(value.into_inner()) {
                Some(number) => Value::Number(number),
                None => return self.refuse("a finite number"),
            },
            YamlData::Sequence(items) => items.iter().map(|yaml| node(yaml).json()).collect::<Option<Vec<_>>>()?.into(),
            YamlData::Mapping(_) => Value::Object(self.object("a mapping")?),
            _ => return self.refuse("a value that JSON knows"),
        })
    }

    /// The mapping as a JSON object.
    pub(super) fn object(self, accepted: &str) -> Option<Map<String, Value>> {
        let mut object = Map::new();
        for (key, value) in self.entries(accepted)? {
            object.insert(key.text("a name")?, value.json()?);
        }
        Some(object)
    }
}

/// What may have been meant by `name`, or all that is `known`.
pub(super) fn nearest(name: &str, known: &[&str]) -> String {
    let distance = |known: &&&str| strsim::damerau_levenshtein(name, known);
    match known.iter().min_by_key(distance) {
        Some(near) if distance(&near) <= near.chars().count().div_ceil(3) => format!("did you mean `{near}`?"),
        _ => format!("known are {}", known.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")),
    }
}

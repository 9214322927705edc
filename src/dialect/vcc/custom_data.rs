//! `customData` in all its forms (contract §1.7): always an object in the end.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use serde_json::{Map, Value};

use super::fields::{self, Name};
use super::json::{self, Fault};
use crate::dialect::Problem;

const NAME: Name = Name::CustomData;

/// An object as it is, a list by index (PHP writes an empty object as `[]`), `null` as empty; nothing else is one.
pub(super) fn from_value(value: Value) -> Option<Map<String, Value>> {
    match value {
        Value::Object(object) => Some(object),
        Value::Array(list) => Some((0_usize..).map(|index| index.to_string()).zip(list).collect()),
        Value::Null => Some(Map::new()),
        _ => None,
    }
}

/// Reads a JSON text.
pub(super) fn from_json(text: &str) -> Result<Map<String, Value>, Problem> {
    json::check_depth(text)?;
    match json::parse(text) {
        Ok(value) => from_value(value).ok_or_else(|| NAME.refuse(json::kind(text))),
        Err(Fault::Conflict) => Err(NAME.conflict()),
        Err(Fault::Syntax(error)) => Err(NAME.refuse(&format!("broken JSON: {error}"))),
    }
}

/// Reads text that is empty or holds JSON, as a form's value or a JSON string may.
pub(super) fn from_text(text: &str) -> Result<Map<String, Value>, Problem> {
    match json::trim(text) {
        "" => Ok(Map::new()),
        document if document == "null" || json::is_document(document) => from_json(document),
        _ => Err(NAME.refuse("text")),
    }
}

/// The object as queries and forms write it: `customData[a][b]=x`, gathered until the last pair has been seen.
#[derive(Debug, Default)]
pub(super) struct ObjectForm {
    whole: Option<Map<String, Value>>,
    branch: Branch,
}

impl ObjectForm {
    /// Takes `k<steps>=value`; `[]` appends as in PHP.
    pub(super) fn add(&mut self, steps: &[&str], value: Cow<'_, str>) -> Result<(), Problem> {
        if !steps.is_empty() {
            return self.branch.insert(steps, value);
        }
        let whole = from_text(&value)?;
        match &self.whole {
            Some(earlier) if *earlier != whole => Err(NAME.conflict()),
            _ => {
                self.whole = Some(whole);
                Ok(())
            }
        }
    }

    /// The object. Written both as a whole and by its parts, it must come out the same.
    pub(super) fn finish(self) -> Result<Map<String, Value>, Problem> {
        let parts = self.branch.into_object();
        match self.whole {
            Some(whole) if !parts.is_empty() && whole != parts => Err(NAME.conflict()),
            Some(whole) => Ok(whole),
            None => Ok(parts),
        }
    }
}

/// What is gathered below one key.
#[derive(Debug, Default, PartialEq)]
struct Branch {
    nodes: BTreeMap<String, Node>,
    next_index: u64,
}

#[derive(Debug, PartialEq)]
enum Node {
    Leaf(String),
    Branch(Branch),
}

impl Branch {
    /// Takes the value at the end of `steps`. What stands there already must be the same.
    fn insert(&mut self, steps: &[&str], value: Cow<'_, str>) -> Result<(), Problem> {
        let Some((step, deeper)) = steps.split_first() else { return Err(NAME.conflict()) };
        let key = self.key(step);
        if deeper.is_empty() {
            let leaf = Node::Leaf(value.into_owned());
            return match self.nodes.entry(key) {
                Entry::Vacant(free) => {
                    free.insert(leaf);
                    Ok(())
                }
                Entry::Occupied(taken) if *taken.get() == leaf => Ok(()),
                Entry::Occupied(_) => Err(NAME.conflict()),
            };
        }
        match self.nodes.entry(key).or_insert_with(|| Node::Branch(Self::default())) {
            Node::Branch(branch) => branch.insert(deeper, value),
            Node::Leaf(_) => Err(NAME.conflict()),
        }
    }

    /// The key that `[step]` stands for: `[]` is one more than the highest index so far.
    fn key(&mut self, step: &str) -> String {
        if step.is_empty() {
            let index = self.next_index;
            self.next_index = index.saturating_add(1);
            return index.to_string();
        }
        if let Some(index) = fields::index(step) {
            self.next_index = self.next_index.max(index.saturating_add(1));
        }
        step.to_owned()
    }

    fn into_object(self) -> Map<String, Value> {
        self.nodes.into_iter().map(|(key, node)| (key, node.into_value())).collect()
    }

    /// Whether the keys are exactly `0`, `1`, … without a gap: PHP's lists.
    fn is_list(&self) -> bool {
        let count = u64::try_from(self.nodes.len()).unwrap_or(u64::MAX);
        self.next_index == count && self.nodes.keys().all(|key| fields::index(key).is_some())
    }
}

impl Node {
    /// A list where PHP had one, so that a policy sees the same value however the login was sent.
    fn into_value(self) -> Value {
        match self {
            Self::Leaf(text) => text.into(),
            Self::Branch(branch) if branch.is_list() => {
                let by_index: BTreeMap<_, _> =
                    branch.nodes.into_iter().map(|(key, node)| (fields::index(&key), node)).collect();
                by_index.into_values().map(Self::into_value).collect()
            }
            Self::Branch(branch) => branch.into_object().into(),
        }
    }
}

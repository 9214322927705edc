//! Any login, and every way in which the platform may write it.

use proptest::prelude::*;
use serde_json::{Map, Value, json};

/// A login as the platform knows it.
#[derive(Debug, Clone)]
pub(super) struct Wanted {
    pub(super) project: u64,
    pub(super) secondary: Vec<u64>,
    pub(super) user: Option<u64>,
    pub(super) username: String,
    pub(super) group: Option<u64>,
    pub(super) custom_data: Map<String, Value>,
}

pub(super) fn any_id() -> impl Strategy<Value = u64> {
    prop_oneof![1_u64..20, 1..=i64::MAX.unsigned_abs()]
}

/// Custom data that both JSON and brackets can write: texts, and lists and objects of such that are not empty.
fn any_custom_data() -> impl Strategy<Value = Map<String, Value>> {
    let key = "[^\\[\\]0-9]{1,6}";
    let value = "\\PC{0,8}".prop_map(Value::from).prop_recursive(3, 12, 4, move |inner| {
        let list = prop::collection::vec(inner.clone(), 1..4).prop_map(Value::from);
        prop_oneof![list, prop::collection::btree_map(key, inner, 1..4).prop_map(|map| json!(map))]
    });
    prop::collection::btree_map(key, value, 0..4).prop_map(|map| map.into_iter().collect())
}

pub(super) fn any_wanted() -> impl Strategy<Value = Wanted> {
    let ids = (any_id(), prop::collection::vec(any_id(), 0..12));
    let agent = (prop::option::of(any_id()), "\\PC{0,12}", prop::option::of(any_id()));
    (ids, agent, any_custom_data())
        .prop_filter("somebody logs in", |(_, (user, name, _), _)| user.is_some() || !name.is_empty())
        .prop_map(|((project, secondary), (user, username, group), custom_data)| Wanted {
            project,
            secondary,
            user,
            username,
            group,
            custom_data,
        })
}

fn encode(text: &str) -> String {
    percent_encoding::utf8_percent_encode(text, percent_encoding::NON_ALPHANUMERIC).to_string()
}

fn pair(name: &str, value: &str) -> String {
    format!("{}={}", encode(name), encode(value))
}

impl Wanted {
    /// What must be answered.
    pub(super) fn distinct(&self) -> Vec<u64> {
        let mut distinct = vec![self.project];
        for id in &self.secondary {
            if !distinct.contains(id) {
                distinct.push(*id);
            }
        }
        distinct
    }

    /// Every way to write the login as a JSON body.
    pub(super) fn documents(&self) -> [String; 3] {
        let with_gaps = |list: &[u64]| {
            let entries = list.iter().enumerate().map(|(index, &id)| (format!("{}", 1000 + index * 3), json!(id)));
            Value::Object(entries.collect())
        };
        [
            self.json(Value::from, |list| json!(list)),
            self.json(|id| json!(id.to_string()), |list| json!(list)),
            self.json(Value::from, with_gaps),
        ]
    }

    fn json(&self, id: impl Fn(u64) -> Value, list: impl Fn(&[u64]) -> Value) -> String {
        json!({
            "projectId": id(self.project),
            "secondaryProjectIds": list(&self.secondary),
            "userId": self.user.map(&id),
            "username": self.username,
            "groupId": self.group.map_or(json!(0), &id),
            "customData": if self.custom_data.is_empty() { json!([]) } else { json!(self.custom_data) },
        })
        .to_string()
    }

    /// Every way to write the list in a form.
    fn lists(&self) -> Vec<String> {
        let name = "secondaryProjectIds";
        let each = |write: &dyn Fn(usize, u64) -> String| {
            let pairs = self.secondary.iter().enumerate().map(|(index, &id)| write(index, id));
            pairs.collect::<Vec<_>>()
        };
        let mut shuffled = each(&|index, id| format!("{name}[{}]={id}", index * 3));
        shuffled.reverse();
        vec![
            shuffled.join("&"),
            each(&|index, id| pair(&format!("{name}[{index}]"), &id.to_string())).join("&"),
            each(&|_, id| format!("{name}[]={id}")).join("&"),
            each(&|_, id| format!("{name}={id}")).join("&"),
            pair(name, &each(&|_, id| id.to_string()).join(",")),
            pair("secondaryprojectids", &json!(self.secondary).to_string()),
        ]
    }

    /// Every way to write the login as a query or form.
    pub(super) fn forms(&self) -> Vec<String> {
        let mut scalars = vec![pair("projectId", &self.project.to_string())];
        scalars.extend(self.user.map(|id| pair("userId", &id.to_string())));
        scalars.extend(self.group.map(|id| pair("groupId", &id.to_string())));
        scalars.push(pair("username", &self.username));
        let mut brackets = Vec::new();
        write_brackets("customData", &Value::Object(self.custom_data.clone()), &mut brackets);
        let objects = [brackets.join("&"), pair("customData", &json!(self.custom_data).to_string())];
        let both = |list: &String| objects.clone().map(|object| format!("{}&{list}&&{object}", scalars.join("&")));
        self.lists().iter().flat_map(both).collect()
    }
}

fn write_brackets(name: &str, value: &Value, pairs: &mut Vec<String>) {
    match value {
        Value::Object(object) => {
            object.iter().for_each(|(key, value)| write_brackets(&format!("{name}[{key}]"), value, pairs));
        }
        Value::Array(list) => {
            list.iter().enumerate().for_each(|(key, value)| write_brackets(&format!("{name}[{key}]"), value, pairs));
        }
        text => pairs.push(pair(name, text.as_str().unwrap())),
    }
}

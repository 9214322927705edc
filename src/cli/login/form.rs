//! A login as a query or as a form body, spelt as PHP's `http_build_query` does (contract §1.6).

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::Value;

use super::{CustomData, ListForm, LoginFields};

/// What PHP leaves as it is; a space becomes `+`.
const ENCODED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'_').remove(b'.').remove(b' ');

const LIST: &str = "secondaryProjectIds";
const CUSTOM: &str = "customData";

impl LoginFields<'_> {
    /// The query or body: `projectId=1&userId=2`.
    ///
    /// # Errors
    /// If the custom data can't be written.
    pub(in crate::cli) fn form(&self, lists: ListForm) -> Result<String, String> {
        let mut pairs = Vec::new();
        for (name, value) in [
            ("projectId", self.project_id),
            ("userId", self.user_id),
            ("username", self.username),
            ("groupId", self.group_id),
        ] {
            pairs.extend(value.map(|value| (name.to_owned(), value.to_owned())));
        }
        self.add_custom_data(lists, &mut pairs)?;
        self.add_list(lists, &mut pairs);
        let encode = |text: &str| utf8_percent_encode(text, ENCODED).to_string().replace(' ', "+");
        let pairs: Vec<_> = pairs.iter().map(|(name, value)| format!("{}={}", encode(name), encode(value))).collect();
        Ok(pairs.join("&"))
    }

    /// An empty list is not written, as in PHP.
    fn add_list(&self, form: ListForm, pairs: &mut Vec<(String, String)>) {
        let ids = &self.secondary_project_ids;
        let named =
            |name: fn(usize) -> String| ids.iter().enumerate().map(move |(at, id)| (name(at), (*id).to_owned()));
        match form {
            _ if ids.is_empty() => {}
            ListForm::Indexed => pairs.extend(named(|at| format!("{LIST}[{at}]"))),
            ListForm::Brackets => pairs.extend(named(|_| format!("{LIST}[]"))),
            ListForm::Repeated => pairs.extend(named(|_| LIST.to_owned())),
            ListForm::Commas => pairs.push((LIST.to_owned(), ids.join(","))),
            ListForm::Json => pairs.push((LIST.to_owned(), format!("[{}]", ids.join(",")))),
        }
    }

    fn add_custom_data(&self, lists: ListForm, pairs: &mut Vec<(String, String)>) -> Result<(), String> {
        let text = serde_json::to_string(&self.custom_data).map_err(|error| error.to_string())?;
        match &self.custom_data {
            CustomData::Fields([]) => {}
            _ if lists == ListForm::Json => pairs.push((CUSTOM.to_owned(), text)),
            CustomData::Fields(fields) => {
                pairs.extend(fields.iter().map(|(name, value)| (format!("{CUSTOM}[{name}]"), value.clone())));
            }
            CustomData::Json(_) => {
                let value = serde_json::from_str(&text).map_err(|error| error.to_string())?;
                add_value(CUSTOM, &value, pairs);
            }
        }
        Ok(())
    }
}

/// As PHP: each leaf by the way to it, `true` is 1, `false` is 0, and what is `null` or empty is not written.
fn add_value(name: &str, value: &Value, pairs: &mut Vec<(String, String)>) {
    let mut add = |text: String| pairs.push((name.to_owned(), text));
    match value {
        Value::Null => {}
        Value::Bool(flag) => add(u8::from(*flag).to_string()),
        Value::Number(number) => add(number.to_string()),
        Value::String(text) => add(text.clone()),
        Value::Array(list) => {
            list.iter().enumerate().for_each(|(at, value)| add_value(&format!("{name}[{at}]"), value, pairs));
        }
        Value::Object(map) => {
            map.iter().for_each(|(key, value)| add_value(&format!("{name}[{key}]"), value, pairs));
        }
    }
}

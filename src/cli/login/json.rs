//! A login as a JSON body.

use serde::ser::SerializeMap as _;
use serde::{Serialize, Serializer};
use serde_json::value::RawValue;

use super::{CustomData, JsonForm, LoginFields};

impl LoginFields<'_> {
    /// The body.
    ///
    /// # Errors
    /// None that anything given could cause.
    pub(in crate::cli) fn json(&self, form: JsonForm) -> Result<Vec<u8>, String> {
        let id = |text| Id { text, in_quotes: form == JsonForm::Texts };
        let secondary: Vec<_> = self.secondary_project_ids.iter().copied().map(id).collect();
        let body = Body {
            project_id: self.project_id.map(id),
            user_id: self.user_id.map(id),
            username: self.username,
            group_id: self.group_id.map(id),
            custom_data: &self.custom_data,
            secondary_project_ids: if form == JsonForm::Object {
                Ids::WithGap(secondary)
            } else {
                Ids::List(secondary)
            },
        };
        serde_json::to_vec(&body).map_err(|error| error.to_string())
    }
}

/// A body as VCC Live writes it.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Body<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    project_id: Option<Id<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    user_id: Option<Id<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    username: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    group_id: Option<Id<'a>>,
    custom_data: &'a CustomData<'a>,
    secondary_project_ids: Ids<'a>,
}

/// An id: a number where it is one.
struct Id<'a> {
    text: &'a str,
    in_quotes: bool,
}

impl Serialize for Id<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let is_number = self.text.bytes().all(|byte| byte.is_ascii_digit()) && !self.text.starts_with('0');
        match serde_json::from_str::<&RawValue>(self.text) {
            Ok(number) if is_number && !self.in_quotes => number.serialize(serializer),
            _ => self.text.serialize(serializer),
        }
    }
}

enum Ids<'a> {
    List(Vec<Id<'a>>),
    WithGap(Vec<Id<'a>>),
}

impl Serialize for Ids<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::List(ids) => ids.serialize(serializer),
            // PHP writes a list that has lost an element as an object.
            Self::WithGap(ids) => serializer.collect_map((1_usize..).zip(ids)),
        }
    }
}

impl Serialize for CustomData<'_> {
    /// A field that was given twice is written twice: the reader of bodies refuses it. None at all are `[]`, as in PHP.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Json(json) => json.serialize(serializer),
            Self::Fields([]) => [(); 0].serialize(serializer),
            Self::Fields(fields) => {
                let mut map = serializer.serialize_map(Some(fields.len()))?;
                fields.iter().try_for_each(|(name, value)| map.serialize_entry(name, value))?;
                map.end()
            }
        }
    }
}

//! From an agent to the values of its fields.

use serde_json::{Map, Value};

use super::cell::user_type_name;
use super::field::Field;
use super::login_names;
use crate::decision::{GroupId, UserId};
use crate::directory::{InactivityMinutes, NewAgent};

/// What stands in `field` for `agent`; null if nothing does.
pub(super) fn value(agent: &NewAgent, password_hash: Option<&str>, field: Field) -> Value {
    match field {
        Field::Username => agent.username.clone().into(),
        Field::UserId => agent.user_id.map(UserId::get).into(),
        Field::GroupId => agent.group_id.map(GroupId::get).into(),
        Field::ProjectId => agent.projects.first().map(|id| id.get()).into(),
        Field::SecondaryProjectIds => agent.projects.iter().skip(1).map(|id| id.get()).collect(),
        Field::CustomData => agent.custom_data.clone().into(),
        Field::Extension => agent.extension.clone().into(),
        Field::Phone => agent.phone.clone().into(),
        Field::FullName => agent.full_name.clone().into(),
        Field::Email => agent.email.clone().into(),
        Field::Language => agent.language.clone().into(),
        Field::Active => agent.is_active.into(),
        Field::InactivityMinutes => agent.inactivity_minutes.map(InactivityMinutes::get).into(),
        Field::UserType => user_type_name(agent.user_type).into(),
        Field::Segments => agent.segments.iter().cloned().collect(),
        Field::AccessRights => agent.access_rights.iter().cloned().collect(),
        Field::Ucontact
        | Field::Ozonetel
        | Field::Acqueon
        | Field::Iservice
        | Field::IserviceEmails
        | Field::IserviceOpenIds => login_names::value(field, &agent.login_names),
        Field::Password => Value::Null,
        Field::PasswordHash => password_hash.into(),
    }
}

/// Every field that holds something, by its name.
#[must_use]
pub fn object(agent: &NewAgent, password_hash: Option<&str>) -> Map<String, Value> {
    let holds = |value: &Value| match value {
        Value::Null => false,
        Value::Array(elements) => !elements.is_empty(),
        Value::Object(members) => !members.is_empty(),
        _ => true,
    };
    let entries = Field::ALL.into_iter().map(|field| (field.name().to_owned(), value(agent, password_hash, field)));
    entries.filter(|(_, value)| holds(value)).collect()
}

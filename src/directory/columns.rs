//! An agent as a row of the table `agents`, and back.

use std::num::NonZeroU32;
use std::str::FromStr;

use sqlx::any::AnyRow;
use sqlx::{Any, ColumnIndex, Decode, Row as _, Type};

use super::agent::{AgentId, AgentRecord, NewAgent, UserType};
use crate::decision::ProjectId;

/// What [`agent`] reads, in the order in which [`values`] has it.
pub(super) const COLUMNS: [&str; 17] = [
    "id",
    "username",
    "username_key",
    "user_id",
    "group_id",
    "projects",
    "custom_data",
    "extension",
    "phone",
    "full_name",
    "email",
    "language",
    "is_active",
    "inactivity_minutes",
    "user_type",
    "segments",
    "access_rights",
];

/// What a column holds that does not fit in.
#[derive(Debug, thiserror::Error)]
#[error("the directory holds no {0} that this program understands")]
struct Unreadable(&'static str);

pub(super) fn unreadable(what: &'static str) -> sqlx::Error {
    sqlx::Error::Decode(Box::new(Unreadable(what)))
}

impl UserType {
    pub(super) fn column(self) -> &'static str {
        match self {
            Self::Agent => "agent",
            Self::Customer => "customer",
        }
    }
}

/// The column of this name.
pub(super) fn get<'r, T>(row: &'r AnyRow, column: &'static str) -> Result<T, sqlx::Error>
where
    T: Decode<'r, Any> + Type<Any>,
    &'static str: ColumnIndex<AnyRow>,
{
    row.try_get(column)
}

/// The agent in this row, as yet without login names.
pub(super) fn agent(row: &AnyRow) -> Result<AgentRecord, sqlx::Error> {
    let id = AgentId::new(get(row, "id")?).ok_or_else(|| unreadable("number of an agent"))?;
    let minutes: Option<i64> = get(row, "inactivity_minutes")?;
    let user_type: String = get(row, "user_type")?;
    let user_type = [UserType::Agent, UserType::Customer].into_iter().find(|kind| kind.column() == user_type);
    let projects: Vec<u64> = json(row, "projects")?;
    let agent = NewAgent {
        username: get(row, "username")?,
        login_names: Vec::new(),
        user_id: number(row, "user_id")?,
        group_id: number(row, "group_id")?,
        projects: projects.into_iter().map(project).collect::<Result<_, _>>()?,
        custom_data: json(row, "custom_data")?,
        extension: get(row, "extension")?,
        phone: get(row, "phone")?,
        full_name: get(row, "full_name")?,
        email: get(row, "email")?,
        language: get(row, "language")?,
        is_active: get::<i64>(row, "is_active")? == 1,
        inactivity_minutes: minutes.and_then(|minutes| u32::try_from(minutes).ok()).and_then(NonZeroU32::new),
        user_type: user_type.ok_or_else(|| unreadable("user type"))?,
        segments: json(row, "segments")?,
        access_rights: json(row, "access_rights")?,
    };
    Ok(AgentRecord { id, agent, generation: get(row, "generation")? })
}

fn project(id: u64) -> Result<ProjectId, sqlx::Error> {
    id.to_string().parse().map_err(|_| unreadable("id of a project"))
}

fn number<T: FromStr>(row: &AnyRow, column: &'static str) -> Result<Option<T>, sqlx::Error> {
    let number: Option<i64> = get(row, column)?;
    number.map(|number| number.to_string().parse().map_err(|_| unreadable(column))).transpose()
}

fn json<T: serde::de::DeserializeOwned>(row: &AnyRow, column: &'static str) -> Result<T, sqlx::Error> {
    let text: String = get(row, column)?;
    serde_json::from_str(&text).map_err(|_| unreadable(column))
}

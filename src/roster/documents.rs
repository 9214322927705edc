//! What is told of agents, as JSON.

use std::borrow::Cow;

use chrono::{DateTime, SecondsFormat};
use serde::Serialize;
use serde_json::{Map, Value};
use utoipa::openapi::schema::{ArrayBuilder, ObjectBuilder, SchemaType, Type};
use utoipa::openapi::{RefOr, Schema};
use utoipa::{PartialSchema, ToSchema};

use super::field::{Field, Form};
use super::values::object;
use crate::decision::Station;
use crate::directory::{AgentRecord, ListedPresence, ListedSession};

/// An agent: its number, and every field that holds something. Never a password.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(transparent)]
pub struct AgentDocument(Map<String, Value>);

impl From<&AgentRecord> for AgentDocument {
    fn from(record: &AgentRecord) -> Self {
        let id = [("id".to_owned(), record.id.get().into())];
        Self(id.into_iter().chain(object(&record.agent, None)).collect())
    }
}

impl ToSchema for AgentDocument {
    fn name() -> Cow<'static, str> {
        "Agent".into()
    }
}

impl PartialSchema for AgentDocument {
    fn schema() -> RefOr<Schema> {
        let number = ObjectBuilder::new().schema_type(SchemaType::Type(Type::Integer));
        let number = number.description(Some("The directory's own number, never used again."));
        let of = ObjectBuilder::new().description(Some("An agent; what is not known is left out."));
        let of = of.property("id", number).required("id").required("username");
        let told = Field::ALL.into_iter().filter(|field| !field.is_secret());
        told.fold(of, |of, field| of.property(field.name(), schema(field))).into()
    }
}

/// What an agent is entered as.
#[derive(Debug, Clone, Copy)]
pub struct NewAgentDocument;

impl ToSchema for NewAgentDocument {
    fn name() -> Cow<'static, str> {
        "NewAgent".into()
    }
}

impl PartialSchema for NewAgentDocument {
    fn schema() -> RefOr<Schema> {
        let of =
            ObjectBuilder::new().description(Some("An agent; only the username is required.")).required("username");
        Field::ALL.into_iter().fold(of, |of, field| of.property(field.name(), schema(field))).into()
    }
}

fn schema(field: Field) -> RefOr<Schema> {
    let of = |kind| ObjectBuilder::new().schema_type(SchemaType::Type(kind));
    let list = |kind| ArrayBuilder::new().items(of(kind)).description(Some(field.meaning()));
    let one = |kind| of(kind).description(Some(field.meaning()));
    match field.form() {
        Form::Text => one(Type::String).into(),
        Form::Integer => one(Type::Integer).into(),
        Form::Switch => one(Type::Boolean).into(),
        Form::Object => one(Type::Object).into(),
        Form::Texts => list(Type::String).into(),
        Form::Integers => list(Type::Integer).into(),
    }
}

/// An agent who is signed in to a platform.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct PresenceDocument {
    /// The directory's number for the agent.
    pub agent: i64,
    /// The agent's username.
    pub username: String,
    /// Where.
    pub platform: &'static str,
    /// Since when (RFC 3339).
    pub since: String,
    /// In the platform's own words.
    pub state: String,
    /// Since when the agent is in this state (RFC 3339).
    pub state_since: String,
    /// Why, if somebody said so.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// Where calls arrive: `{"extension": "5101"}` or `{"phone": "+15550100001"}`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Object>)]
    pub station: Option<Value>,
}

impl From<&ListedPresence> for PresenceDocument {
    fn from(listed: &ListedPresence) -> Self {
        let presence = &listed.presence;
        Self {
            agent: listed.agent.get(),
            username: listed.username.clone(),
            platform: listed.platform.as_str(),
            since: moment(presence.since),
            state: presence.state.clone(),
            state_since: moment(presence.state_since),
            reason: presence.reason.clone(),
            station: presence.station.as_ref().map(Station::value),
        }
    }
}

/// A session that somebody has a token for.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct SessionDocument {
    /// The directory's number for the agent.
    pub agent: i64,
    /// The agent's username.
    pub username: String,
    /// Where.
    pub platform: &'static str,
    /// When it was opened (RFC 3339).
    pub opened: String,
    /// When it was last used (RFC 3339).
    pub used: String,
    /// When it ends if nobody uses it (RFC 3339); left out for never.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expires: Option<String>,
}

impl From<&ListedSession> for SessionDocument {
    fn from(listed: &ListedSession) -> Self {
        Self {
            agent: listed.agent.get(),
            username: listed.username.clone(),
            platform: listed.platform.as_str(),
            opened: moment(listed.opened),
            used: moment(listed.used),
            expires: listed.expires.map(moment),
        }
    }
}

/// Who is signed in, and which sessions are open.
#[derive(Debug, Clone, Default, PartialEq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Attendance {
    /// The longest first.
    pub signed_in: Vec<PresenceDocument>,
    /// The oldest first.
    pub sessions: Vec<SessionDocument>,
}

impl Attendance {
    /// What the directory lists, without any token.
    #[must_use]
    pub fn of(presences: &[ListedPresence], sessions: &[ListedSession]) -> Self {
        Self {
            signed_in: presences.iter().map(PresenceDocument::from).collect(),
            sessions: sessions.iter().map(SessionDocument::from).collect(),
        }
    }
}

/// `2026-11-23T08:02:00Z`
#[must_use]
pub fn moment(unix_nanos: i64) -> String {
    DateTime::from_timestamp_nanos(unix_nanos).to_rfc3339_opts(SecondsFormat::Secs, true)
}

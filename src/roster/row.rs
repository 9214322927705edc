//! One row: from values to an agent.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use super::cell;
use super::column::{CUSTOM, Column};
use super::credential::{self, Credential};
use super::custom;
use super::fault::Faults;
use super::field::Field;
use super::list;
use super::login_names::{self, NAMES};
use crate::decision::{ProjectId, Projects};
use crate::directory::{LoginName, NewAgent, UserType};

/// An agent as a file has it.
#[derive(Debug)]
pub struct Row {
    /// Where it begins, from 1 on; `None` if it is from no file.
    pub line: Option<u64>,
    /// The agent.
    pub agent: NewAgent,
    /// What the agent is recognised by; without it nobody can log in as this agent.
    pub credential: Option<Credential>,
}

/// The values of one row, and what is wrong with them.
pub(super) struct Values<'f> {
    line: Option<u64>,
    fields: BTreeMap<Field, Value>,
    custom: Vec<(String, Value)>,
    faults: &'f mut Faults,
    is_sound: bool,
}

impl<'f> Values<'f> {
    pub(super) fn new(line: Option<u64>, faults: &'f mut Faults) -> Self {
        Self { line, fields: BTreeMap::new(), custom: Vec::new(), faults, is_sound: true }
    }

    /// Adds what stands in `column`; nothing if nothing does.
    pub(super) fn put(&mut self, column: &Column, value: Value) {
        match column {
            _ if cell::is_absent(&value) => {}
            Column::Field(field) => _ = self.fields.insert(*field, value),
            Column::Custom(name) => self.custom.push((name.clone(), value)),
        }
    }

    /// Notes that something is wrong with `column`.
    pub(super) fn refuse(&mut self, column: &str, problem: impl Into<String>) {
        self.is_sound = false;
        self.faults.of_column(self.line, column, problem);
    }

    /// The agent, if nothing is wrong. Everything is read before anything is missed.
    pub(super) fn into_row(mut self) -> Option<Row> {
        let username = self.get(Field::Username, cell::plain);
        if username.is_none() && !self.fields.contains_key(&Field::Username) {
            self.refuse(Field::Username.name(), format!("is missing, expected {}", Field::Username.expected()));
        }
        let agent = NewAgent {
            username: username.unwrap_or_default(),
            login_names: self.login_names(),
            user_id: self.get(Field::UserId, cell::id),
            group_id: self.get(Field::GroupId, cell::id),
            projects: self.projects(),
            custom_data: self.custom_data(),
            extension: self.get(Field::Extension, cell::plain),
            phone: self.get(Field::Phone, cell::plain),
            full_name: self.get(Field::FullName, cell::plain),
            email: self.get(Field::Email, cell::email),
            language: self.get(Field::Language, cell::plain),
            is_active: self.get(Field::Active, cell::switch).unwrap_or(true),
            inactivity_minutes: self.get(Field::InactivityMinutes, cell::minutes),
            user_type: self.get(Field::UserType, cell::user_type).unwrap_or(UserType::Agent),
            segments: self.get(Field::Segments, |value| list::read(value, cell::plain)).unwrap_or_default(),
            access_rights: self.get(Field::AccessRights, |value| list::read(value, cell::plain)).unwrap_or_default(),
        };
        let credential = self.credential();
        self.is_sound.then_some(Row { line: self.line, agent, credential })
    }

    /// What stands in `field`. `None` if nothing does, and after noting that it can't be read.
    fn get<T>(&mut self, field: Field, read: impl FnOnce(&Value) -> Option<T>) -> Option<T> {
        let value = self.fields.get(&field)?;
        let read = read(value);
        if read.is_none() {
            self.is_sound = false;
            self.faults.of_value(self.line, field, value);
        }
        read
    }

    fn login_names(&mut self) -> Vec<LoginName> {
        let mut names = Vec::new();
        for (field, platform) in NAMES {
            names.extend(self.get(field, cell::plain).map(|name| login_names::name(platform, name)));
        }
        names.extend(self.get(Field::IserviceEmails, login_names::emails).unwrap_or_default());
        names.extend(self.get(Field::IserviceOpenIds, login_names::open_ids).unwrap_or_default());
        names
    }

    fn projects(&mut self) -> Vec<ProjectId> {
        let primary: Option<ProjectId> = self.get(Field::ProjectId, cell::id);
        let secondary = self.get(Field::SecondaryProjectIds, |value| list::read(value, cell::id)).unwrap_or_default();
        match primary.map(|primary| Projects::new(primary, secondary.iter().copied())) {
            Some(Ok(projects)) => return projects.as_slice().to_vec(),
            Some(Err(error)) => self.refuse(Field::SecondaryProjectIds.name(), error.to_string()),
            None if secondary.is_empty() || self.fields.contains_key(&Field::ProjectId) => {}
            None => self.refuse(Field::ProjectId.name(), "is missing where `secondaryProjectIds` are given"),
        }
        Vec::new()
    }

    fn custom_data(&mut self) -> Map<String, Value> {
        let mut data = self.get(Field::CustomData, custom::object).unwrap_or_default();
        for (name, value) in std::mem::take(&mut self.custom) {
            if data.contains_key(&name) {
                self.refuse(&format!("{CUSTOM}{name}"), "is among `customData`, too");
            }
            data.insert(name, value);
        }
        if !custom::is_fit(&data) {
            self.refuse(Field::CustomData.name(), format!("expected {}", Field::CustomData.expected()));
        }
        data
    }

    fn credential(&mut self) -> Option<Credential> {
        let password = self.get(Field::Password, credential::password);
        let hash = self.get(Field::PasswordHash, credential::hash);
        if password.is_some() && hash.is_some() {
            self.refuse(Field::PasswordHash.name(), "is given beside `password`, expected one of the two");
        }
        password.or(hash)
    }
}

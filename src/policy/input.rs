//! What policies see of a login, in the engine's form.

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

use regorus::Value;

use super::engine;
use crate::decision::{GroupId, Login, ProjectId, Reads, Subject, UserId};

/// The parts of `input` that all subjects of a login share.
// Built straight from the login: by way of `Login::input`, which is the same as JSON, it costs four times as much.
pub struct SharedInput {
    /// All but `customData`.
    usual: Value,
    /// What may be large and few policies read: built by the first of them.
    custom_data: OnceLock<Value>,
}

/// The names of members. The engine counts who holds each: with names of its own, no thread waits for another to count.
struct Names {
    custom_data: Value,
    group_id: Value,
    hook: Value,
    ip: Value,
    platform: Value,
    primary: Value,
    project_id: Value,
    project_ids: Value,
    source: Value,
    station: Value,
    user_id: Value,
    username: Value,
}

thread_local! {
    static NAMES: Names = Names {
        custom_data: "customData".into(),
        group_id: "groupId".into(),
        hook: "hook".into(),
        ip: "ip".into(),
        platform: "platform".into(),
        primary: "primary".into(),
        project_id: "projectId".into(),
        project_ids: "projectIds".into(),
        source: "source".into(),
        station: "station".into(),
        user_id: "userId".into(),
        username: "username".into(),
    };
}

impl SharedInput {
    pub(super) fn of(login: &Login) -> Self {
        Self { usual: NAMES.with(|names| names.input(login)), custom_data: OnceLock::new() }
    }

    /// What a policy that reads no more than `reads` may see about `subject`: the whole `input`, but `customData` only if
    /// that is read.
    pub(super) fn about(&self, login: &Login, subject: Subject, reads: &Reads) -> Value {
        let mut input = self.usual.clone();
        let custom_data = reads.is_about_custom_data().then(|| self.custom_data(login));
        if let (Some(custom_data), Ok(members)) = (custom_data, input.as_object_mut()) {
            NAMES.with(|names| members.insert(names.custom_data.clone(), custom_data.clone()));
        }
        if let (Subject::Project(project), Ok(members)) = (subject, input.as_object_mut()) {
            NAMES.with(|names| {
                members.insert(names.project_id.clone(), project.get().into());
                members.insert(names.primary.clone(), login.is_primary(project).into());
            });
        }
        input
    }

    /// Builds what a policy that reads so much is the first to need.
    pub(super) fn complete(&self, login: &Login, reads: &Reads) {
        if reads.is_about_custom_data() {
            self.custom_data(login);
        }
    }

    fn custom_data(&self, login: &Login) -> &Value {
        self.custom_data.get_or_init(|| engine::of_json_object(&login.custom_data))
    }
}

impl Names {
    /// With a subject's own members from the start: those of each take their place, and the object keeps its form.
    fn input(&self, login: &Login) -> Value {
        let projects = login.projects.as_slice();
        let primary = login.projects.primary();
        let user_id = login.agent.user_id().map(UserId::get);
        // In the order of their names, so that no sorting is left to do.
        let members = [
            login.group_id.map(GroupId::get).map(|id| (&self.group_id, id.into())),
            Some((&self.hook, Value::String(Arc::clone(&login.hook)))),
            Some((&self.platform, login.platform.as_str().into())),
            primary.map(|_| (&self.primary, true.into())),
            primary.map(ProjectId::get).map(|id| (&self.project_id, id.into())),
            Some((&self.project_ids, projects.iter().map(|id| id.get().into()).collect::<Vec<Value>>().into())),
            Some((&self.source, object(login.source_ip.map(|ip| (self.ip.clone(), ip.to_string().into()))))),
            login.station.as_ref().map(|station| (&self.station, engine::of_json(&station.value()))),
            user_id.map(|id| (&self.user_id, id.into())),
            login.agent.username().map(|name| (&self.username, name.into())),
        ];
        object(members.into_iter().flatten().map(|(name, value)| (name.clone(), value)))
    }
}

fn object(members: impl IntoIterator<Item = (Value, Value)>) -> Value {
    members.into_iter().collect::<BTreeMap<_, _>>().into()
}

//! Logins as this subject needs them: who, to which projects, and what was granted.

use std::collections::BTreeMap;

use serde_json::json;

use crate::server::Connection;

/// Who logs in, and to what.
#[derive(Clone, Copy)]
pub struct Login<'a> {
    pub projects: &'a [u64],
    pub user: u64,
    pub group: u64,
}

/// What was answered, by project.
pub type Answer = BTreeMap<u64, bool>;

impl Login<'_> {
    /// The answer over `connection`, or what came instead.
    pub fn over(self, connection: &mut Connection) -> Result<Answer, String> {
        let Login { projects, user, group } = self;
        let body = json!({
            "projectId": projects[0], "secondaryProjectIds": projects[1..], "userId": user, "username": "agent",
            "groupId": group, "customData": [],
        });
        let response = connection.ask("POST", "/vcc/project-login", &body.to_string());
        if response.status != 200 {
            return Err(format!("{response:?}"));
        }
        let granted = response.json();
        let granted = granted.as_object().unwrap().iter();
        Ok(granted.map(|(project, granted)| (project.parse().unwrap(), granted.as_bool().unwrap())).collect())
    }
}

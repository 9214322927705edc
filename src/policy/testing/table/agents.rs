//! The agents of a table.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde_json::{Map, Value};

use super::node::Node;
use crate::decision::{Agent, GroupId};

/// What every login of an agent says of it.
#[derive(Debug, Clone)]
pub(super) struct NamedAgent {
    pub(super) agent: Agent,
    pub(super) group_id: Option<GroupId>,
    pub(super) custom_data: Map<String, Value>,
}

/// The agents by their names in the table. One that can't be read is there without a value.
pub(super) type Agents = BTreeMap<Arc<str>, Option<NamedAgent>>;

const AGENTS: &str = "agents by name, such as `ana: {userId: 7, groupId: 4}`";

/// Reads the agents.
pub(super) fn agents(node: Node<'_>) -> Agents {
    let entries = node.entries(AGENTS).unwrap_or_default();
    let named = entries.into_iter().filter_map(|(key, value)| Some((key.text("the agent's name")?, value)));
    named.map(|(name, value)| (Arc::from(name.as_str()), named_agent(&name, value))).collect()
}

fn named_agent(name: &str, node: Node<'_>) -> Option<NamedAgent> {
    let known = ["userId", "username", "groupId", "customData"];
    let [user_id, username, group_id, custom_data] =
        node.fields(known, "the agent's fields: `{groupId: 4}`, or `{}`")?;
    // Each is read before any is missed, so that everything wrong is told.
    let user_id = optional(user_id, Node::id);
    let username = optional(username, |node| node.text("the user name"));
    let group_id = optional(group_id, Node::id);
    let custom_data = optional(custom_data, |node| node.object("the custom fields: `{language: es}`"));
    let (user_id, username) = (user_id.ok()?, username.ok()?);
    // An agent that is only named is known by that name.
    let username = username.or_else(|| user_id.is_none().then(|| name.to_owned()));
    let agent = Agent::new(user_id, username)?;
    Some(NamedAgent { agent, group_id: group_id.ok()?, custom_data: custom_data.ok()?.unwrap_or_default() })
}

/// What is wrong has been noted.
#[derive(Debug, Clone, Copy)]
pub(super) struct Noted;

/// What an optional field holds.
///
/// # Errors
/// When it is there and can't be read.
pub(super) fn optional<'n, T>(
    node: Option<Node<'n>>,
    read: impl Fn(Node<'n>) -> Option<T>,
) -> Result<Option<T>, Noted> {
    node.map(|node| read(node).ok_or(Noted)).transpose()
}

//! The bytes under which a verdict is remembered: one encoding for each distinct question, another for every other. They
//! are the policy's revision, and its projection of the login: what of it the policy can tell apart.

#[cfg(test)]
mod tests;

use std::io::Write;
use std::net::IpAddr;
use std::sync::Arc;

use serde_json::{Map, Number, Value};

use super::ids::{GroupId, ProjectId, UserId};
use super::login::Login;
use super::reads::{Part, Reads};
use super::station::Station;
use super::subject::Subject;
use super::verdict::Revision;

/// What follows in the key. Every value starts with one of these and ends where its own length says.
#[derive(Clone, Copy)]
enum Tag {
    Absent,
    Null,
    False,
    True,
    Number,
    Text,
    Array,
    Object,
    Id,
    AddressV4,
    AddressV6,
    Extension,
    Phone,
    /// A value met before the path ended; the number of steps taken and the value follow.
    CutShort,
    Clock,
}

impl Reads {
    /// Appends to `key` what a policy that reads no more than this can tell `login`'s question about `subject` at
    /// `quantised_now` (nanoseconds since the Unix epoch) apart by.
    ///
    /// Two projections are equal exactly if all parts are. A number counts as written: `1` is not `1.0`. Where a path
    /// leads into something that is no object, that value stands for the rest of the path.
    pub fn write_projection(&self, key: &mut Vec<u8>, login: &Login, subject: Subject, quantised_now: i64) {
        if self.clock {
            tag(key, Tag::Clock);
            key.extend_from_slice(&quantised_now.to_le_bytes());
        }
        for part in &self.parts {
            write_part(key, part, login, subject);
        }
    }
}

/// The key of what a policy of `revision` says of all logins with this `projection`.
pub(super) fn key_of(revision: &Revision, projection: &[u8]) -> Arc<[u8]> {
    revision.0.iter().chain(projection).copied().collect()
}

fn write_part(key: &mut Vec<u8>, part: &Part, login: &Login, subject: Subject) {
    match part {
        Part::Platform => write_text(key, login.platform.as_str()),
        Part::Hook => write_text(key, &login.hook),
        Part::ProjectId => write_id(key, subject.project().map(ProjectId::get)),
        Part::Primary => match subject {
            Subject::Project(project) => write_bool(key, login.is_primary(project)),
            Subject::Platform(_) => tag(key, Tag::Absent),
        },
        Part::ProjectIds => {
            tag(key, Tag::Array);
            write_length(key, login.projects.as_slice().len());
            for id in login.projects.as_slice() {
                write_id(key, Some(id.get()));
            }
        }
        Part::UserId => write_id(key, login.agent.user_id().map(UserId::get)),
        Part::Username => match login.agent.username() {
            Some(name) => write_text(key, name),
            None => tag(key, Tag::Absent),
        },
        Part::GroupId => write_id(key, login.group_id.map(GroupId::get)),
        Part::CustomData(path) => write_path(key, &login.custom_data, path),
        Part::Source => match login.source_ip {
            Some(IpAddr::V4(address)) => {
                tag(key, Tag::AddressV4);
                key.extend_from_slice(&address.octets());
            }
            Some(IpAddr::V6(address)) => {
                tag(key, Tag::AddressV6);
                key.extend_from_slice(&address.octets());
            }
            None => tag(key, Tag::Absent),
        },
        Part::Station => write_station(key, login.station.as_ref()),
    }
}

fn write_station(key: &mut Vec<u8>, station: Option<&Station>) {
    match station {
        Some(Station::Extension(number)) => {
            tag(key, Tag::Extension);
            write_text(key, number);
        }
        Some(Station::Phone(number)) => {
            tag(key, Tag::Phone);
            write_text(key, number);
        }
        None => tag(key, Tag::Absent),
    }
}

/// What lies at `path` below `root`.
fn write_path(key: &mut Vec<u8>, root: &Map<String, Value>, path: &[String]) {
    let mut object = root;
    for (index, step) in path.iter().enumerate() {
        let taken = index + 1;
        match object.get(step) {
            None => return tag(key, Tag::Absent),
            Some(value) if taken == path.len() => return write_value(key, value),
            Some(Value::Object(below)) => object = below,
            Some(value) => {
                tag(key, Tag::CutShort);
                write_length(key, taken);
                return write_value(key, value);
            }
        }
    }
    write_object(key, object);
}

fn write_value(key: &mut Vec<u8>, value: &Value) {
    match value {
        Value::Null => tag(key, Tag::Null),
        Value::Bool(value) => write_bool(key, *value),
        Value::Number(number) => write_number(key, number),
        Value::String(text) => write_text(key, text),
        Value::Array(items) => {
            tag(key, Tag::Array);
            write_length(key, items.len());
            for item in items {
                write_value(key, item);
            }
        }
        Value::Object(members) => write_object(key, members),
    }
}

/// Members in the order of their names, which is the map's own.
fn write_object(key: &mut Vec<u8>, members: &Map<String, Value>) {
    tag(key, Tag::Object);
    write_length(key, members.len());
    for (name, value) in members {
        write_text(key, name);
        write_value(key, value);
    }
}

/// The number's shortest text, which tells integers and floats apart, closed by a byte that no number contains.
fn write_number(key: &mut Vec<u8>, number: &Number) {
    tag(key, Tag::Number);
    // Writing to a Vec cannot fail.
    let _ = write!(key, "{number}");
    key.push(0);
}

fn write_bool(key: &mut Vec<u8>, value: bool) {
    tag(key, if value { Tag::True } else { Tag::False });
}

fn write_text(key: &mut Vec<u8>, text: &str) {
    tag(key, Tag::Text);
    write_length(key, text.len());
    key.extend_from_slice(text.as_bytes());
}

fn write_id(key: &mut Vec<u8>, id: Option<u64>) {
    match id {
        Some(id) => {
            tag(key, Tag::Id);
            key.extend_from_slice(&id.to_le_bytes());
        }
        None => tag(key, Tag::Absent),
    }
}

fn write_length(key: &mut Vec<u8>, length: usize) {
    key.extend_from_slice(&(length as u64).to_le_bytes());
}

fn tag(key: &mut Vec<u8>, tag: Tag) {
    key.push(tag as u8);
}

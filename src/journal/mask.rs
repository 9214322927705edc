//! One member of `mask`: what is removed from an event, or put in the place of what stands there.

#[cfg(test)]
mod tests;

use serde_json::{Map, Value};

/// The parts of an event that OPA lets masks reach.
const REACHABLE: [&str; 3] = ["input", "result", "nd_builtin_cache"];
/// Masks reach no deeper, and put in nothing deeper: whoever reads events can nest only so far.
const MAX_DEPTH: usize = 32;

/// A mask, read and checked.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Mask {
    /// A JSON pointer (RFC 6901).
    pub(super) pointer: String,
    pub(super) change: Change,
}

/// What happens there.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Change {
    Remove,
    /// This stands there afterwards, whether something did before or not.
    Upsert(Value),
}

impl Mask {
    /// Reads `"/input/customData/iban"`, or `{"op": "upsert", "path": "/input/username", "value": "***"}`.
    ///
    /// # Errors
    /// What is wrong with it, in words that quote nothing of the event.
    pub(super) fn read(member: Value) -> Result<Self, &'static str> {
        let (pointer, change) = match member {
            Value::String(pointer) => (pointer, Change::Remove),
            Value::Object(mut rule) => {
                let Some(Value::String(pointer)) = rule.remove("path") else {
                    return Err("an object in `mask` has no text as its `path`");
                };
                (pointer, change(&mut rule)?)
            }
            _ => return Err("`mask` has a member that is neither a pointer nor an object with `op` and `path`"),
        };
        if !is_reachable(&pointer) {
            return Err("`mask` has a path that is no JSON pointer to /input, /result or /nd_builtin_cache, \
                        or to what is at most 32 levels below");
        }
        Ok(Self { pointer, change })
    }
}

fn change(rule: &mut Map<String, Value>) -> Result<Change, &'static str> {
    match rule.get("op").and_then(Value::as_str) {
        Some("remove") => Ok(Change::Remove),
        Some("upsert") => {
            let value = rule.remove("value").unwrap_or_default();
            if is_deeper_than(&value, MAX_DEPTH) {
                Err("`mask` upserts a value of more than 32 levels")
            } else {
                Ok(Change::Upsert(value))
            }
        }
        _ => Err("an object in `mask` has an `op` that is neither \"remove\" nor \"upsert\""),
    }
}

fn is_reachable(pointer: &str) -> bool {
    let is_escaped = pointer.split('~').skip(1).all(|rest| rest.starts_with(['0', '1']));
    let mut names = pointer.split('/');
    let is_absolute = names.next() == Some("");
    is_escaped
        && is_absolute
        && names.next().is_some_and(|part| REACHABLE.contains(&part))
        && names.count() <= MAX_DEPTH
}

fn is_deeper_than(value: &Value, levels: usize) -> bool {
    let Some(below) = levels.checked_sub(1) else { return true };
    match value {
        Value::Array(members) => members.iter().any(|member| is_deeper_than(member, below)),
        Value::Object(members) => members.values().any(|member| is_deeper_than(member, below)),
        _ => false,
    }
}

/// Puts `value` where `pointer` leads, and makes the objects around it that are missing, as OPA does; but not the part of
/// the event that they would stand in. `Ok` is what stood there.
///
/// # Errors
/// When the way leads into something that has no such members: nothing is changed then.
pub(super) fn put(event: &mut Value, pointer: &str, value: Value) -> Result<Option<Value>, Unreachable> {
    let names: Vec<String> = pointer.split('/').skip(1).map(unescaped).collect();
    let (Some((last, above)), Some(_)) = (names.split_last(), names.first().and_then(|part| event.get(part))) else {
        return Err(Unreachable);
    };
    let parent = above.iter().try_fold(event, |place, name| match place {
        Value::Object(members) => Ok(members.entry(name.as_str()).or_insert_with(|| Value::Object(Map::new()))),
        Value::Array(members) => index(name).and_then(|at| members.get_mut(at)).ok_or(Unreachable),
        _ => Err(Unreachable),
    })?;
    match parent {
        Value::Object(members) => Ok(members.insert(last.clone(), value)),
        Value::Array(members) => {
            let member = index(last).and_then(|at| members.get_mut(at)).ok_or(Unreachable)?;
            Ok(Some(std::mem::replace(member, value)))
        }
        _ => Err(Unreachable),
    }
}

/// Removes what `pointer` leads to. What is left of a list keeps its places: several masks may be about one list.
pub(super) fn take(event: &mut Value, pointer: &str) -> Option<Value> {
    let (parent, last) = pointer.rsplit_once('/')?;
    match event.pointer_mut(parent)? {
        Value::Object(members) => members.remove(&unescaped(last)),
        Value::Array(members) => members.get_mut(index(last)?).map(Value::take),
        _ => None,
    }
}

/// Nothing can stand there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Unreachable;

fn unescaped(name: &str) -> String {
    name.replace("~1", "/").replace("~0", "~")
}

/// The index that a name stands for in a list.
fn index(name: &str) -> Option<usize> {
    let is_plain = !name.starts_with('+') && (name == "0" || !name.starts_with('0'));
    name.parse().ok().filter(|_| is_plain)
}

//! `secondaryProjectIds` in all its forms (contract §1.7). An id is read or refused, never dropped.

use std::borrow::Cow;
use std::collections::BTreeMap;

use serde_json::value::RawValue;

use super::fields::{Name, index};
use super::json::{self, Entries};
use crate::decision::ProjectId;
use crate::dialect::Problem;

const NAME: Name = Name::SecondaryProjectIds;

/// Reads a JSON list, or an object whose keys are indices: PHP writes a list with gaps as one. Ids stand in document
/// order; `null` is empty.
pub(super) fn from_json(text: &str) -> Result<Vec<ProjectId>, Problem> {
    let broken = |_| NAME.refuse(text);
    match text.as_bytes().first() {
        Some(b'[') => {
            let elements: Vec<&RawValue> = serde_json::from_str(text).map_err(broken)?;
            elements.into_iter().map(element).collect()
        }
        Some(b'{') => from_indexed(serde_json::from_str(text).map_err(broken)?),
        _ if matches!(text, "null" | "\"\"") => Ok(Vec::new()),
        _ => Err(NAME.refuse(text)),
    }
}

/// The same index twice is one element if its values agree, and a conflict otherwise.
fn from_indexed(entries: Entries<'_>) -> Result<Vec<ProjectId>, Problem> {
    let mut by_index = BTreeMap::new();
    let mut ids = Vec::with_capacity(entries.0.len());
    for (key, raw) in entries.0 {
        let index = index(&key).ok_or_else(|| NAME.refuse(&key))?;
        let id = element(raw)?;
        if insert(&mut by_index, index, id)? {
            ids.push(id);
        }
    }
    Ok(ids)
}

fn element(raw: &RawValue) -> Result<ProjectId, Problem> {
    let text = json::id_text(NAME, raw)?.ok_or_else(|| NAME.refuse("null"))?;
    id(&text)
}

fn id(text: &str) -> Result<ProjectId, Problem> {
    text.parse().map_err(|_| NAME.refuse(text))
}

/// Whether `index` was free; a different id in its place is a conflict.
fn insert(by_index: &mut BTreeMap<u64, ProjectId>, index: u64, id: ProjectId) -> Result<bool, Problem> {
    match by_index.insert(index, id) {
        None => Ok(true),
        Some(earlier) if earlier == id => Ok(false),
        Some(_) => Err(NAME.conflict()),
    }
}

/// The list as queries and forms write it, gathered until the last pair has been seen.
#[derive(Debug, Default)]
pub(super) struct ListForm<'a> {
    occurrences: Vec<(Place, Cow<'a, str>)>,
}

/// Where a value stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    /// `k=`
    Bare,
    /// `k[]=`
    Appended,
    /// `k[3]=`
    At(u64),
}

impl<'a> ListForm<'a> {
    /// Takes `k<steps>=value`.
    pub(super) fn add(&mut self, steps: &[&str], value: Cow<'a, str>) -> Result<(), Problem> {
        let place = match steps {
            [] => Place::Bare,
            [""] => Place::Appended,
            [key] => Place::At(index(key).ok_or_else(|| NAME.refuse(&format!("[{key}]")))?),
            _ => return Err(NAME.refuse(&format!("[{}]", steps.join("][")))),
        };
        self.occurrences.push((place, value));
        Ok(())
    }

    /// The ids: first those with an index, by index, then the others in the order in which they were sent. JSON text is
    /// the whole list, so that nothing else may stand beside it.
    pub(super) fn finish(self) -> Result<Vec<ProjectId>, Problem> {
        if self.is_empty_list() {
            return Ok(Vec::new());
        }
        let mut by_index = BTreeMap::new();
        let mut appended = Vec::new();
        let mut documents = Vec::new();
        for (place, value) in &self.occurrences {
            match place {
                Place::At(index) => {
                    insert(&mut by_index, *index, id(value)?)?;
                }
                Place::Appended => appended.push(id(value)?),
                Place::Bare if json::is_document(value) => documents.push(from_json(json::trim(value))?),
                Place::Bare => {
                    for text in value.split(',') {
                        appended.push(id(text)?);
                    }
                }
            }
        }
        let elements: Vec<ProjectId> = by_index.into_values().chain(appended).collect();
        let mut lists = documents.into_iter().chain((!elements.is_empty()).then_some(elements));
        let list = lists.next().unwrap_or_default();
        if lists.all(|other| other == list) { Ok(list) } else { Err(NAME.conflict()) }
    }

    /// `k=`, however often, or one `k[]=`.
    fn is_empty_list(&self) -> bool {
        let nothing = |place| self.occurrences.iter().all(|(at, value)| *at == place && value.is_empty());
        nothing(Place::Bare) || (self.occurrences.len() == 1 && nothing(Place::Appended))
    }
}

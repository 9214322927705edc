//! A login as a query or a form body, its lists and objects spelt with brackets as PHP does (contract §1.6, §1.7).

use std::borrow::Cow;

use super::custom_data::ObjectForm;
use super::fields::{Fields, Name, Spelling};
use super::project_list::ListForm;
use crate::dialect::percent::{self, BadEscape, Pair, Plus};
use crate::dialect::{MAX_DEPTH, Problem};

/// Reads the fields of a query; unknown ones are passed over.
pub(super) fn read_query(query: &str) -> Result<Fields, Problem> {
    read(query, |why| Problem::QueryNotUnderstood { why })
}

/// Reads the fields of a form-encoded body; unknown ones are passed over.
pub(super) fn read_body(body: &str) -> Result<Fields, Problem> {
    read(body, |why| Problem::BodyNotUnderstood { why })
}

fn read(text: &str, not_understood: impl Fn(String) -> Problem) -> Result<Fields, Problem> {
    let broken = |start: usize, escape: BadEscape| {
        not_understood(format!("a % without two hexadecimal digits stands at byte {}", start + escape.offset))
    };
    let mut form = Form::default();
    for pair in percent::pairs(text) {
        let Pair { name, value, offset } = pair;
        let name = percent::decode(name, Plus::Space).map_err(|escape| broken(offset, escape))?;
        let value_offset = offset + pair.name.len() + 1;
        match FieldName::find(&name)? {
            Some(name) => form.take(&name, field_value(name.name, value)?)?,
            None => _ = percent::decode(value, Plus::Space).map_err(|escape| broken(value_offset, escape))?,
        }
    }
    form.finish()
}

/// The decoded value of a field. User names and custom data are not quoted back.
fn field_value(name: Name, raw: &str) -> Result<Cow<'_, str>, Problem> {
    let refuse = |fault| match name {
        Name::Username | Name::CustomData => name.refuse(fault),
        _ => name.refuse(raw),
    };
    match percent::decode(raw, Plus::Space).map_err(|_| refuse("text with a broken percent escape"))? {
        Cow::Borrowed(bytes) => std::str::from_utf8(bytes).map(Cow::Borrowed).map_err(|_| refuse("text not in UTF-8")),
        Cow::Owned(bytes) => String::from_utf8(bytes).map(Cow::Owned).map_err(|_| refuse("text not in UTF-8")),
    }
}

/// A decoded name that is a field's: `customData[a][b]`.
struct FieldName<'a> {
    name: Name,
    spelling: Spelling,
    brackets: &'a str,
}

impl<'a> FieldName<'a> {
    /// `None` for names that are nobody's.
    fn find(decoded: &'a [u8]) -> Result<Option<Self>, Problem> {
        let (base, brackets) = decoded.split_at(decoded.iter().position(|&byte| byte == b'[').unwrap_or(decoded.len()));
        let Some((name, spelling)) = std::str::from_utf8(base).ok().and_then(Name::find) else { return Ok(None) };
        let brackets = std::str::from_utf8(brackets).map_err(|_| name.refuse("a name not in UTF-8"))?;
        Ok(Some(Self { name, spelling, brackets }))
    }

    /// The texts between the brackets; none for a plain name.
    fn steps(&self) -> Result<Vec<&'a str>, Problem> {
        let misspelt = || self.name.refuse(&format!("a field named {}{}", self.name.field(), self.brackets));
        let mut steps = Vec::new();
        let mut rest = self.brackets;
        while !rest.is_empty() {
            let (step, behind) = rest.strip_prefix('[').and_then(|rest| rest.split_once(']')).ok_or_else(misspelt)?;
            if step.contains('[') {
                return Err(misspelt());
            }
            steps.push(step);
            rest = behind;
        }
        if steps.len() > MAX_DEPTH { Err(Problem::TooDeep) } else { Ok(steps) }
    }
}

/// What has been read so far. A list or object is complete only after the last pair, and one for each spelling, so that
/// two spellings can be compared.
#[derive(Default)]
struct Form<'a> {
    fields: Fields,
    lists: [Option<ListForm<'a>>; 2],
    objects: [Option<ObjectForm>; 2],
}

impl<'a> Form<'a> {
    fn take(&mut self, name: &FieldName<'_>, value: Cow<'a, str>) -> Result<(), Problem> {
        let steps = name.steps()?;
        let spelling = usize::from(name.spelling == Spelling::Alias);
        match name.name {
            Name::SecondaryProjectIds => self.lists[spelling].get_or_insert_default().add(&steps, value),
            Name::CustomData => self.objects[spelling].get_or_insert_default().add(&steps, value),
            scalar if !steps.is_empty() => {
                Err(scalar.refuse(&format!("a field named {}{}", scalar.field(), name.brackets)))
            }
            Name::ProjectId => self.fields.project_id(&value),
            Name::UserId => self.fields.user_id(&value),
            Name::Username => self.fields.username(&value),
            Name::GroupId => self.fields.group_id(&value),
        }
    }

    fn finish(mut self) -> Result<Fields, Problem> {
        for list in self.lists.into_iter().flatten() {
            self.fields.secondary_project_ids(list.finish()?)?;
        }
        for object in self.objects.into_iter().flatten() {
            self.fields.custom_data(object.finish()?)?;
        }
        Ok(self.fields)
    }
}

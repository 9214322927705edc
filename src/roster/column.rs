//! What a column's or member's name stands for.

use super::field::Field;

/// In front of the name of a custom field.
pub(super) const CUSTOM: &str = "customData.";

/// What a name in the header, or of a member, stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Column {
    /// A field.
    Field(Field),
    /// One custom field.
    Custom(String),
}

impl Column {
    /// The column of this name.
    ///
    /// # Errors
    /// What to write instead.
    pub(super) fn find(name: &str) -> Result<Self, String> {
        if let Some(field) = Field::ALL.into_iter().find(|field| field.name() == name) {
            return Ok(Self::Field(field));
        }
        match name.strip_prefix(CUSTOM) {
            Some("") => Err("there is no name behind `customData.`".to_owned()),
            Some(custom) => Ok(Self::Custom(custom.to_owned())),
            None => Err(match nearest(name) {
                Some(near) => format!("there is no such field; did you mean `{near}`?"),
                None => "there is no such field; custom fields are named `customData.<name>`".to_owned(),
            }),
        }
    }
}

/// The field that `name` may be a slip of, whatever its case and whatever stands between its words.
fn nearest(name: &str) -> Option<&'static str> {
    let bare: String = name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect();
    let distance = |field: Field| strsim::damerau_levenshtein(&bare, &field.name().to_lowercase());
    let nearest = Field::ALL.into_iter().map(|field| (distance(field), field)).min()?;
    (nearest.0 <= bare.chars().count().div_ceil(3)).then_some(nearest.1.name())
}

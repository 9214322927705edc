//! Where calls reach an agent.

use std::fmt;

use serde_json::{Map, Value};

/// The phone that an agent logs in with. Its `Debug` shows it: a station belongs where agents may be shown.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Station {
    /// Inside the contact centre: `5101`.
    Extension(String),
    /// Outside it, as the platform writes numbers: `+911234567890`.
    Phone(String),
}

impl Station {
    /// What it is, as policies see it: `extension` or `phone`.
    #[must_use]
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Extension(_) => "extension",
            Self::Phone(_) => "phone",
        }
    }

    /// Its number.
    #[must_use]
    pub fn number(&self) -> &str {
        match self {
            Self::Extension(number) | Self::Phone(number) => number,
        }
    }

    /// As policies see it: `{"extension": "5101"}`, `{"phone": "+911234567890"}`.
    #[must_use]
    pub fn value(&self) -> Value {
        Value::Object(Map::from_iter([(self.kind().to_owned(), self.number().into())]))
    }

    /// What [`Self::value`] wrote; `None` for anything else.
    #[must_use]
    pub fn from_value(value: &Value) -> Option<Self> {
        let members = value.as_object().filter(|members| members.len() == 1)?;
        let number = |kind: &str| members.get(kind).and_then(Value::as_str).map(str::to_owned);
        number("extension").map(Self::Extension).or_else(|| number("phone").map(Self::Phone))
    }
}

impl fmt::Display for Station {
    /// `extension 5101`
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{} {}", self.kind(), self.number())
    }
}

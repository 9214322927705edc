//! The forms in which VCC Live may write one and the same login (contract §1.7).

use std::fmt;

use clap::ValueEnum;

use crate::cli::login::{JsonForm, ListForm, LoginFields};

/// The HTTP method.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Method {
    Get,
    Post,
    Put,
}

impl Method {
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Post => "POST",
            Self::Put => "PUT",
        }
    }
}

/// How a body is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum BodyForm {
    /// JSON as VCC Live documents it
    Json,
    /// JSON with ids in quotes
    JsonTexts,
    /// JSON with the list of projects as an object, as PHP writes a list with gaps
    JsonObject,
    /// A form, `application/x-www-form-urlencoded`
    Form,
}

/// One form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct WireForm {
    pub(super) method: Method,
    pub(super) text: TextForm,
}

/// How the fields are spelt: in the query of a GET, in the body otherwise.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum TextForm {
    Json(JsonForm),
    Pairs(ListForm),
}

const JSON_FORMS: [JsonForm; 3] = [JsonForm::Documented, JsonForm::Texts, JsonForm::Object];
const LIST_FORMS: [ListForm; 5] =
    [ListForm::Indexed, ListForm::Brackets, ListForm::Repeated, ListForm::Commas, ListForm::Json];

impl WireForm {
    /// What the flags ask for; the usual ones where they do not say.
    ///
    /// # Errors
    /// If they ask for what does not go together.
    pub(super) fn of(method: Method, body: Option<BodyForm>, list: Option<ListForm>) -> Result<Self, String> {
        let pairs = TextForm::Pairs(list.unwrap_or(ListForm::Indexed));
        let text = match (method, body) {
            (Method::Get, Some(_)) => {
                return Err("--body-form: a GET has no body; give --method post or put".to_owned());
            }
            (Method::Get, None) | (_, Some(BodyForm::Form)) => pairs,
            _ if list.is_some() => {
                return Err("--list-form is of queries and forms; give --method get or --body-form form".to_owned());
            }
            (_, None | Some(BodyForm::Json)) => TextForm::Json(JsonForm::Documented),
            (_, Some(BodyForm::JsonTexts)) => TextForm::Json(JsonForm::Texts),
            (_, Some(BodyForm::JsonObject)) => TextForm::Json(JsonForm::Object),
        };
        Ok(Self { method, text })
    }

    /// Every form; only those that can be encrypted, or signed, if they are to be.
    pub(super) fn all(is_encrypted: bool, is_signed: bool) -> Vec<Self> {
        let json = JSON_FORMS.map(TextForm::Json);
        let pairs = LIST_FORMS.map(TextForm::Pairs);
        let with =
            |method, texts: &[TextForm]| texts.iter().map(move |&text| Self { method, text }).collect::<Vec<_>>();
        let mut all = with(Method::Post, &json);
        all.extend(with(Method::Put, &json[..1]));
        if !is_encrypted {
            all.extend(with(Method::Post, &pairs));
            all.extend(with(Method::Put, &pairs[..1]));
        }
        if !is_encrypted && !is_signed {
            all.extend(with(Method::Get, &pairs));
        }
        all
    }

    /// The fields, spelt so.
    ///
    /// # Errors
    /// If the custom data can't be written.
    pub(super) fn write(self, fields: &LoginFields<'_>) -> Result<Vec<u8>, String> {
        match self.text {
            TextForm::Json(form) => fields.json(form),
            TextForm::Pairs(form) => fields.form(form).map(String::into_bytes),
        }
    }
}

impl fmt::Display for WireForm {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (method, text) = (self.method.name(), self.text);
        let text = match text {
            TextForm::Json(JsonForm::Documented) => "JSON",
            TextForm::Json(JsonForm::Texts) => "JSON, ids in quotes",
            TextForm::Json(JsonForm::Object) => "JSON, list as an object",
            TextForm::Pairs(ListForm::Indexed) => "list[0]=2&list[1]=3",
            TextForm::Pairs(ListForm::Brackets) => "list[]=2&list[]=3",
            TextForm::Pairs(ListForm::Repeated) => "list=2&list=3",
            TextForm::Pairs(ListForm::Commas) => "list=2,3",
            TextForm::Pairs(ListForm::Json) => "list=[2,3]",
        };
        write!(formatter, "{method:<4} {text}")
    }
}

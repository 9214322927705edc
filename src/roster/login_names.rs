//! The names under which an agent logs in, among the fields.

use serde_json::Value;

use super::field::Field;
use super::{cell, list};
use crate::config;
use crate::decision::Platform;
use crate::directory::{LoginName, LoginNameKind};

/// The fields that hold the login name of one platform.
pub(super) const NAMES: [(Field, Platform); 4] = [
    (Field::Ucontact, Platform::Ucontact),
    (Field::Ozonetel, Platform::Ozonetel),
    (Field::Acqueon, Platform::Acqueon),
    (Field::Iservice, Platform::Iservice),
];

pub(super) fn name(platform: Platform, name: String) -> LoginName {
    LoginName { platform, kind: LoginNameKind::Name, name }
}

pub(super) fn emails(value: &Value) -> Option<Vec<LoginName>> {
    let email = |name| LoginName { platform: Platform::Iservice, kind: LoginNameKind::Email, name };
    list::read(value, |element| cell::email(element).map(email))
}

pub(super) fn open_ids(value: &Value) -> Option<Vec<LoginName>> {
    list::read(value, |element| {
        let text = cell::plain(element)?;
        let (provider, subject) = text.split_once(':')?;
        let is_whole = config::is_name(provider) && cell::is_plain(subject);
        let kind = LoginNameKind::OpenId { provider: provider.to_owned() };
        is_whole.then(|| LoginName { platform: Platform::Iservice, kind, name: subject.to_owned() })
    })
}

/// The value of `field` for somebody who has `names`.
pub(super) fn value(field: Field, names: &[LoginName]) -> Value {
    let of_platform = |platform: Platform| names.iter().filter(move |name| name.platform == platform);
    if let Some((_, platform)) = NAMES.into_iter().find(|(named, _)| *named == field) {
        let name = of_platform(platform).find(|name| name.kind == LoginNameKind::Name);
        return name.map_or(Value::Null, |name| name.name.as_str().into());
    }
    let spelt = |name: &LoginName| match (&name.kind, field) {
        (LoginNameKind::Email, Field::IserviceEmails) => Some(name.name.clone().into()),
        (LoginNameKind::OpenId { provider }, Field::IserviceOpenIds) => {
            Some(format!("{provider}:{}", name.name).into())
        }
        _ => None,
    };
    Value::Array(of_platform(Platform::Iservice).filter_map(spelt).collect())
}

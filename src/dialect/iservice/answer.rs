//! Bodies of answers.

use std::borrow::Cow;

use serde::Serialize;

use super::{Complaint, LoggedIn};

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Answer<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    errors: Option<[Cow<'static, str>; 1]>,
    /// Ours.
    #[serde(skip_serializing_if = "Option::is_none")]
    redirect: Option<&'a str>,
    logged_in: &'a LoggedIn<'a>,
}

/// `{"loggedIn":{…}}`, with `errors` in front of it if there is something to complain of.
#[must_use]
pub fn answer(complaint: Option<&Complaint>, logged_in: &LoggedIn<'_>) -> Vec<u8> {
    written(&Answer { errors: complaint.map(|complaint| [complaint.text()]), redirect: None, logged_in })
}

/// The same with `redirect`: where the browser goes to log in through a provider.
#[must_use]
pub fn redirect_answer(redirect: &str, logged_in: &LoggedIn<'_>) -> Vec<u8> {
    written(&Answer { errors: None, redirect: Some(redirect), logged_in })
}

fn written(answer: &Answer<'_>) -> Vec<u8> {
    // Texts, numbers and booleans under fixed names: there is nothing that JSON could not say.
    serde_json::to_vec(answer).unwrap_or_default()
}

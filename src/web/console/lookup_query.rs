//! The query of `GET /v1/decisions` as a question.

use actix_web::web::Query;
use chrono::DateTime;

use crate::decision::{Platform, ProjectId, UserId};
use crate::dialect::{Excerpt, Field, Problem};
use crate::journal::index::{Cursor, OutcomeFilter, Question, moment};

const PARAMETERS: &str = "userId, username, projectId, platform, outcome, since, until, limit, cursor";
const ID: &str = "a positive integer up to 9223372036854775807";
const NAME: &str = "a user name";
pub(super) const PLATFORM: &str = "vcc, ucontact, ozonetel, acqueon or iservice";
const MOMENT: &str = "a time such as 2026-11-23T08:02:00Z, or a duration such as 1h or 30m before now";
const BEFORE_UNTIL: &str = "a time before `until`";
const LIMIT: &str = "an integer from 1 to 1000";
const CURSOR: &str = "`next` of the page before";

/// Reads `query`, which asks at `now_nanos`.
///
/// # Errors
/// When a parameter does not exist, is given twice, or has a value that can't be read.
pub(super) fn read(query: &str, now_nanos: i64) -> Result<Question, Problem> {
    let mut question = Question::default();
    each(query, |name, value| set(&mut question, name, value, now_nanos))?;
    if let (Some(since), Some(until)) = (question.since_nanos, question.until_nanos)
        && since > until
    {
        let got = Excerpt::of(&DateTime::from_timestamp_nanos(since).to_rfc3339());
        return Err(Problem::InvalidField { field: "since", got, accepted: BEFORE_UNTIL });
    }
    Ok(question)
}

/// Hands each parameter of `query` to `set`, which returns its name.
///
/// # Errors
/// What `set` refuses; a parameter that is given twice.
pub(super) fn each(query: &str, mut set: impl FnMut(&str, &str) -> Result<Field, Problem>) -> Result<(), Problem> {
    let not_understood = |_| Problem::QueryNotUnderstood { why: "it is not made of `name=value` and `&`".to_owned() };
    let Query(pairs) = Query::<Vec<(String, String)>>::from_query(query).map_err(not_understood)?;
    let mut seen: Vec<Field> = Vec::new();
    for (name, value) in pairs {
        let field = set(&name, &value)?;
        if seen.contains(&field) {
            return Err(Problem::ConflictingValues { field });
        }
        seen.push(field);
    }
    Ok(())
}

/// Reads one parameter; returns its name.
fn set(question: &mut Question, name: &str, value: &str, now_nanos: i64) -> Result<Field, Problem> {
    let name_of_agent = |text: &str| (!text.is_empty()).then(|| text.to_owned());
    let limit = |text: &str| text.parse().ok().filter(|limit| (1..=Question::MOST).contains(limit));
    let moment = |text: &str| moment(text, now_nanos);
    let outcomes = OutcomeFilter::NAMES;
    match name {
        "userId" => put(&mut question.user_id, "userId", value, ID, |text| text.parse::<UserId>().ok()),
        "username" => put(&mut question.username, "username", value, NAME, name_of_agent),
        "projectId" => put(&mut question.project, "projectId", value, ID, |text| text.parse::<ProjectId>().ok()),
        "platform" => put(&mut question.platform, "platform", value, PLATFORM, |text| text.parse::<Platform>().ok()),
        "outcome" => put(&mut question.outcome, "outcome", value, outcomes, |text| text.parse().ok()),
        "since" => put(&mut question.since_nanos, "since", value, MOMENT, moment),
        "until" => put(&mut question.until_nanos, "until", value, MOMENT, moment),
        "limit" => put(&mut question.limit, "limit", value, LIMIT, limit),
        "cursor" => put(&mut question.after, "cursor", value, CURSOR, |text| text.parse::<Cursor>().ok()),
        _ => Err(Problem::UnknownParameter { got: Excerpt::of(name), accepted: PARAMETERS }),
    }
}

/// Puts what `read` makes of `value` where it belongs.
pub(super) fn put<T>(
    place: &mut Option<T>,
    field: Field,
    value: &str,
    accepted: &'static str,
    read: impl FnOnce(&str) -> Option<T>,
) -> Result<Field, Problem> {
    let invalid = || Problem::InvalidField { field, got: Excerpt::of(value), accepted };
    *place = Some(read(value).ok_or_else(invalid)?);
    Ok(field)
}

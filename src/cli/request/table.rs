//! One login in every form that VCC Live may use, and what the server makes of each.

use std::fmt::Write as _;

use serde_json::json;

use super::forms::{Method, TextForm, WireForm};
use super::judgement::{Judgement, Verdict};
use super::message::Message;
use super::report::{Report, name, wrapped};
use super::sender::{Answer, Sender};
use super::target::{SecretPlace, Target};
use crate::cli::login::{JsonForm, LoginFields};
use crate::cli::output::warn;
use crate::cli::{ExitCode, Format};

/// How much of an answer a row shows.
const ANSWER_CHARS: usize = 60;

/// One form and how it was answered.
struct Row {
    form: String,
    message: Message,
    answer: Option<Answer>,
    judgement: Judgement,
}

/// Sends every form and prints what came of each.
///
/// # Errors
/// If a form can't be written.
pub(super) fn send_all(
    sender: &Sender,
    target: Target,
    fields: &LoginFields<'_>,
    format: Format,
) -> Result<(String, ExitCode), String> {
    let row = |form: WireForm, place: &str, target: &Target| {
        let message = Message::write(form, target, fields)?;
        let outcome = sender.send(&message);
        let judgement = Judgement::of(&message, target, fields, &outcome);
        Ok::<_, String>(Row { form: format!("{form}{place}"), message, answer: outcome.ok(), judgement })
    };
    if fields.secondary_project_ids.is_empty() {
        warn("without --secondary there is no list, and its forms are all alike");
    }
    let mut rows = Vec::new();
    for form in WireForm::all(target.encryption.is_some(), target.signing_key.is_some()) {
        let row = row(form, "", &target)?;
        let is_last = row.judgement.verdict == Verdict::Unanswered;
        rows.push(row);
        // Nobody is there: further forms would only take longer to say so.
        if is_last {
            break;
        }
    }
    let other_place = match target.secret_place {
        SecretPlace::Query if target.secret.is_some() => Some((SecretPlace::Basic, ", secret in HTTP Basic")),
        SecretPlace::Basic if target.secret.is_some() => Some((SecretPlace::Query, ", secret in the query")),
        _ => None,
    };
    if let Some((secret_place, words)) = other_place {
        let json = WireForm { method: Method::Post, text: TextForm::Json(JsonForm::Documented) };
        rows.push(row(json, words, &Target { secret_place, ..target })?);
    }
    let code = exit_code(&rows);
    let text = match format {
        Format::Text => text(&rows),
        Format::Json => {
            let forms: Vec<_> = rows.iter().map(Row::json).collect();
            serde_json::to_string_pretty(&forms).map(|json| json + "\n").map_err(|error| error.to_string())?
        }
    };
    Ok((text, code))
}

/// That of all of them, if they are alike.
fn exit_code(rows: &[Row]) -> ExitCode {
    match rows.first() {
        Some(first) if differing(rows).is_empty() => first.judgement.exit_code(),
        _ => ExitCode::Failed,
    }
}

/// Those that came out otherwise than the first.
fn differing(rows: &[Row]) -> Vec<&Row> {
    let Some(first) = rows.first() else { return Vec::new() };
    let outcome = |row: &Row| (row.judgement.verdict, row.judgement.refusing.clone(), row.judgement.problem.clone());
    rows.iter().filter(|row| outcome(row) != outcome(first)).collect()
}

fn text(rows: &[Row]) -> String {
    let width = rows.iter().map(|row| row.form.chars().count()).max().unwrap_or_default();
    let mut text = String::new();
    // Writing to a string does not fail.
    for row in rows {
        let status = row.answer.as_ref().map_or_else(|| "none".to_owned(), |answer| answer.status.to_string());
        let _ =
            writeln!(text, "{:<width$}  {status:>4}  {:<10}  {}", row.form, name(row.judgement.verdict), row.shown());
    }
    let _ = writeln!(text);
    let mut tell = |indent: usize, sentence: &str| {
        wrapped(sentence, indent).iter().for_each(|line| _ = writeln!(text, "{:indent$}{line}", ""));
    };
    let differing = differing(rows);
    if let (Some(first), true) = (rows.first(), differing.is_empty()) {
        let forms = if rows.len() == 1 { "It is".to_owned() } else { format!("All {} are", rows.len()) };
        tell(0, &format!("{forms} answered alike. {}", first.judgement.meaning));
        first.judgement.advice.iter().for_each(|advice| tell(0, advice));
        return text;
    }
    tell(0, "They are not answered alike:");
    for row in rows.first().into_iter().chain(differing) {
        tell(0, &format!("{}: {}", row.form, row.judgement.meaning));
        row.judgement.advice.iter().for_each(|advice| tell(2, advice));
    }
    text
}

impl Row {
    /// The beginning of the answer, or the name of the refusal.
    fn shown(&self) -> String {
        if let Some(problem) = &self.judgement.problem {
            return problem.clone();
        }
        let body = self.answer.as_ref().map(|answer| String::from_utf8_lossy(&answer.body)).unwrap_or_default();
        let mut shown = self.message.shown(&body.trim().chars().take(ANSWER_CHARS).collect::<String>());
        if body.trim().chars().nth(ANSWER_CHARS).is_some() {
            shown.push('…');
        }
        shown
    }

    fn json(&self) -> serde_json::Value {
        let report = Report { message: &self.message, answer: self.answer.as_ref(), judgement: &self.judgement };
        json!({ "form": self.form, "report": report.json() })
    }
}

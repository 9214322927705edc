//! What VCC Live would make of an answer, or of none.

use serde::Serialize;
use serde_json::Value;

use super::answer;
use super::message::Message;
use super::sender::Answer;
use super::target::{SecretPlace, Target};
use super::{advice, unanswered};
use crate::cli::ExitCode;
use crate::cli::login::LoginFields;
use crate::cli::output::plain;

/// Comparable platforms give up from here on.
const SLOW_SECONDS: f64 = 2.0;

/// How it came out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Verdict {
    /// Every project lets the agent in.
    Granted,
    /// At least one does not.
    Denied,
    /// The server did not decide.
    Refused,
    /// It answered what VCC Live does not understand.
    Unusable,
    /// There was no answer.
    Unanswered,
}

/// How it came out, in words, and what to do.
#[derive(Serialize)]
pub(super) struct Judgement {
    pub(super) verdict: Verdict,
    /// The server's name for its refusal.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) problem: Option<String>,
    /// The projects that refuse.
    pub(super) refusing: Vec<String>,
    /// What it means.
    pub(super) meaning: String,
    /// What to do.
    pub(super) advice: Vec<String>,
    #[serde(skip)]
    is_secret_in_query: bool,
}

impl Judgement {
    /// Judges what came back for `message`.
    pub(super) fn of(
        message: &Message,
        target: &Target,
        fields: &LoginFields<'_>,
        outcome: &Result<Answer, ureq::Error>,
    ) -> Self {
        let mut judgement = match outcome {
            Err(error) => {
                let (meaning, advice) = unanswered::words(error, target, message);
                Self::new(Verdict::Unanswered, meaning, advice)
            }
            Ok(answer) => match answer.status {
                200 => understood(answer, fields),
                201..=299 => {
                    let meaning = format!(
                        "Status {}: VCC Live's documentation knows 200 as success, and no other.",
                        answer.status
                    );
                    Self::new(Verdict::Unusable, meaning, Vec::new())
                }
                _ => refused(message, target, answer),
            },
        };
        if let Ok(answer) = outcome
            && answer.took.as_secs_f64() > SLOW_SECONDS
        {
            judgement.advice.push(format!(
                "It took {:.1} s. VCC Live does not say how long it waits; comparable platforms give up after 3 to 5 s.",
                answer.took.as_secs_f64()
            ));
        }
        judgement.is_secret_in_query = message.secret_place == Some(SecretPlace::Query);
        judgement
    }

    fn new(verdict: Verdict, meaning: String, advice: Vec<String>) -> Self {
        Self { verdict, problem: None, refusing: Vec::new(), meaning, advice, is_secret_in_query: false }
    }

    /// Whether a secret in the query was refused, which may be for the parameter's name.
    pub(super) fn is_secret_refused(&self) -> bool {
        self.is_secret_in_query && self.problem.as_deref() == Some("unauthorized")
    }

    pub(super) fn exit_code(&self) -> ExitCode {
        match self.verdict {
            Verdict::Granted => ExitCode::Done,
            Verdict::Denied => ExitCode::Denied,
            Verdict::Refused | Verdict::Unusable | Verdict::Unanswered => ExitCode::Failed,
        }
    }
}

/// Status 200.
fn understood(answer: &Answer, fields: &LoginFields<'_>) -> Judgement {
    let refusing = match answer::read(&answer.body, fields) {
        Ok(refusing) => refusing,
        Err(faults) => {
            let meaning = "VCC Live would not understand this answer: it wants one true or false for each project, and \
                           nothing else.";
            return Judgement::new(Verdict::Unusable, meaning.to_owned(), faults);
        }
    };
    let is_json = |value: &str| value.to_ascii_lowercase().starts_with("application/json");
    let mut advice = Vec::new();
    if !answer.header("content-type").is_some_and(is_json) {
        advice.push("The answer does not say `Content-Type: application/json`, and may be read as text.".to_owned());
    }
    if refusing.is_empty() {
        return Judgement::new(Verdict::Granted, "Every project lets the agent in.".to_owned(), advice);
    }
    let ids = refusing.join(", ");
    let (projects, refuse) = if refusing.len() == 1 { ("Project", "refuses") } else { ("Projects", "refuse") };
    let meaning = format!(
        "{projects} {ids} {refuse}. One refusal is enough: VCC Live keeps the agent out of all of them, and a pop-up lists {ids}."
    );
    if let Some(id) = answer.header("x-decision-id") {
        advice.push(format!("Why: logingate why --decision {}", plain(id)));
        advice.push("It asks the server's admin listener, and wants `journal.index.path` set there.".to_owned());
    }
    Judgement { refusing, ..Judgement::new(Verdict::Denied, meaning, advice) }
}

/// Any status that is no success.
fn refused(message: &Message, target: &Target, answer: &Answer) -> Judgement {
    let document: Value = serde_json::from_slice(&answer.body).unwrap_or_default();
    let kind = document["type"].as_str().and_then(|name| name.strip_prefix("urn:logingate:problem:"));
    let Some(kind) = kind else {
        let (meaning, advice) = advice::of_another_server(answer, message);
        return Judgement::new(Verdict::Refused, meaning, advice);
    };
    let text = |name: &str| message.shown(document[name].as_str().unwrap_or_default());
    let meaning = format!("{}. {}", text("title"), text("detail"));
    let advice = advice::about(kind, message, target, answer);
    Judgement { problem: Some(plain(kind)), ..Judgement::new(Verdict::Refused, meaning, advice) }
}

//! What was sent, what came back, what it means: for people, and for programs.

use std::fmt::Write as _;

use serde_json::{Value, json};

use super::forms::Method;
use super::judgement::{Judgement, Verdict};
use super::message::Message;
use super::sender::Answer;
use crate::cli::Format;
use crate::cli::output::plain;

/// The headers of an answer that tell something.
const TELLING: [&str; 8] =
    ["content-type", "x-decision-id", "x-request-id", "retry-after", "www-authenticate", "allow", "location", "server"];

/// How wide labels are.
const LABEL_CHARS: usize = 12;

/// How wide prose is, whatever stands before it.
const LINE_CHARS: usize = 100;

/// How much of an answer's body is shown.
const LONGEST_CHARS: usize = 2000;

/// Everything there is to tell about one message.
pub(super) struct Report<'a> {
    pub(super) message: &'a Message,
    pub(super) answer: Option<&'a Answer>,
    pub(super) judgement: &'a Judgement,
}

impl Report<'_> {
    /// The report in `format`.
    ///
    /// # Errors
    /// None that anything sent or answered could cause.
    pub(super) fn print(&self, format: Format) -> Result<String, String> {
        match format {
            Format::Text => Ok(self.text()),
            Format::Json => {
                serde_json::to_string_pretty(&self.json()).map(|json| json + "\n").map_err(|error| error.to_string())
            }
        }
    }

    fn text(&self) -> String {
        let mut text = String::new();
        let mut label = "sent";
        // Writing to a string does not fail.
        let mut line = |label: &str, what: &str| _ = writeln!(text, "{label:<LABEL_CHARS$}{what}");
        for what in self.sent() {
            line(label, &what);
            label = "";
        }
        label = "answered";
        for what in self.answered() {
            line(label, &what);
            label = "";
        }
        label = name(self.judgement.verdict);
        for sentence in std::iter::once(&self.judgement.meaning).chain(&self.judgement.advice) {
            for what in wrapped(sentence, LABEL_CHARS) {
                line(label, &what);
                label = "";
            }
        }
        text
    }

    fn sent(&self) -> Vec<String> {
        let Message { form, headers, clear, cipher, .. } = self.message;
        let mut lines = vec![format!("{} {}", form.method.name(), plain(&self.message.shown_url()))];
        lines.extend(headers.iter().map(|header| format!("{}: {}", header.name, header.shown)));
        if form.method != Method::Get {
            lines.push(plain(&String::from_utf8_lossy(clear)));
            lines.extend(cipher.map(|cipher| format!("(encrypted by {cipher} before it was sent)")));
        }
        lines
    }

    fn answered(&self) -> Vec<String> {
        let Some(answer) = self.answer else { return Vec::new() };
        let mut lines = vec![format!("{} after {} ms", answer.status, answer.took.as_millis())];
        lines.extend(self.telling(answer).map(|(name, value)| format!("{name}: {value}")));
        // What our own refusals say stands below, in words.
        if !answer.body.is_empty() && self.judgement.problem.is_none() {
            lines.push(self.excerpt(&answer.body));
        }
        lines
    }

    /// The same for programs.
    pub(super) fn json(&self) -> Value {
        let Message { form, headers, clear, cipher, .. } = self.message;
        let headers: serde_json::Map<_, _> =
            headers.iter().map(|header| (header.name.to_owned(), header.shown.as_str().into())).collect();
        let answer = self.answer.map(|answer| {
            let headers: serde_json::Map<_, _> =
                self.telling(answer).map(|(name, value)| (name.to_owned(), value.into())).collect();
            json!({
                "status": answer.status,
                "milliseconds": u64::try_from(answer.took.as_millis()).unwrap_or(u64::MAX),
                "headers": headers,
                "body": self.excerpt(&answer.body),
            })
        });
        json!({
            "sent": {
                "method": form.method.name(),
                "url": self.message.shown_url(),
                "headers": headers,
                "body": (form.method != Method::Get).then(|| String::from_utf8_lossy(clear).into_owned()),
                "cipher": cipher.map(|cipher| cipher.to_string()),
            },
            "answer": answer,
            "judgement": self.judgement,
        })
    }

    /// The headers that tell something; of a redirect not the query, which repeats ours.
    fn telling(&self, answer: &Answer) -> impl Iterator<Item = (&'static str, String)> {
        TELLING.into_iter().filter_map(|name| {
            let value = answer.header(name)?;
            let value = if name == "location" { value.split(['?', '#']).next().unwrap_or_default() } else { value };
            Some((name, self.message.shown(value)))
        })
    }

    /// The beginning of a body: other servers answer with whole pages.
    fn excerpt(&self, body: &[u8]) -> String {
        let text = String::from_utf8_lossy(body);
        let text = text.trim();
        let mut shown = self.message.shown(&text.chars().take(LONGEST_CHARS).collect::<String>());
        if text.chars().nth(LONGEST_CHARS).is_some() {
            shown.push('…');
        }
        shown
    }
}

/// `sentence` in lines that leave room for `indent`; nothing is parted but by spaces, so that commands can be copied.
pub(super) fn wrapped(sentence: &str, indent: usize) -> Vec<String> {
    let options = textwrap::Options::new(LINE_CHARS - indent)
        .word_separator(textwrap::WordSeparator::AsciiSpace)
        .word_splitter(textwrap::WordSplitter::NoHyphenation)
        .break_words(false);
    textwrap::wrap(sentence, options).into_iter().map(std::borrow::Cow::into_owned).collect()
}

/// How a verdict is called.
pub(super) fn name(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Granted => "granted",
        Verdict::Denied => "denied",
        Verdict::Refused => "refused",
        Verdict::Unusable => "unusable",
        Verdict::Unanswered => "unanswered",
    }
}

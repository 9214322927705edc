//! An explanation as people read it: for each project who decided, how, and why.

use std::fmt::{self, Write as _};
use std::time::Duration;

use anstyle::{AnsiColor, Style};

use super::output::plain;
use crate::decision::Outcome;
use crate::policy::explain::{Attempt, Styles, Why};
use crate::trial::{Cache, PolicyExplanation, ProjectExplanation, Reason, WholeInputPlace};

/// How far to the right everything but labels stands.
const COLUMN: usize = 12;
/// Longer values are not shown beside what they belong to.
const MAX_VALUE_CHARS: usize = 60;

/// Each project, an empty line before each.
pub(super) fn projects<'p>(projects: impl IntoIterator<Item = &'p ProjectExplanation>, is_colourful: bool) -> String {
    let look = if is_colourful { Look::coloured() } else { Look::default() };
    let mut text = String::new();
    // Writing to a string does not fail.
    let _ = projects.into_iter().try_for_each(|project| look.project(&mut text, project));
    text
}

/// How an explanation looks; plain by default.
#[derive(Default)]
struct Look {
    heading: Style,
    label: Style,
    rules: Styles,
}

impl Look {
    fn coloured() -> Self {
        let colour = |colour: AnsiColor| colour.on_default();
        let dimmed = Style::new().dimmed();
        let rules = Styles {
            place: dimmed,
            source: Style::new(),
            value: colour(AnsiColor::Cyan),
            failure: colour(AnsiColor::Red),
            success: colour(AnsiColor::Green),
        };
        Self { heading: Style::new().bold(), label: dimmed, rules }
    }

    fn project(&self, text: &mut String, project: &ProjectExplanation) -> fmt::Result {
        let heading = self.heading;
        let is_allowed = project.outcome.is_allow();
        let answer = if is_allowed { self.rules.success } else { self.rules.failure };
        write!(text, "\n{heading}{}{heading:#}: {answer}{is_allowed}{answer:#}", project.subject.described())?;
        writeln!(
            text,
            " ({})",
            meaning(project.outcome, !project.reasons.is_empty(), project.subject.platform().is_some())
        )?;
        project.reasons.iter().try_for_each(|reason| self.line(text, "because", &because(reason)))?;
        project.policy.as_ref().map_or(Ok(()), |policy| self.policy(text, policy))
    }

    fn policy(&self, text: &mut String, policy: &PolicyExplanation) -> fmt::Result {
        let line = policy.line.map_or_else(String::new, |line| format!(":{line}"));
        let PolicyExplanation { package, file, revision, .. } = policy;
        self.line(text, "policy", &format!("{package} at {file}{line}, revision {revision}"))?;
        policy.allow.iter().try_for_each(|allow| self.allow(text, allow))?;
        for printed in &policy.printed {
            self.line(text, "printed", &format!("{} ({}:{})", plain(&printed.text), printed.file, printed.line))?;
        }
        self.reads(text, policy)?;
        self.line(text, "cached", &remembered(&policy.cache))
    }

    /// The definitions that hold; if none does, why not.
    fn allow(&self, text: &mut String, allow: &Why) -> fmt::Result {
        let has_held = allow.attempts.iter().any(Attempt::held);
        let told = allow.attempts.iter().filter(|attempt| attempt.held() || !has_held);
        let told = Why { attempts: told.cloned().collect(), ..allow.clone() };
        if told.attempts.is_empty() {
            return Ok(());
        }
        self.line(text, "allow", told.rendered_attempts(COLUMN, self.rules).to_string().trim())
    }

    fn reads(&self, text: &mut String, policy: &PolicyExplanation) -> fmt::Result {
        let width = policy.reads.iter().map(|read| read.name.chars().count()).max().unwrap_or(0);
        for (at, read) in policy.reads.iter().enumerate() {
            let value = if read.value.chars().count() > MAX_VALUE_CHARS { "…" } else { &read.value };
            let style = self.rules.value;
            let shown = format!("{:width$}  {style}{value}{style:#}", read.name);
            self.line(text, if at == 0 { "reads" } else { "" }, &shown)?;
        }
        if policy.reads.is_empty() { self.line(text, "reads", "nothing") } else { Ok(()) }
    }

    fn line(&self, text: &mut String, label: &str, what: &str) -> fmt::Result {
        let (style, width) = (self.label, COLUMN - 2);
        writeln!(text, "  {style}{label:width$}{style:#}{what}")
    }
}

fn because(reason: &Reason) -> String {
    match (&reason.file, reason.line) {
        (Some(file), Some(line)) => format!("{} ({file}:{line})", plain(&reason.text)),
        _ => plain(&reason.text),
    }
}

fn meaning(outcome: Outcome, has_reasons: bool, is_platform: bool) -> &'static str {
    match outcome {
        Outcome::Allow => "allow: `allow` is true and nothing denies",
        Outcome::Deny if has_reasons => "deny: `deny` has reasons",
        Outcome::Deny => "deny: `allow` is false",
        Outcome::Undefined => "undefined: no rule for `allow` held",
        Outcome::NoPolicy if is_platform => {
            "no_policy: the agent has no projects, and nothing decides for this platform"
        }
        Outcome::NoPolicy => "no_policy: nothing decides for this project",
        Outcome::Error => "error: the policy is broken or failed",
        Outcome::Timeout => "timeout: the policy took too long",
    }
}

/// For what an answer is remembered.
fn remembered(cache: &Cache) -> String {
    if let Some(reason) = &cache.never {
        return format!("never: {reason}");
    }
    let key = match &cache.whole_input {
        Some(whole) => {
            let WholeInputPlace { file, line, source, .. } = whole;
            format!("for each whole input, hardly ever to be used again: `{source}` reads all of it ({file}:{line})")
        }
        None if cache.key.is_empty() => "once for everybody".to_owned(),
        None => format!("for each {}", cache.key.join(", ")),
    };
    let step = if cache.clock { ", for one step of the clock" } else { "" };
    let ttl = cache.ttl_seconds.map(|seconds| humantime::format_duration(Duration::from_secs_f64(seconds)));
    ttl.map_or_else(|| format!("{key}{step}"), |ttl| format!("{key}{step}, at most {ttl}"))
}

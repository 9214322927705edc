//! Who decided for each project, how, and why: for people and for programs.

use std::fmt;

use serde_json::{Value, json};

use crate::decision::{Decision, Outcome, Policies, Policy, ProjectVerdict};
use crate::policy::{CompiledPolicy, PolicySet};

/// A decision and the policies it was made by.
pub(super) struct Explanation<'d> {
    pub(super) answer: &'d str,
    pub(super) decision: &'d Decision,
    pub(super) policies: &'d PolicySet,
}

impl Explanation<'_> {
    /// The stable form of `--format json`.
    pub(super) fn to_json(&self) -> Value {
        let answer: Value = serde_json::from_str(self.answer).unwrap_or_default();
        let projects: Vec<_> = self.decision.verdicts.iter().map(|it| self.project(it)).collect();
        json!({ "answer": answer, "projects": projects })
    }

    fn project(&self, ProjectVerdict { project, verdict, .. }: &ProjectVerdict) -> Value {
        let mut told = json!({
            "projectId": project.get(),
            "outcome": verdict.outcome.as_str(),
            "reasons": verdict.reasons,
        });
        if let Ok(policy) = self.policies.find(*project) {
            let name = policy.name();
            told["policy"] = json!(name.package);
            told["file"] = json!(name.file);
            told["revision"] = json!(name.revision.to_string());
            told["reads"] = json!(reads(policy));
            told["cached"] = json!(policy.reads().never_cached.is_none());
            told["cacheTtlSeconds"] = json!(policy.cache_ttl().map(|ttl| ttl.as_secs_f64()));
        }
        told
    }
}

impl fmt::Display for Explanation<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(formatter, "{}", self.answer)?;
        for it in &self.decision.verdicts {
            let wire = it.verdict.outcome.is_allow();
            writeln!(formatter, "\nproject {}: {wire} ({})", it.project, meaning(it.verdict.outcome))?;
            for reason in &it.verdict.reasons {
                writeln!(formatter, "  because   {reason}")?;
            }
            let Ok(policy) = self.policies.find(it.project) else { continue };
            let name = policy.name();
            writeln!(formatter, "  policy    {} in {}, revision {}", name.package, name.file, name.revision)?;
            writeln!(formatter, "  reads     {}", or_nothing(&reads(policy)))?;
            writeln!(formatter, "  cached    {}", remembered(policy))?;
        }
        Ok(())
    }
}

fn meaning(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Allow => "allow: `allow` is true and nothing denies",
        Outcome::Deny => "deny: `allow` is false, or `deny` has reasons",
        Outcome::Undefined => "undefined: no rule for `allow` held",
        Outcome::NoPolicy => "no_policy: nothing decides for this project",
        Outcome::Error => "error: the policy is broken or failed",
        Outcome::Timeout => "timeout: the policy took too long",
    }
}

/// What the answer can depend on: parts of the input, of data, and the clock.
fn reads(policy: &CompiledPolicy) -> Vec<String> {
    let reads = policy.reads();
    let input = reads.parts.iter().map(crate::decision::Part::describe);
    let data = policy.reads_data().iter().map(|path| format!("data.{path}"));
    let clock = reads.clock.then(|| "the clock".to_owned());
    input.chain(data).chain(clock).collect()
}

fn or_nothing(parts: &[String]) -> String {
    if parts.is_empty() { "nothing".to_owned() } else { parts.join(", ") }
}

fn remembered(policy: &CompiledPolicy) -> String {
    let reads = policy.reads();
    if let Some(reason) = &reads.never_cached {
        return format!("never: {reason}");
    }
    let parts: Vec<_> = reads.parts.iter().map(crate::decision::Part::describe).collect();
    let step = if reads.clock { ", for one step of the clock" } else { "" };
    match policy.cache_ttl() {
        Some(ttl) => format!("for each {}{step}, at most {}", or_nothing(&parts), humantime::format_duration(ttl)),
        None => format!("for each {}{step}", or_nothing(&parts)),
    }
}

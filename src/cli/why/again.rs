//! What the policies of today say to a recorded login, in words for a supervisor.

use std::fmt::Write as _;

use crate::cli::explained;
use crate::cli::output::plain;
use crate::decision::Subject;
use crate::trial::{Answer, TriedProject};

/// What stands below the story of the login: how it would come out, whether the policies are those of then, and why.
pub(super) fn text(answer: &Answer, is_colourful: bool) -> String {
    let mut text = format!("  now        {}\n", outcome(answer));
    // Writing to a string does not fail.
    let _ = writeln!(text, "  policies   {}", changes(answer));
    for project in answer.projects.iter().filter(|project| !project.missing.is_empty()) {
        let missing = project.missing.iter().map(|name| plain(name)).collect::<Vec<_>>().join(", ");
        let _ = writeln!(
            text,
            "  {}: not known: its policy reads {missing}, which the journal does not keep",
            project.subject.described()
        );
    }
    let is_telling = |subject: Subject| {
        let then =
            answer.recorded.iter().flat_map(|recorded| &recorded.projects).find(|project| project.subject == subject);
        answer.answer.get(&subject) != Some(&Some(true)) || then.is_none_or(|then| then.outcome != "allow")
    };
    let projects = answer.explanation.iter().flat_map(|explanation| &explanation.projects);
    let explained = explained::projects(projects.filter(|project| is_telling(project.subject)), is_colourful);
    for line in explained.lines() {
        let indent = if line.is_empty() { "" } else { "  " };
        let _ = writeln!(text, "{indent}{line}");
    }
    text
}

fn outcome(answer: &Answer) -> String {
    let refuses = |project: &&TriedProject| project.outcome.is_some_and(|outcome| !outcome.is_allow());
    let refusing: Vec<_> = answer.projects.iter().filter(refuses).map(|project| project.subject).collect();
    match answer.outcome.as_deref() {
        Some("granted") => "would be let in".to_owned(),
        Some(_) => format!("would be kept out by {}", named(&refusing)),
        None => "not known".to_owned(),
    }
}

fn changes(answer: &Answer) -> String {
    let recorded = answer.recorded.iter().flat_map(|recorded| &recorded.projects);
    let changed: Vec<_> = recorded.filter(|project| !project.is_same_policy).map(|project| project.subject).collect();
    if changed.is_empty() {
        return "the same as then".to_owned();
    }
    format!("other than then for {}", named(&changed))
}

fn named(subjects: &[Subject]) -> String {
    if let [one] = subjects {
        return one.described();
    }
    let listed: Vec<_> = subjects.iter().map(Subject::to_string).collect();
    format!("projects {}", listed.join(", "))
}

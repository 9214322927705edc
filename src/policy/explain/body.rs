//! One body: its statements in the engine's order, up to the first that fails.

use std::collections::BTreeSet;

use regorus::Value;
use regorus::unstable::{Expr, Query, Ref};

use super::look::Whole;
use super::question::{Answer, Site};
use super::search::Search;
use super::shown::shown;
use super::source;
use super::why::{Ending, Failure, Got};
use crate::policy::fault::Place;
use crate::policy::module::head;

/// How many values a definition is told to have given.
const MAX_GIVEN: usize = 8;

/// What has held so far.
#[derive(Debug, Clone)]
pub(super) struct Trail {
    /// The statements.
    pub(super) lines: Vec<String>,
    /// The values of ours that they use.
    pub(super) values: Vec<Value>,
    /// The variables that have values.
    pub(super) bound: BTreeSet<String>,
}

impl Trail {
    pub(super) fn new(bound: BTreeSet<String>) -> Self {
        Self { lines: Vec::new(), values: Vec::new(), bound }
    }

    /// A body that collects `terms` for each way in which everything so far holds.
    pub(super) fn collecting(&self, terms: &[String]) -> String {
        let row = format!("logingate_row := [{}]", terms.join(",\n"));
        format!("logingate_gives := [logingate_row |\n{}\n{row}\n]", self.lines.join("\n"))
    }
}

impl<'m> Search<'_, 'm> {
    /// The first statement of `query` that fails; if none does, all of them are on the trail.
    pub(super) fn first_failure(
        &self,
        site: &Site<'_, 'm>,
        trail: &mut Trail,
        query: &Query,
        terms: &[&Ref<Expr>],
        depth: usize,
    ) -> Result<Option<Failure>, String> {
        let steps = self.index.steps(site.definition, query, terms, trail.bound.iter().cloned());
        let mut lines = trail.lines.clone();
        let holds = |lines: &[String]| format!("{}\nlogingate_gives := true", lines.join("\n"));
        let mut bodies = vec![holds(&lines)];
        for step in &steps {
            lines.push(source::text(&query.stmts[step.position].span));
            bodies.push(holds(&lines));
        }
        let mut answers = self.questioner.bodies(site, &trail.values, &bodies)?;
        let last = answers.pop().unwrap_or(Ok(Value::Undefined));
        let failed = match &last {
            Ok(Value::Array(answer)) if !answer.is_empty() => None,
            _ => Some(answers.len()),
        };
        let held = failed.map_or(steps.len(), |failed| failed.saturating_sub(1));
        let unbound = steps[held..].iter().flat_map(|step| step.gives.iter().cloned()).collect::<BTreeSet<_>>();
        for step in &steps[..held] {
            trail.lines.push(source::text(&query.stmts[step.position].span));
            trail.bound.extend(step.gives.iter().cloned());
        }
        match failed {
            None => Ok(None),
            Some(0) => Ok(Some(mismatch(site, &last))),
            Some(_) => {
                let statement = &query.stmts[steps[held].position];
                Ok(Some(self.failed_statement(site, trail, &unbound, statement, last.err(), depth)))
            }
        }
    }

    /// What is wrong with the arguments of a definition without a body, if they are not those it is for.
    pub(super) fn mismatched(&self, site: &Site<'_, 'm>, trail: &Trail) -> Result<Option<Failure>, String> {
        if site.parameters.is_empty() {
            return Ok(None);
        }
        let answer = self.questioner.bodies(site, &trail.values, &["logingate_gives := true".to_owned()])?.pop();
        let answer = answer.unwrap_or(Ok(Value::Undefined));
        let is_match = matches!(&answer, Ok(Value::Array(answers)) if !answers.is_empty());
        Ok((!is_match).then(|| mismatch(site, &answer)))
    }

    /// What a body that holds gives: `value`.
    pub(super) fn given(
        &self,
        site: &Site<'_, 'm>,
        trail: &Trail,
        value: &Ref<Expr>,
        has_body: bool,
        depth: usize,
    ) -> Result<Ending, String> {
        let body = trail.collecting(&[format!("[given | given := {}]", source::of(value))]);
        let answer = self.questioner.bodies(site, &trail.values, &[body])?.pop();
        let mut given: Vec<Value> = Vec::new();
        let mut error = None;
        match answer.unwrap_or(Ok(Value::Undefined)) {
            Ok(answer) => leaves(&answer, 4, &mut given),
            Err(complaint) => error = Some(complaint),
        }
        given.dedup();
        let is_false = given.iter().all(|value| *value == Value::Bool(false));
        if !is_false {
            return Ok(Ending::Held { gave: given.iter().take(MAX_GIVEN).map(shown).collect() });
        }
        let got = match (error, given.is_empty(), has_body) {
            (Some(error), _, _) => Got::Error { error },
            (None, true, false) => Got::Undefined,
            (None, false, false) => Got::False,
            (None, is_undefined, true) => {
                Got::Gives { value: if is_undefined { "undefined" } else { "false" }.to_owned() }
            }
        };
        let whole = Whole { text: source::of(value), place: Place::of(value.span()), got };
        Ok(Ending::Failed { failure: Box::new(self.failed_value(site, trail, value, whole, depth)) })
    }
}

/// The values in nested lists, `depth` levels down.
pub(super) fn leaves(value: &Value, depth: usize, found: &mut Vec<Value>) {
    match value {
        Value::Array(items) if depth > 0 => items.iter().for_each(|item| leaves(item, depth - 1, found)),
        Value::Undefined => {}
        _ => found.push(value.clone()),
    }
}

/// The arguments are none of those that the definition is for.
fn mismatch(site: &Site<'_, '_>, answer: &Answer) -> Failure {
    let name = head(&site.definition.rule);
    let parameters: Vec<_> = site.parameters.iter().map(source::of).collect();
    let place = Place::of(name.span());
    Failure {
        expression: source::one_line(&format!("{}({})", source::of(name), parameters.join(", "))),
        file: site.definition.module.file.clone(),
        line: place.line,
        column: place.column,
        got: match answer {
            Err(error) => Got::Error { error: error.clone() },
            Ok(_) => Got::Mismatch,
        },
        values: Vec::new(),
        beneath: Vec::new(),
    }
}

//! An `every` that failed: for which element, and at which expression of its body.

use regorus::Value;
use regorus::unstable::Literal;

use super::body::Trail;
use super::question::{Site, value_at};
use super::rows::list;
use super::search::Search;
use super::shown::shown;
use super::source;
use super::why::{Failure, Seen};

impl<'m> Search<'_, 'm> {
    /// The first expression of the body that failed for the first element for which it did; `None` if none is found.
    pub(super) fn failed_element(
        &self,
        site: &Site<'_, 'm>,
        trail: &Trail,
        every: &Literal,
        depth: usize,
    ) -> Result<Option<Failure>, String> {
        let Literal::Every { key, value, domain, query, .. } = every else { return Ok(None) };
        let names: Vec<&str> = key.iter().chain([value]).map(regorus::unstable::Span::text).collect();
        let statements: Vec<_> = query.stmts.iter().map(|statement| source::text(&statement.span)).collect();
        let mut failing = trail.clone();
        failing.lines.push(format!("some {} in {}", names.join(", "), source::of(domain)));
        failing.lines.push(format!("count([1 | {}]) == 0", statements.join("\n")));
        let terms: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
        let found = list(&self.rows_of(site, &failing, &terms)?);
        let Some(element) = found.first().map(list) else { return Ok(None) };
        let mut trail = trail.clone();
        for (name, value) in names.iter().zip(&element) {
            trail.lines.push(format!("{name} := {}", value_at(site.arguments.len() + trail.values.len())));
            trail.values.push(value.clone());
            trail.bound.insert((*name).to_owned());
        }
        let failure = self.first_failure(site, &mut trail, query, &[], depth)?;
        Ok(failure.map(|failure| names.iter().zip(&element).rev().fold(failure, with_element)))
    }
}

/// Tells the element first, if the expression does not tell it anyway.
fn with_element(mut failure: Failure, (name, value): (&&str, &Value)) -> Failure {
    if failure.values.iter().all(|seen| seen.expression != *name) {
        failure.values.insert(0, Seen { expression: (*name).to_owned(), values: vec![shown(value)], more: 0 });
    }
    failure
}

//! From a rule to what is told of it: each of its definitions in turn, and what they ask.

use std::cell::Cell;
use std::collections::BTreeSet;
use std::time::Duration;

use regorus::unstable::{Expr, Query, Ref, Rule, RuleHead};
use regorus::{Engine, Value};

use super::body::Trail;
use super::question::{Context, Questioner, Site};
use super::shown::shown;
use super::why::{Attempt, Ending, Why};
use crate::policy::analysis::{Definition, RuleIndex, each_in_pattern};
use crate::policy::fault::Place;
use crate::policy::package::{DataPath, written};

/// How deep an explanation goes: the rule itself, what it asks, what that asks, …
const MAX_DEPTH: usize = 5;
/// How many rules one explanation tells of.
const MAX_RULES: usize = 40;

/// One explanation under way.
pub(super) struct Search<'s, 'm> {
    pub(super) index: &'s RuleIndex<'m>,
    pub(super) questioner: Questioner,
    rules_left: Cell<usize>,
}

/// What a definition is called by and what it gives.
struct Head<'r> {
    parameters: &'r [Ref<Expr>],
    /// `None` for `true`.
    value: Option<&'r Ref<Expr>>,
    /// Whether the value is that of every body, not only of the first.
    is_partial: bool,
}

impl<'s, 'm> Search<'s, 'm> {
    pub(super) fn new(index: &'s RuleIndex<'m>, engine: Engine, limit: Duration) -> Self {
        Self { index, questioner: Questioner::new(engine, limit), rules_left: Cell::new(MAX_RULES) }
    }

    /// Why the rule at `path` has its value.
    pub(super) fn why(&self, path: &DataPath) -> Why {
        self.explain(path, &[], &Context::default(), 0)
    }

    /// The same, called with `arguments` under the `with`s of `context`, if that is not too much to tell.
    pub(super) fn beneath(&self, path: &DataPath, arguments: &[Value], context: &Context, depth: usize) -> Option<Why> {
        let left = self.rules_left.get().checked_sub(1)?;
        self.rules_left.set(left);
        (depth < MAX_DEPTH).then(|| self.explain(path, arguments, context, depth))
    }

    fn explain(&self, path: &DataPath, arguments: &[Value], context: &Context, depth: usize) -> Why {
        let definitions = self.index.definitions(path);
        let mut why = Why::unknown(written(path));
        let specified = |definition: &&Definition<'m>| matches!(definition.rule.as_ref(), Rule::Spec { .. });
        let Some(first) = definitions.iter().find(specified).or(definitions.first()) else {
            return Why { value: Some(shown(&Value::Undefined)), ..why };
        };
        let site = site(first, arguments, context);
        if !site.parameters.is_empty() {
            why.arguments = Some(arguments.iter().map(shown).collect());
        }
        why.value = self.questioner.value(&site, path).ok().map(|value| shown(&value));
        let attempts =
            definitions.iter().map(|definition| self.attempts(&self::site(definition, arguments, context), depth));
        why.attempts = attempts.flatten().collect();
        why
    }

    /// What came of a definition and its `else`s.
    fn attempts(&self, site: &Site<'_, 'm>, depth: usize) -> Vec<Attempt> {
        let Rule::Spec { head, bodies, .. } = site.definition.rule.as_ref() else { return Vec::new() };
        let head = Head::of(head);
        let attempt = |line: usize, is_else: bool, ending: Ending| Attempt {
            file: site.definition.module.file.clone(),
            line,
            is_else,
            ending,
        };
        let line = Place::of(site.definition.rule.span()).line;
        if bodies.is_empty() {
            return vec![attempt(line, false, self.ending(site, None, head.value, depth))];
        }
        let mut attempts: Vec<Attempt> = Vec::new();
        for (position, body) in bodies.iter().enumerate() {
            let own = body.assign.as_ref().map(|assign| &assign.value);
            let value = if position == 0 || (head.is_partial && own.is_none()) { head.value } else { own };
            let line = if position == 0 { line } else { Place::of(&body.span).line };
            let is_settled = body.is_else && attempts.last().is_some_and(is_settled);
            let ending =
                if is_settled { Ending::NotReached } else { self.ending(site, Some(&body.query), value, depth) };
            attempts.push(attempt(line, body.is_else, ending));
        }
        attempts
    }

    /// What came of one body that gives `value`.
    fn ending(&self, site: &Site<'_, 'm>, query: Option<&Query>, value: Option<&Ref<Expr>>, depth: usize) -> Ending {
        let mut bound = BTreeSet::new();
        for parameter in site.parameters {
            each_in_pattern(parameter, &mut |variable| {
                bound.insert(variable.span().text().to_owned());
            });
        }
        let mut trail = Trail::new(bound);
        let failed = match query {
            Some(query) => self.first_failure(site, &mut trail, query, value.as_slice(), depth),
            None => self.mismatched(site, &trail),
        };
        let ended = match (failed, value) {
            (Err(because), _) => Err(because),
            (Ok(Some(failure)), _) => Ok(Ending::Failed { failure: Box::new(failure) }),
            (Ok(None), None) => Ok(Ending::Held { gave: vec!["true".to_owned()] }),
            (Ok(None), Some(value)) => self.given(site, &trail, value, query.is_some(), depth),
        };
        ended.unwrap_or_else(|because| Ending::NotTold { because })
    }
}

/// Whether an `else` after this is not asked.
fn is_settled(attempt: &Attempt) -> bool {
    match &attempt.ending {
        Ending::Held { .. } | Ending::NotReached => true,
        Ending::Failed { failure } => failure.is_of_value(),
        Ending::NotTold { .. } => false,
    }
}

fn site<'s, 'm>(definition: &'s Definition<'m>, arguments: &'s [Value], context: &'s Context) -> Site<'s, 'm> {
    let parameters = match definition.rule.as_ref() {
        Rule::Spec { head, .. } => Head::of(head).parameters,
        Rule::Default { args, .. } => args,
    };
    Site { definition, parameters, arguments, context }
}

impl<'r> Head<'r> {
    fn of(head: &'r RuleHead) -> Self {
        let value = |assign: &'r Option<regorus::unstable::RuleAssign>| assign.as_ref().map(|assign| &assign.value);
        match head {
            RuleHead::Compr { refr, assign, .. } => Self {
                parameters: &[],
                value: value(assign),
                is_partial: matches!(refr.as_ref(), Expr::RefBrack { .. }),
            },
            RuleHead::Set { key, .. } => Self { parameters: &[], value: key.as_ref(), is_partial: true },
            RuleHead::Func { args, assign, .. } => Self { parameters: args, value: value(assign), is_partial: false },
        }
    }
}

//! Policies whose verdicts are remembered for the whole input, and the expression that makes it so.

use std::collections::{BTreeMap, BTreeSet};

use regorus::unstable::{Expr, Ref, Rule};

use super::names;
use super::scope::Scope;
use super::subject::Subject;
use crate::policy::analysis::walk::{self, Visitor};
use crate::policy::chain::Chain;
use crate::policy::fault::{Warning, WarningKind};
use crate::policy::module::{Content, Module, head};
use crate::policy::package::DataPath;

/// `input[name]`, `object.get(input, …)`, `f(input)`: what the answer depends on is not to be seen.
pub(super) fn check(subject: &Subject<'_>) -> Vec<Warning> {
    let mut readers: BTreeMap<&DataPath, BTreeSet<&str>> = BTreeMap::new();
    for policy in subject.set.policies() {
        for rule in &policy.whole_input {
            readers.entry(rule).or_default().insert(&policy.name.package);
        }
    }
    let mut warnings = Vec::new();
    for (rule, policies) in readers {
        let declared = |length: usize| subject.packages.declaring(&rule[..length]);
        for module in (1..rule.len()).flat_map(declared) {
            let Ok(content) = &module.content else { continue };
            let defines = |definition: &&Ref<Rule>| path(module, definition).as_ref() == Some(rule);
            for definition in content.syntax.tree().policy.iter().filter(defines) {
                warnings.extend(of_rule(subject, module, content, definition, &policies));
            }
        }
    }
    warnings
}

/// The full path of a rule.
fn path(module: &Module, rule: &Rule) -> Option<DataPath> {
    let chain = Chain::of(head(rule))?;
    let name = [chain.root.to_string()].into_iter().chain(Chain::constant_prefix(&chain.components));
    Some(module.package.iter().flatten().cloned().chain(name).collect())
}

fn of_rule(
    subject: &Subject<'_>,
    module: &Module,
    content: &Content,
    rule: &Rule,
    policies: &BTreeSet<&str>,
) -> Vec<Warning> {
    let rules = names::rules(content);
    let scope = Scope::of(rule, module, content, &rules, subject);
    let mut readers = Readers { scope: &scope, found: Vec::new(), call: None };
    walk::rule(rule, &mut readers);
    let whose = match policies.iter().collect::<Vec<_>>()[..] {
        [one] => format!("the verdicts of `{one}` are"),
        ref some => format!("the verdicts of {} policies are", some.len()),
    };
    let told = |(expression, hint): (Ref<Expr>, &'static str)| {
        let message = format!("this reads all of `input`: {whose} remembered for that, so hardly ever used again");
        scope.warning(WarningKind::WholeInput, &expression, message).with_hint(hint)
    };
    readers.found.into_iter().map(told).collect()
}

const GENERAL: &str = "name the fields that decide, such as `input.groupId` or `input.customData.language`";
const GET: &str =
    "write the field, `input.groupId`, and give it a default by a rule: `default group := 0`, `group := input.groupId`";
const ARGUMENT: &str = "hand over only the fields that decide, such as `input.groupId`";

struct Readers<'s, 'm> {
    scope: &'s Scope<'m>,
    found: Vec<(Ref<Expr>, &'static str)>,
    /// The last call: where it ends, and the hint for what it is given.
    call: Option<(usize, &'static str)>,
}

impl Visitor for Readers<'_, '_> {
    fn expression(&mut self, expression: &Ref<Expr>) {
        if let Expr::Call { fcn, params, .. } = expression.as_ref() {
            let hint = if fcn.span().text() == "object.get" { GET } else { ARGUMENT };
            self.call = params.first().map(|_| (expression.span().end as usize, hint));
        }
        // A name for all of `input` is told where it gets its value.
        let is_direct = Chain::of(expression).is_some_and(|chain| !self.scope.is_variable(&chain.root));
        let path = self.scope.input_path(expression).filter(|_| is_direct);
        if path.is_some_and(|path| path.first().is_none_or(Option::is_none)) {
            let within = self.call.filter(|(end, _)| (expression.span().end as usize) < *end);
            self.found.push((expression.clone(), within.map_or(GENERAL, |(_, hint)| hint)));
        }
    }
}

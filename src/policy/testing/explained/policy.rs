//! Words about a policy that answered a row of a table.

use regorus::Value;

use super::{Inquiry, Words};
use crate::decision::{Login, Outcome, PolicyName};
use crate::policy::package::{DataPath, written};
use crate::policy::testing::Circumstances;
use crate::policy::testing::result::{Answer, TestOutcome, TestResult};
use crate::policy::testing::table::Expected;

impl Inquiry<'_> {
    pub(super) fn of_policy(&self, result: &TestResult, login: &Login, now_nanos: i64) -> Words {
        let Some(answer) = &result.answer else { return Words::default() };
        let input = Value::from(login.input(answer.subject));
        let rules = self.questions();
        let prints = |rule: &DataPath| self.explainer.prints(rule, Some(&input), now_nanos);
        let printed = if self.prints { rules.iter().flat_map(prints).collect() } else { Vec::new() };
        let needs_why = result.outcome != TestOutcome::Passed;
        let telling = rules.iter().filter(|rule| needs_why && is_telling(answer, rule));
        let why = telling.map(|rule| self.explainer.why(rule, Some(&input), now_nanos)).collect();
        Words { why, printed }
    }

    /// What the policy is asked for.
    fn questions(&self) -> Vec<DataPath> {
        let own = self.modules.iter().filter(|module| module.package.as_ref() == Some(self.package));
        let contents: Vec<_> = own.filter_map(|module| module.content.as_ref().ok()).collect();
        let is_there = |rule: &&str| contents.iter().any(|content| content.rule_names.contains(*rule));
        let names = ["allow", "deny"].into_iter().filter(is_there);
        names.map(|rule| [self.package.as_slice(), &[rule.to_owned()]].concat()).collect()
    }
}

/// Whether `rule` has to do with an answer that was not expected.
fn is_telling(answer: &Answer, rule: &DataPath) -> bool {
    let is_of_deny = rule.last().is_some_and(|name| name == "deny");
    match (&answer.expected, answer.got) {
        (Expected::Allowed, Outcome::Deny) => is_of_deny != answer.reasons.is_empty(),
        (Expected::Allowed, _) => !is_of_deny,
        (Expected::DeniedBecause(_), Outcome::Deny) => is_of_deny,
        _ => true,
    }
}

/// The package that a verdict names.
pub(in crate::policy::testing) fn package_of(
    circumstances: &Circumstances<'_>,
    policy: &PolicyName,
) -> Option<DataPath> {
    let mut packages = circumstances.bench.modules().iter().filter_map(|module| module.package.as_ref());
    packages.find(|package| *written(package) == *policy.package).cloned()
}

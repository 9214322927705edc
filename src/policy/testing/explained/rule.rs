//! Words about a test that is a rule.

use regorus::Value;

use super::{Inquiry, Words};
use crate::policy::explain::{Attempt, Explainer, Why};
use crate::policy::package::written;
use crate::policy::testing::cases;
use crate::policy::testing::rego_test::{Form, RegoTest};
use crate::policy::testing::result::{TestOutcome, TestResult};

/// Of how many cases it is told why they failed.
const MAX_CASES: usize = 5;

impl Inquiry<'_> {
    pub(super) fn of_rule(&self, result: &TestResult, test: &RegoTest, failed_cases: &[Vec<Value>]) -> Words {
        let now_nanos = self.circumstances.now_nanos;
        let printed = if self.prints { self.explainer.prints(&test.path(), None, now_nanos) } else { Vec::new() };
        let why = match test.form {
            _ if result.outcome == TestOutcome::Passed => Vec::new(),
            Form::Function | Form::Skipped => Vec::new(),
            Form::Cases(_) if !failed_cases.is_empty() => {
                failed_cases.iter().take(MAX_CASES).filter_map(|name| self.of_case(test, name)).collect()
            }
            Form::Cases(_) | Form::Value => vec![of_test(self.explainer.why(&test.path(), None, now_nanos), test)],
        };
        Words { why, printed }
    }

    fn of_case(&self, test: &RegoTest, name: &[Value]) -> Option<Why> {
        let modules = cases::isolated(test, name, self.modules)?;
        let explainer = Explainer::new(self.circumstances.bench, &modules).ok()?;
        let why = explainer.why(&test.definition_path(), None, self.circumstances.now_nanos);
        let mut why = of_test(why, test);
        let keys: Vec<_> = name.iter().map(|part| format!("[{part}]")).collect();
        why.rule = format!("{}{}", written(&test.path()), keys.concat());
        why.value = Some("undefined".into());
        Some(why)
    }
}

/// What concerns the one definition that is the test.
fn of_test(mut why: Why, test: &RegoTest) -> Why {
    if !test.is_only {
        let is_own = |attempt: &Attempt| attempt.file == test.module.file && attempt.line == test.line;
        let start = why.attempts.iter().position(is_own).unwrap_or(0);
        let own = why.attempts.split_off(start).into_iter().enumerate();
        why.attempts =
            own.take_while(|(at, attempt)| *at == 0 || attempt.is_else).map(|(_, attempt)| attempt).collect();
        why.value = Some("undefined".into()).filter(|_| !why.attempts.iter().any(Attempt::held));
    }
    why
}

//! Finds the tests among the rules of a module, as `opa test` does.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use regorus::Value;
use regorus::unstable::{Expr, Ref, Rule, RuleBody, RuleHead, Span};

use super::rego_test::{Cases, Form, RegoTest};
use crate::policy::chain::Chain;
use crate::policy::fault::Place;
use crate::policy::module::{Module, head};
use crate::policy::package::DataPath;

const PREFIX: &str = "test_";
const SKIPPED_PREFIX: &str = "todo_test_";

/// The tests of `modules`, in their order.
pub(super) fn tests<'m>(modules: impl IntoIterator<Item = &'m Arc<Module>>) -> Vec<RegoTest> {
    let mut known: BTreeMap<DataPath, usize> = BTreeMap::new();
    let mut tests = Vec::new();
    for module in modules {
        let (Ok(content), Some(package)) = (&module.content, &module.package) else { continue };
        for rule in &content.syntax.tree().policy {
            let Some(mut test) = test(module, package, rule) else { continue };
            let count = known.entry(test.path()).or_default();
            test.earlier = *count;
            *count += 1;
            tests.push(test);
        }
    }
    for test in &mut tests {
        test.is_only = known.get(&test.path()) == Some(&1);
    }
    tests
}

fn test(module: &Arc<Module>, package: &DataPath, rule: &Ref<Rule>) -> Option<RegoTest> {
    let Rule::Spec { head: rule_head, bodies, .. } = rule.as_ref() else { return None };
    let chain = Chain::of(head(rule))?;
    let parts = [Some(chain.root.to_string())].into_iter().chain(chain.components.iter().cloned());
    let constant: DataPath = parts.map_while(|part| part).collect();
    let last = constant.iter().position(|part| part.starts_with(PREFIX) || part.starts_with(SKIPPED_PREFIX))?;
    let place = name_place(head(rule), chain.components.len() - last);
    let keys = &chain.components[last..];
    let form = match rule_head {
        _ if constant[last].starts_with(SKIPPED_PREFIX) => Form::Skipped,
        RuleHead::Func { .. } => Form::Function,
        _ if keys.is_empty() => Form::Value,
        _ => Form::Cases(Cases {
            keys: key_texts(head(rule), keys.len()),
            constant_keys: Chain::constant_prefix(keys),
            beginnings: beginnings(bodies),
        }),
    };
    Some(RegoTest {
        module: Arc::clone(module),
        package: package.clone(),
        rule: constant[..=last].to_vec(),
        line: Place::of(&chain.span).line,
        form,
        earlier: 0,
        is_only: true,
        name_place: place,
    })
}

/// Where the name stands that is followed by `after` further components.
fn name_place(reference: &Ref<Expr>, after: usize) -> Option<Range<usize>> {
    match (reference.as_ref(), after) {
        (Expr::Var { span, .. }, 0) => Some(bytes(span)),
        (Expr::RefDot { field, .. }, 0) => Some(bytes(&field.0)),
        (Expr::RefDot { refr, .. } | Expr::RefBrack { refr, .. }, 1..) => name_place(refr, after - 1),
        // A name in brackets stays as it is.
        _ => None,
    }
}

/// The last `count` components of a reference as texts of Rego, in their order.
fn key_texts(reference: &Ref<Expr>, count: usize) -> Vec<String> {
    let (mut texts, mut current) = (Vec::new(), reference.clone());
    while texts.len() < count {
        current = match current.as_ref() {
            Expr::RefDot { refr, field, .. } => {
                texts.push(Value::from(field.0.text()).to_string());
                refr.clone()
            }
            Expr::RefBrack { refr, index, .. } => {
                texts.push(match index.as_ref() {
                    // The span of a text leaves its quotes out.
                    Expr::String { value, .. } | Expr::RawString { value, .. } => value.to_string(),
                    _ => index.span().text().to_owned(),
                });
                refr.clone()
            }
            _ => break,
        };
    }
    texts.reverse();
    texts
}

/// The beginnings of the only body of a rule, each a statement longer than the one before.
fn beginnings(bodies: &[RuleBody]) -> Vec<Range<usize>> {
    let [body] = bodies else { return Vec::new() };
    let Some(first) = body.query.stmts.first() else { return Vec::new() };
    body.query.stmts.iter().map(|statement| first.span.start as usize..statement.span.end as usize).collect()
}

fn bytes(span: &Span) -> Range<usize> {
    span.start as usize..span.end as usize
}

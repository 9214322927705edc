//! The rules that a policy is asked for: `allow`, which grants, and `deny`, which refuses with reasons.

use regorus::unstable::{Expr, Ref, Rule, RuleHead};

use super::expression::{is_collection, is_scalar};
use super::index::{Definition, RuleIndex, parameters};
use crate::policy::fault::{Fault, FaultKind};
use crate::policy::package::DataPath;

/// The paths of the rules that decide for `package`: `allow`, and `deny` if it has one.
///
/// # Errors
/// `None` if there is no `allow` at all; else each definition that can't be what it should: the engine would answer
/// something that is neither a yes nor a reason, and a `deny` that it can't see would deny nobody.
pub fn entries(index: &RuleIndex<'_>, package: &DataPath) -> Result<Vec<DataPath>, Option<Vec<Fault>>> {
    let rule = |name: &str| [package.as_slice(), &[name.to_owned()]].concat();
    let (allow, deny) = (rule("allow"), rule("deny"));
    let allows = index.below(&allow).map(|(path, definition)| misshapen_allow(path == &allow, definition));
    let denies = index.below(&deny).map(|(path, definition)| misshapen_deny(path == &deny, definition));
    let faults: Vec<Fault> = allows.chain(denies).flatten().collect();
    match (faults.is_empty(), index.rules.contains_key(&allow)) {
        (false, _) => Err(Some(faults)),
        (true, false) => Err(None),
        (true, true) if index.rules.contains_key(&deny) => Ok(vec![allow, deny]),
        (true, true) => Ok(vec![allow]),
    }
}

fn misshapen_allow(is_whole: bool, definition: &Definition<'_>) -> Option<Fault> {
    let what = match shape(is_whole, definition) {
        Shape::Value(None) => return None,
        Shape::Value(Some(value)) if is_boolean(value) => return None,
        Shape::Value(Some(value)) if is_collection(value) => "a collection",
        Shape::Value(Some(value)) if !is_scalar(value) && !is_default(definition) => return None,
        Shape::Value(_) => "neither true nor false",
        Shape::Function => "a function",
        Shape::Set | Shape::Object => "a collection",
    };
    let fault = definition.fault_of_whole(FaultKind::MissingAllow, format!("`allow` is {what}"));
    Some(fault.with_hint("a policy grants with `allow if { … }`; reasons to refuse go into `deny`"))
}

fn misshapen_deny(is_whole: bool, definition: &Definition<'_>) -> Option<Fault> {
    let what = match shape(is_whole, definition) {
        Shape::Set => return None,
        Shape::Value(Some(value)) if !is_scalar(value) => return None,
        Shape::Value(_) => "no set of reasons",
        Shape::Function => "a function",
        Shape::Object => "an object",
    };
    let fault = definition.fault_of_whole(FaultKind::DenyShape, format!("`deny` is {what}"));
    Some(fault.with_hint("write `deny contains \"the reason\" if { … }`"))
}

/// What a definition makes of its rule.
enum Shape<'d> {
    /// A value; without one, true.
    Value(Option<&'d Ref<Expr>>),
    Set,
    Object,
    Function,
}

fn shape<'d>(is_whole: bool, definition: &'d Definition<'_>) -> Shape<'d> {
    if parameters(definition) > 0 {
        return Shape::Function;
    }
    match definition.rule.as_ref() {
        Rule::Default { value, .. } => Shape::Value(Some(value)),
        Rule::Spec { head: RuleHead::Func { .. }, .. } => Shape::Function,
        Rule::Spec { head: RuleHead::Set { .. }, .. } if is_whole => Shape::Set,
        Rule::Spec { head: RuleHead::Compr { refr, assign, .. }, .. } if matches!(refr.as_ref(), Expr::Var { .. }) => {
            Shape::Value(assign.as_ref().map(|assign| &assign.value))
        }
        Rule::Spec { .. } => Shape::Object,
    }
}

fn is_default(definition: &Definition<'_>) -> bool {
    matches!(definition.rule.as_ref(), Rule::Default { .. })
}

fn is_boolean(value: &Expr) -> bool {
    matches!(value, Expr::Bool { .. })
}

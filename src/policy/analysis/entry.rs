//! The rules that are asked for: of a policy `allow`, which grants, and `deny`, which refuses with reasons; of the
//! journal's rules `mask` and `drop`.

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
    let what = other_than_boolean(is_whole, definition)?;
    let fault = definition.fault_of_whole(FaultKind::MissingAllow, format!("`allow` is {what}"));
    Some(fault.with_hint("a policy grants with `allow if { … }`; reasons to refuse go into `deny`"))
}

fn misshapen_deny(is_whole: bool, definition: &Definition<'_>) -> Option<Fault> {
    let what = match other_than_collection(is_whole, definition)? {
        "a value" => "no set of reasons",
        other => other,
    };
    let fault = definition.fault_of_whole(FaultKind::DenyShape, format!("`deny` is {what}"));
    Some(fault.with_hint("write `deny contains \"the reason\" if { … }`"))
}

/// The paths of `mask` and `drop`, those of them that `package` has: what the journal asks its rules for.
///
/// # Errors
/// `None` if there is neither; else each definition that can't be what it should.
pub fn log_entries(index: &RuleIndex<'_>, package: &DataPath) -> Result<Vec<DataPath>, Option<Vec<Fault>>> {
    let rule = |name: &str| [package.as_slice(), &[name.to_owned()]].concat();
    let (mask, drop) = (rule("mask"), rule("drop"));
    let masks = index.below(&mask).map(|(path, definition)| {
        let what = other_than_collection(path == &mask, definition)?;
        let fault = definition.fault_of_whole(FaultKind::LogRules, format!("`mask` is {what}, not a set of pointers"));
        Some(fault.with_hint("write `mask contains \"/input/customData/iban\"`"))
    });
    let drops = index.below(&drop).map(|(path, definition)| {
        let what = other_than_boolean(path == &drop, definition)?;
        let fault = definition.fault_of_whole(FaultKind::LogRules, format!("`drop` is {what}"));
        Some(fault.with_hint("write `drop if { … }`"))
    });
    let faults: Vec<Fault> = masks.chain(drops).flatten().collect();
    if !faults.is_empty() {
        return Err(Some(faults));
    }
    let found: Vec<DataPath> = [mask, drop].into_iter().filter(|path| index.rules.contains_key(path)).collect();
    if found.is_empty() { Err(None) } else { Ok(found) }
}

/// What a definition is that can never be true or false.
fn other_than_boolean(is_whole: bool, definition: &Definition<'_>) -> Option<&'static str> {
    match shape(is_whole, definition) {
        Shape::Value(None) => None,
        Shape::Value(Some(value)) if is_boolean(value) => None,
        Shape::Value(Some(value)) if is_collection(value) => Some("a collection"),
        Shape::Value(Some(value)) if !is_scalar(value) && !is_default(definition) => None,
        Shape::Value(_) => Some("neither true nor false"),
        Shape::Function => Some("a function"),
        Shape::Set | Shape::Object => Some("a collection"),
    }
}

/// What a definition is that can never be a set or a list.
fn other_than_collection(is_whole: bool, definition: &Definition<'_>) -> Option<&'static str> {
    match shape(is_whole, definition) {
        Shape::Set => None,
        Shape::Value(Some(value)) if !is_scalar(value) => None,
        Shape::Value(_) => Some("a value"),
        Shape::Function => Some("a function"),
        Shape::Object => Some("an object"),
    }
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

//! Fields of `input` that no login has: the rule is undefined for everybody.

use regorus::unstable::{Expr, Ref, Span};

use super::schema::Member;
use super::scope::{InputPath, Scope};
use super::subject::{is_about_events, member_for};
use crate::policy::analysis::nearest;
use crate::policy::fault::{Warning, WarningKind};
use crate::policy::module::{Content, Module};
use crate::policy::package::{DataPath, written};

/// `input.groupID`, `object.get(input, "groupID", 0)`.
pub(super) fn check(scope: &Scope<'_>, expression: &Ref<Expr>, warnings: &mut Vec<Warning>) {
    match expression.as_ref() {
        Expr::RefDot { .. } | Expr::RefBrack { .. } => {
            let components = components(expression);
            let Some(path) = scope.input_path(expression) else { return };
            let Some((position, message, hint)) = unknown(scope.module, &path) else { return };
            // What an import or a name stands for is told where that stands.
            let before = path.len().saturating_sub(components.len());
            let Some(span) = position.checked_sub(before).and_then(|at| components.get(at)) else { return };
            warnings.push(scope.warning_at(WarningKind::UnknownInputField, span, message).with_hint(hint));
        }
        Expr::Call { fcn, params, .. } if fcn.span().text() == "object.get" => {
            let [object, key, ..] = params.as_slice() else { return };
            let Some(mut path) = scope.input_path(object) else { return };
            path.extend(keys(key));
            let Some((position, message, hint)) = unknown(scope.module, &path) else { return };
            if position + keys(key).len() >= path.len() {
                warnings.push(scope.warning(WarningKind::UnknownInputField, key, message).with_hint(hint));
            }
        }
        _ => {}
    }
}

/// `import input.groupID`.
pub(super) fn imports(module: &Module, content: &Content, warnings: &mut Vec<Warning>) {
    for import in content.imports.values() {
        let Some((root, below)) = import.path.split_first() else { continue };
        let path: InputPath = below.iter().cloned().map(Some).collect();
        if let Some((_, message, hint)) = unknown(module, &path).filter(|_| root == "input") {
            let place = import.place;
            let warning = Warning::at(WarningKind::UnknownInputField, &module.file, &module.text, place, message);
            warnings.push(warning.with_hint(hint));
        }
    }
}

/// Which component of the path is unknown, what to say, and what to do.
fn unknown(module: &Module, path: &[Option<String>]) -> Option<(usize, String, String)> {
    let is_about_events = is_about_events(module);
    let login = if is_about_events { "input.input" } else { "input" };
    let Member::Unknown { position, known } = member_for(module, path) else { return None };
    let name = path[position].as_deref()?;
    let around: DataPath = path[..position].iter().map_while(Clone::clone).collect();
    let around = if around.is_empty() { "input".to_owned() } else { format!("input.{}", written(&around)) };
    let whose = if is_about_events && position == 0 { "event" } else { "login" };
    let message = format!("no {whose} has `{around}.{name}`");
    let hint = match nearest(name, known.iter().copied()) {
        Some(nearest) => format!("did you mean `{around}.{nearest}`?"),
        None if known.is_empty() => format!("`{around}` has no members"),
        None if whose == "event" => {
            format!("the input of these rules is an event, with {}; the login is `input.input`", list(&known))
        }
        None => format!("there is {}; what else is known of an agent is below `{login}.customData`", list(&known)),
    };
    Some((position, message, hint))
}

fn list(names: &[&str]) -> String {
    names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
}

/// Where each component of a reference stands.
fn components(reference: &Ref<Expr>) -> Vec<Span> {
    let (mut spans, mut current) = (Vec::new(), reference.clone());
    loop {
        current = match current.as_ref() {
            Expr::RefDot { refr, field, .. } => {
                spans.push(field.0.clone());
                refr.clone()
            }
            Expr::RefBrack { refr, index, .. } => {
                spans.push(index.span().clone());
                refr.clone()
            }
            _ => break,
        };
    }
    spans.reverse();
    spans
}

/// The components that the second argument of `object.get` names.
fn keys(key: &Ref<Expr>) -> InputPath {
    let constant = |key: &Ref<Expr>| match key.as_ref() {
        Expr::String { value, .. } | Expr::RawString { value, .. } => value.as_string().ok().map(ToString::to_string),
        _ => None,
    };
    match key.as_ref() {
        Expr::Array { items, .. } => items.iter().map(constant).collect(),
        _ => vec![constant(key)],
    }
}

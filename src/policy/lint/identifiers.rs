//! Ids are numbers: compared with texts, they never are equal.

use regorus::unstable::{AssignOp, Expr, Ref};

use super::schema::Member;
use super::scope::Scope;
use crate::policy::fault::{Warning, WarningKind};
use crate::policy::package::{DataPath, written};

/// `input.groupId == "2"`, `input.groupId in {"2"}`, `"2" in input.projectIds`, `data.agents[input.userId]`.
pub(super) fn check(scope: &Scope<'_>, expression: &Ref<Expr>, warnings: &mut Vec<Warning>) {
    match expression.as_ref() {
        Expr::BoolExpr { lhs, rhs, .. } | Expr::AssignExpr { op: AssignOp::Eq, lhs, rhs, .. } => {
            warnings.extend(compared(scope, lhs, rhs));
            warnings.extend(compared(scope, rhs, lhs));
        }
        Expr::Membership { value, collection, .. } => {
            let listed = scope.value(collection);
            if let Expr::Array { items, .. } | Expr::Set { items, .. } = listed.as_ref() {
                warnings.extend(items.iter().filter_map(|item| compared(scope, value, item)));
            }
            warnings.extend(looked_for(scope, value, collection));
        }
        _ => lookups(scope, expression, warnings),
    }
}

/// Every `[…]` of a reference.
fn lookups(scope: &Scope<'_>, reference: &Ref<Expr>, warnings: &mut Vec<Warning>) {
    let mut current = reference;
    loop {
        current = match current.as_ref() {
            Expr::RefBrack { refr, index, .. } => {
                warnings.extend(looked_up(scope, refr, index));
                refr
            }
            Expr::RefDot { refr, .. } => refr,
            _ => return,
        };
    }
}

/// The id that an expression stands for, as Rego writes it.
fn id(scope: &Scope<'_>, expression: &Ref<Expr>) -> Option<String> {
    let path = scope.input_path(expression)?;
    (scope.member(&path) == Member::Scalar("integer")).then(|| name(&path))
}

fn name(path: &[Option<String>]) -> String {
    let constant: DataPath = path.iter().map_while(Clone::clone).collect();
    let index = if constant.len() < path.len() { "[_]" } else { "" };
    format!("input.{}{index}", written(&constant))
}

fn text(scope: &Scope<'_>, expression: &Ref<Expr>) -> Option<String> {
    match scope.value(expression).as_ref() {
        Expr::String { value, .. } | Expr::RawString { value, .. } => value.as_string().ok().map(ToString::to_string),
        _ => None,
    }
}

fn compared(scope: &Scope<'_>, left: &Ref<Expr>, right: &Ref<Expr>) -> Option<Warning> {
    let (id, text) = (id(scope, left)?, text(scope, right)?);
    let message = format!("`{id}` is a number: it never equals the text \"{text}\"");
    let warning = scope.warning(WarningKind::IdComparedWithString, right, message);
    Some(warning.with_hint(without_quotes(&text)))
}

fn looked_for(scope: &Scope<'_>, value: &Ref<Expr>, collection: &Ref<Expr>) -> Option<Warning> {
    let (text, mut path) = (text(scope, value)?, scope.input_path(collection)?);
    path.push(None);
    if scope.member(&path) != Member::Scalar("integer") {
        return None;
    }
    path.pop();
    let message = format!("`{}` holds numbers: the text \"{text}\" is never among them", name(&path));
    let warning = scope.warning(WarningKind::IdComparedWithString, value, message);
    Some(warning.with_hint(without_quotes(&text)))
}

fn without_quotes(text: &str) -> String {
    match text.parse::<i64>() {
        Ok(number) => format!("write `{number}`, without quotes"),
        Err(_) => "compare it with a number; a name for the number can stand in data.yaml".into(),
    }
}

/// The keys of an object in a data file are always texts.
fn looked_up(scope: &Scope<'_>, object: &Ref<Expr>, index: &Ref<Expr>) -> Option<Warning> {
    let id = id(scope, index)?;
    let path: Option<DataPath> = scope.full_path(object)?.into_iter().collect();
    let path = path.filter(|path| path.first().is_some_and(|root| root == "data"))?;
    let keys = scope.subject.document.get(&path[1..])?.as_object().ok()?;
    let example = keys.keys().next()?;
    let object = written(&path);
    let message = format!("the keys of `{object}` are texts, such as {example}: the number `{id}` is none of them");
    let warning = scope.warning(WarningKind::IdComparedWithString, index, message);
    Some(warning.with_hint(format!("make a text of it: `{object}[format_int({}, 10)]`", index.span().text())))
}

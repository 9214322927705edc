//! One statement taken apart: what in it is told, and what its failure is called.

use regorus::Value;
use regorus::unstable::{Expr, Literal, LiteralStmt, Ref, WithModifier};

use super::parts::Names;
use super::source;
use super::why::Got;

/// The expressions in a statement whose parts are told.
pub(super) fn expressions(literal: &Literal) -> Vec<&Ref<Expr>> {
    match literal {
        Literal::SomeVars { .. } => Vec::new(),
        Literal::SomeIn { key, value, collection, .. } => key.iter().chain([value, collection]).collect(),
        Literal::Expr { expr, .. } | Literal::NotExpr { expr, .. } => vec![expr],
        Literal::Every { domain, .. } => vec![domain],
    }
}

/// The expression whose value says how the statement failed.
pub(super) fn judged(literal: &Literal, names: &Names<'_, '_>) -> Option<String> {
    match literal {
        Literal::Expr { span, expr } if !matches!(expr.as_ref(), Expr::AssignExpr { .. }) => {
            names.has_value(expr).then(|| source::text(span))
        }
        Literal::Expr { expr, .. } => match expr.as_ref() {
            Expr::AssignExpr { rhs, .. } if names.has_value(rhs) => Some(source::of(rhs)),
            _ => None,
        },
        Literal::SomeIn { collection, .. } => Some(source::of(collection)),
        Literal::Every { domain, .. } => Some(source::of(domain)),
        Literal::SomeVars { .. } | Literal::NotExpr { .. } => None,
    }
}

pub(super) fn got(literal: &Literal, judged: Option<&Value>) -> Got {
    match (literal, judged) {
        (Literal::NotExpr { .. }, _) => Got::Holds,
        (_, Some(Value::Undefined)) => Got::Undefined,
        (Literal::Expr { expr, .. }, Some(_)) if matches!(expr.as_ref(), Expr::AssignExpr { .. }) => Got::Mismatch,
        (Literal::Expr { .. }, Some(Value::Bool(false))) => Got::False,
        (Literal::Every { .. }, _) => Got::NotAll,
        _ => Got::Nothing,
    }
}

/// The `with`s of a statement as they are written.
pub(super) fn with_of(statement: &LiteralStmt) -> String {
    let Some(first) = statement.with_mods.first() else { return String::new() };
    let end = source::with_quotes(&statement.span).1;
    let text = statement.span.source.get_contents();
    text.get(first.span.start as usize..end).unwrap_or_default().to_owned()
}

/// What a `with` puts in the place of its target, as it is written.
pub(super) fn replacement(modifier: &WithModifier) -> String {
    let text = source::text(&modifier.span);
    let target = source::of(&modifier.refr);
    let rest = text.split_once(&target).map_or("", |(_, rest)| rest).trim_start();
    rest.strip_prefix("as").unwrap_or(rest).trim().to_owned()
}

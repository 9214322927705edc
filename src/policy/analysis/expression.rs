//! The parts of an expression.

use regorus::unstable::{Expr, Ref};

/// The expressions right below this one, in the order they are written.
///
/// Comprehensions have none: their variables are their own. Nor is the name of a called function one.
pub(in crate::policy) fn parts(expression: &Expr) -> Vec<&Ref<Expr>> {
    match expression {
        Expr::String { .. }
        | Expr::RawString { .. }
        | Expr::Number { .. }
        | Expr::Bool { .. }
        | Expr::Null { .. }
        | Expr::Var { .. }
        | Expr::ArrayCompr { .. }
        | Expr::SetCompr { .. }
        | Expr::ObjectCompr { .. } => Vec::new(),
        Expr::Array { items, .. } | Expr::Set { items, .. } => items.iter().collect(),
        Expr::Object { fields, .. } => fields.iter().flat_map(|(_, key, value)| [key, value]).collect(),
        Expr::Call { params, .. } => params.iter().collect(),
        Expr::UnaryExpr { expr, .. } => vec![expr],
        Expr::RefDot { refr, .. } => vec![refr],
        Expr::RefBrack { refr, index, .. } => vec![refr, index],
        Expr::BinExpr { lhs, rhs, .. }
        | Expr::BoolExpr { lhs, rhs, .. }
        | Expr::ArithExpr { lhs, rhs, .. }
        | Expr::AssignExpr { lhs, rhs, .. } => vec![lhs, rhs],
        Expr::Membership { key, value, collection, .. } => key.iter().chain([value, collection]).collect(),
    }
}

/// Calls `visit` for the expression and all below it.
pub(in crate::policy) fn each<'e>(expression: &'e Ref<Expr>, visit: &mut impl FnMut(&'e Ref<Expr>)) {
    visit(expression);
    for part in parts(expression) {
        each(part, visit);
    }
}

/// Calls `visit` for each variable of a pattern such as `[x, {"a": y}]`.
pub(in crate::policy) fn each_in_pattern<'e>(pattern: &'e Ref<Expr>, visit: &mut impl FnMut(&'e Ref<Expr>)) {
    match pattern.as_ref() {
        Expr::Var { .. } => visit(pattern),
        Expr::Array { .. } | Expr::Object { .. } => {
            for part in parts(pattern) {
                each_in_pattern(part, visit);
            }
        }
        _ => {}
    }
}

/// Whether it is a constant: a boolean, `null`, a number or a text.
pub(super) fn is_scalar(value: &Expr) -> bool {
    matches!(
        value,
        Expr::Bool { .. } | Expr::Null { .. } | Expr::Number { .. } | Expr::String { .. } | Expr::RawString { .. }
    )
}

/// Whether it is written as a list, a set, an object or a comprehension.
pub(super) fn is_collection(value: &Expr) -> bool {
    matches!(
        value,
        Expr::Array { .. }
            | Expr::Set { .. }
            | Expr::Object { .. }
            | Expr::ArrayCompr { .. }
            | Expr::SetCompr { .. }
            | Expr::ObjectCompr { .. }
    )
}

/// Whether it says outright what it is.
pub(in crate::policy) fn is_literal(value: &Expr) -> bool {
    is_scalar(value) || is_collection(value)
}

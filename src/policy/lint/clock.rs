//! The clock tells nanoseconds; what hour or day that is depends on the time zone.

use regorus::unstable::{Expr, Ref};

use super::scope::Scope;
use crate::policy::fault::{Warning, WarningKind};

/// `time.clock(time.now_ns())`: without a time zone, it is that of Greenwich.
pub(super) fn check(scope: &Scope<'_>, expression: &Ref<Expr>, warnings: &mut Vec<Warning>) {
    let Expr::Call { fcn, params, .. } = expression.as_ref() else { return };
    let function = fcn.span().text();
    let [moment] = params.as_slice() else { return };
    if matches!(function, "time.clock" | "time.date" | "time.weekday" | "time.format") && is_now(scope, moment) {
        let message = format!("`{function}` of a bare number is in UTC, not in the contact centre's time");
        let warning = scope.warning(WarningKind::ClockWithoutTimeZone, moment, message);
        let moment = moment.span().text();
        warnings.push(warning.with_hint(format!("name the time zone: `{function}([{moment}, \"Europe/Budapest\"])`")));
    }
}

/// Whether it is the clock's number, or a number of nanoseconds before or after that.
fn is_now(scope: &Scope<'_>, expression: &Ref<Expr>) -> bool {
    match scope.value(expression).as_ref() {
        Expr::Call { fcn, params, .. } => match fcn.span().text() {
            "time.now_ns" => true,
            "time.add_date" => params.first().is_some_and(|moment| is_now(scope, moment)),
            _ => false,
        },
        Expr::ArithExpr { lhs, rhs, .. } => is_now(scope, lhs) || is_now(scope, rhs),
        _ => false,
    }
}

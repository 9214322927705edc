//! Built-in functions that are not run, or not with every argument.

use regorus::unstable::{Expr, Ref};

use super::index::Definition;
use super::walk::Call;
use crate::policy::engine::{MAX_RANGE, MAX_WIDTH, has_wide_field};
use crate::policy::fault::{Fault, FaultKind};

/// The engine's own bound for a compiled pattern, in bytes.
const MAX_PATTERN_BYTES: usize = 100 * 1024;

/// Why a built-in is not run, if it is not.
pub(super) fn denied(function: &str) -> Option<&'static str> {
    Some(match function {
        "http.send" => "policies never call out; put the facts into data files",
        "opa.runtime" => "policies see nothing of the server's environment",
        "rand.intn" | "uuid.rfc4122" => "a decision must not depend on chance",
        "numbers.range_step" => "its length has no bound; write the numbers out in data",
        "net.cidr_expand" => "a network may have billions of addresses; use `net.cidr_contains`",
        "graph.reachable_paths" => "the number of paths has no bound; use `graph.reachable`",
        _ => return None,
    })
}

/// Calls that could take gigabytes in one step, which no timer interrupts.
pub(super) fn unbounded(caller: &Definition<'_>, name: &str, call: &Call<'_>) -> Option<Fault> {
    let span = call.function.span();
    let fault = |message: String| caller.fault(FaultKind::DeniedBuiltin, span, message);
    match (name, call.arguments) {
        ("walk", [_]) => {
            let hint = "write `walk(x, [path, value])` as a statement of its own";
            let message = "`walk` yields nothing in this form".to_owned();
            Some(caller.fault(FaultKind::WalkOutput, span, message).with_hint(hint))
        }
        ("numbers.range", [from, to, ..]) => {
            let is_long =
                matches!((integer(from), integer(to)), (Some(from), Some(to)) if from.abs_diff(to) > MAX_RANGE);
            let hint = "iterate over the collection itself: `some index, value in collection`";
            is_long.then(|| fault(format!("this range has more than {MAX_RANGE} numbers")).with_hint(hint))
        }
        ("sprintf", [format, ..]) => constant(format)
            .filter(|format| has_wide_field(format))
            .map(|_| fault(format!("a field of this format is wider than {MAX_WIDTH}"))),
        _ => None,
    }
}

fn integer(expression: &Ref<Expr>) -> Option<i64> {
    match expression.as_ref() {
        Expr::Number { value, .. } => value.as_i64().ok(),
        Expr::UnaryExpr { expr, .. } => integer(expr)?.checked_neg(),
        _ => None,
    }
}

fn constant(expression: &Ref<Expr>) -> Option<String> {
    match expression.as_ref() {
        Expr::String { value, .. } | Expr::RawString { value, .. } => value.as_string().ok().map(ToString::to_string),
        _ => None,
    }
}

/// A constant pattern that does not compile, or grows larger than the engine takes.
pub(super) fn pattern(caller: &Definition<'_>, name: &str, arguments: &[Ref<Expr>]) -> Option<Fault> {
    let position = match name {
        "regex.replace" => 1,
        "regex.match" | "regex.split" | "regex.find_n" | "regex.find_all_string_submatch_n" => 0,
        _ => return None,
    };
    let argument = arguments.get(position)?;
    let error = regex::RegexBuilder::new(&constant(argument)?).size_limit(MAX_PATTERN_BYTES).build().err()?;
    let (message, hint) = match error {
        regex::Error::CompiledTooBig(_) => (
            format!("the pattern compiles to more than {MAX_PATTERN_BYTES} bytes"),
            "`\\w`, `.` and counted repetitions are large in Unicode: write `[A-Za-z0-9_]`, or use `startswith` and `count`",
        ),
        other => {
            let reason = other.to_string();
            (
                format!("the pattern does not compile: {}", reason.rsplit("error: ").next().unwrap_or(&reason).trim()),
                "the syntax is RE2's",
            )
        }
    };
    Some(caller.fault(FaultKind::Pattern, argument.span(), message).with_hint(hint))
}

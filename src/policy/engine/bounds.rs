//! Built-in functions that a few lines of Rego could make take gigabytes or minutes, each with a bound.
//!
//! The engine looks at its timer between built-ins, never inside one. A text that is doubled forty times needs forty
//! calls, too few for the timer to see any of them: so the size of what a call makes is bounded before it is made.

use std::cell::Cell;

use regorus::unstable::{BUILTINS, Expr, Ref, Source, Span};
use regorus::{Engine, Value};
use thiserror::Error;

use super::limits::limit_of;

/// A call that would make more than it may.
#[derive(Debug, Clone, Copy, Error)]
#[error("`{0}` would make more than a policy may")]
pub struct TooMuch(&'static str);

thread_local! {
    /// The first call of this thread's evaluation that was refused.
    static REFUSED: Cell<Option<TooMuch>> = const { Cell::new(None) };
}

/// Forgets what earlier evaluations of this thread were refused.
pub fn reset() {
    REFUSED.set(None);
}

/// The call that this thread's evaluation was refused, if any.
///
/// The engine itself forgets an error in one definition of a function when another has a value: `not banned(x)` could
/// turn true by it. So whoever evaluates must ask here.
#[must_use]
pub fn refused() -> Option<TooMuch> {
    REFUSED.get()
}

fn refuse(function: &'static str) -> TooMuch {
    let refusal = TooMuch(function);
    REFUSED.set(refused().or(Some(refusal)));
    refusal
}

/// Puts bounded versions in the place of those `functions` that need a bound.
///
/// # Errors
/// When the engine refuses them.
pub fn bound<'f>(engine: &mut Engine, functions: impl IntoIterator<Item = &'f &'static str>) -> Result<(), String> {
    for &name in functions {
        let (Some(is_within), Some((builtin, parameters))) = (limit_of(name), BUILTINS.get(name)) else { continue };
        let stand_in = StandIn::new(usize::from(*parameters))?;
        let call = move |arguments: Vec<Value>| {
            if !is_within(&arguments) {
                return Err(refuse(name).into());
            }
            match builtin(&stand_in.span, &stand_in.parameters, &arguments, false) {
                Err(error) if error.downcast_ref::<regorus::LimitError>().is_some() => Err(refuse(name).into()),
                // As in OPA, a built-in that fails is undefined.
                result => Ok(result.unwrap_or(Value::Undefined)),
            }
        };
        engine.add_extension(name.into(), *parameters, Box::new(call)).map_err(|error| error.to_string())?;
    }
    Ok(())
}

/// What a built-in wants to know of where it is called, for errors that nobody reads.
#[derive(Clone)]
struct StandIn {
    span: Span,
    parameters: Vec<Ref<Expr>>,
}

impl StandIn {
    fn new(parameters: usize) -> Result<Self, String> {
        let source = Source::from_contents(String::new(), "call".into()).map_err(|error| error.to_string())?;
        let span = Span { source, line: 1, col: 1, start: 0, end: 4 };
        let parameter = || Ref::new(Expr::Null { span: span.clone(), value: Value::Null, eidx: 0 });
        Ok(Self { parameters: (0..parameters).map(|_| parameter()).collect(), span })
    }
}

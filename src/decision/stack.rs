//! A second, large stack of the thread that asks, for what recurses deeper than the stacks of workers bear.

#[cfg(test)]
mod tests;

use std::cell::Cell;

use corosensei::on_stack;
use corosensei::stack::DefaultStack;

/// Policies recurse on the stack, as deep as the checks before their acceptance allow.
pub(super) const STACK_BYTES: usize = 16 << 20;

thread_local! {
    /// Made by the first who needs it, and kept: a new one would cost as much as a small policy's evaluation.
    static KEPT: Cell<Option<DefaultStack>> = const { Cell::new(None) };
    static IS_EVALUATING: Cell<bool> = const { Cell::new(false) };
}

/// Whether this thread is evaluating a policy right where it was asked for one. Panics are caught and told then.
#[must_use]
pub fn is_evaluating() -> bool {
    IS_EVALUATING.get()
}

/// Does `work` on a large stack of this thread, with guarded end. `None`, and nothing done, when the system has no memory
/// for one.
///
/// # Panics
/// Never by itself: a panic of `work` is passed on.
pub(super) fn on_large_stack<T>(work: impl FnOnce() -> T) -> Option<T> {
    let mut stack = KEPT.take().or_else(|| DefaultStack::new(STACK_BYTES).ok())?;
    let evaluating = Evaluating::begin();
    let result = on_stack(&mut stack, work);
    drop(evaluating);
    KEPT.set(Some(stack));
    Some(result)
}

/// Says so while it lives, also when a panic ends that.
struct Evaluating(bool);

impl Evaluating {
    fn begin() -> Self {
        Self(IS_EVALUATING.replace(true))
    }
}

impl Drop for Evaluating {
    fn drop(&mut self) {
        IS_EVALUATING.set(self.0);
    }
}

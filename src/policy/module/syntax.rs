//! The syntax tree of a module, of which there is one: the engine's own, once an engine holds the module.

use std::fmt;
use std::sync::{Mutex, PoisonError};

use regorus::unstable::{Module as Tree, Ref};

/// A module's syntax tree. It takes ten times the memory of the text, so that of an engine takes the place of the one that
/// was parsed first.
pub struct Syntax(Mutex<Ref<Tree>>);

impl Syntax {
    /// The tree that was parsed.
    pub(super) fn new(tree: Tree) -> Self {
        Self(Mutex::new(Ref::new(tree)))
    }

    /// The tree. Nodes of what two calls give need not be the same ones.
    #[must_use]
    pub fn tree(&self) -> Ref<Tree> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Gives up the tree for an equal one, `parsed` from the same text.
    pub fn share(&self, parsed: &Ref<Tree>) {
        let own = std::mem::replace(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner), parsed.clone());
        drop(own);
    }
}

impl fmt::Debug for Syntax {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.tree().fmt(formatter)
    }
}

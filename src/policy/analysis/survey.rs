//! What can be said of a module by itself.

use std::collections::BTreeSet;
use std::ops::Range;

use regorus::unstable::{Module, Query, Span};

use super::walk::{self, Call};
use crate::policy::chain::Chain;
use crate::policy::module::Imports;
use crate::policy::package::DataPath;

/// The most statements of one body: the engine takes quadratic time to order them, and beyond 65,536 it runs the first
/// ones twice and the others never.
pub const MAX_STATEMENTS: usize = 256;

/// What a module refers to, and what in it must not reach the engine.
#[derive(Debug, Default)]
pub struct Survey {
    /// The constant prefixes of everything below `data` that it refers to, by name or through an import.
    pub references: BTreeSet<DataPath>,
    /// The first body of more than [`MAX_STATEMENTS`].
    pub overlong: Option<Span>,
    /// The bytes of its calls of `print`.
    pub prints: Vec<Range<usize>>,
}

impl Survey {
    /// Looks through all rules of `module`.
    #[must_use]
    pub fn of(module: &Module, imports: &Imports) -> Self {
        let mut surveyor = Surveyor { imports, survey: Self::default() };
        module.policy.iter().for_each(|rule| walk::rule(rule, &mut surveyor));
        surveyor.survey
    }
}

struct Surveyor<'a> {
    imports: &'a Imports,
    survey: Survey,
}

impl Surveyor<'_> {
    fn refer(&mut self, root: &str, components: &[Option<String>]) {
        if root == "data" {
            self.survey.references.insert(Chain::constant_prefix(components));
        } else if let Some([first, rest @ ..]) = self.imports.get(root).map(|import| import.path.as_slice())
            && first == "data"
        {
            self.survey.references.insert([rest, &Chain::constant_prefix(components)].concat());
        }
    }
}

impl walk::Visitor for Surveyor<'_> {
    fn reference(&mut self, chain: &Chain, _local: bool) {
        // An alias may be shadowed: taking it for the import only links a module too many.
        self.refer(&chain.root, &chain.components);
    }

    fn call(&mut self, call: &Call<'_>) {
        if let Some(chain) = Chain::of(call.function) {
            self.refer(&chain.root, &chain.components);
        }
        if call.function.span().text() == "print" {
            self.survey.prints.push(call.span.start as usize..call.span.end as usize);
        }
    }

    fn query(&mut self, query: &Query) {
        if query.stmts.len() > MAX_STATEMENTS && self.survey.overlong.is_none() {
            self.survey.overlong = Some(query.stmts[MAX_STATEMENTS].span.clone());
        }
    }
}

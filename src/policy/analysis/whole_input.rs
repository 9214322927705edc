//! Which expression makes an answer depend on all of `input`.

use std::sync::Arc;

use super::index::{Definition, RuleIndex};
use super::walk;
use crate::policy::chain::Chain;
use crate::policy::fault::Place;
use crate::policy::package::DataPath;

/// A place at which all of `input` is read, or a part that only a value names: `input[key]`, `f(input)`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WholeInput {
    /// The file, relative to the policy directory.
    pub file: Arc<str>,
    /// Where `input` stands in it.
    pub place: Place,
    /// The line it stands on, without the space around it.
    pub line_text: String,
}

/// The first place at which one of `rules` reads all of `input`.
#[must_use]
pub fn whole_input(index: &RuleIndex<'_>, rules: &[DataPath]) -> Option<WholeInput> {
    rules.iter().flat_map(|rule| index.definitions(rule)).find_map(in_definition)
}

fn in_definition(definition: &Definition<'_>) -> Option<WholeInput> {
    let mut reader = Reader { definition, found: None };
    walk::rule(&definition.rule, &mut reader);
    reader.found
}

struct Reader<'d, 'm> {
    definition: &'d Definition<'m>,
    found: Option<WholeInput>,
}

impl walk::Visitor for Reader<'_, '_> {
    fn reference(&mut self, chain: &Chain, local: bool) {
        let imported = self.definition.content.imports.get(&*chain.root).map(|import| import.path.as_slice());
        let is_root = match imported {
            Some([root]) => root == "input",
            _ => &*chain.root == "input",
        };
        let is_whole = is_root && !local && chain.components.first().is_none_or(Option::is_none);
        if is_whole && self.found.is_none() {
            let place = Place::of(&chain.span);
            let module = self.definition.module;
            let line_text = module.text.lines().nth(place.line - 1).unwrap_or_default().trim().to_owned();
            self.found = Some(WholeInput { file: Arc::clone(&module.file), place, line_text });
        }
    }
}

//! What a module imports.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use regorus::unstable::{Import, Module as Tree};

use super::head;
use crate::policy::chain::Chain;
use crate::policy::fault::{Fault, FaultKind, Place};
use crate::policy::package::DataPath;

/// The imports of a module by the name that each goes by.
pub type Imports = BTreeMap<String, Imported>;

/// What one import stands for.
#[derive(Debug)]
pub struct Imported {
    /// The path, the root first.
    pub path: DataPath,
    /// Where it stands.
    pub place: Place,
}

/// The imports of `input` and `data`.
pub(super) fn imports(tree: &Tree) -> Imports {
    let chains = tree.imports.iter().filter_map(|import| Some((import, Chain::of(&import.refr)?)));
    let ours = chains.filter(|(_, chain)| !matches!(&*chain.root, "rego" | "future"));
    ours.map(|(import, chain)| {
        // The parser takes only constant paths.
        let path = chain.constant_path().unwrap_or_default();
        (alias(import, &chain), Imported { path, place: Place::of(import.refr.span()) })
    })
    .collect()
}

/// Imports that the engine takes otherwise than Rego, or would complain of on stderr.
pub(super) fn import_faults(file: &Arc<str>, text: &Arc<str>, tree: &Tree) -> Vec<Fault> {
    let mut faults = Vec::new();
    let mut names = BTreeSet::new();
    let rules: BTreeSet<_> = tree.policy.iter().filter_map(|rule| Some(Chain::of(head(rule))?.root)).collect();
    for import in &tree.imports {
        let Some(chain) = Chain::of(&import.refr).filter(|chain| !matches!(&*chain.root, "rego" | "future")) else {
            continue;
        };
        let fault = |kind, message: String, hint: &str| {
            Fault::at(kind, file, text, Place::of(import.refr.span()), message).with_hint(hint)
        };
        let name = alias(import, &chain);
        if chain.components.is_empty() && import.r#as.is_none() {
            let message = format!("`{name}` needs no import");
            faults.push(fault(FaultKind::Syntax, message, "remove the line"));
        } else if rules.contains(name.as_str()) {
            let message = format!("`{name}` is imported, and is a rule of this file");
            faults.push(fault(FaultKind::Conflict, message, "import it under another name: `import … as other`"));
        } else if !names.insert(name.clone()) {
            let message = format!("`{name}` is imported twice");
            faults.push(fault(
                FaultKind::Conflict,
                message,
                "import one of them under another name: `import … as other`",
            ));
        }
    }
    faults
}

/// The name that an import goes by.
fn alias(import: &Import, chain: &Chain) -> String {
    match &import.r#as {
        Some(alias) => alias.text().to_owned(),
        None => chain.components.last().cloned().flatten().unwrap_or_else(|| chain.root.to_string()),
    }
}

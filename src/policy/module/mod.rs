//! One `.rego` file, parsed once: its package, its rules, what it refers to in `data`.

mod content;
mod imports;
mod syntax;

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

use regorus::unstable::{Expr, Parser, Ref, Rule, RuleHead, Source};

use super::chain::Chain;
use super::fault::{Fault, FaultKind, Place};
use super::package::{self, DataPath, Entry};
pub use imports::{Imported, Imports};
pub use syntax::Syntax;

/// A `.rego` file as it stands.
#[derive(Debug)]
pub struct Module {
    /// Its path, relative to the policy directory.
    pub file: Arc<str>,
    /// Its text; empty if it could not be read.
    pub text: Arc<str>,
    /// The package it declares, or, when that can't be read, the one it declared before or its path names.
    pub package: Option<DataPath>,
    /// What it says, or why it can't be used.
    pub content: Result<Content, Vec<Fault>>,
}

/// What a module says.
#[derive(Debug)]
pub struct Content {
    /// The engine's syntax tree.
    pub syntax: Syntax,
    /// The text as the engine gets it: of the same length, but it prints nothing.
    pub engine_text: Arc<str>,
    /// Its imports.
    pub imports: Imports,
    /// The first component of each rule's name.
    pub rule_names: BTreeSet<String>,
    /// The constant prefixes of everything below `data` that it refers to.
    pub references: BTreeSet<DataPath>,
    /// How long its package's verdicts may be remembered at most.
    pub cache_ttl: Option<Duration>,
}

impl Module {
    /// Parses a file. `previous_package` is what the file at the same path declared before.
    ///
    /// To be called on a thread with a large stack: the parser is recursive.
    #[must_use]
    pub fn parse(file: &Arc<str>, text: &Arc<str>, previous_package: Option<&DataPath>) -> Self {
        let Self { package, content, .. } = Self::parse_test(file, text);
        let content =
            content.and_then(|content| match package.as_deref().and_then(|path| package::misplaced(file, path)) {
                Some((message, hint)) => {
                    let place = Place::of(&content.syntax.tree().package.span);
                    Err(vec![Fault::at(FaultKind::Package, file, text, place, message).with_hint(hint)])
                }
                None => Ok(content),
            });
        let package = match &content {
            Ok(_) => package,
            Err(_) => presumed_package(file, package, previous_package),
        };
        Self { file: Arc::clone(file), text: Arc::clone(text), package, content }
    }

    /// Parses a file of tests: its package may have any name.
    ///
    /// To be called on a thread with a large stack: the parser is recursive.
    #[must_use]
    pub fn parse_test(file: &Arc<str>, text: &Arc<str>) -> Self {
        let content = Content::parse(file, text);
        let package = match &content {
            Ok(content) => package_path(&content.syntax.tree().package.refr),
            Err(_) => declared_package(file, text),
        };
        Self { file: Arc::clone(file), text: Arc::clone(text), package, content }
    }

    /// A file that could not be read.
    #[must_use]
    pub fn unreadable(fault: Fault, previous_package: Option<&DataPath>) -> Self {
        let file = Arc::clone(&fault.file);
        let package = presumed_package(&file, None, previous_package);
        Self { file, text: "".into(), package, content: Err(vec![fault]) }
    }
}

/// Whose rules a faulty file withholds: those of the package it declares or declared before; but of no other project
/// or platform than the one that its path names.
fn presumed_package(file: &str, declared: Option<DataPath>, previous: Option<&DataPath>) -> Option<DataPath> {
    let named = package::entry_named_by_path(file);
    let is_of_one = matches!(named, Some(Entry::Project(_) | Entry::Platform(_)));
    let is_possible = |package: &DataPath| !is_of_one || Entry::of(package) == named;
    let known = declared.into_iter().chain(previous.cloned()).find(is_possible);
    known.or_else(|| named.as_ref().map(Entry::package))
}

fn package_path(reference: &Ref<Expr>) -> Option<DataPath> {
    Chain::of(reference)?.constant_path()
}

/// The package line alone, of a file whose rest does not parse.
fn declared_package(file: &str, text: &str) -> Option<DataPath> {
    let source = Source::from_contents(file.to_owned(), text.to_owned()).ok()?;
    let package = Parser::new(&source).ok()?.parse_package().ok()?;
    package_path(&package.refr)
}

/// The name in a rule's head.
#[must_use]
pub fn head(rule: &Rule) -> &Ref<Expr> {
    match rule {
        Rule::Default { refr, .. } => refr,
        Rule::Spec { head, .. } => match head {
            RuleHead::Compr { refr, .. } | RuleHead::Set { refr, .. } | RuleHead::Func { refr, .. } => refr,
        },
    }
}

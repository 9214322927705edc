//! References to `data` that lead nowhere: they are undefined for everybody, and a `deny` that asks them denies nobody.

use std::collections::BTreeSet;

use regorus::unstable::{Expr, Ref};

use super::scope::Scope;
use super::subject::Subject;
use crate::policy::analysis::nearest;
use crate::policy::chain::Chain;
use crate::policy::fault::{Warning, WarningKind};
use crate::policy::module::{Content, Module};
use crate::policy::package::{DataPath, Entry, written};

/// `suspension.suspnded`, `data.suspnded`.
pub(super) fn check(scope: &Scope<'_>, expression: &Ref<Expr>, warnings: &mut Vec<Warning>) {
    let (Expr::RefDot { .. } | Expr::RefBrack { .. }) = expression.as_ref() else { return };
    let Some(chain) = Chain::of(expression) else { return };
    let Some(path) = scope.full_path(expression).as_deref().and_then(below_data) else { return };
    let import = scope.content.imports.get(&*chain.root).and_then(|import| import.path.get(1..));
    // What is wrong with an import is told there.
    let is_told = import.is_some_and(|path| unknown(scope.subject, path).is_some());
    if let Some((message, hint)) = unknown(scope.subject, &path).filter(|_| !is_told) {
        warnings.push(scope.warning(WarningKind::UnknownReference, expression, message).with_hint(hint));
    }
}

/// `import data.lib.suspensoin`.
pub(super) fn imports(subject: &Subject<'_>, module: &Module, content: &Content, warnings: &mut Vec<Warning>) {
    for import in content.imports.values() {
        let path: Vec<_> = import.path.iter().cloned().map(Some).collect();
        if let Some((message, hint)) = below_data(&path).and_then(|path| unknown(subject, &path)) {
            let place = import.place;
            let warning = Warning::at(WarningKind::UnknownReference, &module.file, &module.text, place, message);
            warnings.push(warning.with_hint(hint));
        }
    }
}

/// The constant part of a path below `data`.
fn below_data(path: &[Option<String>]) -> Option<DataPath> {
    let (root, below) = path.split_first()?;
    (root.as_deref() == Some("data")).then(|| Chain::constant_prefix(below))
}

/// What is missing at a path below `data`, and what to do; `None` where something stands or may stand.
fn unknown(subject: &Subject<'_>, path: &[String]) -> Option<(String, String)> {
    let first = path.first().filter(|_| subject.is_sound)?;
    if subject.document.get(path).is_some() || subject.packages.is_at_or_below(path) {
        return None;
    }
    if let Some(length) = (1..path.len()).rev().find(|length| subject.packages.name(&path[..*length]).is_some()) {
        let (package, name) = (&path[..length], &path[length]);
        let contents = subject.packages.declaring(package).iter().filter_map(|module| module.content.as_ref().ok());
        let rules: BTreeSet<&str> = contents.flat_map(|content| &content.rule_names).map(String::as_str).collect();
        if rules.contains(&**name) {
            return None;
        }
        let package = written(package);
        let message = format!("`package {package}` has no rule `{name}`");
        return Some((message, hint(name, rules, "correct the name, or define the rule")));
    }
    if subject.document.get(std::slice::from_ref(first)).is_some() {
        return None;
    }
    let shown = written(path);
    let libraries = subject.packages.names().filter(|package| Entry::of(package).is_none());
    let libraries: Vec<String> = libraries.map(|package| written(package)).collect();
    let message = format!("there is no `data.{shown}`: no package and no data file has it");
    let known = libraries.iter().map(String::as_str).collect();
    Some((message, hint(&shown, known, "correct the name, or add it to a data file")))
}

fn hint(name: &str, known: BTreeSet<&str>, otherwise: &str) -> String {
    let nearest = nearest(name, known.into_iter());
    nearest.map_or_else(|| otherwise.to_owned(), |nearest| format!("did you mean `{nearest}`?"))
}

//! What each rule of a set of modules reads and calls, and what is wrong with it.

use std::collections::BTreeSet;

use regorus::unstable::{ArithOp, BUILTINS, Rule};

use super::index::{Definition, RuleIndex, Surroundings, parameters};
use super::order::{Disorder, Problem};
use super::{calls, walk};
use crate::policy::chain::Chain;
use crate::policy::fault::{Fault, FaultKind};
use crate::policy::package::{DataPath, written};

/// What one rule (all its definitions) does.
#[derive(Debug, Default)]
pub struct RuleFacts {
    /// The rules it can ask, by path.
    pub asks: BTreeSet<DataPath>,
    /// The constant prefixes of what it reads of `input`; the empty path is all of it.
    pub inputs: BTreeSet<DataPath>,
    /// The constant prefixes of what it reads of base data.
    pub data: BTreeSet<DataPath>,
    /// The built-in functions it calls.
    pub builtins: BTreeSet<&'static str>,
    /// Whether it multiplies.
    pub multiplies: bool,
}

/// What the rule at `path` does, and its faults.
pub(super) fn facts(index: &RuleIndex<'_>, path: &DataPath) -> (RuleFacts, Vec<Fault>) {
    let mut facts = RuleFacts::default();
    let mut faults = Vec::new();
    let definitions = index.rules.get(path).map_or(&[][..], Vec::as_slice);
    contradictions(path, definitions, &mut faults);
    for definition in definitions {
        let before = faults.len();
        let mut observer = Observer { index, definition, facts: &mut facts, faults: &mut faults };
        walk::rule(&definition.rule, &mut observer);
        if faults.len() > before {
            // A wrong call gives its output no value: that would be told as another fault.
            continue;
        }
        let disorders = Surroundings { index, definition }.disorders();
        faults.extend(disorders.iter().map(|disorder| fault_of(index, definition, disorder)));
    }
    (facts, faults)
}

/// Two defaults, or a function and a value of one name: the engine takes one of them and says nothing.
fn contradictions(path: &DataPath, definitions: &[Definition<'_>], faults: &mut Vec<Fault>) {
    let name = written(path);
    let mut defaults = definitions.iter().filter(|it| matches!(it.rule.as_ref(), Rule::Default { .. }));
    if let Some(second) = defaults.nth(1) {
        let fault = second.fault_of_whole(FaultKind::Conflict, format!("`{name}` has two defaults"));
        faults.push(fault.with_hint("keep one of them"));
    }
    let Some((first, others)) = definitions.split_first() else { return };
    let taken = parameters(first);
    if let Some(other) = others.iter().find(|other| parameters(other) != taken) {
        let message = format!("`{name}` is defined with {taken} parameters and with {}", parameters(other));
        faults.push(other.fault_of_whole(FaultKind::Conflict, message).with_hint("give each its own name"));
    }
}

fn fault_of(index: &RuleIndex<'_>, definition: &Definition<'_>, disorder: &Disorder) -> Fault {
    let name = disorder.variable.text();
    let (kind, message, hint) = match disorder.problem {
        Problem::Unknown => {
            let hint = match calls::nearest(name, index.names(definition)) {
                Some(nearest) => format!("did you mean `{nearest}`?"),
                None => format!(
                    "give it a value (`{name} := …`, `some {name} in …`), define it or import it; a text has quotes: `\"{name}\"`"
                ),
            };
            (FaultKind::Unsafe, format!("there is no `{name}` here"), hint)
        }
        Problem::NoValue => (
            FaultKind::Unsafe,
            format!("nothing gives `{name}` a value before it is needed"),
            format!("give `{name}` a value by a statement that does not need it: `some {name} in …`, `{name} := …`"),
        ),
        Problem::TooLate => (
            FaultKind::Unsafe,
            format!("`{name}` is used before it gets its value"),
            format!(
                "move this below what gives `{name}` its value; if it is there, make it a rule or function of its own"
            ),
        ),
        Problem::OnlyUnderNot => (
            FaultKind::WildcardUnderNot,
            format!("nothing outside this `not` gives `{name}` a value: it would mean \"some element differs\""),
            "write `not value in collection`, or a helper rule that finds the element and `not helper`".into(),
        ),
        Problem::LookedUpInEvery => (
            FaultKind::LookupInEvery,
            format!("`not` with a lookup by `{name}` does not work inside `every`: where nothing is found, it fails"),
            format!("give it another name first: `wanted := {name}`, then `not collection[wanted]`"),
        ),
    };
    definition.fault(kind, &disorder.variable, message).with_hint(hint)
}

struct Observer<'a, 'm> {
    index: &'a RuleIndex<'m>,
    definition: &'a Definition<'m>,
    facts: &'a mut RuleFacts,
    faults: &'a mut Vec<Fault>,
}

impl Observer<'_, '_> {
    fn read(&mut self, root: &str, components: &[Option<String>]) {
        match root {
            "input" => {
                self.facts.inputs.insert(Chain::constant_prefix(components));
            }
            "data" => self.read_data(components),
            _ => {
                let package = self.definition.package.iter().cloned().map(Some);
                let path: Vec<_> = package.chain([Some(root.to_owned())]).chain(components.iter().cloned()).collect();
                self.facts.asks.extend(self.index.candidates(&path).into_iter().cloned());
                let imported = self.definition.content.imports.get(root);
                if let Some([first, rest @ ..]) = imported.map(|import| import.path.as_slice()) {
                    let components: Vec<_> = rest.iter().cloned().map(Some).chain(components.iter().cloned()).collect();
                    self.read(first, &components);
                }
            }
        }
    }

    /// A reference below `data` reads rules, base data, or both; only one that lies within a rule reads no base data.
    fn read_data(&mut self, path: &[Option<String>]) {
        let prefix = Chain::constant_prefix(path);
        let candidates = self.index.candidates(path);
        let within_rule = candidates.iter().any(|rule| prefix.starts_with(rule));
        self.facts.asks.extend(candidates.into_iter().cloned());
        if !within_rule && !self.index.is_package(&prefix) {
            self.facts.data.insert(prefix);
        }
    }

    /// The engine takes the imports of all files of a package together; Rego does not.
    fn foreign_import(&mut self, chain: &Chain) {
        let Definition { package, content, .. } = self.definition;
        let name = &*chain.root;
        let is_foreign = !content.imports.contains_key(name)
            && self.index.is_import(package, name)
            && !self.index.defines(package, name);
        if is_foreign {
            let message = format!("only another file of this package imports `{name}`");
            let fault = self.definition.fault(FaultKind::Unsafe, &chain.span, message);
            self.faults.push(fault.with_hint("import it in this file too"));
        }
    }
}

impl walk::Visitor for Observer<'_, '_> {
    fn reference(&mut self, chain: &Chain, local: bool) {
        if !local {
            self.foreign_import(chain);
            self.read(&chain.root, &chain.components);
        }
    }

    fn call(&mut self, call: &walk::Call<'_>) {
        let Some(chain) = Chain::of(call.function) else { return };
        if let Some(function) = self.index.function(&chain, self.definition) {
            self.faults.extend(calls::user_function(self.definition, call, &function));
            self.facts.asks.insert(function.path);
        } else {
            self.foreign_import(&chain);
            self.facts.builtins.extend(BUILTINS.get_key_value(call.function.span().text()).map(|(name, _)| *name));
            self.faults.extend(calls::builtin(self.index, self.definition, call));
        }
    }

    fn arithmetic(&mut self, operator: &ArithOp) {
        self.facts.multiplies |= *operator == ArithOp::Mul;
    }
}

//! All rules of a set of modules, and what names in them stand for.

use std::collections::BTreeMap;
use std::sync::Arc;

use regorus::unstable::{BUILTINS, Expr, Query, Ref, Rule, RuleHead, Span};

use super::order;
use crate::policy::chain::Chain;
use crate::policy::fault::{Fault, FaultKind, Place};
use crate::policy::module::{Content, Imported, Module, head};
use crate::policy::package::DataPath;

/// One definition of a rule, and the module it stands in.
pub(in crate::policy) struct Definition<'m> {
    pub(in crate::policy) module: &'m Module,
    pub(in crate::policy) content: &'m Content,
    pub(in crate::policy) package: &'m DataPath,
    pub(in crate::policy) rule: Ref<Rule>,
}

/// All rules of a set of modules, by their full path below `data`.
pub struct RuleIndex<'m> {
    pub(super) rules: BTreeMap<DataPath, Vec<Definition<'m>>>,
    packages: Packages<'m>,
}

/// The packages, and the imports of all their modules by name: the engine does not tell the files of a package apart.
type Packages<'m> = BTreeMap<&'m DataPath, BTreeMap<&'m str, Vec<(&'m Module, &'m Imported)>>>;

/// A user function that a call names.
pub(in crate::policy) struct Function<'i, 'm> {
    pub(in crate::policy) path: DataPath,
    pub(in crate::policy) definitions: &'i [Definition<'m>],
    /// Whether the call names it through an import.
    pub(super) is_imported: bool,
}

impl<'m> RuleIndex<'m> {
    /// Indexes the rules of `modules`; those that could not be parsed have none.
    #[must_use]
    pub fn new(modules: &'m [Arc<Module>]) -> Self {
        let mut index = Self { rules: BTreeMap::new(), packages: BTreeMap::new() };
        for module in modules {
            let (Ok(content), Some(package)) = (&module.content, &module.package) else { continue };
            let imports = index.packages.entry(package).or_default();
            for (name, import) in &content.imports {
                imports.entry(name).or_default().push((module, import));
            }
            for rule in &content.syntax.tree().policy {
                let Some(chain) = Chain::of(head(rule)) else { continue };
                let mut path = package.clone();
                path.push(chain.root.to_string());
                path.extend(Chain::constant_prefix(&chain.components));
                index.rules.entry(path).or_default().push(Definition { module, content, package, rule: rule.clone() });
            }
        }
        index
    }

    /// The definitions of the rules at `path` and below it, each with its path, the rule at `path` itself first.
    pub(super) fn below<'s>(&'s self, path: &'s DataPath) -> impl Iterator<Item = (&'s DataPath, &'s Definition<'m>)> {
        let rules = self.rules.range(path.clone()..).take_while(|(rule, _)| rule.starts_with(path));
        rules.flat_map(|(rule, definitions)| definitions.iter().map(move |definition| (rule, definition)))
    }

    /// The definitions of the rule at `path`; those that begin with it have none here.
    pub(in crate::policy) fn definitions(&self, path: &[String]) -> &[Definition<'m>] {
        self.rules.get(path).map_or(&[], Vec::as_slice)
    }

    /// The order in which the engine runs the statements of `query`, which stands in `definition`, yields `terms` and
    /// sees the variables `outer` of what is around it.
    pub(in crate::policy) fn steps(
        &self,
        definition: &Definition<'m>,
        query: &Query,
        terms: &[&Ref<Expr>],
        outer: impl IntoIterator<Item = String>,
    ) -> Vec<order::Step> {
        order::steps(query, terms, outer, &Surroundings { index: self, definition })
    }

    /// The files that define the rule at `path`, with the line of each definition.
    pub fn places(&self, path: &DataPath) -> impl Iterator<Item = (&Arc<str>, usize)> {
        let definitions = self.rules.get(path).map_or(&[][..], Vec::as_slice);
        definitions.iter().map(|definition| (&definition.module.file, definition.rule.span().line as usize))
    }

    /// Whether `name` is a rule of `package`.
    pub(super) fn defines(&self, package: &DataPath, name: &str) -> bool {
        let path = [package.as_slice(), &[name.to_owned()]].concat();
        self.below(&path).next().is_some()
    }

    /// Whether `package` is declared exactly so.
    pub(super) fn is_package(&self, package: &DataPath) -> bool {
        self.packages.contains_key(package)
    }

    /// Whether some file of `package` imports something as `name`.
    pub(super) fn is_import(&self, package: &DataPath, name: &str) -> bool {
        self.packages.get(package).is_some_and(|imports| imports.contains_key(name))
    }

    /// Names that stand for one thing in one file of a package and for another in another: the engine takes the last.
    pub(super) fn import_conflicts(&self) -> Vec<Fault> {
        let mut faults = Vec::new();
        for (package, imports) in &self.packages {
            for (name, imported) in imports {
                let is_rule = self.defines(package, name);
                let differs = |(_, import): &&(&Module, &Imported)| is_rule || import.path != imported[0].1.path;
                if let Some((module, import)) = imported.iter().find(differs) {
                    let other = if is_rule { "is a rule" } else { "is imported as something else" };
                    let message = format!("`{name}` {other} in another file of this package");
                    let place = import.place;
                    let fault = Fault::at(FaultKind::Conflict, &module.file, &module.text, place, message);
                    faults.push(fault.with_hint("import it under another name: `import … as other`"));
                }
            }
        }
        faults
    }

    /// The names of rules and imports that `definition` can use.
    pub(super) fn names<'s>(&'s self, definition: &'s Definition<'_>) -> impl Iterator<Item = &'s str> {
        let package = definition.package;
        let rules = self.below(package).filter_map(|(path, _)| path.get(package.len()));
        let fixed = ["input", "data", "true", "false", "null"].into_iter();
        rules.chain(definition.content.imports.keys()).map(String::as_str).chain(fixed)
    }

    /// The rules that a reference to `data.<path>` can reach.
    pub(in crate::policy) fn candidates(&self, path: &[Option<String>]) -> Vec<&DataPath> {
        let prefix = Chain::constant_prefix(path);
        let matches = |rule: &&DataPath| {
            rule.iter().zip(path).all(|(name, component)| component.as_ref().is_none_or(|it| it == name))
        };
        let below = self.rules.range(prefix.clone()..).map(|(rule, _)| rule);
        let below = below.take_while(|rule| rule.starts_with(&prefix));
        let above = (0..prefix.len()).filter_map(|length| Some(self.rules.get_key_value(&prefix[..length])?.0));
        below.chain(above).filter(matches).collect()
    }

    /// The user function that `chain` calls where `definition` stands.
    pub(in crate::policy) fn function(&self, chain: &Chain, definition: &Definition<'_>) -> Option<Function<'_, 'm>> {
        let called = chain.constant_path()?;
        let imported = definition.content.imports.get(&*chain.root);
        let imported = imported.and_then(|import| Some([import.path.get(1..)?, &called[1..]].concat()));
        let own = [definition.package.as_slice(), &called].concat();
        let absolute = (&*chain.root == "data").then(|| called[1..].to_vec());
        let named = [(imported, true), (Some(own), false), (absolute, false)];
        named.into_iter().find_map(|(path, is_imported)| {
            let path = path?;
            let definitions = self.rules.get(&path)?.as_slice();
            Some(Function { path, definitions, is_imported })
        })
    }
}

/// How many parameters a rule has; none if it is no function.
pub(in crate::policy) fn parameters(definition: &Definition<'_>) -> usize {
    match definition.rule.as_ref() {
        Rule::Spec { head: RuleHead::Func { args, .. }, .. } | Rule::Default { args, .. } => args.len(),
        Rule::Spec { .. } => 0,
    }
}

impl Definition<'_> {
    /// A fault at `span` of the definition's module.
    pub(super) fn fault(&self, kind: FaultKind, span: &Span, message: String) -> Fault {
        Fault::at(kind, &self.module.file, &self.module.text, Place::of(span), message)
    }

    /// A fault of the definition as a whole: it is shown at its name.
    pub(super) fn fault_of_whole(&self, kind: FaultKind, message: String) -> Fault {
        self.fault(kind, head(&self.rule).span(), message)
    }
}

/// What a definition's body can call and refer to.
pub(super) struct Surroundings<'i, 'm> {
    pub(super) index: &'i RuleIndex<'m>,
    pub(super) definition: &'i Definition<'m>,
}

impl Surroundings<'_, '_> {
    /// What is wrong with the order of the definition's statements.
    pub(super) fn disorders(&self) -> Vec<order::Disorder> {
        order::disorders(&self.definition.rule, self)
    }
}

impl order::Package for Surroundings<'_, '_> {
    fn knows(&self, name: &str) -> bool {
        let package = self.definition.package;
        self.index.is_import(package, name) || self.index.defines(package, name)
    }

    fn output<'e>(&self, call: &'e Expr) -> Option<&'e Ref<Expr>> {
        let Expr::Call { fcn, params, .. } = call else { return None };
        let taken = match Chain::of(fcn).and_then(|chain| self.index.function(&chain, self.definition)) {
            // The engine does not look through imports here.
            Some(function) if function.is_imported => return None,
            Some(function) => parameters(function.definitions.first()?),
            None => usize::from(BUILTINS.get(fcn.span().text())?.1),
        };
        params.last().filter(|_| params.len() == taken + 1)
    }
}

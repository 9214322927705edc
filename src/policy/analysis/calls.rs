//! Function calls that the engine would accept and fail on later.

use regorus::unstable::BUILTINS;

use super::index::{Definition, Function, RuleIndex, parameters};
use super::{builtins, walk::Call};
use crate::policy::capabilities::signature;
use crate::policy::fault::{Fault, FaultKind};
use crate::policy::package::{DataPath, written};

/// A user function called with the wrong number of arguments.
pub(super) fn user_function(caller: &Definition<'_>, call: &Call<'_>, function: &Function<'_, '_>) -> Option<Fault> {
    let taken = parameters(function.definitions.first()?);
    if taken == 0 {
        let message = format!("`{}` is no function", call.function.span().text());
        return Some(caller.fault(FaultKind::UnknownFunction, call.function.span(), message));
    }
    arity(caller, call, taken, call.is_statement && !function.is_imported)
}

/// In a statement of its own, one more argument than parameters takes the result.
fn arity(caller: &Definition<'_>, call: &Call<'_>, taken: usize, may_take_result: bool) -> Option<Fault> {
    let given = call.arguments.len();
    (given != taken && !(may_take_result && given == taken + 1)).then(|| {
        let name = call.function.span().text();
        let arguments = if taken == 1 { "argument" } else { "arguments" };
        let message = format!("`{name}` takes {taken} {arguments}, {given} given");
        let fault = caller.fault(FaultKind::Arity, call.function.span(), message);
        match signature(name) {
            Some(signature) => fault.with_hint(format!("it is `{signature}`")),
            None => fault,
        }
    })
}

/// A call of a built-in function, or of one that does not exist.
pub(super) fn builtin(index: &RuleIndex<'_>, caller: &Definition<'_>, call: &Call<'_>) -> Option<Fault> {
    let name = call.function.span().text();
    if let Some(reason) = builtins::denied(name) {
        let message = format!("`{name}` is not run here");
        return Some(caller.fault(FaultKind::DeniedBuiltin, call.function.span(), message).with_hint(reason));
    }
    let Some((_, taken)) = BUILTINS.get(name).filter(|_| !is_internal(name)) else {
        return Some(unknown(index, caller, call));
    };
    arity(caller, call, usize::from(*taken), call.is_statement)
        .or_else(|| builtins::unbounded(caller, name, call))
        .or_else(|| builtins::pattern(caller, name, call.arguments))
}

/// Whether it is what the engine calls for an operator, by a name that no author means.
fn is_internal(name: &str) -> bool {
    name.starts_with("__")
}

fn unknown(index: &RuleIndex<'_>, caller: &Definition<'_>, call: &Call<'_>) -> Fault {
    let name = call.function.span().text();
    let fault =
        caller.fault(FaultKind::UnknownFunction, call.function.span(), format!("there is no function `{name}`"));
    if let Some(instead) = instead_of(name) {
        return fault.with_hint(instead);
    }
    if let Some(hint) = imported(index, caller, name).or_else(|| in_front(name)) {
        return fault.with_hint(hint);
    }
    let own = index.rules.keys().filter_map(|path| path.last()).map(String::as_str);
    match nearest(name, BUILTINS.keys().copied().filter(|name| !is_internal(name)).chain(own)) {
        Some(nearest) => fault.with_hint(format!("did you mean `{nearest}`?")),
        None => fault.with_hint(match name.split_once('.') {
            Some((package, _)) => format!("define it, or import the package that does: `import data.….{package}`"),
            None => "define it, or import the package that does".to_owned(),
        }),
    }
}

/// `groups.mebmer` after `import data.lib.groups`: what is wrong with the import, or with the name in that package.
fn imported(index: &RuleIndex<'_>, caller: &Definition<'_>, name: &str) -> Option<String> {
    let (alias, function) = name.split_once('.')?;
    let import = &caller.content.imports.get(alias)?.path;
    let package: DataPath = import.strip_prefix(&["data".to_owned()][..])?.to_vec();
    let rules = || index.below(&package).filter_map(|(path, _)| path.get(package.len())).map(String::as_str);
    Some(match nearest(function, rules()) {
        Some(nearest) => format!("did you mean `{alias}.{nearest}`?"),
        None if rules().next().is_none() => {
            format!("no file declares `package {}`, which is imported", written(&package))
        }
        None => format!("`package {}` has no such function", written(&package)),
    })
}

/// `input.username.startswith("a")`: what stands before a built-in's name is its first argument.
fn in_front(name: &str) -> Option<String> {
    let (argument, function) = name.rsplit_once('.')?;
    let is_value = argument.starts_with("input.") || argument.starts_with("data.");
    let known = || BUILTINS.keys().copied().filter(|name| !is_internal(name));
    let function = nearest(function, known()).filter(|_| is_value)?;
    Some(format!("functions stand in front: `{function}({argument}, …)`"))
}

/// The known name that `name` may be a slip of, or the beginning of.
pub(in crate::policy) fn nearest<'n>(name: &str, known: impl Iterator<Item = &'n str>) -> Option<&'n str> {
    let distance = |known: &str| match known.strip_prefix(name) {
        Some(rest) if rest.starts_with(['_', '.']) => 1,
        _ => strsim::damerau_levenshtein(known, name),
    };
    let nearest = known.map(|known| (distance(known), known)).min();
    nearest.filter(|(distance, _)| *distance <= 1 + name.len() / 5 && *distance < name.len()).map(|(_, known)| known)
}

/// What to use instead of OPA's built-ins that this engine lacks.
fn instead_of(name: &str) -> Option<&'static str> {
    let family = name.split_once('.').map_or(name, |(family, _)| family);
    Some(match (family, name) {
        ("crypto" | "io", _) => "cryptography is not built in: callers are authenticated before policies run",
        ("graphql" | "providers", _) => "it is not built in, and a login carries nothing to use it on",
        (_, "any") => "use `true in list`, or `some x in list`",
        (_, "all") => "use `every x in list { … }`",
        (_, "re_match") => "use `regex.match`",
        (_, "set_diff") => "use `one - other`",
        (_, "cast_array" | "cast_boolean" | "cast_null" | "cast_object" | "cast_set" | "cast_string") => {
            "use `to_number`, `format_int` or `sprintf`, or ask what it is: `is_string` and the like"
        }
        ("uuid", _) => "it is not built in: compare ids as texts",
        (_, "net.cidr_contains_matches" | "net.cidr_intersects" | "net.cidr_merge" | "net.cidr_overlap") => {
            "use `net.cidr_contains`"
        }
        (_, "net.lookup_ip_addr") => "policies never call out; put the addresses into data files",
        (_, "rego.metadata.chain" | "rego.metadata.rule" | "rego.parse_module") => "policies can't read policies here",
        (_, "strings.render_template") => "use `sprintf`",
        (_, "array.flatten") => "use a comprehension: `[x | some xs in list; some x in xs]`",
        (_, "regex.globs_match") => "use `glob.match`",
        ("yaml" | "urlquery" | "json", _) if name.contains("schema") || family != "json" => {
            "it is not built in: use `json.unmarshal`, or data files"
        }
        _ => return None,
    })
}

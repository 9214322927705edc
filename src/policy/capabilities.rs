//! The built-in functions that policies can use here, as `opa capabilities` lists them.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;

/// An OPA `capabilities.json` of exactly the built-ins and features that this server has, for `opa check
/// --capabilities`, Regal and editors. The declarations are those of OPA 1.8.
pub const CAPABILITIES: &str = include_str!("capabilities.json");

/// What the named built-in function yields, if it is always of one type: `number`, `string`, `array`, …
#[must_use]
pub fn result_type(function: &str) -> Option<&'static str> {
    let result = DECLARATIONS.get(function)?.result.as_ref()?;
    Some(result.name.as_str()).filter(|name| *name != "any")
}

/// How the named built-in function is called: `startswith(string, string)`.
#[must_use]
pub fn signature(function: &str) -> Option<String> {
    let arguments: Vec<_> = DECLARATIONS.get(function)?.args.iter().map(Type::written).collect();
    Some(format!("{function}({})", arguments.join(", ")))
}

static DECLARATIONS: LazyLock<BTreeMap<String, Declaration>> = LazyLock::new(|| {
    let capabilities: Capabilities = serde_json::from_str(CAPABILITIES).unwrap_or_default();
    capabilities.builtins.into_iter().map(|builtin| (builtin.name, builtin.decl)).collect()
});

#[derive(Deserialize, Default)]
struct Capabilities {
    builtins: Vec<Builtin>,
}

#[derive(Deserialize)]
struct Builtin {
    name: String,
    decl: Declaration,
}

#[derive(Deserialize)]
struct Declaration {
    #[serde(default)]
    args: Vec<Type>,
    result: Option<Type>,
}

#[derive(Deserialize)]
struct Type {
    #[serde(rename = "type")]
    name: String,
    /// The types that it may be; or the type of a set's elements, which nobody needs here.
    of: Option<Elements>,
    /// The elements of a list of fixed length.
    #[serde(rename = "static")]
    fixed: Option<Vec<Fixed>>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Elements {
    Some(Vec<Type>),
    One(serde::de::IgnoredAny),
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Fixed {
    Element(Type),
    Field(serde::de::IgnoredAny),
}

impl Type {
    fn written(&self) -> String {
        let of_all = |types: Vec<String>, separator: &str| types.join(separator);
        match (&*self.name, &self.of, &self.fixed) {
            ("any", Some(Elements::Some(types)), _) => of_all(types.iter().map(Self::written).collect(), " or "),
            ("array", _, Some(elements)) => {
                let written = elements.iter().filter_map(|element| match element {
                    Fixed::Element(element) => Some(element.written()),
                    Fixed::Field(_) => None,
                });
                format!("[{}]", of_all(written.collect(), ", "))
            }
            (name, _, _) => name.to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_are_known_by_type() {
        assert_eq!(result_type("count"), Some("number"));
        assert_eq!(result_type("startswith"), Some("boolean"));
        assert_eq!(result_type("json.unmarshal"), None, "it may be anything");
        assert_eq!(result_type("http.send"), None);
    }

    #[test]
    fn a_signature_tells_what_to_hand_over() {
        for (function, expected) in [
            ("startswith", "startswith(string, string)"),
            ("time.clock", "time.clock(number or [number, string])"),
            ("count", "count(string or array or object or set)"),
            ("time.now_ns", "time.now_ns()"),
            ("json.patch", "json.patch(any, array)"),
        ] {
            assert_eq!(signature(function).as_deref(), Some(expected));
        }
        assert_eq!(signature("http.send"), None);
    }
}

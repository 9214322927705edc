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
    static RESULTS: LazyLock<BTreeMap<String, String>> = LazyLock::new(|| {
        let capabilities: Capabilities = serde_json::from_str(CAPABILITIES).unwrap_or_default();
        let declared = capabilities.builtins.into_iter();
        declared.filter_map(|builtin| Some((builtin.name, builtin.decl.result?.name))).collect()
    });
    RESULTS.get(function).map(String::as_str).filter(|name| *name != "any")
}

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
    result: Option<Type>,
}

#[derive(Deserialize)]
struct Type {
    #[serde(rename = "type")]
    name: String,
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
}

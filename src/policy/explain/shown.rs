//! Values as people read them in Rego, never long.

use regorus::Value;

/// The longest text of a value, in characters.
pub const MAX_CHARS: usize = 200;

/// A value as Rego writes it, cut after 200 characters; `undefined` if it is that.
#[must_use]
pub fn shown(value: &Value) -> String {
    let mut text = Text { text: String::new(), left: MAX_CHARS };
    // What is too long ends with an ellipsis already.
    let _ = text.value(value);
    text.text
}

/// A text that takes no more than its share.
struct Text {
    text: String,
    left: usize,
}

/// The text is full.
struct Full;

impl Text {
    fn push(&mut self, piece: &str) -> Result<(), Full> {
        for char in piece.chars() {
            if self.left == 0 {
                self.text.push('…');
                return Err(Full);
            }
            self.left -= 1;
            self.text.push(char);
        }
        Ok(())
    }

    fn value(&mut self, value: &Value) -> Result<(), Full> {
        match value {
            Value::Undefined => self.push("undefined"),
            Value::String(text) => self.string(text),
            Value::Array(items) => self.list("[", items.iter(), "]"),
            Value::Set(items) if items.is_empty() => self.push("set()"),
            Value::Set(items) => self.list("{", items.iter(), "}"),
            Value::Object(fields) => {
                self.push("{")?;
                for (at, (key, value)) in fields.iter().enumerate() {
                    self.push(if at > 0 { ", " } else { "" })?;
                    self.value(key)?;
                    self.push(": ")?;
                    self.value(value)?;
                }
                self.push("}")
            }
            Value::Number(number) if number.as_big().is_some_and(|integer| integer.bits() > 1_024) => {
                self.push("a very large number")
            }
            Value::Null | Value::Bool(_) | Value::Number(_) => self.push(&value.to_string()),
        }
    }

    /// Only as much of the text is quoted as can be shown.
    fn string(&mut self, text: &str) -> Result<(), Full> {
        let end = text.char_indices().nth(self.left).map_or(text.len(), |(at, _)| at);
        self.push(&serde_json::Value::from(&text[..end]).to_string())?;
        if end < text.len() { self.push("…") } else { Ok(()) }
    }

    fn list<'v>(&mut self, open: &str, items: impl Iterator<Item = &'v Value>, close: &str) -> Result<(), Full> {
        self.push(open)?;
        for (at, item) in items.enumerate() {
            self.push(if at > 0 { ", " } else { "" })?;
            self.value(item)?;
        }
        self.push(close)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_is_written_as_in_rego() {
        let json = serde_json::json!({"a": [1, "x\n", null, true, 1.5], "b": {}});
        assert_eq!(shown(&Value::from(json)), r#"{"a": [1, "x\n", null, true, 1.5], "b": {}}"#);
        let set: std::collections::BTreeSet<Value> = [Value::from(2), Value::from(1)].into();
        assert_eq!(shown(&Value::from(set)), "{1, 2}");
        assert_eq!(shown(&Value::new_set()), "set()");
        assert_eq!(shown(&Value::Undefined), "undefined");
    }

    #[test]
    fn a_long_value_is_cut() {
        for value in [Value::from("é".repeat(1_000)), Value::from(vec![Value::from(7); 1_000])] {
            let text = shown(&value);
            assert!(text.ends_with('…'), "{text}");
            assert_eq!(text.chars().count(), MAX_CHARS + 1);
        }
        assert_eq!(shown(&Value::from("é".repeat(MAX_CHARS - 2))).chars().count(), MAX_CHARS);
    }

    #[test]
    fn a_number_without_end_is_not_written() {
        let power = vec!["10000000000"; 40].join(" * ");
        let results = regorus::Engine::new().eval_query(power, false).unwrap();
        let number = results.result[0].expressions[0].value.clone();
        assert_eq!(shown(&number), "a very large number");
    }
}

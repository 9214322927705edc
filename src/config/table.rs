//! Typed reading of one table of settings. Every accessor returns `None` only after it has noted a fault.

use std::ops::RangeInclusive;
use std::path::{Path, PathBuf};
use std::time::Duration;

use figment::value::{Dict, Tag, Value};
use humantime::format_duration;

use super::environment;
use super::fault::Fault;
use super::layer::SourceKind;
use super::reader::{Reader, joined};
use super::report::Entry;
use super::scalar::{Form, kind, shown};

/// One table of the merged settings.
pub(super) struct Table<'r> {
    reader: &'r Reader,
    name: String,
    values: &'r Dict,
    tag: Tag,
    known: Vec<&'static str>,
}

impl<'r> Table<'r> {
    pub(super) fn new(reader: &'r Reader, name: String, values: &'r Dict, tag: Tag) -> Self {
        Self { reader, name, values, tag, known: Vec::new() }
    }

    /// The value of `key`, which from now on is a setting that exists.
    fn value(&mut self, key: &'static str) -> Option<&'r Value> {
        if !self.known.contains(&key) {
            self.known.push(key);
            self.reader.know(self.full_name(key));
        }
        self.values.get(key)
    }

    /// The value of `key`, whose absence is a fault.
    pub(super) fn required(&mut self, key: &'static str, expected: &str) -> Option<&'r Value> {
        let value = self.value(key);
        if value.is_none() {
            self.refuse(key, format!("is missing, expected {expected}"));
        }
        value
    }

    /// Whether `key` is set.
    pub(super) fn has(&mut self, key: &'static str) -> bool {
        self.value(key).is_some()
    }

    /// The full name of `key`.
    pub(super) fn full_name(&self, key: &str) -> String {
        joined(&self.name, key)
    }

    /// The place `key` was set in; the table's own if it was not.
    pub(super) fn source(&self, key: &str) -> String {
        self.reader.source(self.values.get(key).map_or(self.tag, Value::tag))
    }

    /// The settings file that `key` was set in.
    pub(super) fn file(&self, key: &str) -> Option<&'r Path> {
        self.values.get(key).and_then(|value| self.reader.file(value.tag()))
    }

    /// Notes that the value of `key` is refused.
    pub(super) fn refuse(&self, key: &str, problem: String) {
        let (name, source) = (self.full_name(key), self.source(key));
        self.reader.refuse(Fault { name, source, problem: problem.into() });
    }

    /// Notes that nobody set `key` and `value` is in force.
    pub(super) fn enter_default(&mut self, key: &'static str, value: impl Into<serde_json::Value>) {
        self.value(key);
        self.reader.enter(Entry { name: self.full_name(key), value: value.into(), source: "default".to_owned() });
    }

    /// Notes that `value` is in force for `key`, as it may be shown to anybody.
    pub(super) fn enter(&self, key: &str, value: serde_json::Value) {
        self.reader.enter(Entry { name: self.full_name(key), value, source: self.source(key) });
    }

    /// A scalar, if `parse` accepts it; `expected` says what that takes.
    pub(super) fn parsed<T>(
        &mut self,
        key: &'static str,
        form: Form,
        expected: &str,
        parse: impl FnOnce(&str) -> Option<T>,
    ) -> Option<T> {
        let value = self.required(key, expected)?;
        let in_environment = self.reader.source_kind(value.tag()) == SourceKind::Environment;
        let accepted = form.text(value, in_environment).and_then(|text| Some((parse(&text)?, text)));
        let Some((parsed, text)) = accepted else {
            self.refuse(key, format!("got {}, expected {expected}", shown(value)));
            return None;
        };
        self.enter(key, form.reported(text));
        Some(parsed)
    }

    /// The text of `key` as it stands there, unchecked; `None`, and no fault, if it is no text.
    pub(super) fn text(&mut self, key: &'static str) -> Option<String> {
        self.value(key).and_then(Value::as_str).map(str::to_owned)
    }

    /// `true` or `false`.
    pub(super) fn switch(&mut self, key: &'static str) -> Option<bool> {
        self.parsed(key, Form::Switch, "true or false", |text| text.parse().ok())
    }

    /// An integer in `range`.
    pub(super) fn integer(&mut self, key: &'static str, range: RangeInclusive<u64>) -> Option<u64> {
        let expected = format!("an integer from {} to {}", range.start(), range.end());
        self.parsed(key, Form::Integer, &expected, |text| text.parse().ok().filter(|number| range.contains(number)))
    }

    /// A duration in `range`.
    pub(super) fn duration(&mut self, key: &'static str, range: RangeInclusive<Duration>) -> Option<Duration> {
        let (least, most) = (format_duration(*range.start()), format_duration(*range.end()));
        let expected = format!("a duration from \"{least}\" to \"{most}\"");
        self.parsed(key, Form::Text, &expected, |text| {
            humantime::parse_duration(text).ok().filter(|duration| range.contains(duration))
        })
    }

    /// A path that is not empty.
    pub(super) fn path(&mut self, key: &'static str, expected: &str) -> Option<PathBuf> {
        self.parsed(key, Form::Text, expected, |text| (!text.is_empty()).then(|| PathBuf::from(text)))
    }

    /// One of the given names.
    pub(super) fn choice<T: Copy>(&mut self, key: &'static str, choices: &[(&str, T)]) -> Option<T> {
        let names: Vec<String> = choices.iter().map(|(name, _)| format!("\"{name}\"")).collect();
        self.parsed(key, Form::Text, &names.join(" or "), |text| {
            choices.iter().find(|(name, _)| *name == text).map(|(_, choice)| *choice)
        })
    }

    /// A list, each of whose texts `parse` accepts or says what is expected instead; `expected` says what it takes.
    pub(super) fn list<T>(
        &mut self,
        key: &'static str,
        expected: &str,
        parse: impl Fn(&str) -> Result<T, String>,
    ) -> Option<Vec<T>> {
        let value = self.required(key, expected)?;
        let Value::Array(_, values) = value else {
            self.refuse(key, format!("got {}, expected {expected}", shown(value)));
            return None;
        };
        let item = |(at, value): (usize, &Value)| {
            let expected = match value.as_str().map(&parse) {
                Some(Ok(item)) => return Some(item),
                Some(Err(expected)) => expected,
                None => "a text in quotes".to_owned(),
            };
            self.refuse(key, format!("got {} at [{at}], expected {expected}", shown(value)));
            None
        };
        let items: Vec<_> = values.iter().enumerate().map(item).collect();
        self.enter(key, values.iter().filter_map(Value::as_str).collect());
        items.into_iter().collect()
    }

    /// A text that no fault and no report shows.
    pub(super) fn secret(&mut self, key: &'static str) -> Option<String> {
        let value = self.required(key, "a text in quotes")?;
        let secret = self.secret_text(key, value);
        if secret.is_some() {
            self.enter(key, "***".into());
        }
        secret
    }

    /// A list of texts that no fault and no report shows.
    pub(super) fn secrets(&mut self, key: &'static str) -> Option<Vec<String>> {
        const EXPECTED: &str = "a list of texts: [\"…\", \"…\"]";
        let value = self.required(key, EXPECTED)?;
        let Value::Array(_, values) = value else {
            self.refuse(key, format!("got {}, expected {EXPECTED}", kind(value)));
            return None;
        };
        let secrets: Vec<_> = values.iter().map(|value| self.secret_text(key, value)).collect();
        self.enter(key, vec!["***"; secrets.len()].into());
        secrets.into_iter().collect()
    }

    fn secret_text(&self, key: &str, value: &Value) -> Option<String> {
        match value {
            Value::String(_, text) if !text.is_empty() => return Some(text.clone()),
            Value::String(..) => self.refuse(key, "got an empty text, expected a secret".to_owned()),
            other => self.refuse(key, format!("got {}, expected a text in quotes", kind(other))),
        }
        None
    }

    /// The table `key`.
    pub(super) fn table(&mut self, key: &'static str) -> Option<Table<'r>> {
        let expected = format!("a table: [{}]", self.full_name(key));
        match self.required(key, &expected)? {
            Value::Dict(tag, values) => Some(Table::new(self.reader, self.full_name(key), values, *tag)),
            other => {
                self.refuse(key, format!("got {}, expected {expected}", kind(other)));
                None
            }
        }
    }

    /// The list of tables `key`.
    pub(super) fn tables(&mut self, key: &'static str) -> Option<Vec<Table<'r>>> {
        let name = self.full_name(key);
        let expected = format!("a list of tables: [[{name}]] or [{{…}}, {{…}}]");
        let value = self.required(key, &expected)?;
        let Value::Array(_, values) = value else {
            // What stands there may hold secrets, so it is described and not quoted.
            let syntax = value.as_str().map(environment::list_or_table).and_then(Result::err);
            let got = syntax.map_or_else(|| kind(value).to_owned(), |fault| format!("text that is no list ({fault})"));
            self.refuse(key, format!("got {got}, expected {expected}"));
            return None;
        };
        let mut tables = Vec::new();
        for (index, value) in values.iter().enumerate() {
            match value {
                Value::Dict(tag, values) => {
                    tables.push(Table::new(self.reader, format!("{name}[{index}]"), values, *tag));
                }
                other => self.refuse(key, format!("got {} at [{index}], expected a table", kind(other))),
            }
        }
        (tables.len() == values.len()).then_some(tables)
    }

    /// Ends the reading: what nobody asked for does not exist.
    pub(super) fn finish(self) {
        for (key, value) in self.values.iter().filter(|(key, _)| !self.known.contains(&key.as_str())) {
            self.reader.unknown(self.full_name(key), value);
        }
    }
}

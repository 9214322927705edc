//! What is found while the merged settings are read: faults, the report, settings that do not exist.

use std::cell::RefCell;
use std::path::Path;

use figment::Figment;
use figment::value::{Dict, Tag, Value};

use super::environment;
use super::fault::Fault;
use super::layer::{Layer, SourceKind};
use super::report::{Entry, Report};
use super::table::Table;

/// The merged settings and what reading them has found so far.
pub(super) struct Reader {
    figment: Figment,
    values: Dict,
    faults: RefCell<Vec<Fault>>,
    entries: RefCell<Vec<Entry>>,
    known: RefCell<Vec<String>>,
    unknown: RefCell<Vec<Unknown>>,
}

/// A setting that does not exist.
struct Unknown {
    name: String,
    tag: Tag,
}

impl Reader {
    /// Reads `figment`, in addition to `faults` found before.
    pub(super) fn new(figment: Figment, mut faults: Vec<Fault>) -> Self {
        let values = figment.find_value("").ok().and_then(Value::into_dict);
        if values.is_none() {
            let problem = "the settings could not be merged".into();
            faults.push(Fault { name: String::new(), source: "logingate".to_owned(), problem });
        }
        Self {
            figment,
            values: values.unwrap_or_default(),
            faults: RefCell::new(faults),
            entries: RefCell::default(),
            known: RefCell::default(),
            unknown: RefCell::default(),
        }
    }

    /// The outermost table.
    pub(super) fn root(&self) -> Table<'_> {
        Table::new(self, String::new(), &self.values, Tag::Default)
    }

    /// What reports and faults call the place that a value comes from.
    pub(super) fn source(&self, tag: Tag) -> String {
        self.figment.get_metadata(tag).map_or_else(|| "default".to_owned(), |metadata| metadata.name.to_string())
    }

    /// What kind of place a value comes from.
    pub(super) fn source_kind(&self, tag: Tag) -> SourceKind {
        self.figment.get_metadata(tag).map_or(SourceKind::Program, Layer::kind)
    }

    /// The settings file that a value comes from, if it comes from one.
    pub(super) fn file(&self, tag: Tag) -> Option<&Path> {
        self.figment.get_metadata(tag)?.source.as_ref()?.file_path()
    }

    /// Notes that a setting or table of this name exists.
    pub(super) fn know(&self, name: String) {
        self.known.borrow_mut().push(name);
    }

    /// Notes a fault.
    pub(super) fn refuse(&self, fault: Fault) {
        self.faults.borrow_mut().push(fault);
    }

    /// Notes a setting in force.
    pub(super) fn enter(&self, entry: Entry) {
        self.entries.borrow_mut().push(entry);
    }

    /// Notes `value`, or each setting below it, as one that does not exist.
    pub(super) fn unknown(&self, name: String, value: &Value) {
        match value {
            Value::Dict(_, values) if !values.is_empty() => {
                for (key, value) in values {
                    self.unknown(joined(&name, key), value);
                }
            }
            _ => self.unknown.borrow_mut().push(Unknown { name, tag: value.tag() }),
        }
    }

    /// Everything found: the faults, those about settings that do not exist last, and the report.
    pub(super) fn into_findings(self) -> (Vec<Fault>, Report) {
        let known = self.known.borrow();
        let mut faults = self.faults.take();
        for Unknown { name, tag } in self.unknown.take() {
            let in_environment = self.source_kind(tag) == SourceKind::Environment;
            let problem = match nearest(&name, &known) {
                Some(near) if in_environment => {
                    format!("no such setting; did you mean {}?", environment::variable(near)).into()
                }
                Some(near) => format!("no such setting; did you mean `{near}`?").into(),
                None => "no such setting".into(),
            };
            faults.push(Fault { source: self.source(tag), name, problem });
        }
        (faults, Report(self.entries.take()))
    }
}

/// The full name of `key` in the table `table`, on one line and unmistakable whatever a file wrote in quotes.
pub(super) fn joined(table: &str, key: &str) -> String {
    let bare = !key.is_empty() && key.chars().all(|c| c.is_ascii_alphanumeric() || c == '_' || c == '-');
    let key = if bare { key.to_owned() } else { format!("{key:?}") };
    if table.is_empty() { key } else { format!("{table}.{key}") }
}

/// The setting that was probably meant by `name`: one spelt nearly like it, or one of that name in another table.
fn nearest<'k>(name: &str, known: &'k [String]) -> Option<&'k str> {
    let last = |name: &'k str| name.rsplit('.').next().unwrap_or(name);
    let close = known
        .iter()
        .map(|known| (strsim::damerau_levenshtein(name, known), known))
        .filter(|(distance, known)| *distance <= 3 && *distance * 3 <= known.len())
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, known)| known.as_str());
    let own_last = name.rsplit('.').next().unwrap_or(name);
    close.or_else(|| known.iter().map(String::as_str).find(|known| last(known) == own_last))
}

//! A rule that is a test: what it is called, by people and by the engine.

use std::ops::Range;
use std::sync::Arc;

use crate::policy::module::Module;
use crate::policy::package::{DataPath, rule_path, written};

/// One rule whose name says that it is a test.
#[derive(Debug)]
pub(super) struct RegoTest {
    pub(super) module: Arc<Module>,
    pub(super) package: DataPath,
    /// The rule's name below its package, up to the part that begins with `test_`.
    pub(super) rule: DataPath,
    pub(super) line: usize,
    pub(super) form: Form,
    /// How many tests of the package had this name before: each definition is a test of its own.
    pub(super) earlier: usize,
    /// Whether it is the only one of its name.
    pub(super) is_only: bool,
    /// Where the last part of its name stands, in bytes of the text.
    pub(super) name_place: Option<Range<usize>>,
}

/// What kind of rule a test is.
#[derive(Debug)]
pub(super) enum Form {
    /// `test_x if …`
    Value,
    /// `test_x[case] if …`
    Cases(Cases),
    /// `todo_test_x`
    Skipped,
    /// `test_x(y) if …`, which nobody could call.
    Function,
}

/// A test whose value is an object of cases.
#[derive(Debug)]
pub(super) struct Cases {
    /// The brackets of the head, as written.
    pub(super) keys: Vec<String>,
    /// Those of them that are constants, up to the first that is not.
    pub(super) constant_keys: DataPath,
    /// The bytes of its body's first statement, of its first two, and so on; none if it has several bodies.
    pub(super) beginnings: Vec<Range<usize>>,
}

impl RegoTest {
    /// `package.rule`, with the number of its definition where there are several.
    pub(super) fn name(&self) -> String {
        let name = written(&self.path());
        if self.earlier == 0 { name } else { format!("{name}#{:02}", self.earlier) }
    }

    /// The rule's full path below `data`.
    pub(super) fn path(&self) -> DataPath {
        [self.package.as_slice(), &self.rule].concat()
    }

    /// The path of its definition, constants in brackets included.
    pub(super) fn definition_path(&self) -> DataPath {
        match &self.form {
            Form::Cases(cases) => [self.path(), cases.constant_keys.clone()].concat(),
            _ => self.path(),
        }
    }

    /// What the engine is asked for.
    pub(super) fn question(&self) -> String {
        match self.form {
            Form::Cases(_) => rule_path(&self.package, &format!("{}_value", self.probe())),
            _ => match self.rule.split_last() {
                Some((_, above)) => {
                    let package = [self.package.as_slice(), above].concat();
                    rule_path(&package, &self.engine_name())
                }
                None => String::new(),
            },
        }
    }

    /// The last part of its name in the text that the engine gets: its own.
    pub(super) fn engine_name(&self) -> String {
        let name = self.rule.last().map(String::as_str).unwrap_or_default();
        if self.earlier == 0 { name.to_owned() } else { format!("{name}_logingate_{}", self.earlier) }
    }

    /// The name as the engine gets it, to be put in its place; `None` where it stays.
    pub(super) fn renaming(&self) -> Option<(Range<usize>, String)> {
        (self.earlier > 0).then(|| Some((self.name_place.clone()?, self.engine_name())))?
    }

    /// What the names of rules begin with that are added for this test.
    pub(super) fn probe(&self) -> String {
        let parts: Vec<_> =
            self.rule.iter().map(|part| part.replace(|c: char| !c.is_ascii_alphanumeric(), "_")).collect();
        format!("logingate_probe_{}_{}", parts.join("_"), self.earlier)
    }
}

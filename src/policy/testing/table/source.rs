//! The text of a table, and what is wrong with it.

use std::cell::RefCell;
use std::sync::Arc;

use saphyr::{LoadableYamlNode as _, MarkedYaml, Marker, ScanError};

use super::node::Node;
use crate::policy::fault::{Fault, FaultKind, Place};

/// Longer lines are refused: with the indentation, they bound how deep a file can nest.
const MAX_COLUMNS: usize = 1_024;

/// A file of tests and what is wrong with it so far.
pub(super) struct Source<'t> {
    file: &'t Arc<str>,
    text: &'t Arc<str>,
    faults: RefCell<Vec<Fault>>,
}

impl<'t> Source<'t> {
    pub(super) fn new(file: &'t Arc<str>, text: &'t Arc<str>) -> Self {
        Self { file, text, faults: RefCell::default() }
    }

    /// The documents of the file, or the first place where it is no YAML.
    pub(super) fn documents(&self) -> Option<Vec<MarkedYaml<'t>>> {
        if let Some(line) = self.text.lines().position(|line| line.len() > MAX_COLUMNS) {
            let message = format!("the line is longer than {MAX_COLUMNS} bytes");
            let place = Place::at(self.text, line + 1, 1);
            self.push(Fault::at(FaultKind::TooLong, self.file, self.text, place, message));
            return None;
        }
        let refuse = |error: ScanError| {
            if error.info().contains("duplicated key") {
                self.fault(*error.marker(), "this stands here twice".into(), Some("keep one of them".into()));
            } else {
                self.fault(*error.marker(), format!("not YAML: {}", error.info()), None);
            }
        };
        MarkedYaml::load_from_str(self.text).map_err(refuse).ok()
    }

    pub(super) fn node<'s>(&'s self, yaml: &'s MarkedYaml<'s>) -> Node<'s> {
        Node::new(self, yaml)
    }

    /// What is wrong with it as a whole.
    pub(super) fn fault_of_whole(&self, message: &str, hint: &str) {
        self.push(Fault::of_file(FaultKind::Table, self.file, message).with_hint(hint));
    }

    pub(super) fn into_faults(self) -> Vec<Fault> {
        self.faults.into_inner()
    }

    pub(super) fn fault(&self, at: Marker, message: String, hint: Option<String>) {
        let place = Place::at(self.text, at.line(), at.col() + 1);
        let fault = Fault::at(FaultKind::Table, self.file, self.text, place, message);
        self.push(match hint {
            Some(hint) => fault.with_hint(hint),
            None => fault,
        });
    }

    fn push(&self, fault: Fault) {
        self.faults.borrow_mut().push(fault);
    }
}

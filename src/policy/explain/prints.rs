//! What a policy prints, which the server keeps to itself.

use std::borrow::Cow;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use regorus::Value;
use serde::{Deserialize, Serialize};

use super::Explainer;
use crate::policy::engine;
use crate::policy::package::{DataPath, written};
use crate::policy::parallel::on_large_stack;

/// The most lines that are kept, and the longest of them in bytes.
const MAX_LINES: usize = 1_000;
const MAX_BYTES: usize = 2_000;

/// One call of `print`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Printed {
    /// The file, relative to the policy directory.
    pub file: Arc<str>,
    /// Its line, from 1.
    pub line: usize,
    /// What was printed; `<undefined>` stands for what has no value.
    pub text: String,
}

impl Explainer<'_> {
    /// What is printed while the rule at `rule` is evaluated for `input` at `now_nanos` since the Unix epoch, in order.
    ///
    /// Asked of the author's own text: in what decides, `print` does nothing. Never panics; nothing where the engine
    /// fails before anything is printed.
    #[must_use]
    pub fn prints(&self, rule: &DataPath, input: Option<&Value>, now_nanos: i64) -> Vec<Printed> {
        let lines = on_large_stack(|| {
            let print = || self.print(rule, input, now_nanos);
            catch_unwind(AssertUnwindSafe(print)).unwrap_or_default()
        });
        lines.iter().take(MAX_LINES).filter_map(|line| self.printed(line)).collect()
    }

    fn print(&self, rule: &DataPath, input: Option<&Value>, now_nanos: i64) -> Vec<String> {
        let Ok(mut engine) = self.materials.engine(|module, _| Cow::from(&*module.text)) else {
            return Vec::new();
        };
        if let Some(input) = input {
            engine.set_input(input.clone());
        }
        engine::begin(now_nanos);
        // What was printed before a failure is told all the same.
        let _ = engine.eval_rule(format!("data.{}", written(rule)));
        engine.take_prints().unwrap_or_default()
    }

    /// The engine writes `file:line: text`.
    fn printed(&self, line: &str) -> Option<Printed> {
        self.materials.modules.iter().find_map(|module| {
            let (number, text) = line.strip_prefix(&*module.file)?.strip_prefix(':')?.split_once(": ")?;
            let text = text.get(..text.floor_char_boundary(MAX_BYTES)).unwrap_or(text).to_owned();
            Some(Printed { file: Arc::clone(&module.file), line: number.parse().ok()?, text })
        })
    }
}

//! Policy directories that exist only in memory, and what comes of them.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::thread;
use std::time::Duration;

use logingate::decision::{Outcome, Policies, Verdict};
use logingate::policy::tree::{File, FileKind, Tree};
use logingate::policy::{CompiledPolicy, Fault, FaultKind, Update, Workshop};
use regorus::Value;
use serde_json::json;

/// What the clock says in these tests: 2026-11-18, a Wednesday.
pub(crate) const NOW: i64 = 1_795_000_000_000_000_000;

/// No evaluation of these tests is meant to come near it.
pub(crate) const LIMIT: Duration = Duration::from_secs(20);

/// The stack that a thread has unless somebody asks for another: what a policy does must not depend on its caller's.
const ORDINARY_STACK_BYTES: usize = 2 << 20;
/// The stack that evaluations have.
pub(crate) const LARGE_STACK_BYTES: usize = 16 << 20;

/// A policy directory: texts by their paths.
#[derive(Debug, Clone, Default)]
pub(crate) struct Files(BTreeMap<String, Vec<u8>>);

impl Files {
    pub(crate) fn of<'a>(files: impl IntoIterator<Item = (&'a str, &'a str)>) -> Self {
        files.into_iter().fold(Self::default(), |files, (path, text)| files.with(path, text))
    }

    pub(crate) fn with(mut self, path: &str, text: impl AsRef<[u8]>) -> Self {
        self.0.insert(path.to_owned(), text.as_ref().to_vec());
        self
    }

    pub(crate) fn without(mut self, path: &str) -> Self {
        assert!(self.0.remove(path).is_some(), "there is no {path}");
        self
    }

    pub(crate) fn has(&self, path: &str) -> bool {
        self.0.contains_key(path)
    }

    pub(crate) fn text(&self, path: &str) -> String {
        String::from_utf8_lossy(&self.0[path]).into_owned()
    }

    /// As a look at the directory would find it.
    pub(crate) fn tree(&self) -> Tree {
        let file = |(path, bytes): (&String, &Vec<u8>)| {
            let kind = FileKind::of_path(path)?;
            Some((Arc::from(path.as_str()), File::from_bytes(kind, bytes)))
        };
        Tree { files: self.0.iter().filter_map(file).collect(), ..Tree::default() }
    }
}

/// A workshop, and what it made last.
pub(crate) struct House {
    workshop: Workshop,
    pub(crate) update: Update,
}

impl House {
    pub(crate) fn of(files: &Files) -> Self {
        Self::of_tree(&files.tree())
    }

    pub(crate) fn of_tree(tree: &Tree) -> Self {
        let mut workshop = Workshop::new(LIMIT);
        let update = with_stack(ORDINARY_STACK_BYTES, || workshop.update(tree));
        Self { workshop, update }
    }

    /// The files changed.
    pub(crate) fn now(&mut self, files: &Files) -> &mut Self {
        self.now_tree(&files.tree())
    }

    pub(crate) fn now_tree(&mut self, tree: &Tree) -> &mut Self {
        self.update = with_stack(ORDINARY_STACK_BYTES, || self.workshop.update(tree));
        self
    }

    pub(crate) fn policy(&self, project: u64) -> Result<Arc<CompiledPolicy>, Arc<Verdict>> {
        self.update.set.find(project.to_string().parse().unwrap()).map(|it| Arc::clone(it))
    }

    /// What comes of `project` for an input.
    pub(crate) fn verdict(&self, project: u64, input: serde_json::Value) -> Verdict {
        match self.policy(project) {
            Ok(policy) => with_stack(LARGE_STACK_BYTES, || policy.decide_on(Value::from(input), NOW)),
            Err(verdict) => Verdict::clone(&verdict),
        }
    }

    pub(crate) fn outcome(&self, project: u64) -> Outcome {
        self.verdict(project, json!({})).outcome
    }

    pub(crate) fn faults(&self) -> &[Fault] {
        &self.update.faults
    }

    /// The kinds of the faults and where they are, as `file:line:column`.
    pub(crate) fn told(&self) -> Vec<(FaultKind, String)> {
        let place = |fault: &Fault| match fault.place {
            Some(place) => format!("{}:{}:{}", fault.file, place.line, place.column),
            None => fault.file.to_string(),
        };
        self.faults().iter().map(|fault| (fault.kind, place(fault))).collect()
    }

    /// The one fault there is.
    #[track_caller]
    pub(crate) fn only_fault(&self) -> &Fault {
        let [fault] = self.faults() else { panic!("not one fault: {:#?}", self.faults()) };
        fault
    }
}

/// The head of project 1's policy.
pub(crate) const HEAD: &str = "package projects[\"1\"]\n\n";

/// A house whose only policy is project 1's, with `rules` from line 3 on.
pub(crate) fn house(rules: &str) -> House {
    House::of(&Files::default().with("projects/1.rego", format!("{HEAD}{rules}")))
}

/// What comes of the rules for an input; they must be sound.
#[track_caller]
pub(crate) fn verdict(rules: &str, input: serde_json::Value) -> Verdict {
    let house = house(rules);
    assert!(house.faults().is_empty(), "{rules}\n{:#?}", house.faults());
    house.verdict(1, input)
}

#[track_caller]
pub(crate) fn assert_allows(rules: &str, input: serde_json::Value) {
    let verdict = verdict(rules, input);
    assert_eq!((verdict.outcome, &verdict.reasons[..]), (Outcome::Allow, &[][..]), "{rules}");
}

/// The rules are refused for one reason, which stands at `line:column` of the file.
#[track_caller]
pub(crate) fn assert_refused(rules: &str, kind: FaultKind, place: &str) -> Fault {
    let house = house(rules);
    assert_eq!(house.told(), [(kind, format!("projects/1.rego:{place}"))], "{rules}\n{:#?}", house.faults());
    assert_eq!(house.outcome(1), Outcome::Error, "{rules}");
    house.only_fault().clone()
}

pub(crate) fn with_stack<T: Send>(bytes: usize, work: impl FnOnce() -> T + Send) -> T {
    thread::scope(|scope| thread::Builder::new().stack_size(bytes).spawn_scoped(scope, work).unwrap().join().unwrap())
}

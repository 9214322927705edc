//! What a compiled policy holds.

use std::sync::Arc;
use std::time::Duration;

use crate::decision::{Policies, Subject};
use crate::policy::Workshop;
use crate::policy::tree::{File, FileKind, Tree};

fn tree(files: &[(&str, &str)]) -> Tree {
    let file = |(path, text): &(&str, &str)| (Arc::from(*path), File::from_bytes(FileKind::Module, text.as_bytes()));
    Tree { files: files.iter().map(file).collect(), ..Tree::default() }
}

#[test]
fn the_syntax_trees_of_a_policy_are_its_engines_and_nobody_elses() {
    let library = ("lib/tools.rego", "package lib.tools\n\nopen := true\n");
    let project = |text| ("projects/1.rego", text);
    let files = [library, project("package projects[\"1\"]\n\nallow if data.lib.tools.open\n")];
    let edited = [library, project("package projects[\"1\"]\n\nallow if not data.lib.tools.open\n")];
    let mut workshop = Workshop::new(Duration::from_secs(20));
    for files in [files, edited] {
        let set = workshop.update(&tree(&files)).set;
        let policy = set.find(Subject::Project("1".parse().unwrap())).unwrap();
        let mut engine = policy.template.clone();
        assert_eq!(policy.modules.len(), 2);
        for module in &policy.modules {
            // Nodes are equal if they are the same node.
            assert!(engine.get_modules().contains(&module.content.as_ref().unwrap().syntax.tree()), "{}", module.file);
        }
    }
}

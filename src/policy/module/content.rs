//! What the text of a module says, in the form that the engine gets.

use std::ops::Range;
use std::sync::Arc;

use regorus::unstable::{Module as Tree, Parser, Rule, RuleBody, Source};

use super::imports::{Imports, import_faults, imports};
use super::{Content, Syntax, head};
use crate::policy::analysis::{MAX_STATEMENTS, Survey};
use crate::policy::chain::Chain;
use crate::policy::fault::{Fault, FaultKind, Place};
use crate::policy::{annotation, engine_error, precheck};

impl Content {
    pub(super) fn parse(file: &Arc<str>, text: &Arc<str>) -> Result<Self, Vec<Fault>> {
        precheck::precheck(file, text).map_err(|fault| vec![fault])?;
        let (tree, imports, survey, engine_text) = parse(file, text)?;
        let cache_ttl = annotation::cache_ttl(file, text).map_err(|fault| vec![fault])?;
        let mut faults = import_faults(file, text, &tree);
        faults.extend(second_bodies(file, text, &tree));
        if let Some(statement) = survey.overlong {
            let message = format!("a body has more than {MAX_STATEMENTS} statements");
            let fault = Fault::at(FaultKind::TooLong, file, text, Place::of(&statement), message);
            faults.push(fault.with_hint("give parts of it names of their own, or look the answer up in data"));
        }
        if !faults.is_empty() {
            return Err(faults);
        }
        let rule_names = tree.policy.iter().filter_map(|rule| Some(Chain::of(head(rule))?.root.to_string())).collect();
        let syntax = Syntax::new(tree);
        Ok(Self { syntax, engine_text, imports, rule_names, references: survey.references, cache_ttl })
    }
}

/// `allow if (x) { y }`: the engine takes it for two bodies of which either is enough, its author for one.
fn second_bodies(file: &Arc<str>, text: &Arc<str>, tree: &Tree) -> Vec<Fault> {
    let bodies = tree.policy.iter().filter_map(|rule| match rule.as_ref() {
        Rule::Spec { bodies, .. } => bodies.iter().skip(1).find(|body| !body.is_else),
        Rule::Default { .. } => None,
    });
    let fault = |body: &RuleBody| {
        let place = Place::of_word_at(text, body.span.start as usize);
        let message = "this is a second body: the rule would hold if either of the two does";
        let hint = "for both, write them into one pair of braces, `if { …; … }`; for either, write a rule of its own";
        Fault::at(FaultKind::Syntax, file, text, place, message).with_hint(hint)
    };
    bodies.map(fault).collect()
}

/// The tree, the imports, what was surveyed, and the text that they are of.
type Parsed = (Tree, Imports, Survey, Arc<str>);

/// Parses what the engine will get.
fn parse(file: &Arc<str>, text: &Arc<str>) -> Result<Parsed, Vec<Fault>> {
    let parsed = |text: &Arc<str>| {
        let tree = parse_tree(file, text).map_err(|error| {
            vec![engine_error::fault_of(&error, file, |_| Some((Arc::clone(file), Arc::clone(text))))]
        })?;
        let imports = imports(&tree);
        let survey = Survey::of(&tree, &imports);
        Ok::<_, Vec<Fault>>((tree, imports, survey))
    };
    let (tree, imports, survey) = parsed(text)?;
    if survey.prints.is_empty() {
        return Ok((tree, imports, survey, Arc::clone(text)));
    }
    let silent = without(text, &survey.prints);
    let (tree, imports, survey) = parsed(&silent)?;
    Ok((tree, imports, survey, silent))
}

/// The text with `true` in the place of the calls of `print` at `calls`, each byte where it was.
///
/// As in OPA's server, `print` does nothing: nobody would see it, and what it prints is kept until the evaluation ends.
fn without(text: &str, calls: &[Range<usize>]) -> Arc<str> {
    let mut bytes = text.as_bytes().to_vec();
    for call in calls {
        for (at, byte) in bytes[call.clone()].iter_mut().enumerate() {
            *byte = match b"true".get(at) {
                Some(letter) => *letter,
                None if *byte == b'\n' => b'\n',
                None => b' ',
            };
        }
    }
    String::from_utf8_lossy(&bytes).into()
}

fn parse_tree(file: &str, text: &str) -> Result<Tree, String> {
    let source = Source::from_contents(file.to_owned(), text.to_owned()).map_err(|error| error.to_string())?;
    let mut parser = Parser::new(&source).map_err(|error| error.to_string())?;
    parser.enable_rego_v1().map_err(|error| error.to_string())?;
    parser.parse().map_err(|error| error.to_string())
}

//! The Open Policy Agent's own conformance cases, each through our loader and our evaluation.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, LazyLock};
use std::thread;
use std::time::Duration;

use logingate::decision::{Outcome, Policies};
use logingate::policy::tree::{File, FileKind, Tree};
use logingate::policy::{Fault, FaultKind, Workshop};
use regorus::Value;
use serde_json::Value as Json;

/// What cases are refused for that the engine would answer right.
const REASONS: [(FaultKind, &str); 6] = [
    (FaultKind::UnknownFunction, "this build leaves the function out: see LEFT_OUT"),
    (FaultKind::DeniedBuiltin, "the function calls out, depends on chance or has no bound"),
    (FaultKind::DataConflict, "base data stands under a package: data would override rules"),
    (FaultKind::TooLong, "a line has more than 1,024 columns"),
    (FaultKind::Pattern, "a constant pattern does not compile: better told at once than undefined at each login"),
    (FaultKind::Unsafe, "see NAMED"),
];

/// Functions of OPA that the cases use and this build leaves out.
const LEFT_OUT: [&str; 30] = [
    "array.flatten",
    "crypto.x509.parse_certificate_request",
    "crypto.x509.parse_certificates",
    "crypto.x509.parse_rsa_private_key",
    "graphql.parse",
    "graphql.parse_query",
    "graphql.parse_schema",
    "io.jwt.decode",
    "io.jwt.decode_verify",
    "io.jwt.encode_sign",
    "io.jwt.encode_sign_raw",
    "io.jwt.verify_hs256",
    "io.jwt.verify_hs384",
    "io.jwt.verify_hs512",
    "json.match_schema",
    "json.verify_schema",
    "net.cidr_contains_matches",
    "net.cidr_intersects",
    "net.cidr_merge",
    "providers.aws.sign_req",
    "regex.globs_match",
    "rego.parse_module",
    "urlquery.decode",
    "urlquery.decode_object",
    "urlquery.encode",
    "urlquery.encode_object",
    "uuid.parse",
    "yaml.is_valid",
    "yaml.marshal",
    "yaml.unmarshal",
];

/// Single cases that come out otherwise, and why.
const NAMED: [(&str, &str); 3] = [
    ("baseandvirtualdocs/enumerate virtual errors", "asks for errors of built-ins, which are undefined here"),
    ("data/toplevel integer", "a number as the first step into data may mean every package, the rule's own included"),
    ("eqexpr/pattern: object multiple vars 2", "the engine finds no order for it, says so on stderr and is lucky"),
];

static FLOOR: LazyLock<Vec<(String, Came)>> = LazyLock::new(|| run("floor"));
static GAP: LazyLock<Vec<(String, Came)>> = LazyLock::new(|| run("gap"));

/// What came of a case.
#[derive(Debug)]
enum Came {
    AsStated,
    Otherwise(Outcome),
    Refused(Vec<Fault>),
}

#[test]
fn what_the_engine_answers_right_is_answered_so_or_refused_for_a_listed_reason() {
    let came = &*FLOOR;
    let is_named = |note: &str| NAMED.iter().any(|(named, _)| *named == note);
    let unexpected: Vec<_> = came.iter().filter(|(note, came)| !is_named(note) && !is_expected(came)).collect();
    assert!(unexpected.is_empty(), "{unexpected:#?}");
    let as_stated = came.iter().filter(|(_, came)| matches!(came, Came::AsStated)).count();
    assert!(as_stated >= 1_434, "only {as_stated} of {} cases are answered", came.len());
}

#[test]
fn every_listed_reason_is_needed() {
    let came = &*FLOOR;
    let faults: Vec<&Fault> = came.iter().flat_map(|(_, came)| came.faults()).collect();
    for (kind, why) in REASONS {
        assert!(faults.iter().any(|fault| fault.kind == kind), "{kind:?}: {why}");
    }
    let unknown: BTreeSet<&str> = came.iter().chain(&*GAP).flat_map(|(_, came)| came.unknown()).collect();
    assert!(LEFT_OUT.iter().all(|name| unknown.contains(name)), "{unknown:?}");
    for (named, why) in NAMED {
        let is_needed = |(note, came): &(String, Came)| note == named && !matches!(came, Came::AsStated);
        assert!(came.iter().any(is_needed), "{named}: {why}");
    }
}

#[test]
fn what_the_engine_answers_wrong_is_never_granted() {
    let came = &*GAP;
    let granted: Vec<_> = came.iter().filter(|(_, came)| matches!(came, Came::Otherwise(Outcome::Allow))).collect();
    assert!(granted.is_empty(), "{granted:#?}");
    assert!(came.len() > 300);
}

fn is_expected(came: &Came) -> bool {
    match came {
        Came::AsStated => true,
        Came::Otherwise(_) => false,
        Came::Refused(faults) => {
            let is_listed =
                |fault: &Fault| fault.kind != FaultKind::Unsafe && REASONS.iter().any(|it| it.0 == fault.kind);
            faults.iter().all(is_listed) && came.unknown().all(|name| LEFT_OUT.contains(&name))
        }
    }
}

impl Came {
    fn faults(&self) -> &[Fault] {
        match self {
            Self::Refused(faults) => faults,
            Self::AsStated | Self::Otherwise(_) => &[],
        }
    }

    /// The functions that it called and that do not exist.
    fn unknown(&self) -> impl Iterator<Item = &str> {
        let unknown = self.faults().iter().filter(|fault| fault.kind == FaultKind::UnknownFunction);
        unknown.filter_map(|fault| fault.message.split('`').nth(1))
    }
}

/// What came of each case of a list, with its name; some cases share one.
fn run(list: &str) -> Vec<(String, Came)> {
    let text = std::fs::read_to_string(format!("tests/conformance/{list}.jsonl")).unwrap();
    let cases: Vec<Json> = text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let threads = thread::available_parallelism().map_or(1, usize::from);
    let judged = |part: &[Json]| -> Vec<(String, Came)> { part.iter().map(judge).collect() };
    thread::scope(|scope| {
        let spawn =
            |part| thread::Builder::new().stack_size(16 << 20).spawn_scoped(scope, move || judged(part)).unwrap();
        let running: Vec<_> = cases.chunks(cases.len().div_ceil(threads)).map(spawn).collect();
        running.into_iter().flat_map(|part| part.join().unwrap()).collect()
    })
}

fn judge(case: &Json) -> (String, Came) {
    let name = case["note"].as_str().unwrap().to_owned();
    let update = Workshop::new(Duration::from_secs(20)).update(&tree(case));
    let Ok(policy) = update.set.find("1".parse().unwrap()) else { return (name, Came::Refused(update.faults)) };
    let input = if case["has_input"] == true { Value::from(case["input"].clone()) } else { Value::Undefined };
    let outcome = policy.decide_on(input, 1_795_000_000_000_000_000).outcome;
    let is_as_stated = case["expect"].as_bool().unwrap() == outcome.is_allow();
    (name, if is_as_stated { Came::AsStated } else { Came::Otherwise(outcome) })
}

fn tree(case: &Json) -> Tree {
    let mut files = BTreeMap::new();
    let mut add = |path: String, kind, text: &str| {
        files.insert(Arc::from(path), File::from_bytes(kind, text.as_bytes()));
    };
    for (at, module) in case["modules"].as_array().into_iter().flatten().enumerate() {
        add(format!("m{at}.rego"), FileKind::Module, module.as_str().unwrap());
    }
    add("wrapper.rego".into(), FileKind::Module, case["wrapper"].as_str().unwrap());
    let entry = format!("package projects[\"1\"]\n\nallow if data.holdout.case{}.allow\n", case["n"]);
    add("projects/1.rego".into(), FileKind::Module, &entry);
    if !case["data"].is_null() {
        add("data.json".into(), FileKind::Data, &case["data"].to_string());
    }
    Tree { files, ..Tree::default() }
}

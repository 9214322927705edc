//! The catalogue: complete, distinct, and well-formed as RFC 9457 documents.

use std::collections::HashSet;

use serde_json::Value;

use super::{Excerpt, Problem, SignatureFault};

fn one_of_each() -> Vec<Problem> {
    let got = Excerpt::of("x");
    vec![
        Problem::InvalidField { field: "projectId", got: got.clone(), accepted: "an id" },
        Problem::MissingField { field: "projectId", accepted: "an id" },
        Problem::ConflictingValues { field: "projectId" },
        Problem::QueryNotUnderstood { why: "so".into() },
        Problem::BodyNotUnderstood { why: "so".into() },
        Problem::UndecryptableBody { reason: "hush".into() },
        Problem::Unauthorized,
        Problem::NotFound,
        Problem::MethodNotAllowed { allowed: "GET, POST" },
        Problem::BodyTooLarge { limit_bytes: 65536 },
        Problem::BodyTooSlow,
        Problem::UnsupportedMediaType { accepted: "multipart/form-data" },
        Problem::TooManyProjects,
        Problem::ConnectionBusy,
        Problem::TooDeep,
        Problem::UnknownParameter { got, accepted: "userId" },
        Problem::NoIndex,
        Problem::NoSuchDecision,
        Problem::LookupTooSlow,
        Problem::LookupFailed { reason: "so".into() },
        Problem::TokenRequired,
        Problem::RoleTooLow { needed: "reader" },
        Problem::Undecided,
        Problem::Overloaded,
        Problem::TooManyBadSecrets { retry_seconds: 2 },
        Problem::AddressNotAllowed,
        Problem::TargetTooLong,
        Problem::InvalidBody { why: Excerpt::of("so") },
        Problem::NoSuchPolicy,
        Problem::FaultyCandidates { errors: Value::Null },
        Problem::TooManyTrials,
        Problem::TrialFailed { reason: "so".into() },
        Problem::SignatureRefused { fault: SignatureFault::NoMatch },
        Problem::NoSuchAgent,
        Problem::NameTaken { why: Excerpt::of("so") },
        Problem::FaultyAgents { faults: Value::Null, count: 1 },
        Problem::DirectoryUnavailable,
    ]
}

fn document(problem: &Problem) -> Value {
    serde_json::from_slice(&problem.document()).unwrap()
}

#[test]
fn every_problem_has_its_own_kind_and_a_complete_document() {
    let mut kinds = HashSet::new();
    for problem in one_of_each() {
        let document = document(&problem);
        assert!(kinds.insert(problem.kind()), "{}", problem.kind());
        assert_eq!(document["type"], format!("urn:logingate:problem:{}", problem.kind()));
        assert_eq!(document["title"], problem.title());
        assert_eq!(document["status"], problem.status());
        assert_eq!(document["detail"], problem.detail());
        assert!((400..600).contains(&problem.status()));
        assert!(problem.kind().bytes().all(|byte| byte == b'_' || byte.is_ascii_lowercase()));
    }
}

#[test]
fn statuses_are_as_the_contract_wants_them() {
    let statuses: Vec<u16> = one_of_each().iter().map(Problem::status).collect();
    assert_eq!(
        statuses,
        [
            400, 400, 400, 400, 400, 400, 401, 404, 405, 413, 408, 415, 400, 503, 400, 400, 404, 404, 503, 500, 401,
            403, 503, 503, 429, 403, 414, 400, 404, 422, 503, 500, 401, 404, 409, 422, 503
        ]
    );
}

#[test]
fn members_that_do_not_apply_are_absent() {
    for problem in one_of_each() {
        let members = document(&problem);
        let count = members.as_object().unwrap().len();
        let expected = match problem {
            Problem::InvalidField { .. } | Problem::UnknownParameter { .. } => 7,
            Problem::MissingField { .. } => 6,
            Problem::ConflictingValues { .. } | Problem::FaultyCandidates { .. } | Problem::FaultyAgents { .. } => 5,
            _ => 4,
        };
        assert_eq!(count, expected, "{members}");
    }
}

#[test]
fn the_reason_of_an_undecryptable_body_is_for_the_log_only() {
    let problem = Problem::UndecryptableBody { reason: "hush".into() };
    assert_eq!(problem.log_reason(), Some("hush"));
    let other = Problem::UndecryptableBody { reason: "other".into() };
    assert_eq!(problem.document(), other.document());
    assert!(!problem.to_string().contains("hush"));
    assert_eq!(Problem::Unauthorized.log_reason(), None);
}

#[test]
fn the_allowed_methods_are_told() {
    assert!(Problem::MethodNotAllowed { allowed: "GET, POST" }.detail().contains("GET, POST"));
}

#[test]
fn an_excerpt_is_short_and_has_no_control_characters() {
    assert_eq!(Excerpt::of(&"é".repeat(64)).as_str(), "é".repeat(64));
    assert_eq!(Excerpt::of(&"é".repeat(65)).as_str(), format!("{}…", "é".repeat(64)));
    assert_eq!(Excerpt::of("a\r\n\u{1b}[2J").as_str(), "a\\r\\n\\u{1b}[2J");
}

#[test]
fn the_kinds_that_alerts_wait_for_exist() {
    let kinds: Vec<_> = one_of_each().iter().map(Problem::kind).collect();
    for kind in crate::telemetry::metrics::ALERTING {
        assert!(kinds.contains(&kind), "{kind}");
    }
}

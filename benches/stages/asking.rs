//! What the stages begin with: a hook, a login as it was read, a decider whose policies are loaded.
#![allow(clippy::expect_used, reason = "a benchmark ends by it")]

use std::sync::Arc;
use std::time::Duration;

use arc_swap::ArcSwap;
use logingate::config::{Cipher, CipherMode, EncryptionSettings, HookSettings, IvSource, OnError, Secret};
use logingate::decision::{
    CacheLimits, Decider, DeciderParts, DecisionCache, Evaluator, Limits, PoolSize, StandingClock,
};
use logingate::dialect::vcc::Hook;
use logingate::dialect::{Method, Request, SignatureHeaders};
use logingate::policy::{PolicySet, Workshop};

use crate::workload::{Login, Policies, WireForm};

/// A secret that the hooks ask for.
pub const QUERY: &str = "secret-key=2fXv7Qm0cJ4rTzWb9LkPaE6s";

/// Longer than any evaluation here.
const LIMIT: Duration = Duration::from_secs(5);
const HOUR: Duration = Duration::from_hours(1);

/// A hook that asks for the secret of [`QUERY`], and decrypts if `form` is encrypted.
pub fn hook(form: WireForm) -> Hook {
    let cipher = Cipher { key_bits: 256, mode: CipherMode::Ctr };
    let encryption = EncryptionSettings { cipher, key: Secret::new("very secret key"), iv: IvSource::Query };
    Hook::new(&HookSettings {
        name: "plain".to_owned(),
        path: "/vcc/project-login".to_owned(),
        allow: Vec::new(),
        signing_secrets: Vec::new(),
        secrets: vec![Secret::new("2fXv7Qm0cJ4rTzWb9LkPaE6s")],
        secret_parameter: "secret-key".to_owned(),
        encryption: (form == WireForm::Encrypted).then_some(encryption),
        on_error: OnError::Deny,
    })
}

/// A login of one agent for the projects from 1 to `projects`.
pub fn login(projects: u64) -> Login {
    Login { projects: (1..=projects).collect(), user_id: "1000".to_owned(), group_id: 4 }
}

/// The request that brings `body`; in a query it is read from there.
pub fn request<'r>(method: Method, query: &'r str, body: &'r str) -> Request<'r> {
    Request {
        method,
        query,
        path_secret: None,
        signature: SignatureHeaders::default(),
        authorization: None,
        content_type: None,
        body: body.as_bytes(),
        source_ip: Some([127, 0, 0, 1].into()),
    }
}

/// The login as every later stage has it.
pub fn read(projects: u64) -> Arc<logingate::decision::Login> {
    let body = login(projects).body(WireForm::Json).unwrap_or_default();
    let login = Hook::open("plain").read(&request(Method::Send, "", &body));
    Arc::new(login.expect("the workload's logins are in order"))
}

/// The policies in force.
pub fn set(policies: Policies) -> Arc<PolicySet> {
    let update = Workshop::new(LIMIT).update(&policies.tree());
    assert!(update.faults.is_empty(), "{:?}", update.faults);
    update.set
}

/// What decides by `policies`, on a clock that stands.
pub fn decider(policies: Policies) -> Decider<PolicySet> {
    Decider::new(DeciderParts {
        policies: Arc::new(ArcSwap::from(set(policies))),
        cache: DecisionCache::new(CacheLimits { capacity: 100_000, allow_ttl: HOUR, deny_ttl: HOUR }),
        evaluator: Evaluator::start(PoolSize::default()).expect("the system has threads to spare"),
        clock: Arc::new(StandingClock::at(0)),
        limits: Limits { login_deadline: LIMIT, clock_resolution: Duration::from_secs(1) },
    })
}

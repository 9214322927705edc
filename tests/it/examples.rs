//! Everything below `examples/` runs and does what it says.

use std::path::Path;
use std::sync::Arc;

use logingate::decision::{Decision, StandingClock};
use logingate::dialect::vcc::{Hook, write_answer};
use logingate::dialect::{Method, Request, SignatureHeaders};

use crate::program::{Program, bash};

#[path = "../../examples/embed.rs"]
#[allow(dead_code, missing_docs, reason = "its `main` runs elsewhere")]
mod embed;

/// The sample request of VCC Live's documentation.
const SAMPLE: &str =
    r#"{"projectId":1,"userId":2,"username":"x","groupId":2,"customData":[],"secondaryProjectIds":[2,3,4,5]}"#;
const ANSWER: &str = r#"{"1":true,"2":true,"3":false,"4":true,"5":true}"#;

fn repository() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

#[test]
fn every_wire_form_is_answered_alike() {
    let server = Program::serve(repository(), &["--config", "examples/curl/logingate.toml"]);
    let url = format!("http://{}", server.address);
    let home = tempfile::tempdir().unwrap();
    let mut scripts = 0;
    for entry in std::fs::read_dir(repository().join("examples/curl")).unwrap().map(Result::unwrap) {
        if entry.path().extension().is_some_and(|extension| extension == "sh") {
            let printed = bash(home.path(), entry.path().to_str().unwrap(), &[("LOGINGATE_URL", &url)]);
            assert_eq!((printed.text.trim_end(), printed.code), (ANSWER, Some(0)), "{:?}", entry.path());
            scripts += 1;
        }
    }
    assert_eq!(scripts, 11);
}

#[test]
fn the_secrets_of_the_scripts_are_asked_for() {
    let server = Program::serve(repository(), &["--config", "examples/curl/logingate.toml"]);
    let home = tempfile::tempdir().unwrap();
    for path in ["secret", "in-path/wrong"] {
        let command = format!("curl -so answer -w '%{{http_code}}' http://{}/vcc/{path} -d '{SAMPLE}'", server.address);
        assert_eq!(bash(home.path(), &command, &[]).text, "401", "{path}");
    }
}

#[tokio::test]
async fn the_embedded_core_decides() {
    let clock = Arc::new(StandingClock::at(0));
    let decider = embed::decider(&repository().join("policies"), clock).unwrap();
    let decision = decider.decide(Arc::new(embed::login().unwrap())).await;
    assert_eq!(answer(&decision), r#"{"1":true,"3":false}"#);
}

#[tokio::test]
async fn the_sample_policies_answer_the_sample_request_at_any_hour() {
    let request = Request {
        method: Method::Send,
        query: "",
        path_secret: None,
        authorization: None,
        signature: SignatureHeaders::default(),
        content_type: None,
        body: SAMPLE.as_bytes(),
        source_ip: None,
    };
    let login = Arc::new(Hook::open("default").read(&request).unwrap());
    // A working day's morning and night, a Sunday, Christmas, the hours in which summer time begins and ends, 1970.
    for now in [1_795_424_400, 1_795_399_200, 1_795_338_000, 1_798_189_200, 1_774_745_999, 1_792_888_200, 0] {
        let clock = Arc::new(StandingClock::at(now * 1_000_000_000));
        let decider = embed::decider(&repository().join("policies"), clock).unwrap();
        assert_eq!(answer(&decider.decide(Arc::clone(&login)).await), ANSWER, "at {now}");
    }
}

fn answer(decision: &Decision) -> String {
    let mut answer = Vec::new();
    write_answer(decision, &mut answer);
    String::from_utf8(answer).unwrap()
}

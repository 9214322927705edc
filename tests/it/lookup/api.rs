//! `GET /v1/decisions` and `GET /v1/decisions/{id}`.

use std::time::Duration;

use super::Scene;
use crate::server::SAMPLE;

#[test]
fn a_decision_is_found_by_the_id_that_the_platform_got() {
    let scene = Scene::new("");
    let id = scene.login(SAMPLE);
    let answer = scene.ask(&format!("/v1/decisions/{id}"));
    assert_eq!((answer.status, answer.header("content-type")), (200, Some("application/json")));
    let event = answer.json();
    assert_eq!(event["decision_id"], id);
    assert_eq!(event["custom"]["projects"][2]["reasons"][0], "not yet");
    let unknown = scene.ask("/v1/decisions/01a1ffc6-ab02-743f-bbd3-bf566ee0592f");
    assert_eq!((unknown.status, unknown.problem().as_str()), (404, "no_such_decision"));
    assert_eq!(scene.ask("/v1/decisions/7").problem(), "invalid_field");
}

#[test]
fn why_an_agent_could_not_log_in_at_eight_is_one_request() {
    let scene = Scene::new("");
    let blocked = scene.login(r#"{"projectId":3,"userId":7,"username":"ana","groupId":2}"#);
    scene.server.clock.advance(Duration::from_mins(2));
    let granted = scene.login(r#"{"projectId":1,"userId":7,"username":"ana","groupId":2}"#);
    let other = scene.login(r#"{"projectId":3,"userId":8,"groupId":2}"#);
    for (query, wanted) in [
        ("userId=7", vec![&granted, &blocked]),
        ("userId=7&outcome=blocked", vec![&blocked]),
        ("userId=7&outcome=granted", vec![&granted]),
        ("userId=7&since=2026-11-23T08:00:00Z&until=2026-11-23T08:01:00Z", vec![&blocked]),
        ("userId=7&since=2026-11-23T09:01:00%2B01:00", vec![&granted]),
        ("since=1m", vec![&other, &granted]),
        ("until=1m", vec![&blocked]),
        ("username=ana&projectId=3", vec![&blocked]),
        ("projectId=3", vec![&other, &blocked]),
        ("projectId=3&outcome=deny", vec![&other, &blocked]),
        ("outcome=allow", vec![&granted]),
        ("userId=9", vec![]),
        ("userId=7&username=bo", vec![]),
    ] {
        assert_eq!(scene.found(query), wanted.into_iter().cloned().collect::<Vec<_>>(), "{query}");
    }
}

#[test]
fn many_decisions_come_page_by_page() {
    let scene = Scene::new("");
    let mut ids: Vec<_> = (0..5).map(|_| scene.login(SAMPLE)).collect();
    ids.reverse();
    let mut found = Vec::new();
    let mut query = "limit=2".to_owned();
    loop {
        found.extend(scene.found(&query));
        let answer = scene.ask(&format!("/v1/decisions?{query}")).json();
        let Some(next) = answer["next"].as_str() else { break };
        query = format!("limit=2&cursor={next}");
    }
    assert_eq!(found, ids);
}

#[test]
fn questions_are_counted_under_names_of_their_own() {
    let scene = Scene::new("");
    scene.found("userId=7");
    assert_eq!(scene.ask("/v1/decisions/7").status, 400);
    let metrics = scene.ask("/metrics").body;
    for line in [
        r#"http_request_duration_seconds_count{code="200",handler="v1/decisions",method="get"} 1"#,
        r#"http_request_duration_seconds_count{code="400",handler="v1/decisions/{id}",method="get"} 1"#,
    ] {
        assert!(metrics.lines().any(|it| it == line), "{line}\n{metrics}");
    }
}

#[test]
fn decisions_outlive_the_server() {
    let mut scene = Scene::new("");
    let id = scene.login(SAMPLE);
    scene.server.stop().unwrap();
    let settings = super::settings(scene.directory.path(), "");
    scene.server = crate::server::TestServer::with(&settings, crate::server::POLICIES);
    assert_eq!(scene.found("userId=2"), [id]);
}

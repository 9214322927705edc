//! What the journal keeps to itself, seen from outside.

use serde_json::json;

use super::Scene;

const LOGIN: &str =
    r#"{"projectId":3,"userId":7070707070,"username":"ana.lopez","groupId":2,"customData":{"iban":"ES9121000418"}}"#;

/// The database's files as they are on the disk.
fn bytes_on_disk(scene: &Scene) -> Vec<u8> {
    let files = std::fs::read_dir(scene.directory.path()).unwrap().map(|entry| entry.unwrap().path());
    files.flat_map(|path| std::fs::read(path).unwrap()).collect()
}

fn is_in(text: &str, bytes: &[u8]) -> bool {
    bytes.windows(text.len()).any(|window| window == text.as_bytes())
}

#[test]
fn what_is_masked_reaches_no_disk_and_no_answer() {
    let scene = Scene::new("mask = [\"/input/customData/iban\"]");
    let id = scene.login(LOGIN);
    let event = scene.ask(&format!("/v1/decisions/{id}")).json();
    assert_eq!((&event["erased"], &event["input"]["customData"]), (&json!(["/input/customData/iban"]), &json!({})));
    let bytes = bytes_on_disk(&scene);
    assert!(is_in("ana.lopez", &bytes) && !is_in("ES9121000418", &bytes));
}

#[test]
fn a_hashed_agent_is_found_by_name_and_named_nowhere() {
    let scene = Scene::new("agents = \"hashed\"\nagents_key = \"hidden-hidden-hidden-hidden\"");
    let id = scene.login(LOGIN);
    assert_eq!(scene.found("userId=7070707070"), [id.as_str()]);
    assert_eq!(scene.found("username=ana.lopez&projectId=3"), [id.as_str()]);
    assert!(scene.found("userId=7070707071").is_empty());
    let event = scene.ask(&format!("/v1/decisions/{id}")).json();
    assert_eq!(event["masked"], json!(["/input/userId", "/input/username"]));
    assert!(event["input"]["userId"].as_str().unwrap().starts_with("hmac:"));
    let bytes = bytes_on_disk(&scene);
    assert!(!is_in("ana.lopez", &bytes) && !is_in("7070707070", &bytes));
}

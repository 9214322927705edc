//! `logingate agents list`, in every format.

use serde_json::{Value, json};

use super::Scene;

const FILE: &str = "\
username,fullName,userId,groupId,projectId,secondaryProjectIds,active,ozonetel,email
ana,Ana Example,7,4,42,43,true,AG1001,
ben,,8,,43,,false,,Ben@example.test
eve,,,,,,,,
";

#[test]
fn the_table_is_for_people() {
    let scene = Scene::new();
    scene.import(FILE);
    let expected = "\
ID  USERNAME  NAME         USER  GROUP  PROJECTS  ACTIVE
1   ana       Ana Example  7     4      42 43     yes
2   ben                    8            43        no
3   eve                                           yes
";
    assert_eq!(scene.done("agents list"), expected);
}

#[test]
fn only_those_who_are_wanted_are_listed() {
    let scene = Scene::new();
    scene.import(FILE);
    for (flags, expected) in [
        ("", vec!["ana", "ben", "eve"]),
        ("--matching EXAMPLE", vec!["ana", "ben"]),
        ("--matching ag1001", vec!["ana"]),
        ("--project 43", vec!["ana", "ben"]),
        ("--inactive", vec!["ben"]),
        ("--project 42 --inactive", vec![]),
    ] {
        let listed: Value = serde_json::from_str(&scene.done(&format!("agents list {flags} --format json"))).unwrap();
        let names: Vec<&str> =
            listed.as_array().unwrap().iter().map(|agent| agent["username"].as_str().unwrap()).collect();
        assert_eq!(names, expected, "{flags}");
    }
}

#[test]
fn programs_get_json_ndjson_or_csv() {
    let scene = Scene::new();
    scene.import(FILE);
    let ben = json!({
        "id": 2, "username": "ben", "userId": 8, "projectId": 43, "active": false, "userType": "agent",
        "email": "Ben@example.test",
    });
    let json: Value = serde_json::from_str(&scene.done("agents list --format json")).unwrap();
    assert_eq!(json[1], ben);
    let lines = scene.done("agents list --format ndjson");
    assert_eq!(serde_json::from_str::<Value>(lines.lines().nth(1).unwrap()).unwrap(), ben);
    let csv = scene.done("agents list --format csv --inactive");
    assert!(csv.starts_with("id,username,userId,") && csv.contains("\n2,ben,8,"), "{csv}");
}

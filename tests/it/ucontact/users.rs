//! Supervisors and API users: tokens by name and password.

use logingate::directory::NewAgent;

use super::{END_SESSION, FORM, POLICIES, USER_LOGIN, USER_TOKEN};
use crate::staff::{RIGHT, Staff, WRONG, agent};

fn staff() -> Staff {
    let staff = Staff::with("", POLICIES);
    let user = |name: &str| NewAgent { access_rights: vec!["API".to_owned()], ..agent(name) };
    staff.add(NewAgent { full_name: Some("The Boss".to_owned()), ..user("boss") });
    staff.add(NewAgent { extension: Some("3001".to_owned()), ..user("phoned") });
    staff.add(agent("ana"));
    staff
}

fn ask(staff: &Staff, resource: &str, user: &str, password: &str) -> String {
    let answer = staff.post(resource, FORM, &format!("user={user}&password={password}"));
    assert_eq!((answer.status, answer.header("content-type")), (200, Some("text/plain; charset=utf-8")));
    answer.body
}

#[test]
fn the_token_is_the_last_of_a_list() {
    let staff = staff();
    for resource in [USER_TOKEN, USER_LOGIN] {
        let list: Vec<String> = serde_json::from_str(&ask(&staff, resource, "Boss", RIGHT)).unwrap();
        assert_eq!((list.len(), &*list[0], &*list[1]), (3, "boss", "The Boss"));
        assert_eq!(staff.ask_with(&list[2], END_SESSION, "user=boss"), "1");
    }
}

#[test]
fn a_user_with_a_phone_finds_it_in_md5secret() {
    let staff = staff();
    let list: serde_json::Value = serde_json::from_str(&ask(&staff, USER_LOGIN, "phoned", RIGHT)).unwrap();
    assert_eq!((&list[2]["name"], list[2].get("token")), (&"3001".into(), None));
    assert_eq!(staff.ask_with(list[2]["md5secret"].as_str().unwrap(), END_SESSION, ""), "1");
}

#[test]
fn a_user_may_have_many_tokens() {
    let staff = staff();
    let tokens: Vec<Vec<String>> =
        (0..2).map(|_| serde_json::from_str(&ask(&staff, USER_TOKEN, "boss", RIGHT)).unwrap()).collect();
    for list in tokens {
        assert_eq!(staff.ask_with(&list[2], END_SESSION, ""), "1");
    }
}

#[test]
fn whoever_lacks_the_right_or_the_password_is_refused() {
    let staff = staff();
    for resource in [USER_TOKEN, USER_LOGIN] {
        for (user, password) in [("boss", WRONG), ("ana", RIGHT), ("nobody", RIGHT), ("", RIGHT), ("boss", "")] {
            assert_eq!(ask(&staff, resource, user, password), "0", "{user}");
        }
    }
}

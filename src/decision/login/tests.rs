//! Agents, projects, and what policies see of them.

use serde_json::json;

use super::{Agent, Login, MAX_PROJECTS, Platform, Projects, Station, Subject, TooManyProjects};
use crate::decision::testing::{id, login, login_without_projects};

#[test]
fn an_agent_has_an_id_or_a_name() {
    assert_eq!(Agent::new(None, None), None);
    assert_eq!(Agent::new(None, Some(String::new())), None);
    let nameless = Agent::new(Some(id(1)), Some(String::new())).unwrap();
    assert_eq!((nameless.user_id(), nameless.username()), (Some(id(1)), None));
    let named = Agent::new(None, Some("ann".into())).unwrap();
    assert_eq!((named.user_id(), named.username()), (None, Some("ann")));
}

#[test]
fn projects_are_distinct_with_the_primary_first() {
    let projects = Projects::new(id(3), [5, 3, 1, 5].map(id)).unwrap();
    assert_eq!(projects.as_slice(), [3, 5, 1].map(id));
    assert_eq!(projects.primary(), Some(id(3)));
}

#[test]
fn repetitions_do_not_count_towards_the_most_projects() {
    let most = MAX_PROJECTS as u64;
    let twice = || (1..=most).chain(1..=most).map(id);
    assert_eq!(Projects::new(id(1), twice()).unwrap().as_slice().len(), MAX_PROJECTS);
    assert_eq!(Projects::new(id(most + 1), twice()), Err(TooManyProjects));
}

#[test]
fn policies_see_all_that_the_platform_named() {
    let login = Login {
        agent: Agent::new(Some(id(7)), Some("ann".into())).unwrap(),
        custom_data: json!({"region": ["north", null]}).as_object().unwrap().clone(),
        source_ip: Some("2001:db8::1".parse().unwrap()),
        ..login(&[42, 43])
    };
    let expected = json!({
        "platform": "vcc",
        "hook": "default",
        "projectId": 43,
        "primary": false,
        "projectIds": [42, 43],
        "userId": 7,
        "username": "ann",
        "groupId": 3,
        "customData": {"region": ["north", null]},
        "source": {"ip": "2001:db8::1"},
    });
    assert_eq!(login.input(id(43)), expected);
    assert_eq!(login.input(id(42))["primary"], json!(true));
}

#[test]
fn what_the_platform_did_not_name_is_absent() {
    let login = Login { group_id: None, ..login(&[1]) };
    let expected = json!({
        "platform": "vcc",
        "hook": "default",
        "projectId": 1,
        "primary": true,
        "projectIds": [1],
        "userId": 7,
        "customData": {},
        "source": {},
    });
    assert_eq!(login.input(id(1)), expected);
}

#[test]
fn policies_see_the_station_and_of_an_agent_without_projects_no_project() {
    let login = login_without_projects();
    let expected = json!({
        "platform": "ucontact",
        "hook": "ucontact",
        "projectIds": [],
        "userId": 7,
        "groupId": 3,
        "customData": {},
        "source": {},
        "station": {"extension": "5101"},
    });
    assert_eq!(login.input(login.first_subject()), expected);
    let phone = Login { station: Some(Station::Phone("+911234567890".into())), ..login };
    assert_eq!(phone.input(phone.first_subject())["station"], json!({"phone": "+911234567890"}));
}

#[test]
fn a_login_is_about_its_projects_or_about_its_platform_never_about_nothing() {
    let of = |login: &Login| login.subjects().map(|subject| subject.to_string()).collect::<Vec<_>>();
    assert_eq!(of(&login(&[3, 1])), ["3", "1"]);
    assert_eq!(of(&login_without_projects()), ["platforms.ucontact"]);
    for login in [login(&[3, 1]), login_without_projects()] {
        assert_eq!(login.subjects().next(), Some(login.first_subject()));
    }
}

#[test]
fn no_projects_are_projects_too_unless_one_comes_first() {
    assert_eq!(Projects::any([]), Ok(Projects::NONE));
    assert_eq!(Projects::any([5, 3, 5].map(id)).unwrap().as_slice(), [5, 3].map(id));
    assert_eq!(Projects::any((1..=257).map(id)), Err(TooManyProjects));
    assert_eq!(Projects::NONE.primary(), None);
}

#[test]
fn a_subject_reads_back_as_it_was_written() {
    for platform in Platform::ALL {
        let subject = Subject::Platform(platform);
        assert_eq!(subject.to_string().parse(), Ok(subject));
        assert_eq!(serde_json::from_value::<Subject>(json!(subject)).unwrap(), subject);
        assert_eq!(serde_json::to_value(platform).unwrap(), json!(platform.as_str()));
    }
    assert_eq!(json!(id::<Subject>(42)), json!(42));
    assert_eq!(serde_json::from_str::<Subject>("42").unwrap(), id(42));
    assert_eq!(serde_json::from_str::<Subject>("\"42\"").unwrap(), id(42));
    for text in ["", "0", "platforms.", "platforms.zoom", "ucontact", "platforms.Ucontact", " 42"] {
        assert!(text.parse::<Subject>().is_err(), "{text}");
    }
}

#[test]
fn a_station_reads_back_from_what_policies_see() {
    for station in [Station::Extension("5101".into()), Station::Phone("+91".into())] {
        assert_eq!(Station::from_value(&station.value()), Some(station));
    }
    for other in
        [json!({}), json!({"extension": 1}), json!({"extension": "1", "phone": "2"}), json!("5101"), json!(null)]
    {
        assert_eq!(Station::from_value(&other), None, "{other}");
    }
}

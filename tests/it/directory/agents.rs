//! Agents are kept as they were entered, and found under each of their names.

use logingate::decision::Platform;
use logingate::directory::{AddError, AgentId, LoginName, LoginNameKind, NewAgent, Taken, UserType};
use serde_json::json;

use super::{House, agent, email, everywhere, hash, name};

fn rich() -> NewAgent {
    let custom = json!({"skills": ["es", {"level": 3.5}], "note": "a\u{0}b", "big": 9_007_199_254_740_993_i64});
    NewAgent {
        username: "Ána O'Neil".to_owned(),
        login_names: vec![
            name(Platform::Ozonetel, "A1"),
            email("Ana@Example.com"),
            LoginName {
                platform: Platform::Iservice,
                kind: LoginNameKind::OpenId { provider: "google".to_owned() },
                name: "110169484474386276334".to_owned(),
            },
            name(Platform::Ozonetel, "A2"),
        ],
        user_id: "9223372036854775807".parse().ok(),
        group_id: "7".parse().ok(),
        projects: ["42", "1", "7"].map(|id| id.parse().unwrap()).to_vec(),
        custom_data: custom.as_object().unwrap().clone(),
        extension: Some("100".to_owned()),
        phone: Some("+34 600 000 000".to_owned()),
        full_name: Some("Ána O’Neil; DROP TABLE agents".to_owned()),
        email: Some("ana@example.com".to_owned()),
        language: Some("es".to_owned()),
        is_active: false,
        inactivity_minutes: std::num::NonZeroU32::new(u32::MAX),
        user_type: UserType::Customer,
        segments: vec!["1".to_owned(), "a,b".to_owned()],
        access_rights: vec!["read \"all\"".to_owned()],
    }
}

#[test]
fn an_agent_is_kept_as_it_was_entered() {
    everywhere(|house| {
        let id = house.add(rich());
        assert_eq!(house.record(id).agent, rich());
        let plain = house.add(agent("plain"));
        assert_eq!(house.record(plain).agent, agent("plain"));
        let listed = house.wait(house.directory.list(None, 10)).unwrap();
        assert_eq!(listed.iter().map(|record| &record.agent).collect::<Vec<_>>(), [&rich(), &agent("plain")]);
    });
}

#[test]
fn agents_are_listed_page_by_page_in_order() {
    everywhere(|house| {
        let ids: Vec<_> = (0..5).map(|at| house.add(agent(&format!("agent{at}")))).collect();
        let page = |after| {
            let records = house.wait(house.directory.list(after, 2)).unwrap();
            records.into_iter().map(|record| record.id).collect::<Vec<_>>()
        };
        assert_eq!(page(None), ids[..2]);
        assert_eq!(page(Some(ids[1])), ids[2..4]);
        assert_eq!(page(Some(ids[3])), ids[4..]);
        assert_eq!(page(Some(ids[4])), []);
    });
}

#[test]
fn an_agent_is_found_with_what_a_login_needs() {
    everywhere(|house| {
        let id = house.add(rich());
        let find = |platform, kind: &LoginNameKind, text: &str| {
            house.wait(house.directory.find(platform, kind, text)).unwrap()
        };
        let found = find(Platform::Ozonetel, &LoginNameKind::Name, "a2").unwrap();
        assert_eq!((found.record.id, &found.record.agent), (id, &rich()));
        assert_eq!((found.login_name.as_str(), found.password, found.locked_until), ("A2", Some(hash("first")), None));
        let found = find(Platform::Ucontact, &LoginNameKind::Name, "ÁNA o'neil").unwrap();
        assert_eq!(found.login_name, "Ána O'Neil");
        let found = find(Platform::Iservice, &LoginNameKind::Email, "ANA@example.COM").unwrap();
        assert_eq!((found.record.id, found.login_name.as_str()), (id, "Ána O'Neil"));
        let google = LoginNameKind::OpenId { provider: "google".to_owned() };
        assert!(find(Platform::Iservice, &google, "110169484474386276334").is_some());
        let other = LoginNameKind::OpenId { provider: "other".to_owned() };
        for (platform, kind, text) in [
            (Platform::Ozonetel, &LoginNameKind::Name, "Ána O'Neil"),
            (Platform::Ucontact, &LoginNameKind::Name, "A1"),
            (Platform::Iservice, &LoginNameKind::Name, "ana@example.com"),
            (Platform::Acqueon, &LoginNameKind::Email, "ana@example.com"),
            (Platform::Iservice, &other, "110169484474386276334"),
            (Platform::Ozonetel, &LoginNameKind::Name, ""),
            (Platform::Ozonetel, &LoginNameKind::Name, "A1\u{0}"),
            (Platform::Ozonetel, &LoginNameKind::Name, "A_"),
        ] {
            assert!(find(platform, kind, text).is_none(), "{platform:?} {kind:?} {text:?}");
        }
    });
}

#[test]
fn a_name_that_is_taken_is_named_and_nothing_is_added() {
    everywhere(|house| {
        house.add(NewAgent { login_names: vec![name(Platform::Ucontact, "u1"), email("a@b.c")], ..agent("First") });
        let refused = |agent: NewAgent| match house.wait(house.directory.add(agent, None)) {
            Err(AddError::Taken(taken)) => taken,
            other => panic!("{other:?}"),
        };
        assert_eq!(refused(agent("FIRST")), Taken { login: None, name: "FIRST".to_owned() });
        let ucontact = Some((Platform::Ucontact, LoginNameKind::Name));
        assert_eq!(refused(agent("U1")), Taken { login: ucontact, name: "U1".to_owned() });
        let second = NewAgent { login_names: vec![email("A@B.C")], ..agent("second") };
        let iservice = Some((Platform::Iservice, LoginNameKind::Email));
        assert_eq!(refused(second), Taken { login: iservice, name: "A@B.C".to_owned() });
        let third = NewAgent { login_names: vec![name(Platform::Acqueon, "first")], ..agent("third") };
        assert_eq!(refused(third).to_string(), "another agent logs in to acqueon as \"first\"");
        assert_eq!(house.wait(house.directory.list(None, 10)).unwrap().len(), 1);
        // What stood in for the first agent's username is free.
        house.add(NewAgent { login_names: vec![name(Platform::Ucontact, "first")], ..agent("fourth") });
    });
}

#[test]
fn what_can_not_be_kept_is_refused_with_words() {
    everywhere(|house| {
        let refused = |agent: NewAgent| house.wait(house.directory.add(agent, None)).unwrap_err().to_string();
        assert_eq!(refused(agent("")), "the username is empty");
        assert_eq!(refused(agent("a\u{0}")), "the username holds a NUL character");
        let phone = NewAgent { phone: Some("\u{0}".to_owned()), ..agent("a") };
        assert_eq!(refused(phone), "the phone holds a NUL character");
        let twice = NewAgent { login_names: vec![email("a@b"), email("A@B")], ..agent("a") };
        assert_eq!(refused(twice), "the same login name stands there twice");
        let projects = (1..=257).map(|id: u64| id.to_string().parse().unwrap()).collect();
        let busy = NewAgent { projects, ..agent("a") };
        assert_eq!(refused(busy), "the projects are more than a login may name, 256");
    });
}

#[test]
fn a_number_is_never_given_again() {
    everywhere(|house| {
        let first = house.add(agent("a"));
        house.wait(house.directory.add(agent("a"), None)).unwrap_err();
        let second = house.add(agent("b"));
        assert!(second > first);
        assert_eq!(house.wait(house.directory.get(AgentId::new(second.get() + 1).unwrap())), Ok(None));
    });
}

#[test]
fn a_further_name_leads_to_the_same_agent() {
    everywhere(|house| {
        let id = house.add(agent("ana"));
        let other = house.add(agent("bob"));
        let link = |id, login_name| house.wait(house.directory.link(id, login_name));
        link(id, email("ana@example.com")).unwrap();
        link(id, email("Ana@Example.com")).unwrap();
        link(id, name(Platform::Ozonetel, "o-ana")).unwrap();
        assert_eq!(house.find(Platform::Ozonetel, "ana"), None, "the username no longer stands in");
        assert_eq!(house.find(Platform::Ozonetel, "o-ana"), Some(id));
        assert_eq!(house.find(Platform::Ucontact, "ana"), Some(id));
        assert_eq!(house.record(id).agent.login_names, [email("ana@example.com"), name(Platform::Ozonetel, "o-ana")]);
        let refused = link(other, name(Platform::Ozonetel, "O-ANA")).unwrap_err();
        assert_eq!(refused.to_string(), "another agent logs in to ozonetel as \"O-ANA\"");
        assert_eq!(house.find(Platform::Ozonetel, "bob"), Some(other), "a refused name changes nothing");
        let nobody = AgentId::new(99).unwrap();
        assert_eq!(link(nobody, email("x@y")), Err(AddError::NoSuchAgent));
    });
}

/// Whoever prints what was found, by mistake, prints no hash.
#[test]
fn what_was_found_shows_no_password() {
    let house = House::sqlite();
    house.add(agent("ana"));
    let found = house.wait(house.directory.find(Platform::Vcc, &LoginNameKind::Name, "ana")).unwrap().unwrap();
    let shown = format!("{found:?} {:?} {:?}", found.password, house.directory);
    assert!(!shown.contains("argon2"), "{shown}");
}

//! Who is signed in where: once a platform, each station once.

use logingate::decision::{Platform, Station};
use logingate::directory::{AgentId, Presence, SignIn};

use super::{House, NOW, SECOND, agent, everywhere, name};

fn sign_in(house: &House, platform: Platform, id: AgentId, station: Option<&Station>) -> SignIn {
    house.wait(house.directory.sign_in(platform, house.recognised(id), station, "NOT_READY", NOW)).unwrap()
}

fn phone(number: &str) -> Station {
    Station::Phone(number.to_owned())
}

#[test]
fn a_sign_in_is_kept_until_the_sign_out() {
    everywhere(|house| {
        let id = house.add(agent("ana"));
        let presence = Presence {
            state: "NOT_READY".to_owned(),
            reason: None,
            station: Some(phone("600")),
            since: NOW,
            state_since: NOW,
        };
        let directory = &house.directory;
        assert_eq!(sign_in(house, Platform::Ozonetel, id, Some(&phone("600"))), SignIn::In(presence.clone()));
        assert_eq!(house.wait(directory.presence(Platform::Ozonetel, id)), Ok(Some(presence.clone())));
        assert_eq!(house.wait(directory.presence(Platform::Acqueon, id)), Ok(None));
        assert_eq!(house.wait(directory.sign_out(Platform::Acqueon, id)), Ok(None));
        assert_eq!(house.wait(directory.sign_out(Platform::Ozonetel, id)), Ok(Some(presence)));
        assert_eq!(house.wait(directory.sign_out(Platform::Ozonetel, id)), Ok(None));
        assert!(matches!(sign_in(house, Platform::Ozonetel, id, Some(&phone("600"))), SignIn::In(_)));
    });
}

#[test]
fn whoever_is_signed_in_stays_as_it_is() {
    everywhere(|house| {
        let id = house.add(agent("ana"));
        let SignIn::In(first) = sign_in(house, Platform::Ozonetel, id, Some(&phone("600"))) else { panic!() };
        for station in [Some(phone("600")), Some(phone("700")), None] {
            let who = house.recognised(id);
            let again = house.directory.sign_in(Platform::Ozonetel, who, station.as_ref(), "READY", NOW + SECOND);
            assert_eq!(house.wait(again), Ok(SignIn::AlreadyIn(first.clone())));
        }
        assert!(matches!(sign_in(house, Platform::Acqueon, id, Some(&phone("600"))), SignIn::In(_)));
    });
}

#[test]
fn an_occupied_station_names_its_holder() {
    everywhere(|house| {
        let (id, other) = (house.add(agent("ana")), house.add(agent("bob")));
        house.wait(house.directory.link(id, name(Platform::Ozonetel, "Agent-7"))).unwrap();
        sign_in(house, Platform::Ozonetel, id, Some(&phone("600")));
        let occupied = SignIn::Occupied { by: "Agent-7".to_owned(), station: phone("600") };
        assert_eq!(sign_in(house, Platform::Ozonetel, other, Some(&phone("600"))), occupied);
        assert_eq!(house.wait(house.directory.presence(Platform::Ozonetel, other)), Ok(None));
        // Another kind of station, another platform, and none at all.
        let extension = Station::Extension("600".to_owned());
        assert!(matches!(sign_in(house, Platform::Ozonetel, other, Some(&extension)), SignIn::In(_)));
        assert!(matches!(sign_in(house, Platform::Acqueon, other, Some(&phone("600"))), SignIn::In(_)));
        assert!(matches!(sign_in(house, Platform::Ucontact, id, None), SignIn::In(_)));
        assert!(matches!(sign_in(house, Platform::Ucontact, other, None), SignIn::In(_)));
    });
}

#[test]
fn a_state_changes_only_from_a_state_that_was_expected() {
    everywhere(|house| {
        let id = house.add(agent("ana"));
        let set = |expected: &[&str], state: &str, reason: Option<&str>, now| {
            let set = house.directory.set_state(Platform::Acqueon, id, expected, state, reason, now);
            house.wait(set).unwrap()
        };
        assert_eq!(set(&["NOT_READY"], "READY", None, NOW), Err(None));
        sign_in(house, Platform::Acqueon, id, None);
        let ready = set(&["WRAP_UP", "NOT_READY"], "READY", None, NOW + SECOND).unwrap();
        let expected =
            Presence { state: "READY".to_owned(), reason: None, station: None, since: NOW, state_since: NOW + SECOND };
        assert_eq!(ready, expected);
        assert_eq!(set(&["NOT_READY"], "LOGOUT", None, NOW + 2 * SECOND), Err(Some(expected.clone())));
        assert_eq!(set(&[], "LOGOUT", None, NOW + 2 * SECOND), Err(Some(expected)));
        let paused = set(&["READY"], "NOT_READY", Some("Lunch\u{0}"), NOW + 3 * SECOND).unwrap();
        assert_eq!(paused.reason.as_deref(), Some("Lunch\u{fffd}"));
        assert_eq!(house.wait(house.directory.presence(Platform::Acqueon, id)), Ok(Some(paused)));
    });
}

#[test]
fn somebody_may_be_signed_out_from_some_states_only() {
    everywhere(|house| {
        let id = house.add(agent("ana"));
        let leave = |expected: &[&str]| house.wait(house.directory.sign_out_from(Platform::Acqueon, id, expected));
        assert_eq!(leave(&["NOT_READY"]), Ok(Err(None)));
        let SignIn::In(presence) = sign_in(house, Platform::Acqueon, id, None) else { panic!() };
        assert_eq!(leave(&["READY", "WRAP_UP"]), Ok(Err(Some(presence.clone()))));
        assert_eq!(leave(&[]), Ok(Err(Some(presence.clone()))));
        assert_eq!(leave(&["READY", "NOT_READY"]), Ok(Ok(presence)));
        assert_eq!(house.wait(house.directory.presence(Platform::Acqueon, id)), Ok(None));
    });
}

#[test]
fn nobody_who_is_not_active_signs_in() {
    everywhere(|house| {
        let id = house.add(agent("ana"));
        house.wait(house.directory.set_active(id, false)).unwrap();
        assert_eq!(sign_in(house, Platform::Acqueon, id, None), SignIn::Outdated);
        let removed = house.add(agent("bob"));
        let who = house.recognised(removed);
        house.wait(house.directory.remove(removed)).unwrap();
        let late = house.directory.sign_in(Platform::Acqueon, who, None, "NOT_READY", NOW);
        assert_eq!(house.wait(late), Ok(SignIn::Outdated));
    });
}

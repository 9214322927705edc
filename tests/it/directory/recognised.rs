//! Between recognising somebody and opening a session anything may happen: who was recognised before another password or
//! a deactivation opens nothing any more.

use std::time::Duration;

use logingate::decision::Platform;
use logingate::directory::{Recognised, SignIn, Token};

use super::{House, NOW, agent, everywhere, hash};

/// Whether each of what can be opened is opened for `who`.
fn opened(house: &House, who: Recognised) -> [bool; 4] {
    let directory = &house.directory;
    let [first, second, third] = [(); 3].map(|()| Token::random().unwrap());
    [
        house.wait(directory.open_session(Platform::Iservice, who, &first, None, NOW)).unwrap(),
        house.wait(directory.open_sole_session(Platform::Ucontact, who, &second, None, NOW)).unwrap(),
        house.wait(directory.open_reset(who, &third, Duration::from_mins(30), NOW)).unwrap(),
        house.wait(directory.sign_in(Platform::Acqueon, who, None, "NOT_READY", NOW)).unwrap() != SignIn::Outdated,
    ]
}

#[test]
fn who_was_recognised_by_the_password_before_opens_nothing() {
    everywhere(|house| {
        let id = house.add(agent("ana"));
        let before = house.recognised(id);
        house.wait(house.directory.set_password(id, hash("second"))).unwrap();
        assert_eq!(opened(house, before), [false; 4]);
        assert_eq!(house.wait(house.directory.presence(Platform::Acqueon, id)), Ok(None));
        assert_eq!(opened(house, house.recognised(id)), [true; 4]);
    });
}

#[test]
fn who_was_recognised_before_a_reset_of_the_password_opens_nothing() {
    everywhere(|house| {
        let id = house.add(agent("ana"));
        let (before, token) = (house.recognised(id), Token::random().unwrap());
        house.wait(house.directory.open_reset(before, &token, Duration::from_mins(30), NOW)).unwrap();
        assert_eq!(house.wait(house.directory.use_reset(token.expose(), hash("second"), NOW)), Ok(Some(id)));
        assert_eq!(opened(house, before), [false; 4]);
        assert_eq!(opened(house, house.recognised(id)), [true; 4]);
    });
}

#[test]
fn who_was_recognised_before_a_deactivation_opens_nothing_even_if_it_is_taken_back() {
    everywhere(|house| {
        let id = house.add(agent("ana"));
        let before = house.recognised(id);
        house.wait(house.directory.set_active(id, false)).unwrap();
        assert_eq!(opened(house, before), [false; 4]);
        assert_eq!(opened(house, house.recognised(id)), [false; 4]);
        house.wait(house.directory.set_active(id, true)).unwrap();
        assert_eq!(opened(house, before), [false; 4]);
        assert_eq!(opened(house, house.recognised(id)), [true; 4]);
    });
}

/// Neither changes who may log in.
#[test]
fn the_same_password_hashed_anew_and_an_agent_who_stays_active_change_nothing() {
    everywhere(|house| {
        let id = house.add(agent("ana"));
        let before = house.recognised(id);
        assert_eq!(house.wait(house.directory.rehash(id, &hash("first"), hash("second"))), Ok(true));
        house.wait(house.directory.set_active(id, true)).unwrap();
        assert_eq!(opened(house, before), [true; 4]);
    });
}

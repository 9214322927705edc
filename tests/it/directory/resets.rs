//! Password resets: once, in time, and whatever the old password opened is over.

use std::num::NonZeroU32;
use std::time::Duration;

use logingate::decision::Platform;
use logingate::directory::{AgentId, LockRule, LoginNameKind, PasswordHash, Token};

use super::{House, MINUTE, NOW, agent, everywhere, hash};

const HALF_AN_HOUR: Duration = Duration::from_mins(30);

fn open(house: &House, id: AgentId) -> Token {
    let token = Token::random().unwrap();
    assert_eq!(house.wait(house.directory.open_reset(house.recognised(id), &token, HALF_AN_HOUR, NOW)), Ok(true));
    token
}

fn reset(house: &House, token: &Token, now: i64) -> Option<AgentId> {
    house.wait(house.directory.use_reset(token.expose(), hash("new"), now)).unwrap()
}

fn password(house: &House) -> Option<PasswordHash> {
    let found = house.directory.find(Platform::Vcc, &LoginNameKind::Name, "ana");
    house.wait(found).unwrap().unwrap().password
}

#[test]
fn a_reset_sets_the_password_once_and_ends_what_was_open() {
    everywhere(|house| {
        let id = house.add(agent("ana"));
        let directory = &house.directory;
        let rule = LockRule { failures: NonZeroU32::MIN, lasts: HALF_AN_HOUR };
        house.wait(directory.failed(id, NOW, rule)).unwrap();
        let session = Token::random().unwrap();
        house.wait(directory.open_session(Platform::Iservice, house.recognised(id), &session, None, NOW)).unwrap();
        let (token, other) = (open(house, id), open(house, id));
        assert_eq!(reset(house, &Token::random().unwrap(), NOW), None);
        assert_eq!(password(house), Some(hash("first")));
        assert_eq!(reset(house, &token, NOW + 30 * MINUTE - 1), Some(id));
        assert_eq!(password(house), Some(hash("new")));
        assert_eq!(house.wait(directory.use_session(Platform::Iservice, session.expose(), NOW)), Ok(None));
        let found = house.wait(directory.find(Platform::Vcc, &LoginNameKind::Name, "ana")).unwrap().unwrap();
        assert_eq!(found.locked_until, None);
        assert_eq!((reset(house, &token, NOW), reset(house, &other, NOW)), (None, None));
    });
}

#[test]
fn a_reset_that_is_too_old_changes_nothing() {
    everywhere(|house| {
        let id = house.add(agent("ana"));
        let token = open(house, id);
        assert_eq!(reset(house, &token, NOW + 30 * MINUTE), None);
        assert_eq!(password(house), Some(hash("first")));
    });
}

#[test]
fn another_password_or_a_deactivation_ends_resets() {
    everywhere(|house| {
        let id = house.add(agent("ana"));
        let token = open(house, id);
        house.wait(house.directory.set_password(id, hash("second"))).unwrap();
        assert_eq!(reset(house, &token, NOW), None);
        let token = open(house, id);
        house.wait(house.directory.set_active(id, false)).unwrap();
        let late = Token::random().unwrap();
        assert_eq!(house.wait(house.directory.open_reset(house.recognised(id), &late, HALF_AN_HOUR, NOW)), Ok(false));
        house.wait(house.directory.set_active(id, true)).unwrap();
        assert_eq!((reset(house, &token, NOW), reset(house, &late, NOW)), (None, None));
        assert_eq!(password(house), Some(hash("second")));
    });
}

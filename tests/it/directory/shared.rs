//! Two servers share one directory.

use std::num::NonZeroU32;
use std::task::{Context, Waker};
use std::time::{Duration, Instant};

use logingate::decision::Platform;
use logingate::directory::{LockRule, LoginNameKind, SignIn, Token};

use super::{NOW, agent, everywhere};

#[test]
fn what_one_server_did_the_other_sees() {
    everywhere(|house| {
        let other = house.beside();
        let id = house.add(agent("ana"));
        let found = other.wait(other.find(Platform::Ucontact, &LoginNameKind::Name, "ana")).unwrap().unwrap();
        assert_eq!(found.record.id, id);
        let token = Token::random().unwrap();
        other.wait(other.open_session(Platform::Ucontact, found.record.recognised(), &token, None, NOW)).unwrap();
        let session = house.directory.use_session(Platform::Ucontact, token.expose(), NOW);
        assert_eq!(house.wait(session).unwrap().unwrap().agent.id, id);
        other.wait(other.sign_in(Platform::Acqueon, found.record.recognised(), None, "READY", NOW)).unwrap();
        let again = house.directory.sign_in(Platform::Acqueon, house.recognised(id), None, "READY", NOW);
        assert!(matches!(house.wait(again).unwrap(), SignIn::AlreadyIn(_)));
        house.wait(house.directory.set_active(id, false)).unwrap();
        assert_eq!(other.wait(other.look_at_session(Platform::Ucontact, token.expose(), NOW)), Ok(None));
    });
}

/// Fifty questions are begun and nobody waits for the answers: each of them is dealt with all the same.
#[test]
fn whoever_stops_waiting_leaves_nothing_half_done() {
    everywhere(|house| {
        let id = house.add(agent("ana"));
        let rule = LockRule { failures: NonZeroU32::new(50).unwrap(), lasts: Duration::from_mins(5) };
        for _ in 0..50 {
            let mut left = Box::pin(house.directory.failed(id, NOW, rule));
            assert!(left.as_mut().poll(&mut Context::from_waker(Waker::noop())).is_pending());
        }
        let begun = Instant::now();
        while house.locked_until("ana").is_none() {
            assert!(begun.elapsed() < Duration::from_mins(1), "one was lost");
        }
    });
}

//! What must hold when many do the same at once, through two servers that share one directory.

use std::num::NonZeroU32;
use std::sync::{Barrier, Mutex};
use std::time::Duration;

use logingate::decision::{Platform, Station};
use logingate::directory::{AddError, AgentId, Directory, LockRule, SignIn, Token};

use super::{House, MINUTE, NOW, agent, everywhere, hash};

const CALLERS: usize = 60;

/// What `CALLERS` threads get that all begin at once, every other one asking the other server.
fn at_once<T: Send>(house: &House, ask: impl Fn(usize, &Directory) -> T + Sync) -> Vec<T> {
    let other = house.beside();
    let (start, answers) = (Barrier::new(CALLERS), Mutex::new(Vec::new()));
    std::thread::scope(|scope| {
        for at in 0..CALLERS {
            let directory = if at % 2 == 0 { &house.directory } else { &other };
            let (start, answers, ask) = (&start, &answers, &ask);
            scope.spawn(move || {
                start.wait();
                let answer = ask(at, directory);
                answers.lock().unwrap().push(answer);
            });
        }
    });
    answers.into_inner().unwrap()
}

fn agents(house: &House) -> Vec<AgentId> {
    (0..CALLERS).map(|at| house.add(agent(&format!("agent{at}")))).collect()
}

fn tokens() -> Vec<Token> {
    (0..CALLERS).map(|_| Token::random().unwrap()).collect()
}

fn count<T>(answers: &[T], is_meant: impl Fn(&T) -> bool) -> usize {
    answers.iter().filter(|answer| is_meant(answer)).count()
}

#[test]
fn one_phone_number_is_one_login() {
    everywhere(|house| {
        let ids = agents(house);
        let all: Vec<_> = ids.iter().map(|id| house.recognised(*id)).collect();
        let station = Station::Phone("600".to_owned());
        let answers = at_once(house, |at, directory| {
            directory.wait(directory.sign_in(Platform::Ozonetel, all[at], Some(&station), "READY", NOW)).unwrap()
        });
        assert_eq!(count(&answers, |answer| matches!(answer, SignIn::In(_))), 1);
        let is_in = |id: &&AgentId| house.wait(house.directory.presence(Platform::Ozonetel, **id)).unwrap().is_some();
        let winners: Vec<_> = ids.iter().filter(is_in).collect();
        let [winner] = winners[..] else { panic!("{winners:?}") };
        let name = house.record(*winner).agent.username;
        assert_eq!(count(&answers, |answer| matches!(answer, SignIn::Occupied { by, .. } if *by == name)), CALLERS - 1);
    });
}

#[test]
fn one_agent_is_signed_in_once() {
    everywhere(|house| {
        let id = house.add(agent("ana"));
        let who = house.recognised(id);
        let answers = at_once(house, |at, directory| {
            let station = Station::Extension(at.to_string());
            directory.wait(directory.sign_in(Platform::Acqueon, who, Some(&station), "NOT_READY", NOW)).unwrap()
        });
        assert_eq!(count(&answers, |answer| matches!(answer, SignIn::In(_))), 1);
        let kept = house.wait(house.directory.presence(Platform::Acqueon, id)).unwrap().unwrap();
        assert!(
            answers.iter().all(|answer| matches!(answer, SignIn::In(told) | SignIn::AlreadyIn(told) if *told == kept))
        );
    });
}

/// Each goes in and out again many times: never are two in, and nobody waits for ever.
#[test]
fn a_number_that_changes_hands_is_never_in_two() {
    everywhere(|house| {
        let ids = agents(house);
        let all: Vec<_> = ids.iter().map(|id| house.recognised(*id)).collect();
        let station = Station::Phone("600".to_owned());
        let inside = Mutex::new(());
        let entered = at_once(house, |at, directory| {
            let mut entered = 0;
            for _ in 0..10 {
                let asked = directory.sign_in(Platform::Ozonetel, all[at], Some(&station), "READY", NOW);
                if let SignIn::In(_) = directory.wait(asked).unwrap() {
                    // Whoever is in is alone, so that nobody else holds this.
                    drop(inside.try_lock().expect("two are in"));
                    entered += 1;
                    assert!(directory.wait(directory.sign_out(Platform::Ozonetel, ids[at])).unwrap().is_some());
                }
            }
            entered
        });
        assert!(entered.iter().sum::<i32>() >= 1);
    });
}

#[test]
fn no_failure_is_lost_and_the_last_one_bars() {
    everywhere(|house| {
        let id = house.add(agent("ana"));
        let callers = u32::try_from(CALLERS).unwrap();
        let rule = LockRule { failures: NonZeroU32::new(callers).unwrap(), lasts: Duration::from_mins(5) };
        let answers = at_once(house, |_, directory| directory.wait(directory.failed(id, NOW, rule)).unwrap());
        assert_eq!(count(&answers, Option::is_some), 1, "the last of them, and no other");
        assert_eq!(house.locked_until("ana"), Some(NOW + 5 * MINUTE));
    });
}

#[test]
fn a_reset_is_used_once() {
    everywhere(|house| {
        let id = house.add(agent("ana"));
        let token = Token::random().unwrap();
        house.wait(house.directory.open_reset(house.recognised(id), &token, Duration::from_mins(30), NOW)).unwrap();
        let answers = at_once(house, |at, directory| {
            directory.wait(directory.use_reset(token.expose(), hash(&at.to_string()), NOW)).unwrap()
        });
        assert_eq!(count(&answers, Option::is_some), 1);
    });
}

/// Many resets of one agent, each used at the same time: no ring of waiting, and the first one ends the others.
#[test]
fn of_many_resets_of_one_agent_one_is_used() {
    everywhere(|house| {
        let id = house.add(agent("ana"));
        let tokens = tokens();
        for token in &tokens {
            house.wait(house.directory.open_reset(house.recognised(id), token, Duration::from_mins(30), NOW)).unwrap();
        }
        let answers = at_once(house, |at, directory| {
            directory.wait(directory.use_reset(tokens[at].expose(), hash("new"), NOW)).unwrap()
        });
        assert_eq!(count(&answers, Option::is_some), 1);
    });
}

#[test]
fn sessions_are_neither_lost_nor_doubled() {
    everywhere(|house| {
        let id = house.add(agent("ana"));
        let (who, tokens) = (house.recognised(id), tokens());
        let opened = at_once(house, |at, directory| {
            directory.wait(directory.open_session(Platform::Iservice, who, &tokens[at], None, NOW)).unwrap()
        });
        assert_eq!(count(&opened, |is_open| *is_open), CALLERS);
        let used = at_once(house, |at, directory| {
            let session = directory.use_session(Platform::Iservice, tokens[at].expose(), NOW + 1);
            directory.wait(session).unwrap().is_some()
        });
        assert_eq!(count(&used, |is_open| *is_open), CALLERS);
        let ended = at_once(house, |at, directory| {
            let token = &tokens[at / 2 * 2];
            directory.wait(directory.end_session(Platform::Iservice, token.expose())).unwrap()
        });
        assert_eq!(count(&ended, |has_ended| *has_ended), CALLERS / 2, "each is ended by one of two");
        assert_eq!(house.wait(house.directory.end_sessions_of(id, None)), Ok(CALLERS as u64 / 2));
    });
}

/// Whoever is opening a session while the agent is put out, or gets another password, either fails or its session ends
/// with the others. All were recognised before.
#[test]
fn no_session_outlasts_a_deactivation_or_another_password_beside_it() {
    everywhere(|house| {
        for is_deactivated in [true, false] {
            let id = house.add(agent(&format!("deactivated-{is_deactivated}")));
            let (who, all, sole) = (house.recognised(id), tokens(), tokens());
            at_once(house, |at, directory| {
                if at != CALLERS / 2 {
                    directory.wait(directory.open_session(Platform::Iservice, who, &all[at], None, NOW)).unwrap();
                    directory.wait(directory.open_sole_session(Platform::Ucontact, who, &sole[at], None, NOW)).unwrap();
                    directory.wait(directory.sign_in(Platform::Iservice, who, None, "READY", NOW)).unwrap();
                } else if is_deactivated {
                    directory.wait(directory.set_active(id, false)).unwrap();
                    directory.wait(directory.set_active(id, true)).unwrap();
                } else {
                    directory.wait(directory.set_password(id, hash("second"))).unwrap();
                }
            });
            assert_eq!(house.wait(house.directory.end_sessions_of(id, None)), Ok(0));
            let presence = house.wait(house.directory.presence(Platform::Iservice, id)).unwrap();
            assert!(presence.is_none() || !is_deactivated, "{presence:?}");
        }
    });
}

#[test]
fn of_many_agents_of_one_name_one_is_added() {
    everywhere(|house| {
        let answers = at_once(house, |at, directory| {
            let username = if at % 3 == 0 { "Ana" } else { "ANA" };
            directory.wait(directory.add(agent(username), None))
        });
        assert_eq!(count(&answers, Result::is_ok), 1);
        assert_eq!(count(&answers, |answer| matches!(answer, Err(AddError::Taken(_)))), CALLERS - 1);
        assert_eq!(house.wait(house.directory.list(None, 10)).unwrap().len(), 1);
    });
}

#[test]
fn of_many_sole_sessions_one_stays() {
    everywhere(|house| {
        let who = house.recognised(house.add(agent("ana")));
        let tokens = at_once(house, |_, directory| {
            let token = Token::random().unwrap();
            let opened = directory.open_sole_session(Platform::Ucontact, who, &token, None, NOW);
            assert_eq!(directory.wait(opened), Ok(true));
            token
        });
        let lives = |token: &Token| {
            let session = house.directory.look_at_session(Platform::Ucontact, token.expose(), NOW);
            house.wait(session).unwrap().is_some()
        };
        assert_eq!(count(&tokens, lives), 1);
    });
}

//! Sessions: they slide, they end, and only digests of their tokens are kept.

use std::time::Duration;

use logingate::decision::Platform;
use logingate::directory::{AgentId, SessionFilter, Token};

use super::{House, MINUTE, NOW, agent, everywhere, hash, name};

const HOUR_AND_A_HALF: Option<Duration> = Some(Duration::from_mins(90));

fn open(house: &House, platform: Platform, id: AgentId, idle: Option<Duration>, now: i64) -> Token {
    let token = Token::random().unwrap();
    let who = house.recognised(id);
    assert_eq!(house.wait(house.directory.open_session(platform, who, &token, idle, now)), Ok(true));
    token
}

fn used(house: &House, token: &Token, now: i64) -> Option<AgentId> {
    let session = house.directory.use_session(Platform::Iservice, token.expose(), now);
    house.wait(session).unwrap().map(|session| session.agent.id)
}

fn looked_at(house: &House, token: &Token, now: i64) -> Option<AgentId> {
    let session = house.directory.look_at_session(Platform::Iservice, token.expose(), now);
    house.wait(session).unwrap().map(|session| session.agent.id)
}

#[test]
fn each_use_puts_off_the_end_of_a_session() {
    everywhere(|house| {
        let id = house.add(agent("ana"));
        let token = open(house, Platform::Iservice, id, HOUR_AND_A_HALF, NOW);
        let after = |minutes: i64| NOW + minutes * MINUTE;
        assert_eq!(used(house, &token, after(89)), Some(id));
        assert_eq!(looked_at(house, &token, after(178)), Some(id));
        assert_eq!(used(house, &token, after(178)), Some(id));
        // A server whose clock is behind does not take anything back.
        assert_eq!(used(house, &token, after(100)), Some(id));
        assert_eq!(looked_at(house, &token, after(178 + 90) - 1), Some(id));
        assert_eq!(looked_at(house, &token, after(178 + 90)), None);
        assert_eq!(used(house, &token, after(178 + 90)), None);
        assert_eq!(used(house, &token, after(178)), None, "what has expired is gone");
    });
}

#[test]
fn looking_at_a_session_does_not_put_off_its_end() {
    everywhere(|house| {
        let id = house.add(agent("ana"));
        let token = open(house, Platform::Iservice, id, HOUR_AND_A_HALF, NOW);
        assert_eq!(looked_at(house, &token, NOW + 89 * MINUTE), Some(id));
        assert_eq!(looked_at(house, &token, NOW + 90 * MINUTE), None);
    });
}

#[test]
fn a_session_says_whose_it_is_and_since_when() {
    everywhere(|house| {
        let id = house.add(agent("ana"));
        house.wait(house.directory.link(id, name(Platform::Iservice, "Ana I."))).unwrap();
        let token = open(house, Platform::Iservice, id, None, NOW);
        let question = house.directory.use_session(Platform::Iservice, token.expose(), NOW + 365 * 24 * 60 * MINUTE);
        let session = house.wait(question).unwrap().unwrap();
        assert_eq!((session.agent.id, session.login_name.as_str()), (id, "Ana I."));
        assert_eq!((session.opened, session.used), (NOW, NOW + 365 * 24 * 60 * MINUTE));
    });
}

#[test]
fn a_token_is_good_on_its_platform_alone_and_until_it_is_ended() {
    everywhere(|house| {
        let id = house.add(agent("ana"));
        let token = open(house, Platform::Ucontact, id, None, NOW);
        let directory = &house.directory;
        assert_eq!(used(house, &token, NOW), None);
        assert_eq!(house.wait(directory.end_session(Platform::Iservice, token.expose())), Ok(false));
        let seen = |text: &str| house.wait(directory.use_session(Platform::Ucontact, text, NOW)).unwrap().is_some();
        assert!(seen(token.expose()));
        assert!(!seen(&token.expose().to_uppercase()));
        assert!(!seen(""));
        assert_eq!(house.wait(directory.end_session(Platform::Ucontact, token.expose())), Ok(true));
        assert!(!seen(token.expose()));
        assert_eq!(house.wait(directory.end_session(Platform::Ucontact, token.expose())), Ok(false));
    });
}

#[test]
fn all_sessions_of_an_agent_end_together() {
    everywhere(|house| {
        let (id, other) = (house.add(agent("ana")), house.add(agent("bob")));
        let ours = [open(house, Platform::Iservice, id, None, NOW), open(house, Platform::Iservice, id, None, NOW)];
        open(house, Platform::Ucontact, id, None, NOW);
        let theirs = open(house, Platform::Iservice, other, None, NOW);
        assert_eq!(house.wait(house.directory.end_sessions_of(id, Some(Platform::Ucontact))), Ok(1));
        assert_eq!(used(house, &ours[0], NOW), Some(id));
        assert_eq!(house.wait(house.directory.end_sessions_of(id, None)), Ok(2));
        assert_eq!(ours.map(|token| used(house, &token, NOW)), [None, None]);
        assert_eq!(used(house, &theirs, NOW), Some(other));
    });
}

#[test]
fn another_password_ends_sessions_and_the_same_hashed_anew_does_not() {
    everywhere(|house| {
        let (id, other) = (house.add(agent("ana")), house.add(agent("bob")));
        let token = open(house, Platform::Iservice, id, None, NOW);
        let theirs = open(house, Platform::Iservice, other, None, NOW);
        let rehash = |old: &str, new| house.wait(house.directory.rehash(id, &hash(old), hash(new))).unwrap();
        assert!(!rehash("else", "second"));
        assert!(rehash("first", "second"));
        assert_eq!(used(house, &token, NOW), Some(id));
        assert!(!rehash("first", "third"), "it was changed meanwhile");
        assert_eq!(house.wait(house.directory.set_password(id, hash("third"))), Ok(true));
        assert_eq!(used(house, &token, NOW), None);
        assert_eq!(used(house, &theirs, NOW), Some(other));
        assert_eq!(house.wait(house.directory.set_password(AgentId::new(99).unwrap(), hash("x"))), Ok(false));
    });
}

#[test]
fn a_deactivated_agent_is_out_everywhere_and_does_not_come_back_by_itself() {
    everywhere(|house| {
        let id = house.add(agent("ana"));
        let token = open(house, Platform::Iservice, id, None, NOW);
        let directory = &house.directory;
        house.wait(directory.sign_in(Platform::Acqueon, house.recognised(id), None, "NOT_READY", NOW)).unwrap();
        assert_eq!(house.wait(directory.set_active(id, false)), Ok(true));
        assert_eq!(used(house, &token, NOW), None);
        assert_eq!(house.wait(directory.presence(Platform::Acqueon, id)), Ok(None));
        let late = Token::random().unwrap();
        let who = house.recognised(id);
        assert_eq!(house.wait(directory.open_session(Platform::Iservice, who, &late, None, NOW)), Ok(false));
        assert_eq!(house.wait(directory.set_active(id, true)), Ok(true));
        assert_eq!((used(house, &token, NOW), used(house, &late, NOW)), (None, None));
        open(house, Platform::Iservice, id, None, NOW);
    });
}

#[test]
fn sessions_are_listed_without_their_tokens() {
    everywhere(|house| {
        let (id, other) = (house.add(agent("ana")), house.add(agent("bob")));
        open(house, Platform::Iservice, id, HOUR_AND_A_HALF, NOW + 1);
        open(house, Platform::Ucontact, id, None, NOW);
        open(house, Platform::Ucontact, other, None, NOW + 2);
        let list = |filter, now| {
            let sessions = house.wait(house.directory.sessions(filter, now, 10)).unwrap();
            sessions.into_iter().map(|it| (it.username, it.platform, it.expires)).collect::<Vec<_>>()
        };
        let (ana, bob) = ("ana".to_owned(), "bob".to_owned());
        let anas = (ana.clone(), Platform::Iservice, Some(NOW + 1 + 90 * MINUTE));
        let all = [(ana.clone(), Platform::Ucontact, None), anas.clone(), (bob.clone(), Platform::Ucontact, None)];
        assert_eq!(list(SessionFilter::default(), NOW), all);
        let of_ana = SessionFilter { agent: Some(id), platform: None };
        assert_eq!(list(of_ana, NOW), all[..2]);
        assert_eq!(list(of_ana, NOW + 91 * MINUTE), all[..1]);
        let on_ucontact = SessionFilter { agent: None, platform: Some(Platform::Ucontact) };
        assert_eq!(list(on_ucontact, NOW), [all[0].clone(), all[2].clone()]);
        assert_eq!(house.wait(house.directory.sessions(SessionFilter::default(), NOW, 1)).unwrap().len(), 1);
    });
}

#[test]
fn tokens_are_long_each_another_and_shown_by_no_debug() {
    let (one, other) = (Token::random().unwrap(), Token::random().unwrap());
    assert_ne!(one, other);
    assert_eq!(one.expose().len(), 43);
    assert!(!format!("{one:?}").contains(one.expose()));
}

/// Whoever reads the file learns no token.
#[test]
fn no_token_and_no_key_stands_in_the_database() {
    let house = House::sqlite();
    let id = house.add(agent("ana"));
    let token = open(&house, Platform::Iservice, id, None, NOW);
    let reset = Token::random().unwrap();
    house.wait(house.directory.open_reset(house.recognised(id), &reset, Duration::from_mins(30), NOW)).unwrap();
    house.wait(house.directory.set_account("acme", b"KEY-OF-ACME")).unwrap();
    let files = std::fs::read_dir(house.folder.path()).unwrap();
    let content: Vec<u8> = files.flat_map(|file| std::fs::read(file.unwrap().path()).unwrap()).collect();
    let holds = |text: &str| content.windows(text.len()).any(|window| window == text.as_bytes());
    assert!(holds("acme"), "it is this file");
    assert!(!holds(token.expose()) && !holds(reset.expose()) && !holds("KEY-OF-ACME"));
}

#[test]
fn a_sole_session_ends_the_agents_others_on_its_platform_alone() {
    everywhere(|house| {
        let (ana, ben) = (house.add(agent("ana")), house.add(agent("ben")));
        let before = open(house, Platform::Iservice, ana, None, NOW);
        let elsewhere = open(house, Platform::Ucontact, ana, None, NOW);
        let bens = open(house, Platform::Iservice, ben, None, NOW);
        let sole = Token::random().unwrap();
        let who = house.recognised(ana);
        let opened = house.directory.open_sole_session(Platform::Iservice, who, &sole, HOUR_AND_A_HALF, NOW);
        assert_eq!(house.wait(opened), Ok(true));
        assert_eq!((used(house, &before, NOW), used(house, &sole, NOW)), (None, Some(ana)));
        assert_eq!(used(house, &bens, NOW), Some(ben));
        let kept = house.directory.look_at_session(Platform::Ucontact, elsewhere.expose(), NOW);
        assert!(house.wait(kept).unwrap().is_some());
        assert_eq!(used(house, &sole, NOW + 90 * MINUTE), None);
        house.wait(house.directory.set_active(ana, false)).unwrap();
        let who = house.recognised(ana);
        let refused = house.directory.open_sole_session(Platform::Iservice, who, &sole, None, NOW);
        assert_eq!(house.wait(refused), Ok(false));
    });
}

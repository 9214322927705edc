//! `SetUserInfo` and what it leads to.

use std::time::Duration;

use super::{House, RIGHT, Socket, WRONG, agent, error_in, get_state, pair, ready, sign_in, state_in};
use crate::discretion::MARK;
use crate::server::{Process, request};

const RECORDED: &str = include_str!("recorded/sign_in.jsonl");
const REFUSED: &str = include_str!("recorded/refused.json");

#[test]
fn a_sign_in_triggers_exactly_what_is_recorded() {
    let house = House::new();
    let heard = house.socket().sign_in("700100", "5101");
    assert_eq!(heard, RECORDED.lines().collect::<Vec<_>>());
}

#[test]
fn reinit_signs_in_as_well() {
    let house = House::new();
    let mut socket = house.socket();
    socket.say(&sign_in("700100", RIGHT, "5101").replace("Agent", "Connection").replace("SetUserInfo", "ReInit"));
    let heard: Vec<_> = (0..15).map(|_| socket.hear()).collect();
    assert_eq!(heard, RECORDED.lines().collect::<Vec<_>>());
}

#[test]
fn a_packet_is_answered_by_packets() {
    let house = House::new();
    let mut socket = house.socket();
    let packet = |message: &str| {
        format!(r#"{{"channel":"Cisco","ResponseUrl":"https://crm.example/","SubscriberID":"7","message":{message}}}"#)
    };
    socket.say(&packet(&sign_in("700100", RIGHT, "5101")));
    for recorded in RECORDED.lines() {
        let wrapped =
            packet(recorded).replace(r#""Cisco","ResponseUrl"#, r#""Cisco","topic":"","subtopic":"","ResponseUrl"#);
        assert_eq!(socket.hear(), wrapped);
    }
    socket.say(&packet("{}"));
    assert!(socket.hear().contains(r#""SubscriberID":"7","message":{"channel":"Cisco","topic":"Error""#));
    assert_eq!(state_in(&socket.ask(&get_state())), pair("NOT_READY", "-1"));
}

#[test]
fn whoever_is_signed_in_stays_in_the_same_state() {
    let house = House::new();
    let mut first = house.signed_in("700100", "5101");
    first.say(&ready());
    assert_eq!(state_in(&first.hear()), pair("READY", "-1"));
    house.server.clock.advance(Duration::from_secs(65));
    for mut socket in [first, house.socket()] {
        let heard = socket.sign_in("700100", "5101");
        assert_eq!(state_in(&heard[2]), pair("READY", "-1"));
        assert!(
            heard[2].contains(r#""agentTime":"01:05""#) && heard[2].contains("2026-11-23T08:00:00.000Z"),
            "{}",
            heard[2]
        );
        assert!(heard[3].contains(r#""agentState":"READY""#) && heard[4].contains(r#""State":"READY""#));
    }
}

#[test]
fn the_state_is_kept_across_servers_with_one_directory() {
    House::everywhere(|house| {
        house.signed_in("700100", "5101").ask(&ready());
        let second = house.second();
        let heard = Socket::open(second.address, "/acqueon").sign_in("700100", "5101");
        assert_eq!(state_in(&heard[2]), pair("READY", "-1"));
    });
}

#[test]
fn every_refusal_is_the_same_to_the_byte() {
    let house = House::new();
    let inactive = house.add(agent("agent3", "700300"));
    house.directory.wait(house.directory.set_active(inactive, false)).unwrap();
    let mut socket = house.socket();
    for (name, password, extension) in [
        ("700100", WRONG, "5101"),
        ("nobody", RIGHT, "5101"),
        ("agent1", RIGHT, "5101"),
        ("700300", RIGHT, "5101"),
        ("700900", RIGHT, "5101"),
        ("700100", RIGHT, "6666"),
    ] {
        assert_eq!(socket.ask(&sign_in(name, password, extension)), REFUSED.trim_end(), "{name} {extension}");
    }
    assert_eq!(
        error_in(&socket.ask(&get_state())),
        pair("Invalid State", "nobody is signed in: send SetUserInfo first")
    );
}

#[test]
fn a_refused_sign_in_leaves_the_one_before_as_it_is() {
    let house = House::new();
    let mut socket = house.signed_in("700100", "5101");
    socket.ask(&ready());
    assert_eq!(socket.ask(&sign_in("700100", WRONG, "5101")), REFUSED.trim_end());
    assert_eq!(state_in(&socket.ask(&get_state())), pair("READY", "-1"));
}

#[test]
fn another_agent_may_sign_in_on_the_same_connection() {
    let house = House::new();
    let mut socket = house.signed_in("700100", "5101");
    socket.sign_in("700200", "5102");
    assert!(socket.ask(&get_state()).contains(r#""loginId":"700200""#));
    let mut first = house.socket();
    assert_eq!(state_in(&first.sign_in("700100", "5101")[2]), pair("NOT_READY", "-1"));
}

#[test]
fn no_line_of_the_log_shows_a_password_or_a_name() {
    let mut server = Process::start("[log]\nlevel = \"trace\"\n");
    let mut socket = Socket::open(server.address, "/acqueon");
    let secret = format!("{MARK}-password");
    socket.ask(&sign_in(MARK, &secret, "5101"));
    socket.ask(&sign_in(MARK, &secret, "5 1"));
    socket.ask(&format!("{{{MARK}"));
    socket.close();
    assert_eq!(socket.close_code(), Some(1000));
    let body = sign_in(MARK, &secret, "5101");
    for (method, target, lines) in [
        ("POST", "/acqueon/messages", format!("Authorization: Bearer {MARK}\r\n")),
        ("PUT", "/finesse/api/User/xyzzy", "Authorization: Basic eHl6enk6eHl6enk=\r\n".to_owned()),
        ("GET", "/finesse/api/xyzzy?xyzzy", String::new()),
    ] {
        let mut connection = server.connect();
        connection.send(request(method, target, &lines, &body));
        connection.receive();
    }
    server.signal("TERM");
    assert_eq!(server.wait().code(), Some(0));
    let lines = server.log.iter().filter(|line| line.contains("bad_credentials"));
    // The first stands for itself, a later one for how many it counts.
    let counts = lines.map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap()["refusals"].as_u64());
    assert_eq!(counts.map(|count| count.unwrap_or(1)).sum::<u64>(), 3, "{:#?}", server.log);
    for line in &server.log {
        assert!(!line.to_lowercase().contains(MARK), "{line}");
    }
}

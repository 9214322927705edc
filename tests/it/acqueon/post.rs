//! The carrier for those who can open no WebSocket.

use std::time::Duration;

use super::house::ask;
use super::{House, RIGHT, WRONG, error_in, get_state, logout, message, pair, ready, sign_in, state_in};
use crate::server::Response;

const RECORDED: &str = include_str!("recorded/sign_in.jsonl");
const REFUSED: &str = include_str!("recorded/refused.json");

/// Signs in; the header line with the token.
fn bearer(house: &House, login_id: &str, extension: &str) -> String {
    let answer = house.post("", &sign_in(login_id, RIGHT, extension));
    format!("Authorization: Bearer {}\r\n", answer.header("x-acqueon-token").unwrap())
}

/// The messages of an answer, each as text.
fn listed(answer: &Response) -> Vec<String> {
    assert_eq!((answer.status, answer.header("content-type")), (200, Some("application/json")), "{answer:?}");
    answer.json().as_array().unwrap().iter().map(ToString::to_string).collect()
}

#[test]
fn a_sign_in_is_answered_by_the_list_and_a_token() {
    let house = House::new();
    let answer = house.post("", &sign_in("700100", RIGHT, "5101"));
    assert_eq!(answer.body, format!("[{}]", RECORDED.trim_end().replace('\n', ",")));
    let token = answer.header("x-acqueon-token").unwrap();
    assert_eq!((token.len(), answer.header("cache-control")), (43, Some("no-store")));
}

#[test]
fn the_token_says_who_asks() {
    let house = House::new();
    let bearer = bearer(&house, "700100", "5101");
    assert_eq!(state_in(&listed(&house.post(&bearer, &ready()))[0]), pair("READY", "-1"));
    assert_eq!(state_in(&listed(&house.post(&bearer, &get_state()))[0]), pair("READY", "-1"));
    let told = listed(&house.post(&bearer, &message("Agent", "SetNotReadyState", "null")));
    assert_eq!(state_in(&told[0]), pair("NOT_READY", "-1"));
    let told = listed(&house.post(&bearer, &logout("11")));
    assert_eq!((told.len(), state_in(&told[0])), (2, pair("LOGOUT", "11")));
    let refused = error_in(&listed(&house.post(&bearer, &get_state()))[0]);
    assert_eq!(refused.0, "Authorization Failure");
}

#[test]
fn without_a_right_token_nothing_is_answered_and_nothing_told_apart() {
    let house = House::new();
    let right = bearer(&house, "700100", "5101");
    let without = house.post("", &get_state()).body;
    assert!(without.contains("expected Authorization: Bearer"), "{without}");
    for lines in [
        "Authorization: Bearer x\r\n",
        "Authorization: Bearer\r\n",
        "Authorization: Basic NzAwMTAwOmE=\r\n",
        "Authorization: \r\n",
    ] {
        assert_eq!(house.post(lines, &get_state()).body, without, "{lines}");
    }
    assert_eq!(house.post(&right.replace("Bearer", "Basic"), &get_state()).body, without);
    let answer = house.post("", &sign_in("700100", WRONG, "5101"));
    assert_eq!(
        (answer.body, answer.headers.iter().any(|(name, _)| name == "x-acqueon-token")),
        (format!("[{}]", REFUSED.trim_end()), false)
    );
}

#[test]
fn a_token_lasts_for_an_hour_after_its_last_use() {
    let house = House::new();
    let bearer = bearer(&house, "700100", "5101");
    for _ in 0..3 {
        house.server.clock.advance(Duration::from_mins(59));
        assert_eq!(state_in(&listed(&house.post(&bearer, &get_state()))[0]).0, "NOT_READY");
    }
    house.server.clock.advance(Duration::from_hours(1));
    assert!(house.post(&bearer, &get_state()).body.contains("Authorization Failure"));
    // The agent is signed in all the same.
    assert_eq!(state_in(&house.signed_in("700100", "5101").ask(&get_state())).0, "NOT_READY");
}

#[test]
fn deactivation_a_new_password_and_a_logout_end_every_token() {
    let house = House::new();
    for (login_id, extension) in [("700100", "5101"), ("700200", "5102")] {
        let tokens = [bearer(&house, login_id, extension), bearer(&house, login_id, extension)];
        assert_ne!(tokens[0], tokens[1]);
        match login_id {
            "700100" => house.deactivate(login_id),
            _ => house.set_password(login_id, RIGHT),
        }
        for token in tokens {
            assert!(house.post(&token, &get_state()).body.contains("Authorization Failure"), "{login_id}");
        }
    }
    let tokens = [bearer(&house, "700200", "5102"), bearer(&house, "700200", "5102")];
    house.post(&tokens[0], &logout("11"));
    let again = bearer(&house, "700200", "5102");
    for token in tokens {
        assert!(house.post(&token, &get_state()).body.contains("Authorization Failure"));
    }
    assert_eq!(state_in(&listed(&house.post(&again, &get_state()))[0]), pair("NOT_READY", "-1"));
}

#[test]
fn what_is_done_by_post_is_told_on_websockets() {
    let house = House::new();
    let mut socket = house.signed_in("700100", "5101");
    let bearer = bearer(&house, "700100", "5101");
    let told = house.post(&bearer, &ready()).body;
    assert_eq!(format!("[{}]", socket.hear()), told);
}

#[test]
fn packets_are_answered_by_packets() {
    let house = House::new();
    let packet =
        |inner: &str| format!(r#"{{"channel":"Cisco","ResponseUrl":"u","SubscriberID":"7","message":{inner}}}"#);
    for answer in [house.post("", &packet(&sign_in("700100", RIGHT, "5101"))), house.post("", &packet("{}"))] {
        for message in answer.json().as_array().unwrap() {
            assert_eq!((&message["SubscriberID"], &message["ResponseUrl"]), (&"7".into(), &"u".into()));
            assert!(message["message"]["subtopic"].is_string());
        }
    }
}

#[test]
fn what_is_no_message_is_answered_by_an_error_in_a_list() {
    let house = House::new();
    assert_eq!(error_in(&listed(&house.post("", "{"))[0]).0, "Bad Request");
    assert_eq!(error_in(&listed(&house.post("", ""))[0]).0, "Bad Request");
    for (method, status) in [("GET", 405), ("PUT", 405), ("OPTIONS", 204)] {
        let answer = ask(&house.server, method, "/acqueon/messages/", "", "");
        assert_eq!((answer.status, answer.header("allow")), (status, Some("POST, OPTIONS")), "{method}");
    }
    let large = house.post("", &"x".repeat(64 * 1024 + 1));
    assert_eq!((large.status, large.json()[0]["topic"].clone()), (413, "Error".into()));
}

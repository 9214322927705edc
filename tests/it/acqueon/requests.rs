//! What an agent may ask for once signed in.

use super::{House, error_in, get_state, logout, message, not_ready, pair, ready, state_in};

#[test]
fn an_agent_is_ready_or_not_ready_for_a_reason() {
    let house = House::new();
    let mut socket = house.signed_in("700100", "5101");
    for (request, state) in [
        (ready(), pair("READY", "-1")),
        (get_state(), pair("READY", "-1")),
        (not_ready("2"), pair("NOT_READY", "2")),
        (get_state(), pair("NOT_READY", "2")),
        (not_ready("1"), pair("NOT_READY", "1")),
        (message("Agent", "SetNotReadyState", "null"), pair("NOT_READY", "-1")),
        (ready(), pair("READY", "-1")),
        (ready(), pair("READY", "-1")),
    ] {
        assert_eq!(state_in(&socket.ask(&request)), state, "{request}");
    }
}

#[test]
fn a_state_lasts_since_it_was_entered() {
    let house = House::new();
    let mut socket = house.signed_in("700100", "5101");
    let minute = std::time::Duration::from_mins(1);
    for (request, time, since) in [
        (get_state(), "01:00", "08:00"),
        (ready(), "00:00", "08:02"),
        (ready(), "01:00", "08:02"),
        (not_ready("1"), "00:00", "08:04"),
        (not_ready("2"), "00:00", "08:05"),
        (get_state(), "01:00", "08:05"),
    ] {
        house.server.clock.advance(minute);
        let told = socket.ask(&request);
        let (time, since) =
            (format!(r#""agentTime":"{time}""#), format!(r#""stateChangeTime":"2026-11-23T{since}:00.000Z""#));
        assert!(told.contains(&time) && told.contains(&since), "{request}\n{told}");
    }
}

#[test]
fn the_application_state_is_told_under_the_topic_that_it_was_asked_under() {
    let house = House::new();
    let mut socket = house.signed_in("700100", "5101");
    for topic in ["General", "Call"] {
        let told = socket.ask(&message(topic, "GetAppState", "null"));
        let begin = format!(
            r#"{{"channel":"Cisco","topic":"{topic}","subtopic":"GetAppState","message":{{"ctiState":{{"userInfo":{{"extension":"5101","username":"700100","#
        );
        assert!(told.starts_with(&begin) && !told.contains("password"), "{told}");
    }
}

#[test]
fn only_whoever_is_not_ready_can_log_out() {
    let house = House::new();
    let mut socket = house.signed_in("700100", "5101");
    socket.ask(&ready());
    assert_eq!(error_in(&socket.ask(&logout("11"))), pair("Invalid State", "not possible in the state READY"));
    assert_eq!(state_in(&socket.ask(&get_state())), pair("READY", "-1"));
    socket.ask(&not_ready("1"));
    let out = socket.ask(&logout("11"));
    assert_eq!(state_in(&out), pair("LOGOUT", "11"));
    assert!(out.contains(r#""extension":"""#) && out.contains(r#""stateChangeTime":"""#), "{out}");
    assert!(
        socket.hear().ends_with(r#""SetConnectionStatus","message":{"isConnected":false,"message":"Disconnected"}}"#)
    );
    assert_eq!(error_in(&socket.ask(&ready())).0, "Invalid State");
    assert_eq!(state_in(&socket.sign_in("700100", "5101")[2]), pair("NOT_READY", "-1"));
}

#[test]
fn what_is_no_reason_changes_nothing() {
    let house = House::new();
    let mut socket = house.signed_in("700100", "5101");
    for request in [not_ready("11"), not_ready("99"), logout("99")] {
        assert_eq!(error_in(&socket.ask(&request)), pair("Invalid Input", "reasonCodeId: no such reason"), "{request}");
    }
    for other in ["SetTalkingState", "RESERVED", "SetWorkState"] {
        assert_eq!(error_in(&socket.ask(&message("Agent", other, "null"))).0, "Invalid Input");
    }
    assert_eq!(state_in(&socket.ask(&get_state())), pair("NOT_READY", "-1"));
    // As the vendor's page of Logout has it.
    assert_eq!(state_in(&socket.ask(&logout("1"))), pair("LOGOUT", "1"));
}

#[test]
fn where_the_settings_have_no_reasons_any_is_one() {
    let house = House::with("[acqueon]\nnot_ready_reasons = []\nlogout_reasons = []\n");
    let mut socket = house.signed_in("700100", "5101");
    assert_eq!(state_in(&socket.ask(&not_ready("4711"))), pair("NOT_READY", "4711"));
    assert_eq!(state_in(&socket.ask(&logout("28"))), pair("LOGOUT", "28"));
}

#[test]
fn what_can_t_be_read_is_explained_and_the_connection_goes_on() {
    let house = House::new();
    let mut socket = house.socket();
    for (text, kind) in [
        ("", "Bad Request"),
        ("{", "Bad Request"),
        ("[]", "Bad Request"),
        ("{}", "Parameter Missing"),
        (r#"{"channel":"Amazon","topic":"Agent","subtopic":"Login"}"#, "Invalid Input"),
        (&get_state(), "Invalid State"),
    ] {
        assert_eq!(error_in(&socket.ask(text)).0, kind, "{text}");
    }
    socket.sign_in("700100", "5101");
}

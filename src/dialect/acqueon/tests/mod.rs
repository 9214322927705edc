//! What is read of packets and messages, and what answers them.

mod answers;
mod properties;
mod refusals;

use super::{Credentials, Envelope, Message, Received, Request};

/// The sample of the vendor's page, with a source of its own.
const SAMPLE: &str = r#"{
    "channel": "Cisco",
    "topic": "Agent",
    "subtopic": "SetUserInfo",
    "source": "crm-panel",
    "data": { "username": "102312778", "password": "pqsup1", "extension": "5069" }
}"#;

fn sample() -> Request {
    Request::SignIn(Credentials { username: "102312778".into(), password: "pqsup1".into(), extension: "5069".into() })
}

fn read(text: &str) -> Received {
    Received::read(text).unwrap_or_else(|unreadable| panic!("{unreadable:?}\n{text}"))
}

/// A bare message.
fn message(topic: &str, subtopic: &str, data: &str) -> String {
    format!(r#"{{"channel":"Cisco","topic":"{topic}","subtopic":"{subtopic}","data":{data}}}"#)
}

fn packet(message: &str) -> String {
    format!(
        r#"{{"channel":"Cisco","topic":"","subTopic":"","ResponseUrl":"https://crm.example/a?b=\"c\"","subscriberID":"7","message":{message}}}"#
    )
}

#[test]
fn the_documented_sign_in_is_read_bare_and_in_a_packet() {
    assert_eq!(read(SAMPLE), Received { envelope: Envelope::default(), request: sample() });
    let received = read(&packet(SAMPLE));
    assert_eq!(received.request, sample());
    assert_ne!(received.envelope, Envelope::default());
}

#[test]
fn every_request_is_read() {
    for (topic, subtopic, data, request) in [
        ("Connection", "ReInit", r#"{"username":"102312778","password":"pqsup1","extension":"5069"}"#, sample()),
        ("Agent", "SetReadyState", "null", Request::SetReady),
        ("Agent", "SetReadyState", "{}", Request::SetReady),
        ("Agent", "SetNotReadyState", "null", Request::SetNotReady { reason: None }),
        ("Agent", "SetNotReadyState", r#"{"ReasonCodeId":"1"}"#, Request::SetNotReady { reason: Some("1".into()) }),
        ("Agent", "SetNotReadyState", r#"{"ReasonCodeId":"-1"}"#, Request::SetNotReady { reason: None }),
        ("Agent", "GetAgentState", "null", Request::GetAgentState),
        ("General", "GetAppState", "null", Request::GetAppState { topic: "General" }),
        ("Call", "GetAppState", "null", Request::GetAppState { topic: "Call" }),
        ("Connection", "Logout", r#"{"ReasonCodeId":"28"}"#, Request::Logout { reason: Some("28".into()) }),
        ("Connection", "Logout", "null", Request::Logout { reason: None }),
    ] {
        let text = message(topic, subtopic, data);
        assert_eq!(read(&text).request, request, "{text}");
        assert_eq!(read(&packet(&text)).request, request, "{text}");
    }
}

#[test]
fn the_slips_of_the_vendors_own_samples_are_tolerated() {
    for text in [
        SAMPLE.replace("\"data\"", "\"data \""),
        SAMPLE.replace("\"subtopic\"", "\"subTopic\""),
        SAMPLE.replace("\"username\"", "\"Username \""),
        SAMPLE.replace("    \"source\": \"crm-panel\",\n", ""),
        SAMPLE.replace("\"5069\"", "\" 5069 \""),
        SAMPLE.replace("\"5069\"", "\"5069\", \"ismobileagent\": false, \"x\": [{}]"),
    ] {
        assert_eq!(read(&text).request, sample(), "{text}");
    }
    let spelt = packet(SAMPLE).replace("subscriberID", "SubscriberID").replace("subTopic", "subtopic");
    assert_eq!(read(&spelt), read(&packet(SAMPLE)));
    let without = packet(SAMPLE).replace(r#""topic":"","subTopic":"","#, "");
    assert_eq!(read(&without), read(&packet(SAMPLE)));
}

#[test]
fn a_password_is_taken_as_it_is() {
    let text = SAMPLE.replace("pqsup1", r" \u00e9\n\\ ");
    let Request::SignIn(credentials) = read(&text).request else { panic!("no sign-in") };
    assert_eq!(credentials.password, " é\n\\ ");
    assert!(!format!("{credentials:?}").contains('é'));
}

#[test]
fn what_came_in_a_packet_is_answered_in_one() {
    let message = Message::new("Agent", "X", &[1]);
    let wrapped = read(&packet(SAMPLE)).envelope.wrap(&message);
    assert_eq!(
        wrapped,
        r#"{"channel":"Cisco","topic":"","subtopic":"","ResponseUrl":"https://crm.example/a?b=\"c\"","SubscriberID":"7","message":{"channel":"Cisco","topic":"Agent","subtopic":"X","message":[1]}}"#
    );
    assert_eq!(read(SAMPLE).envelope.wrap(&message), message.as_str());
}

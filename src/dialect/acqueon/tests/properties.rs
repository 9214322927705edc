//! What holds for every input.

use proptest::prelude::*;
use serde_json::json;

use super::super::{Message, Received, Request};
use super::{message, packet};

proptest! {
    #[test]
    fn no_text_panics(text in any::<String>()) {
        let _ = (Received::read(&text), Received::read(&packet(&text)), Received::read(&message(&text, &text, &text)));
    }

    #[test]
    fn nothing_made_of_the_pieces_of_the_wire_panics(pieces in prop::collection::vec(any_piece(), 0..32)) {
        let text = pieces.concat();
        let _ = (Received::read(&text), Received::read(&format!("{{{text}}}")), Received::read(&packet(&text)));
    }

    #[test]
    fn credentials_are_read_as_they_were_written(username in "\\PC{0,9}[a-z]", password in ".{0,9}[!-~]", in_packet: bool) {
        let text = json!({
            "channel": "Cisco", "topic": "Agent", "subtopic": "SetUserInfo",
            "data": {"username": username, "password": password, "extension": "5101"},
        })
        .to_string();
        let text = if in_packet { packet(&text) } else { text };
        let Ok(Received { request: Request::SignIn(read), .. }) = Received::read(&text) else {
            return Err(TestCaseError::fail(text));
        };
        prop_assert_eq!(read.username, username);
        prop_assert_eq!(read.password, password);
    }

    #[test]
    fn whatever_a_subscriber_calls_itself_the_answer_is_json_and_its_own(id in "\\PC{0,20}[a-z]", url in "\\PC{0,20}[a-z]") {
        let outer = json!({
            "channel": "Cisco", "ResponseUrl": url, "SubscriberID": id,
            "message": {"channel": "Cisco", "topic": "Agent", "subtopic": "SetReadyState"},
        });
        let envelope = Received::read(&outer.to_string()).unwrap().envelope;
        let answer: serde_json::Value = serde_json::from_str(&envelope.wrap(&Message::new("a", "b", &"c"))).unwrap();
        prop_assert_eq!(&answer["SubscriberID"], &outer["SubscriberID"]);
        prop_assert_eq!(&answer["ResponseUrl"], &outer["ResponseUrl"]);
        prop_assert_eq!(&answer["message"]["message"], "c");
    }
}

fn any_piece() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec![
        "{",
        "}",
        "[",
        "]",
        ":",
        ",",
        "\"",
        "\"channel\":\"Cisco\"",
        "\"topic\":\"Agent\"",
        "\"subtopic\":\"SetUserInfo\"",
        "\"data\":",
        "\"data \":",
        "\"message\":",
        "\"ResponseUrl\":\"x\"",
        "\"SubscriberID\":\"x\"",
        "\"username\":\"a\"",
        "\"password\":\"b\"",
        "\"extension\":\"1\"",
        "null",
        "true",
        "1e999",
        "\\",
        "\\ud800",
        "\u{feff}",
        " ",
        "é",
    ])
}

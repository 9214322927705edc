//! What is refused, how, and what goes back.

use super::super::{Envelope, Message, Received, Unreadable};
use super::{SAMPLE, message, packet};
use crate::dialect::finesse::{ApiError, ErrorKind};

fn refused(text: &str) -> Unreadable {
    Received::read(text).expect_err(text)
}

#[test]
fn what_is_no_message_is_refused() {
    for text in [
        "",
        "x",
        "null",
        "[]",
        "7",
        "{\"channel\":\"Cisco\"",
        &format!("{SAMPLE}{SAMPLE}"),
        &format!("[{SAMPLE}]"),
        &SAMPLE.replace("\"5069\"", "5069"),
        &SAMPLE.replace("\"pqsup1\"", "[\"pqsup1\"]"),
        &SAMPLE.replace("\"pqsup1\"", "\"pqsup1\", \"Password \": \"other\""),
        &SAMPLE.replace("\"source\": \"crm-panel\"", "\"TOPIC\": \"Agent\""),
        &message("Agent", "SetUserInfo", "\"text\""),
        &message("Agent", "SetNotReadyState", r#"{"ReasonCodeId":1}"#),
        &packet("[]"),
        &packet("\"{}\""),
    ] {
        assert_eq!(refused(text).error.kind, ErrorKind::BadRequest, "{text}");
    }
}

#[test]
fn what_is_missing_is_named() {
    for (text, data) in [
        ("{}".to_owned(), "channel is missing"),
        (SAMPLE.replace("\"channel\": \"Cisco\",", ""), "channel is missing"),
        (SAMPLE.replace("\"topic\": \"Agent\",", ""), "topic is missing"),
        (SAMPLE.replace("\"SetUserInfo\"", "null"), "subtopic is missing"),
        (message("Agent", "SetUserInfo", "null"), "data is missing"),
        (SAMPLE.replace("\"102312778\"", "\" \""), "username is missing"),
        (SAMPLE.replace("\"pqsup1\"", "\"\""), "password is missing"),
        (SAMPLE.replace(", \"extension\": \"5069\"", ""), "extension is missing"),
        (packet(SAMPLE).replace("ResponseUrl", "X"), "ResponseUrl is missing"),
        (packet(SAMPLE).replace("\"subscriberID\":\"7\"", "\"subscriberID\":\"\""), "SubscriberID is missing"),
    ] {
        assert_eq!(refused(&text).error, ApiError::new(ErrorKind::ParameterMissing, data), "{text}");
    }
}

#[test]
fn what_cannot_be_is_refused_without_being_repeated() {
    let long = "x".repeat(1025);
    for (text, told) in [
        (SAMPLE.replacen("Cisco", "Amazon", 1), "channel: only Cisco"),
        (SAMPLE.replacen("Cisco", "cisco", 1), "channel: only Cisco"),
        (packet(&SAMPLE.replace("Cisco", "LCM")), "channel: only Cisco"),
        (packet(SAMPLE).replacen("\"topic\":\"\"", "\"topic\":\"Agent\"", 1), "topic: expected nothing in a packet"),
        (SAMPLE.replace("SetUserInfo", "setuserinfo"), "topic and subtopic: expected Agent with SetUserInfo"),
        (message("Call", "SetReadyState", "null"), "topic and subtopic"),
        (message("Team", "SetTeamAgentNotReadyState", "null"), "topic and subtopic"),
        (SAMPLE.replace("5069", "50 69"), "extension: expected 1 to 32 letters"),
        (SAMPLE.replace("pqsup1", &long), "password: expected at most 1024 bytes"),
        (SAMPLE.replace("102312778", &long), "username: expected at most 256 bytes"),
        (message("Connection", "Logout", r#"{"ReasonCodeId":"x"}"#), "reasonCodeId: expected the code of a reason"),
    ] {
        let error = refused(&text).error;
        assert!(error.data.starts_with(told), "{text}\n{error:?}");
        assert_eq!(error.kind, ErrorKind::InvalidInput, "{text}");
        assert!(!error.data.contains("pqsup1") && !error.data.contains("xxx"), "{error:?}");
    }
}

#[test]
fn an_error_goes_back_in_the_packet_that_the_request_came_in() {
    let unreadable = refused(&packet(&SAMPLE.replace("Agent", "Nobody")));
    assert_eq!(unreadable.envelope, Received::read(&packet(SAMPLE)).unwrap().envelope);
    assert_eq!(refused(&packet(SAMPLE).replace("ResponseUrl", "X")).envelope, Envelope::default());
}

#[test]
fn an_error_is_documented_as_set_api_error() {
    assert_eq!(
        Message::error(&ApiError::new(ErrorKind::Unauthorized, "no \"entry\"")).as_str(),
        r#"{"channel":"Cisco","topic":"Error","subtopic":"SetAPIError","data":{"packet":"apierror","data":{"errorType":"Authorization Failure","errorMessage":"UNAUTHORIZED","msg":"no \"entry\""}}}"#
    );
}

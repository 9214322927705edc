//! Acqueon Workspace over its WebSocket and over POST.

mod counted;
mod endings;
mod frames;
mod house;
mod locks;
mod news;
mod page;
mod post;
mod requests;
mod sign_in;
mod socket;
mod stations;

pub use house::{House, RIGHT, WRONG, agent};
pub use socket::Socket;

/// A bare message.
pub fn message(topic: &str, subtopic: &str, data: &str) -> String {
    format!(r#"{{"channel":"Cisco","topic":"{topic}","subtopic":"{subtopic}","data":{data}}}"#)
}

/// `SetUserInfo`
pub fn sign_in(username: &str, password: &str, extension: &str) -> String {
    let data = serde_json::json!({"username": username, "password": password, "extension": extension});
    message("Agent", "SetUserInfo", &data.to_string())
}

/// `SetReadyState`
pub fn ready() -> String {
    message("Agent", "SetReadyState", "null")
}

/// `SetNotReadyState`
pub fn not_ready(reason: &str) -> String {
    message("Agent", "SetNotReadyState", &format!(r#"{{"ReasonCodeId":"{reason}"}}"#))
}

/// `GetAgentState`
pub fn get_state() -> String {
    message("Agent", "GetAgentState", "null")
}

/// `Logout`
pub fn logout(reason: &str) -> String {
    message("Connection", "Logout", &format!(r#"{{"ReasonCodeId":"{reason}"}}"#))
}

/// The state and the reason in a `SetAgentState`.
pub fn state_in(message: &str) -> (String, String) {
    let message: serde_json::Value = serde_json::from_str(message).unwrap();
    assert_eq!(message["subtopic"], "SetAgentState", "{message}");
    let user = &message["message"]["data"];
    assert_eq!(user, &message["message"]["rules"]["ResponseActual"]["user"]);
    (user["state"].as_str().unwrap().to_owned(), user["reasonCodeId"].as_str().unwrap().to_owned())
}

/// Type and text of a `SetAPIError`.
pub fn error_in(message: &str) -> (String, String) {
    let message: serde_json::Value = serde_json::from_str(message).unwrap();
    assert_eq!((&message["topic"], &message["subtopic"]), (&"Error".into(), &"SetAPIError".into()), "{message}");
    let data = &message["data"]["data"];
    (data["errorType"].as_str().unwrap().to_owned(), data["msg"].as_str().unwrap().to_owned())
}

/// What a pair of texts is in a comparison.
pub fn pair(one: &str, other: &str) -> (String, String) {
    (one.to_owned(), other.to_owned())
}

//! Messages to agents. Requests carry `data`, answers and broadcasts `message`; only `SetAPIError` carries `data`.

use serde::Serialize;

use super::{CHANNEL, Envelope};
use crate::dialect::finesse::ApiError;

/// A message as JSON, without the packet it may travel in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message(Box<str>);

impl Message {
    /// `{"channel":"Cisco","topic":…,"subtopic":…,"message":…}`
    pub(super) fn new(topic: &str, subtopic: &str, message: &impl Serialize) -> Self {
        Self::written(&Written { channel: CHANNEL, topic, subtopic, message: Some(message), data: None::<&()> })
    }

    /// `Error`/`SetAPIError`.
    #[must_use]
    pub fn error(error: &ApiError) -> Self {
        let kind = error.kind;
        let data = ErrorData { error_type: kind.error_type(), error_message: kind.error_message(), msg: &error.data };
        let data = Packet { packet: "apierror", data };
        Self::written(&Written {
            channel: CHANNEL,
            topic: "Error",
            subtopic: "SetAPIError",
            message: None::<&()>,
            data: Some(&data),
        })
    }

    fn written<M: Serialize, D: Serialize>(written: &Written<'_, M, D>) -> Self {
        Self(serde_json::to_string(written).unwrap_or_default().into())
    }

    /// The JSON text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// A JSON list of messages, each wrapped as `envelope` says: what POST is answered.
#[must_use]
pub fn list(messages: &[Message], envelope: &Envelope) -> String {
    let messages: Vec<_> = messages.iter().map(|message| envelope.wrap(message)).collect();
    format!("[{}]", messages.join(","))
}

#[derive(Serialize)]
struct Written<'a, M, D> {
    channel: &'static str,
    topic: &'a str,
    subtopic: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    message: Option<&'a M>,
    #[serde(skip_serializing_if = "Option::is_none")]
    data: Option<&'a D>,
}

/// What lists and errors travel in.
#[derive(Serialize)]
pub(super) struct Packet<D> {
    pub(super) packet: &'static str,
    pub(super) data: D,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ErrorData<'a> {
    error_type: &'static str,
    error_message: &'static str,
    msg: &'a str,
}

//! How a message travels: bare, or inside the packet of the publish/subscribe bus.

use serde::Serialize;

use super::object::Object;
use super::{CHANNEL, Message};
use crate::dialect::finesse::{ApiError, ErrorKind};

const MAX_NAME_BYTES: usize = 256;
const MAX_URL_BYTES: usize = 2048;

/// How a request came, and so how whatever answers it goes back.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Envelope {
    /// The packet up to its message; `None` for a bare message.
    packet: Option<Box<str>>,
}

impl Envelope {
    /// The packet that `outer` is, made ready for answers: with the subscriber's own id and URL.
    ///
    /// # Errors
    /// What is missing of it or wrong with it.
    pub(super) fn of_packet(outer: &Object<'_>) -> Result<Self, ApiError> {
        check_channel(outer)?;
        for key in ["topic", "subtopic"] {
            if outer.text(key, MAX_NAME_BYTES)?.is_some_and(|text| !text.trim().is_empty()) {
                let problem = format!("{key}: expected nothing in a packet, only in its message");
                return Err(ApiError::new(ErrorKind::InvalidInput, problem));
            }
        }
        let response_url = outer.wanted("ResponseUrl", MAX_URL_BYTES)?;
        let subscriber_id = outer.wanted("SubscriberID", MAX_NAME_BYTES)?;
        let head = Head {
            channel: CHANNEL,
            topic: "",
            subtopic: "",
            response_url: &response_url,
            subscriber_id: &subscriber_id,
        };
        let mut packet = serde_json::to_string(&head).unwrap_or_default();
        packet.pop();
        packet.push_str(",\"message\":");
        Ok(Self { packet: Some(packet.into()) })
    }

    /// `message` as it goes over the wire.
    #[must_use]
    pub fn wrap(&self, message: &Message) -> String {
        match &self.packet {
            Some(packet) => format!("{packet}{}}}", message.as_str()),
            None => message.as_str().to_owned(),
        }
    }
}

/// Refuses any channel but ours.
pub(super) fn check_channel(object: &Object<'_>) -> Result<(), ApiError> {
    if object.wanted("channel", MAX_NAME_BYTES)? == CHANNEL {
        return Ok(());
    }
    Err(ApiError::new(ErrorKind::InvalidInput, "channel: only Cisco is served here"))
}

/// What was sent and could not be read, and how the error goes back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unreadable {
    /// How it came; bare if even that could not be told.
    pub envelope: Envelope,
    /// What is wrong with it.
    pub error: ApiError,
}

#[derive(Serialize)]
struct Head<'a> {
    channel: &'static str,
    topic: &'static str,
    subtopic: &'static str,
    #[serde(rename = "ResponseUrl")]
    response_url: &'a str,
    #[serde(rename = "SubscriberID")]
    subscriber_id: &'a str,
}

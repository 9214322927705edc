//! The lists that agents are shown: reasons, the phone book, what a call came to.

use serde::Serialize;

use super::Message;
use super::message::Packet;
use crate::config::{Contact, Reason};

/// The lists of the settings.
#[derive(Debug, Clone)]
pub(super) struct Lists {
    pub(super) not_ready: Vec<Reason>,
    pub(super) logout: Vec<Reason>,
    pub(super) wrap_up: Vec<String>,
    pub(super) contacts: Vec<Contact>,
}

impl Lists {
    /// `SetLogOutReasonCodes`. The name of the packet and the topic are ours; the fields are Finesse's `ReasonCode`.
    pub(super) fn logout_reasons(&self, user_uri: &str) -> Message {
        let data = reasons(&self.logout, user_uri, "LOGOUT");
        Message::new("Agent", "SetLogOutReasonCodes", &Packet { packet: "LogOutReasonCodes", data })
    }

    /// `SetNotReadyReasonCodes`; as above.
    pub(super) fn not_ready_reasons(&self, user_uri: &str) -> Message {
        let data = reasons(&self.not_ready, user_uri, "NOT_READY");
        Message::new("Agent", "SetNotReadyReasonCodes", &Packet { packet: "NotReadyReasonCodes", data })
    }

    /// `SetPhoneBook`, with the payload that `SetPhoneDirectory` is documented with; the topic is ours.
    pub(super) fn phone_book(&self) -> Message {
        let contact = |(index, contact): (usize, &'_ Contact)| ContactObject {
            first_name: contact.first_name.clone(),
            last_name: contact.last_name.clone(),
            phone_number: contact.phone_number.clone(),
            description: contact.description.clone(),
            uri: format!("/finesse/api/PhoneBook/1/Contact/{}", index + 1),
        };
        let contacts = self.contacts.iter().enumerate().map(contact).collect();
        let book = PhoneBook { name: "Phone Book", kind: "GLOBAL", uri: "/finesse/api/PhoneBook/1", contacts };
        Message::new("Agent", "SetPhoneBook", &Packet { packet: "phoneBook", data: [book] })
    }

    /// `SetWrapupCode`, as documented.
    pub(super) fn wrap_up_reasons(&self, user_uri: &str) -> Message {
        let reason = |(index, label): (usize, &String)| WrapUpReason {
            uri: format!("{user_uri}/WrapUpReason/{}", index + 1),
            label: label.clone(),
            for_all: "true",
        };
        let data: Vec<_> = self.wrap_up.iter().enumerate().map(reason).collect();
        Message::new("Agent", "SetWrapupCode", &Packet { packet: "WrapUpCodes", data })
    }
}

fn reasons(reasons: &[Reason], user_uri: &str, category: &'static str) -> Vec<ReasonCode> {
    let reason = |reason: &Reason| ReasonCode {
        uri: format!("{user_uri}/ReasonCode/{}", reason.code),
        category,
        code: reason.code.to_string(),
        label: reason.label.clone(),
        for_all: "true",
    };
    reasons.iter().map(reason).collect()
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ReasonCode {
    uri: String,
    category: &'static str,
    code: String,
    label: String,
    for_all: &'static str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct WrapUpReason {
    uri: String,
    label: String,
    for_all: &'static str,
}

#[derive(Serialize)]
struct PhoneBook {
    name: &'static str,
    #[serde(rename = "type")]
    kind: &'static str,
    uri: &'static str,
    contacts: Vec<ContactObject>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ContactObject {
    first_name: String,
    last_name: String,
    phone_number: String,
    description: String,
    uri: String,
}

//! What a login answers: the agent's SIP peer, a row of Asterisk's `sippeers`.

use std::fmt;

use serde::Serialize;

/// How the token is handed over.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Credential<'a> {
    /// Generation B: as `token`, beside an `md5secret` of 32 hexadecimal digits.
    Token {
        /// The token.
        token: &'a str,
        /// What `md5secret` is made of.
        md5secret: [u8; 16],
    },
    /// Generation A: as `md5secret`; there is no `token`.
    Md5Secret {
        /// The token.
        token: &'a str,
    },
}

impl fmt::Debug for Credential<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Credential(***)")
    }
}

/// Who logged in, in the platform's words. What is left out is empty.
#[derive(Debug, Clone, Copy)]
pub struct SipPeer<'a> {
    /// The agent's number.
    pub id: i64,
    /// Where calls arrive: `name`, `callerid` and `defaultuser`.
    pub extension: &'a str,
    /// The instance's host.
    pub host: &'a str,
    /// The agent's name as it is stored: `accountcode`.
    pub agent: &'a str,
    /// Such as `agents`.
    pub context: &'a str,
    /// Such as `en`.
    pub language: &'a str,
    /// Audio codecs, parted by semicolons.
    pub codecs: &'a str,
    /// The agent's e-mail address.
    pub email: &'a str,
    /// The agent's full name.
    pub full_name: &'a str,
    /// The token.
    pub credential: Credential<'a>,
}

impl SipPeer<'_> {
    /// The object on one line, its fields in the documented order.
    #[must_use]
    pub fn to_json(&self) -> String {
        // Texts and finite numbers can always be written.
        serde_json::to_string(&self.row()).unwrap_or_default()
    }
}

/// The object's fields, in their order. `secret` is always empty: there is no SIP password here to hand out.
#[derive(Serialize)]
pub(super) struct Row<'a> {
    id: i64,
    name: &'a str,
    host: &'a str,
    nat: &'a str,
    #[serde(rename = "type")]
    kind: &'a str,
    accountcode: &'a str,
    callgroup: &'a str,
    callerid: &'a str,
    canreinvite: &'a str,
    context: &'a str,
    dtmfmode: &'a str,
    insecure: &'a str,
    language: &'a str,
    mailbox: &'a str,
    md5secret: String,
    pickupgroup: &'a str,
    qualify: &'a str,
    secret: &'a str,
    disallow: &'a str,
    allow: &'a str,
    port: &'a str,
    defaultuser: &'a str,
    subscribecontext: &'a str,
    record: &'a str,
    email: &'a str,
    phonetype: &'a str,
    #[serde(rename = "LogLevel")]
    log_level: &'a str,
    /// A double: `0.0` on the wire, which JavaScript shows as `0`.
    limite: f64,
    transport: &'a str,
    encryption: &'a str,
    did: &'a str,
    outboundproxy: &'a str,
    fullname: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    token: Option<&'a str>,
}

impl<'a> SipPeer<'a> {
    pub(super) fn row(&self) -> Row<'a> {
        let (md5secret, token) = match self.credential {
            Credential::Token { token, md5secret } => (data_encoding::HEXLOWER.encode(&md5secret), Some(token)),
            Credential::Md5Secret { token } => (token.to_owned(), None),
        };
        Row {
            id: self.id,
            name: self.extension,
            host: self.host,
            nat: "yes",
            kind: "friend",
            accountcode: self.agent,
            callgroup: "",
            callerid: self.extension,
            canreinvite: "",
            context: self.context,
            dtmfmode: "rfc2833",
            insecure: "",
            language: self.language,
            mailbox: "",
            md5secret,
            pickupgroup: "",
            qualify: "yes",
            secret: "",
            disallow: "all",
            allow: self.codecs,
            port: "",
            defaultuser: self.extension,
            subscribecontext: "default",
            record: "agent",
            email: self.email,
            phonetype: "SoftPhone",
            log_level: "SEVERE",
            limite: 0.0,
            transport: "wss",
            encryption: "yes",
            did: "",
            outboundproxy: "",
            fullname: self.full_name,
            token,
        }
    }
}

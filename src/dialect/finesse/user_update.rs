//! The body of a PUT: `<User><state>LOGIN</state><extension>5101</extension></User>`.

use quick_xml::Reader;
use quick_xml::events::Event;
use serde::Deserialize;

use super::{ApiError, ErrorKind};
use crate::dialect::MAX_DEPTH;

/// The longest extension, in characters: Finesse's longest, a plus sign and 14 digits, is shorter.
const MAX_EXTENSION_CHARS: usize = 32;
const MAX_REASON_DIGITS: usize = 10;
/// What is said of a code that is none.
pub(in crate::dialect) const NOT_A_REASON: &str = "reasonCodeId: expected the code of a reason, plain digits";
const MODES: [&str; 2] = ["CALL_BY_CALL", "NAILED_CONNECTION"];

/// Whether `text` can be an extension or a number to dial: up to 32 ASCII letters, digits, `+`, `*`, `#`, `-`, `_`, `.`.
#[must_use]
pub fn is_extension(text: &str) -> bool {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"+*#-_.".contains(&byte);
    (1..=MAX_EXTENSION_CHARS).contains(&text.len()) && text.bytes().all(is_plain)
}

/// Whether a body of this `Content-Type` is read: XML, or none was named.
#[must_use]
pub fn is_xml(content_type: Option<&[u8]>) -> bool {
    let Some(content_type) = content_type else { return true };
    let essence = content_type.split(|byte| *byte == b';').next().unwrap_or_default().trim_ascii();
    essence.eq_ignore_ascii_case(b"application/xml") || essence.eq_ignore_ascii_case(b"text/xml")
}

/// What a user shall become: the state to enter, with what it takes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum UserUpdate {
    /// `LOGIN`. The number of a mobile agent is checked and not kept: no call is set up here.
    Login {
        /// Where calls shall arrive.
        extension: String,
    },
    /// `LOGOUT`.
    Logout {
        /// The code of a reason, plain digits.
        reason: Option<String>,
    },
    /// `READY`.
    Ready,
    /// `NOT_READY`.
    NotReady {
        /// The code of a reason, plain digits.
        reason: Option<String>,
    },
}

impl UserUpdate {
    /// Reads a body that is not longer than others let it be. Elements of no interest are passed over.
    ///
    /// # Errors
    /// [`ErrorKind::BadRequest`] of what is no such document, has a document type, or says something twice;
    /// [`ErrorKind::ParameterMissing`]; [`ErrorKind::InvalidInput`].
    pub fn read(body: &[u8]) -> Result<Self, ApiError> {
        let bad = |why: &'static str| ApiError::new(ErrorKind::BadRequest, why);
        let text = std::str::from_utf8(body).map_err(|_| bad("the body is not UTF-8 text"))?;
        check_shape(text).map_err(bad)?;
        let read: Read = quick_xml::de::from_str(text).map_err(|_| bad("the body is not a <User> with texts in it"))?;
        read.into_update()
    }
}

/// Refuses what is no single element `<User>`, nests too deeply, or brings entities of its own.
fn check_shape(text: &str) -> Result<(), &'static str> {
    let mut reader = Reader::from_str(text);
    reader.config_mut().check_end_names = true;
    let (mut depth, mut has_root) = (0_usize, false);
    loop {
        let event = reader.read_event().map_err(|_| "the body is not XML")?;
        let (opens, is_empty) = match &event {
            Event::Start(start) => (Some(start.local_name()), false),
            Event::Empty(start) => (Some(start.local_name()), true),
            _ => (None, false),
        };
        if let Some(name) = opens {
            if depth == 0 && (has_root || name.as_ref() != "User") {
                return Err("the body is not one element <User>");
            }
            has_root = true;
            depth += usize::from(!is_empty);
        }
        match event {
            Event::End(_) => depth = depth.saturating_sub(1),
            Event::DocType(_) | Event::PI(_) => {
                return Err("the body has a document type or an instruction, expected neither");
            }
            Event::GeneralRef(name) if !is_predefined(name.as_ref()) => {
                return Err("the body has an entity of its own");
            }
            Event::GeneralRef(_) | Event::CData(_) if depth == 0 => return Err("the body is not one element <User>"),
            Event::Text(text) if depth == 0 && !text.trim().is_empty() => {
                return Err("the body is not one element <User>");
            }
            Event::Eof if depth > 0 || !has_root => return Err("the body is not one whole element <User>"),
            Event::Eof => return Ok(()),
            _ => {}
        }
        if depth > MAX_DEPTH {
            return Err("the body nests too deeply");
        }
    }
}

/// Whether an entity is one of XML's own five, or a character by its number.
fn is_predefined(name: &str) -> bool {
    matches!(name, "amp" | "lt" | "gt" | "quot" | "apos") || name.starts_with('#')
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Read {
    state: Option<String>,
    extension: Option<String>,
    reason_code_id: Option<String>,
    mobile_agent: Option<MobileAgent>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct MobileAgent {
    mode: Option<String>,
    dial_number: Option<String>,
}

impl Read {
    fn into_update(self) -> Result<UserUpdate, ApiError> {
        let state = wanted(self.state, "state")?;
        match state.as_str() {
            "LOGIN" => {
                let extension = number(self.extension, "extension")?;
                if let Some(mobile) = self.mobile_agent {
                    mobile.check()?;
                }
                Ok(UserUpdate::Login { extension })
            }
            "LOGOUT" => Ok(UserUpdate::Logout { reason: reason(self.reason_code_id)? }),
            "READY" => Ok(UserUpdate::Ready),
            "NOT_READY" => Ok(UserUpdate::NotReady { reason: reason(self.reason_code_id)? }),
            _ => {
                let expected = "state: expected LOGIN, LOGOUT, READY or NOT_READY";
                Err(ApiError::new(ErrorKind::InvalidInput, expected))
            }
        }
    }
}

impl MobileAgent {
    fn check(self) -> Result<(), ApiError> {
        let mode = wanted(self.mode, "mode")?;
        number(self.dial_number, "dialNumber")?;
        if MODES.contains(&mode.as_str()) {
            return Ok(());
        }
        Err(ApiError::new(ErrorKind::InvalidInput, "mode: expected CALL_BY_CALL or NAILED_CONNECTION"))
    }
}

/// What is there and not blank, without the blanks around it.
fn wanted(value: Option<String>, name: &'static str) -> Result<String, ApiError> {
    let value = value.map(|value| value.trim().to_owned()).filter(|value| !value.is_empty());
    value.ok_or_else(|| ApiError::new(ErrorKind::ParameterMissing, format!("{name} is missing")))
}

fn number(value: Option<String>, name: &'static str) -> Result<String, ApiError> {
    let value = wanted(value, name)?;
    if is_extension(&value) { Ok(value) } else { Err(ApiError::new(ErrorKind::InvalidInput, not_a_number(name))) }
}

/// Whether `text` can be the code of a reason: 1 to 10 digits.
pub(in crate::dialect) fn is_reason_code(text: &str) -> bool {
    (1..=MAX_REASON_DIGITS).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// What is said of a `name` for which [`is_extension`] does not hold.
pub(in crate::dialect) fn not_a_number(name: &str) -> String {
    format!("{name}: expected 1 to {MAX_EXTENSION_CHARS} letters, digits and +*#-_.")
}

/// The code of a reason; `-1` and nothing at all are none.
fn reason(value: Option<String>) -> Result<Option<String>, ApiError> {
    let value = value.map(|value| value.trim().to_owned()).filter(|value| !value.is_empty() && value != "-1");
    match value {
        Some(code) if !is_reason_code(&code) => Err(ApiError::new(ErrorKind::InvalidInput, NOT_A_REASON)),
        code => Ok(code),
    }
}

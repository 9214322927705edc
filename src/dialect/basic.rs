//! HTTP Basic (RFC 7617), as agents' clients send it, and tokens that travel in its place.

use std::fmt;

use base64::Engine;
use base64::alphabet::STANDARD;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};

/// The longest header that is read, in bytes.
const MAX_HEADER_BYTES: usize = 4096;

const BASE64: GeneralPurpose = GeneralPurpose::new(
    &STANDARD,
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent),
);

/// A user and a password.
#[derive(Clone, PartialEq, Eq)]
pub struct Credentials {
    /// What stands before the first colon.
    pub user: String,
    /// What stands behind it.
    pub password: String,
}

impl fmt::Debug for Credentials {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Credentials(***)")
    }
}

/// Reads `Authorization: Basic …`. `None` for another scheme, for what is no base64 of UTF-8 with a colon in it, and for
/// a header of more than 4 KiB.
#[must_use]
pub fn read(header: &[u8]) -> Option<Credentials> {
    let decoded = BASE64.decode(token(header)?).ok()?;
    let text = String::from_utf8(decoded).ok()?;
    let (user, password) = text.split_once(':')?;
    Some(Credentials { user: user.to_owned(), password: password.to_owned() })
}

/// What follows `Basic` in `header`, not decoded: uContact's clients send a token there as they got it.
#[must_use]
pub fn token(header: &[u8]) -> Option<&str> {
    let text = std::str::from_utf8(header).ok().filter(|text| text.len() <= MAX_HEADER_BYTES)?;
    let (scheme, token) = text.trim_matches([' ', '\t']).split_once(' ')?;
    let token = token.trim_start_matches(' ');
    let is_one_word = !token.is_empty() && token.bytes().all(|byte| byte.is_ascii_graphic());
    (scheme.eq_ignore_ascii_case("Basic") && is_one_word).then_some(token)
}

#[cfg(test)]
mod tests {
    use base64::prelude::BASE64_STANDARD;
    use proptest::prelude::*;

    use super::*;

    fn read_text(text: &str) -> Option<(String, String)> {
        read(text.as_bytes()).map(|Credentials { user, password }| (user, password))
    }

    fn pair(user: &str, password: &str) -> (String, String) {
        (user.to_owned(), password.to_owned())
    }

    #[test]
    fn the_scheme_is_read_in_any_case_and_the_first_colon_parts() {
        for header in ["Basic QUcxOmE6Yg==", "basic QUcxOmE6Yg==", "BASIC   QUcxOmE6Yg", " Basic QUcxOmE6Yg== "] {
            assert_eq!(read_text(header), Some(pair("AG1", "a:b")), "{header}");
        }
        assert_eq!(read_text("Basic Og=="), Some(pair("", "")));
        assert_eq!(read_text("Basic w6Q6w7Y="), Some(pair("ä", "ö")));
    }

    #[test]
    fn anything_else_is_none() {
        let refused = [
            "",
            "Basic",
            "Basic ",
            "Bearer QUcxOmE6Yg==",
            "BasicQUcxOmE6Yg==",
            "Basic QUcx",
            "Basic QUcx OmE=",
            "Basic !",
        ];
        for header in refused {
            assert_eq!(read_text(header), None, "{header:?}");
        }
        assert_eq!(read_text(&format!("Basic {}", BASE64_STANDARD.encode([0xff, b':', b'x']))), None);
        let long = format!("Basic {}", BASE64_STANDARD.encode(format!("a:{}", "x".repeat(4096))));
        assert_eq!(read_text(&long), None);
    }

    #[test]
    fn a_token_is_not_decoded() {
        assert_eq!(token(b"Basic YTpi"), Some("YTpi"));
        assert_eq!(token(b"Basic not-base64"), Some("not-base64"));
        assert_eq!(token("Basic tökén".as_bytes()), None);
        assert_eq!(token(b"Bearer YTpi"), None);
    }

    #[test]
    fn nothing_shows_credentials() {
        let shown = format!("{:?}", read(b"Basic QUcxOmE6Yg==").unwrap());
        assert_eq!(shown, "Credentials(***)");
    }

    proptest! {
        #[test]
        fn what_a_client_encodes_is_read(user in "[^:]{0,40}", password in ".{0,40}") {
            let header = format!("Basic {}", BASE64_STANDARD.encode(format!("{user}:{password}")));
            prop_assert_eq!(read_text(&header), Some(pair(&user, &password)));
        }

        #[test]
        fn no_header_panics(header: Vec<u8>) {
            let _ = (read(&header), token(&header));
            let _ = read(&[b"Basic ".as_slice(), &header].concat());
        }
    }
}

//! Addresses of other servers. Whoever sets one may have put a secret into it, so a fault never shows it.

use std::net::IpAddr;

use ureq::http::Uri;

use super::scalar::kind;
use super::table::Table;

const OFF: &str = "off";
const EXPECTED: &str = "a URL such as \"https://logs.example.com/logs\"";

impl Table<'_> {
    /// The URL of another server, `http` or `https`, with neither credentials nor a query in it.
    pub(super) fn url(&mut self, key: &'static str) -> Option<Uri> {
        let value = self.required(key, EXPECTED)?;
        let Some(text) = value.as_str() else {
            self.refuse(key, format!("got {}, expected {EXPECTED}", kind(value)));
            return None;
        };
        let url = parse(text).map_err(|problem| self.refuse(key, problem)).ok()?;
        self.enter(key, text.into());
        Some(url)
    }

    /// The same; `Some(None)` where it is "off".
    #[allow(clippy::option_option, reason = "None is a fault everywhere in this room")]
    pub(super) fn url_or_off(&mut self, key: &'static str) -> Option<Option<Uri>> {
        if self.text(key).as_deref() == Some(OFF) {
            self.enter(key, OFF.into());
            return Some(None);
        }
        self.url(key).map(Some)
    }
}

/// Whether what is sent to `host` stays on this machine.
pub(super) fn is_loopback_host(host: &str) -> bool {
    let address = host.trim_matches(['[', ']']).parse::<IpAddr>();
    host.eq_ignore_ascii_case("localhost") || address.is_ok_and(|address| address.to_canonical().is_loopback())
}

/// # Errors
/// What is wrong with `text`, without showing it.
fn parse(text: &str) -> Result<Uri, String> {
    let url: Uri = text.parse().map_err(|_| format!("is no URL, expected {EXPECTED}"))?;
    let Some(authority) = url.authority().filter(|it| !it.host().is_empty()) else {
        return Err(format!("names no server, expected {EXPECTED}"));
    };
    if !matches!(url.scheme_str(), Some("http" | "https")) {
        return Err(format!("is neither http nor https, expected {EXPECTED}"));
    }
    if authority.as_str().contains('@') {
        return Err(
            "holds credentials, expected none: everybody who reads the settings or a log would read them; set token \
                    or token_file"
                .to_owned(),
        );
    }
    if url.query().is_some() || text.contains('#') {
        return Err("has something behind its path, expected neither `?` nor `#`".to_owned());
    }
    Ok(url)
}

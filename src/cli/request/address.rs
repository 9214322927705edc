//! A URL as it is typed in VCC Live, taken apart: what of it is secret, and what it leaves to be filled in.

use percent_encoding::percent_decode_str;
use ureq::http::Uri;

use crate::config::Secret;

const EXPECTED: &str = "write a URL such as https://hooks.example.com/vcc/acme";

/// The parts of a URL. It has no `Debug`: they may hold a secret.
#[derive(Clone)]
pub(super) struct Address {
    /// `https://hooks.example.com:8443`
    pub(super) origin: String,
    /// With its slash; `None` if there was nothing behind the host.
    pub(super) path: Option<String>,
    /// The query's parts, still encoded.
    pub(super) query: Vec<(String, String)>,
    /// The password before the host.
    pub(super) password: Option<Secret>,
}

/// Takes `text` apart.
pub(super) fn parse(text: &str) -> Result<Address, &'static str> {
    let (scheme, rest) = text.split_once("://").ok_or(EXPECTED)?;
    let scheme = scheme.to_ascii_lowercase();
    if !matches!(scheme.as_str(), "http" | "https") {
        return Err("only http:// and https:// are sent to");
    }
    if rest.contains('#') {
        return Err("a URL with a fragment (`#`) is not sent as it stands; write %23");
    }
    let authority_end = rest.find(['/', '?']).unwrap_or(rest.len());
    let (authority, rest) = rest.split_at(authority_end);
    let (user, host) = authority.rsplit_once('@').map_or((None, authority), |(user, host)| (Some(user), host));
    let origin = format!("{scheme}://{host}");
    let uri: Uri = origin.parse().map_err(|_| EXPECTED)?;
    let port = uri.host().and_then(|name| host.strip_prefix(name)).ok_or(EXPECTED)?;
    if !port.is_empty() && uri.port_u16().is_none() {
        return Err(EXPECTED);
    }
    let (path, query) = rest.split_once('?').unwrap_or((rest, ""));
    let password = user.and_then(|user| user.split_once(':')).map(|(_, password)| password);
    Ok(Address {
        origin,
        path: (!path.is_empty()).then(|| path.to_owned()),
        query: query.split('&').filter(|pair| !pair.is_empty()).map(pair).collect(),
        password: password.map(|password| Secret::new(percent_decode_str(password).collect::<Vec<u8>>())),
    })
}

fn pair(text: &str) -> (String, String) {
    let (name, value) = text.split_once('=').unwrap_or((text, ""));
    (name.to_owned(), value.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_url_is_taken_apart() {
        let address = parse("HTTPS://vcc:p%40ss@[::1]:8443/vcc/acme?secret-key=a=b&iv=${iv}&&x").unwrap();
        assert_eq!((address.origin.as_str(), address.path.as_deref()), ("https://[::1]:8443", Some("/vcc/acme")));
        let pair = |name: &str, value: &str| (name.to_owned(), value.to_owned());
        assert_eq!(address.query, [pair("secret-key", "a=b"), pair("iv", "${iv}"), pair("x", "")]);
        assert_eq!(address.password.unwrap().expose(), b"p@ss");
        let bare = parse("http://localhost").unwrap();
        assert_eq!((bare.origin.as_str(), bare.path, bare.query), ("http://localhost", None, Vec::new()));
        assert_eq!(parse("http://h?a=1").unwrap().path, None);
    }

    #[test]
    fn what_nobody_could_send_to_is_refused() {
        for text in
            ["", "localhost:8080", "ftp://x/", "http://", "http:///vcc", "http://a b/", "http://x/#y", "http://x:y/"]
        {
            assert!(parse(text).is_err(), "{text}");
        }
    }
}

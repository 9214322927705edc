//! `traces.endpoint`: the URL below which spans are received.

use std::net::IpAddr;

use ureq::http::Uri;

use crate::config::scalar::Form;
use crate::config::table::Table;

const OFF: &str = "off";
const EXPECTED: &str = "\"off\" or a URL without a query, such as \"http://127.0.0.1:4318\"";
/// OTLP's own path, relative to the endpoint: <https://opentelemetry.io/docs/specs/otlp/#otlphttp-request>.
const PATH: &str = "/v1/traces";

/// Where spans are posted.
pub(super) struct Url {
    pub(super) text: String,
    /// Whether nobody on the way can read what is sent: by TLS, or because it stays on this machine.
    pub(super) is_private: bool,
}

impl Url {
    /// Whether it is reached by TLS.
    pub(super) fn is_https(&self) -> bool {
        self.text.starts_with("https:")
    }
}

/// `Some(None)` while traces are off.
#[allow(clippy::option_option, reason = "None is a fault everywhere in this room")]
pub(super) fn read(table: &mut Table<'_>) -> Option<Option<Url>> {
    let endpoint = table.parsed("endpoint", Form::Text, EXPECTED, |text| match text {
        OFF => Some(Endpoint::Off),
        text if text.contains('@') => Some(Endpoint::WithPassword),
        text => url(text).map(Endpoint::At),
    });
    match endpoint? {
        Endpoint::Off => Some(None),
        Endpoint::At(url) => Some(Some(url)),
        Endpoint::WithPassword => {
            let problem = "holds a user or a password, expected a URL without: set headers instead";
            table.refuse("endpoint", problem.to_owned());
            None
        }
    }
}

enum Endpoint {
    Off,
    At(Url),
    /// It is not to be shown.
    WithPassword,
}

fn url(text: &str) -> Option<Url> {
    let uri: Uri = text.parse().ok()?;
    let scheme = uri.scheme_str().filter(|scheme| ["http", "https"].contains(scheme))?;
    let authority = uri.authority()?;
    let host = authority.host();
    let has_port_0 = authority.port_u16() == Some(0);
    if host.is_empty() || has_port_0 || uri.query().is_some() || text.contains('#') {
        return None;
    }
    let is_loopback = host.eq_ignore_ascii_case("localhost")
        || host.trim_matches(['[', ']']).parse::<IpAddr>().is_ok_and(|host| host.to_canonical().is_loopback());
    let text = format!("{scheme}://{authority}{}{PATH}", uri.path().trim_end_matches('/'));
    Some(Url { text, is_private: scheme == "https" || is_loopback })
}

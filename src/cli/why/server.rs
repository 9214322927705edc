//! A running server, asked over HTTP.

use std::fmt::Write as _;
use std::io::ErrorKind;
use std::time::Duration;

use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::Value;
use ureq::Agent;

use super::story::plain;
use super::{Arguments, Found};

/// The server looks for two seconds at most, and waits as long for a place to look.
const PATIENCE: Duration = Duration::from_secs(15);
/// Far more than a page has.
const LONGEST_ANSWER_BYTES: u64 = 64 << 20;
const OK: u16 = 200;

/// Asks for what is wanted.
pub(super) fn find(arguments: &Arguments, token: Option<&str>) -> Result<Found, String> {
    let base = &arguments.url;
    let Some(id) = arguments.decision else {
        let (status, answer) = get(base, &format!("{base}/v1/decisions?{}", query(arguments)), token)?;
        if status != OK {
            return Err(refused(base, status, &answer));
        }
        return serde_json::from_value(answer).map_err(|_| no_logingate(base));
    };
    let (status, answer) = get(base, &format!("{base}/v1/decisions/{id}"), token)?;
    match status {
        OK => Ok(Found { decisions: vec![answer], next: None }),
        _ if answer["type"] == "urn:logingate:problem:no_such_decision" => {
            Ok(Found { decisions: Vec::new(), next: None })
        }
        _ => Err(refused(base, status, &answer)),
    }
}

fn query(arguments: &Arguments) -> String {
    arguments.pairs().iter().fold(String::new(), |mut query, (name, value)| {
        let between = if query.is_empty() { "" } else { "&" };
        // Writing to a string does not fail.
        let _ = write!(query, "{between}{name}={}", utf8_percent_encode(value, NON_ALPHANUMERIC));
        query
    })
}

/// The status and the JSON of an answer. Neither a proxy nor another server gets to see the token.
fn get(base: &str, url: &str, token: Option<&str>) -> Result<(u16, Value), String> {
    let agent: Agent = Agent::config_builder()
        .timeout_global(Some(PATIENCE))
        .http_status_as_error(false)
        .max_redirects(0)
        .max_redirects_will_error(false)
        .proxy(None)
        .build()
        .into();
    let mut request = agent.get(url);
    if let Some(token) = token {
        request = request.header("Authorization", format!("Bearer {token}"));
    }
    let mut answer = request.call().map_err(|error| silent(base, &error))?;
    let status = answer.status().as_u16();
    let body = answer.body_mut().with_config().limit(LONGEST_ANSWER_BYTES).read_to_vec();
    let body = body.map_err(|error| silent(base, &error))?;
    let answer = serde_json::from_slice(&body).map_err(|_| no_logingate(base))?;
    Ok((status, answer))
}

fn silent(base: &str, error: &ureq::Error) -> String {
    let what = match error {
        ureq::Error::Io(error) if error.kind() == ErrorKind::ConnectionRefused => "nobody listens there".to_owned(),
        // It may quote the header, and so the token.
        ureq::Error::Http(_) => "the token has characters that no token has".to_owned(),
        error => plain(&error.to_string()),
    };
    format!(
        "no answer from {}: {what}; give --url as the server's `admin.listen` says, or --index FILE where no server runs",
        plain(base)
    )
}

fn no_logingate(base: &str) -> String {
    format!("what answers at {} is no logingate; give --url as the server's `admin.listen` says", plain(base))
}

fn refused(base: &str, status: u16, answer: &Value) -> String {
    match answer["detail"].as_str() {
        Some(detail) if status == 401 => {
            format!("{} wants a token: give --token-file or LOGINGATE_TOKEN ({})", plain(base), plain(detail))
        }
        Some(detail) => format!("{} refuses with status {status}: {}", plain(base), plain(detail)),
        None => no_logingate(base),
    }
}

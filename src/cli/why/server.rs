//! A running server, asked over HTTP or HTTPS.

use std::fmt::Write as _;
use std::io::ErrorKind;
use std::time::Duration;

use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::{Value, json};
use ureq::http::Response;
use ureq::{Agent, Body};

use super::{Arguments, Found};
use crate::cli::output::plain;
use crate::tls::{Authorities, client};
use crate::trial::Answer;

/// A look-up takes two seconds at most and waits as long for a place; an explanation takes more.
const PATIENCE: Duration = Duration::from_mins(1);
/// Far more than a page has.
const LONGEST_ANSWER_BYTES: u64 = 64 << 20;
const OK: u16 = 200;

/// A server and how it is asked. It has no `Debug`: it holds the token.
pub(super) struct Server<'a> {
    agent: Agent,
    base: &'a str,
    token: Option<String>,
}

impl<'a> Server<'a> {
    /// The server that `arguments` name.
    pub(super) fn new(arguments: &'a Arguments, token: Option<String>) -> Result<Self, String> {
        let base = arguments.url.as_str();
        let authorities = arguments.ca.clone().map_or(Authorities::System, Authorities::File);
        let agent = client(base.starts_with("https://"), &authorities, PATIENCE).map_err(|fault| fault.to_string())?;
        Ok(Self { agent, base, token })
    }

    /// Asks for what is wanted.
    pub(super) fn find(&self, arguments: &Arguments) -> Result<Found, String> {
        let Some(id) = arguments.decision else {
            let (status, answer) = self.get(&format!("/v1/decisions?{}", query(arguments)))?;
            if status != OK {
                return Err(self.refused(status, &answer));
            }
            return serde_json::from_value(answer).map_err(|_| self.no_logingate());
        };
        let (status, answer) = self.get(&format!("/v1/decisions/{id}"))?;
        match status {
            OK => Ok(Found { decisions: vec![answer], next: None, again: None }),
            _ if answer["type"] == "urn:logingate:problem:no_such_decision" => Ok(Found::default()),
            _ => Err(self.refused(status, &answer)),
        }
    }

    /// Has the recorded login `event` decided again.
    pub(super) fn again(&self, event: &Value) -> Result<Answer, String> {
        let body = json!({ "decisionId": event["decision_id"], "explain": true }).to_string();
        let request = self.agent.post(format!("{}/v1/decide", self.base)).header("Content-Type", "application/json");
        let request = match &self.token {
            Some(token) => request.header("Authorization", format!("Bearer {token}")),
            None => request,
        };
        let (status, answer) = self.read(request.send(body))?;
        if status != OK {
            return Err(self.refused(status, &answer));
        }
        serde_json::from_value(answer).map_err(|_| self.no_logingate())
    }

    fn get(&self, target: &str) -> Result<(u16, Value), String> {
        let mut request = self.agent.get(format!("{}{target}", self.base));
        if let Some(token) = &self.token {
            request = request.header("Authorization", format!("Bearer {token}"));
        }
        self.read(request.call())
    }

    /// The status and the JSON of an answer.
    fn read(&self, answer: Result<Response<Body>, ureq::Error>) -> Result<(u16, Value), String> {
        let mut answer = answer.map_err(|error| self.silent(&error))?;
        let status = answer.status().as_u16();
        let body = answer.body_mut().with_config().limit(LONGEST_ANSWER_BYTES).read_to_vec();
        let body = body.map_err(|error| self.silent(&error))?;
        let answer = serde_json::from_slice(&body).map_err(|_| self.no_logingate())?;
        Ok((status, answer))
    }

    fn silent(&self, error: &ureq::Error) -> String {
        let what = match error {
            ureq::Error::Io(error) if error.kind() == ErrorKind::ConnectionRefused => "nobody listens there".to_owned(),
            // It may quote the header, and so the token.
            ureq::Error::Http(_) => "the token has characters that no token has".to_owned(),
            error => plain(&error.to_string()),
        };
        let what = if what.contains("UnknownIssuer") {
            "nobody whom this machine believes has issued its certificate; name the file of who has by --ca".to_owned()
        } else {
            what
        };
        format!(
            "no answer from {}: {what}; give --url as the server's `admin.listen` says, or --index FILE where no server \
             runs",
            plain(self.base)
        )
    }

    fn no_logingate(&self) -> String {
        let base = plain(self.base);
        format!("what answers at {base} is no logingate; give --url as the server's `admin.listen` says")
    }

    fn refused(&self, status: u16, answer: &Value) -> String {
        let base = plain(self.base);
        match answer["detail"].as_str() {
            Some(detail) if status == 401 => {
                format!("{base} wants a token: give --token-file or LOGINGATE_TOKEN ({})", plain(detail))
            }
            Some(detail) => format!("{base} refuses with status {status}: {}", plain(detail)),
            None => self.no_logingate(),
        }
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

//! The requests of an order, made ready to be sent.

use http_body_util::Full;
use hyper::body::Bytes;
use hyper::header::{CONTENT_TYPE, HOST, HeaderValue};
use hyper::{Method, Request, StatusCode, Uri};

use super::{Expected, Scripted};
use crate::driver::Fault;
use crate::driver::workload::UNIQUE;

/// What an answer says of a project that the agent may log in to.
const ALLOWED: &[u8] = b":true";

/// The requests of an order, sent over and over.
pub struct Script {
    host: HeaderValue,
    lines: Vec<Line>,
    /// The id that the first request has where it says [`UNIQUE`]; each next one has the next.
    first_unique: u64,
}

struct Line {
    uri: Uri,
    body: Body,
    expected: Expected,
}

enum Body {
    None,
    Constant(Bytes),
    Unique { before: String, after: String },
}

impl Script {
    /// Makes the requests to `host` ready.
    pub fn new(host: &str, requests: Vec<Scripted>, first_unique: u64) -> Result<Self, Fault> {
        let lines: Vec<_> = requests.into_iter().map(line).collect::<Result<_, _>>()?;
        if lines.is_empty() {
            return Err("an order without requests".into());
        }
        Ok(Self { host: HeaderValue::from_str(host)?, lines, first_unique })
    }

    /// How many requests there are before they begin again.
    pub fn len(&self) -> u64 {
        self.lines.len() as u64
    }

    /// The request with this number, from 0.
    pub fn request(&self, number: u64) -> Request<Full<Bytes>> {
        let line = self.line(number);
        let body = match &line.body {
            Body::None => Bytes::new(),
            Body::Constant(bytes) => bytes.clone(),
            Body::Unique { before, after } => {
                let id = self.first_unique + number;
                format!("{before}{id}{after}").into()
            }
        };
        let is_get = matches!(line.body, Body::None);
        let mut request = Request::new(Full::new(body));
        *request.uri_mut() = line.uri.clone();
        *request.method_mut() = if is_get { Method::GET } else { Method::POST };
        request.headers_mut().insert(HOST, self.host.clone());
        if !is_get {
            request.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
        }
        request
    }

    /// Whether somebody logs in who may.
    pub fn is_login(&self, number: u64) -> bool {
        matches!(self.line(number).expected, Expected::Allowed(_))
    }

    /// Whether the answer is what it should be.
    pub fn is_right(&self, number: u64, status: StatusCode, body: &[u8]) -> bool {
        match self.line(number).expected {
            Expected::Allowed(projects) => {
                let allowed = body.windows(ALLOWED.len()).filter(|window| *window == ALLOWED).count();
                status == StatusCode::OK && allowed == projects
            }
            Expected::TurnedAway => matches!(status, StatusCode::UNAUTHORIZED | StatusCode::TOO_MANY_REQUESTS),
        }
    }

    fn line(&self, number: u64) -> &Line {
        let length = self.lines.len();
        &self.lines[usize::try_from(number).unwrap_or_default() % length]
    }
}

fn line(Scripted { target, body, expected }: Scripted) -> Result<Line, Fault> {
    let body = match body {
        None => Body::None,
        Some(text) => match text.split_once(UNIQUE) {
            Some((before, after)) => Body::Unique { before: before.to_owned(), after: after.to_owned() },
            None => Body::Constant(text.into()),
        },
    };
    Ok(Line { uri: target.parse()?, body, expected })
}

//! A client of the form: it keeps cookies, and sends what it is told.

use std::collections::BTreeMap;
use std::net::SocketAddr;

use serde_json::Value;

use crate::server::{Connection, Response, request};

pub const FORM: &str = "/f/webapp-api-login";

/// A client with cookies.
pub struct Browser {
    address: SocketAddr,
    pub cookies: BTreeMap<String, String>,
    /// Header lines that go with every request, each ending in CRLF.
    pub lines: String,
}

impl Browser {
    pub fn at(address: SocketAddr) -> Self {
        Self { address, cookies: BTreeMap::new(), lines: String::new() }
    }

    /// Posts a form to an endpoint.
    pub fn post(&mut self, api: &str, fields: &[(&str, &str)]) -> Response {
        let form = form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
        self.send("POST", &format!("{FORM}?api={api}"), "application/x-www-form-urlencoded", &form)
    }

    /// The same, its answer read.
    pub fn ask(&mut self, api: &str, fields: &[(&str, &str)]) -> Value {
        let answer = self.post(api, fields);
        assert_eq!((answer.status, answer.header("content-type")), (200, Some("application/json")), "{answer:?}");
        answer.json()
    }

    pub fn log_in(&mut self, name: &str, password: &str) -> Value {
        self.ask("login", &[("emailAddress", name), ("Password", password)])
    }

    pub fn is_logged_in(&mut self) -> bool {
        let answer = self.get(&format!("{FORM}?api=loggedin"));
        assert_eq!(answer.status, 200, "{answer:?}");
        answer.json()["loggedIn"]["isLoggedIn"].as_bool().unwrap()
    }

    pub fn get(&mut self, target: &str) -> Response {
        self.send("GET", target, "", "")
    }

    pub fn send(&mut self, method: &str, target: &str, content_type: &str, body: &str) -> Response {
        let mut lines = self.lines.clone();
        if !content_type.is_empty() {
            lines += "Content-Type: ";
            lines += content_type;
            lines += "\r\n";
        }
        if !self.cookies.is_empty() {
            let pairs: Vec<_> = self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
            lines += "Cookie: ";
            lines += &pairs.join("; ");
            lines += "\r\n";
        }
        let mut connection = Connection::to(self.address);
        connection.send(request(method, target, &lines, body));
        let answer = if method == "HEAD" { connection.receive_head() } else { connection.receive() };
        self.keep(&answer);
        answer
    }

    fn keep(&mut self, answer: &Response) {
        for cookie in set_cookies(answer) {
            let (name, value) = cookie.split(';').next().unwrap().split_once('=').unwrap();
            if cookie.contains("Max-Age=0") {
                self.cookies.remove(name);
            } else {
                self.cookies.insert(name.to_owned(), value.to_owned());
            }
        }
    }
}

/// The cookies that an answer sets.
pub fn set_cookies(answer: &Response) -> Vec<&str> {
    let cookies = answer.headers.iter().filter(|(name, _)| name == "set-cookie");
    cookies.map(|(_, value)| value.as_str()).collect()
}

/// What is complained of.
pub fn error(answer: &Value) -> &str {
    assert_eq!(answer["loggedIn"]["isLoggedIn"], false, "{answer}");
    assert_eq!(answer["errors"].as_array().map(Vec::len), Some(1), "{answer}");
    answer["errors"][0].as_str().unwrap()
}

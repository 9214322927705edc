//! HTTP/1 byte by byte, so that nothing is tidied up on its way.

use std::io::{ErrorKind, Read, Write};
use std::net::{Shutdown, SocketAddr, TcpStream};

use crate::patience::PATIENCE;

/// A request with `Host`, `Content-Length` if there is a body, and further header `lines`, each ending in CRLF.
pub fn request(method: &str, target: &str, lines: &str, body: impl AsRef<[u8]>) -> Vec<u8> {
    let body = body.as_ref();
    let length = if body.is_empty() { String::new() } else { format!("Content-Length: {}\r\n", body.len()) };
    let mut bytes = format!("{method} {target} HTTP/1.1\r\nHost: test\r\n{lines}{length}\r\n").into_bytes();
    bytes.extend_from_slice(body);
    bytes
}

/// One answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Response {
    /// The status code.
    pub status: u16,
    /// Names in lower case, sorted.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: String,
}

impl Response {
    /// The value of a header that is there once.
    pub fn header(&self, name: &str) -> Option<&str> {
        let mut values = self.headers.iter().filter(|(other, _)| other == name).map(|(_, value)| value.as_str());
        let value = values.next();
        assert_eq!(values.next(), None, "{name} is there twice");
        value
    }

    /// The names of all headers.
    pub fn header_names(&self) -> Vec<&str> {
        self.headers.iter().map(|(name, _)| name.as_str()).collect()
    }

    /// The body as JSON.
    pub fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.body).unwrap_or_else(|error| panic!("{error}: {self:?}"))
    }

    /// The end of the problem's type.
    pub fn problem(&self) -> String {
        assert_eq!(self.header("content-type"), Some("application/problem+json"), "{self:?}");
        let document = self.json();
        assert_eq!(document["status"], self.status);
        document["type"].as_str().unwrap().strip_prefix("urn:logingate:problem:").unwrap().to_owned()
    }
}

/// Connects; nothing on it waits for longer than [`PATIENCE`].
pub fn tcp(address: SocketAddr) -> TcpStream {
    let stream = TcpStream::connect(address).unwrap();
    stream.set_read_timeout(Some(PATIENCE)).unwrap();
    stream.set_nodelay(true).unwrap();
    stream
}

/// What carries bytes: TCP, or TLS on it.
pub trait Transport: Read + Write + Send {
    /// Sends no more.
    fn finish_sending(&mut self);
}

impl Transport for TcpStream {
    fn finish_sending(&mut self) {
        self.shutdown(Shutdown::Write).unwrap();
    }
}

/// A connection that stays open between requests.
pub struct Connection {
    stream: Box<dyn Transport>,
    /// What was read and belongs to no answer yet.
    rest: Vec<u8>,
}

impl Connection {
    /// Connects; nothing on it waits for longer than [`PATIENCE`].
    pub fn to(address: SocketAddr) -> Self {
        Self::over(tcp(address))
    }

    /// A connection over something else than plain TCP.
    pub fn over(stream: impl Transport + 'static) -> Self {
        Self { stream: Box::new(stream), rest: Vec::new() }
    }

    /// Sends `bytes` as they are.
    pub fn send(&mut self, bytes: impl AsRef<[u8]>) {
        self.stream.write_all(bytes.as_ref()).unwrap();
    }

    /// Sends no more.
    pub fn finish_sending(&mut self) {
        self.stream.finish_sending();
    }

    /// Sends a request and reads its answer.
    pub fn ask(&mut self, method: &str, target: &str, body: &str) -> Response {
        self.send(request(method, target, "", body));
        if method == "HEAD" { self.receive_head() } else { self.receive() }
    }

    /// The same on a connection that the server may have closed; `None` if it has.
    pub fn try_ask(&mut self, method: &str, target: &str, body: &str) -> Option<Response> {
        self.stream.write_all(&request(method, target, "", body)).ok()?;
        let mut first = [0];
        let count = self.stream.read(&mut first).ok().filter(|count| *count > 0)?;
        self.rest.extend_from_slice(&first[..count]);
        Some(self.receive())
    }

    /// Reads one answer, its body by its `Content-Length`.
    pub fn receive(&mut self) -> Response {
        let mut response = self.receive_head();
        let length = response.header("content-length").map_or(0, |length| length.parse().unwrap());
        while self.rest.len() < length {
            assert!(self.read_some(), "the answer's body ends early: {response:?}");
        }
        let body = self.rest.drain(..length).collect();
        response.body = String::from_utf8(body).unwrap();
        response
    }

    /// Reads one answer that has no body.
    pub fn receive_head(&mut self) -> Response {
        loop {
            let mut headers = [httparse::EMPTY_HEADER; 32];
            let mut parsed = httparse::Response::new(&mut headers);
            if let httparse::Status::Complete(length) = parsed.parse(&self.rest).unwrap() {
                let text = |value: &[u8]| String::from_utf8(value.to_vec()).unwrap();
                let pairs = parsed.headers.iter().map(|header| (header.name.to_lowercase(), text(header.value)));
                let mut headers: Vec<_> = pairs.collect();
                headers.sort();
                let status = parsed.code.unwrap();
                self.rest.drain(..length);
                return Response { status, headers, body: String::new() };
            }
            assert!(self.read_some(), "closed without an answer: {:?}", String::from_utf8_lossy(&self.rest));
        }
    }

    /// Waits until the server closes, and says whether it did so without another word.
    pub fn is_closed(&mut self) -> bool {
        while self.read_some() {}
        self.rest.is_empty()
    }

    fn read_some(&mut self) -> bool {
        let mut buffer = [0; 4096];
        let count = loop {
            match self.stream.read(&mut buffer) {
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                read => break read.unwrap(),
            }
        };
        self.rest.extend_from_slice(&buffer[..count]);
        count > 0
    }
}

//! A receiver of OTLP over HTTP: it takes what is posted to `/v1/traces`, unpacks it, and reads its protobuf.

use std::collections::VecDeque;
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Condvar, Mutex};
use std::time::{Duration, Instant};

use flate2::read::GzDecoder;
use opentelemetry_proto::tonic::collector::trace::v1::ExportTraceServiceRequest;
use prost::Message as _;
use rustls::{ServerConfig, ServerConnection, StreamOwned};

use super::span::Span;
use crate::tls::Pair;

/// Far more than any span takes to arrive.
const PATIENCE: Duration = Duration::from_mins(1);

/// One batch as it came.
#[derive(Clone)]
pub struct Batch {
    /// The head, as text.
    pub head: String,
    /// The body, unpacked.
    pub bytes: Vec<u8>,
}

impl Batch {
    /// The body, read.
    pub fn message(&self) -> ExportTraceServiceRequest {
        ExportTraceServiceRequest::decode(&self.bytes[..]).unwrap()
    }
}

/// An answer: its status line and what follows.
pub type Answer = (&'static str, Vec<u8>);

#[derive(Default)]
struct Desk {
    batches: Mutex<Vec<Batch>>,
    arrived: Condvar,
    /// What the next batches are answered; then 200.
    answers: Mutex<VecDeque<Answer>>,
}

/// A receiver on a port of its own.
pub struct Receiver {
    pub address: SocketAddr,
    desk: Arc<Desk>,
    scheme: &'static str,
}

impl Receiver {
    /// Takes everything.
    pub fn start() -> Self {
        Self::at("127.0.0.1:0".parse().unwrap(), None)
    }

    /// The same by TLS.
    pub fn with_tls(pair: &Pair) -> Self {
        let config = ServerConfig::builder_with_provider(Arc::new(rustls::crypto::ring::default_provider()));
        let config = config.with_safe_default_protocol_versions().unwrap().with_no_client_auth();
        let config = config.with_single_cert(vec![pair.der()], pair.key_der()).unwrap();
        Self::at("127.0.0.1:0".parse().unwrap(), Some(Arc::new(config)))
    }

    /// Takes everything at this address.
    pub fn at(address: SocketAddr, tls: Option<Arc<ServerConfig>>) -> Self {
        let listener = TcpListener::bind(address).unwrap();
        let address = listener.local_addr().unwrap();
        let desk = Arc::<Desk>::default();
        let scheme = if tls.is_some() { "https" } else { "http" };
        let shared = Arc::clone(&desk);
        std::thread::spawn(move || {
            for stream in listener.incoming().map_while(Result::ok) {
                let (desk, tls) = (Arc::clone(&shared), tls.clone());
                std::thread::spawn(move || match tls {
                    None => desk.serve(stream),
                    Some(tls) => desk.serve(StreamOwned::new(ServerConnection::new(tls).unwrap(), stream)),
                });
            }
        });
        Self { address, desk, scheme }
    }

    /// The settings that have traces sent here.
    pub fn settings(&self) -> String {
        format!("[traces]\nendpoint = \"{}://{}\"\n", self.scheme, self.address)
    }

    /// Answers the next batches like this.
    pub fn answer(&self, answers: impl IntoIterator<Item = Answer>) {
        self.desk.answers.lock().unwrap().extend(answers);
    }

    /// Every batch so far.
    pub fn batches(&self) -> Vec<Batch> {
        self.desk.batches.lock().unwrap().clone()
    }

    /// Every span so far.
    pub fn spans(&self) -> Vec<Span> {
        self.batches().iter().flat_map(|batch| Span::all(&batch.message())).collect()
    }

    /// Waits until there are `count` batches.
    pub fn wait_for_batches(&self, count: usize) -> Vec<Batch> {
        self.wait_until(|batches| batches.len() >= count);
        self.batches()
    }

    /// Waits until there are `count` spans; then there are no more.
    pub fn wait_for_spans(&self, count: usize) -> Vec<Span> {
        let spans = |batches: &[Batch]| batches.iter().map(|batch| Span::all(&batch.message()).len()).sum::<usize>();
        self.wait_until(|batches| spans(batches) >= count);
        let spans = self.spans();
        assert_eq!(spans.len(), count, "{spans:#?}");
        spans
    }

    fn wait_until(&self, is_enough: impl Fn(&[Batch]) -> bool) {
        let until = Instant::now() + PATIENCE;
        let mut batches = self.desk.batches.lock().unwrap();
        while !is_enough(&batches) {
            let patience = until.saturating_duration_since(Instant::now());
            if patience.is_zero() {
                let came = batches.len();
                drop(batches);
                panic!("only {came} batches came: {:#?}", self.spans());
            }
            batches = self.desk.arrived.wait_timeout(batches, patience).unwrap().0;
        }
    }
}

impl Desk {
    /// Answers one request after another until the sender leaves.
    fn serve(&self, mut stream: impl Read + Write) {
        let mut bytes = Vec::new();
        while let Some((head, body)) = next(&mut stream, &mut bytes) {
            let unpacked = if head.to_lowercase().contains("content-encoding: gzip") {
                let mut unpacked = Vec::new();
                GzDecoder::new(&body[..]).read_to_end(&mut unpacked).unwrap();
                unpacked
            } else {
                body
            };
            self.batches.lock().unwrap().push(Batch { head, bytes: unpacked });
            let (status, body) = self.answers.lock().unwrap().pop_front().unwrap_or(("200 OK", Vec::new()));
            let head = format!("HTTP/1.1 {status}\r\nContent-Length: {}\r\n\r\n", body.len());
            if stream.write_all(head.as_bytes()).and_then(|()| stream.write_all(&body)).is_err() {
                return;
            }
            self.arrived.notify_all();
        }
    }
}

/// Head and body of the next request, by its `Content-Length`.
fn next(stream: &mut impl Read, bytes: &mut Vec<u8>) -> Option<(String, Vec<u8>)> {
    loop {
        if let Some(end) = bytes.windows(4).position(|window| window == b"\r\n\r\n") {
            let head = String::from_utf8(bytes[..end].to_vec()).unwrap();
            let length = head.to_lowercase();
            let length = length.lines().find_map(|line| line.strip_prefix("content-length: ")).unwrap();
            let whole = end + 4 + length.trim().parse::<usize>().unwrap();
            if bytes.len() >= whole {
                let body = bytes[end + 4..whole].to_vec();
                bytes.drain(..whole);
                return Some((head, body));
            }
        }
        let mut more = [0; 4096];
        let count = stream.read(&mut more).ok().filter(|count| *count > 0)?;
        bytes.extend_from_slice(&more[..count]);
    }
}

/// An address where nobody listens.
pub fn nobody() -> SocketAddr {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap()
}

/// Somebody who takes connections and says nothing.
pub fn silent() -> (TcpListener, SocketAddr) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    (listener, address)
}

/// Whether a connection to `address` is accepted.
pub fn is_listening(address: SocketAddr) -> bool {
    TcpStream::connect(address).is_ok()
}

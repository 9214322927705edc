//! A receiver of decision logs, as OPA's management API describes it.

use std::io::{Read as _, Write as _};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex, mpsc};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use actix_web::web::{self, Bytes, Data};
use actix_web::{App, HttpRequest, HttpResponse, HttpServer};
use flate2::read::GzDecoder;
use serde_json::Value;
use tokio::sync::oneshot;

use super::wait_until;
use crate::tls::Pair;

/// The token that it asks for.
pub const TOKEN: &str = "xyzzy-token-of-a-receiver";

/// What it answers.
#[derive(Clone)]
pub struct Answer {
    pub status: u16,
    /// A header beside it.
    pub header: Option<(&'static str, String)>,
    /// What has more events gets 413.
    pub most_events: usize,
    /// The one token that is right; else 401.
    pub token: String,
}

impl Default for Answer {
    fn default() -> Self {
        Self { status: 200, header: None, most_events: usize::MAX, token: TOKEN.to_owned() }
    }
}

/// What came with one request.
pub struct Batch {
    pub at: Instant,
    pub events: Vec<Value>,
    pub status: u16,
}

#[derive(Default)]
struct Shared {
    answer: Mutex<Answer>,
    batches: Mutex<Vec<Batch>>,
}

/// Listens until it is dropped.
pub struct Receiver {
    pub address: SocketAddr,
    shared: Arc<Shared>,
    stop: Option<oneshot::Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Receiver {
    /// On a port of its own.
    pub fn start() -> Self {
        Self::listen(SocketAddr::from(([127, 0, 0, 1], 0)), None)
    }

    /// Where another one was.
    pub fn start_at(address: SocketAddr) -> Self {
        Self::listen(address, None)
    }

    /// Over TLS.
    pub fn start_with(pair: &Pair) -> Self {
        Self::listen(SocketAddr::from(([127, 0, 0, 1], 0)), Some(pair.clone()))
    }

    fn listen(address: SocketAddr, pair: Option<Pair>) -> Self {
        let shared = Arc::<Shared>::default();
        let (bound, told) = mpsc::channel();
        let (stop, stopped) = oneshot::channel::<()>();
        let data = Data::from(Arc::clone(&shared));
        let thread = std::thread::spawn(move || {
            actix_web::rt::System::new().block_on(async move {
                let app = move || App::new().app_data(data.clone()).default_service(web::to(take));
                let server = HttpServer::new(app).workers(1).disable_signals().shutdown_timeout(0);
                let server = match pair {
                    None => server.bind(address).unwrap(),
                    Some(pair) => server.bind_rustls_0_23(address, config(&pair)).unwrap(),
                };
                bound.send(server.addrs()[0]).unwrap();
                tokio::select! {
                    served = server.run() => served.unwrap(),
                    _ = stopped => {}
                }
            });
        });
        Self { address: told.recv().unwrap(), shared, stop: Some(stop), thread: Some(thread) }
    }

    /// Where events go.
    pub fn url(&self) -> String {
        format!("http://{}/logs", self.address)
    }

    /// From now on.
    pub fn answer(&self, answer: Answer) {
        *self.shared.answer.lock().unwrap() = answer;
    }

    /// From now on this status alone.
    pub fn answer_status(&self, status: u16) {
        self.answer(Answer { status, ..Answer::default() });
    }

    /// How many requests came.
    pub fn requests(&self) -> usize {
        self.shared.batches.lock().unwrap().len()
    }

    /// Looks at what came.
    pub fn batches<T>(&self, look: impl FnOnce(&[Batch]) -> T) -> T {
        look(&self.shared.batches.lock().unwrap())
    }

    /// The events that it took, in the order in which they came.
    pub fn taken(&self) -> Vec<Value> {
        self.batches(|batches| {
            let taken = batches.iter().filter(|batch| (200..300).contains(&batch.status));
            taken.flat_map(|batch| batch.events.clone()).collect()
        })
    }

    /// Waits until it has taken so many.
    pub fn wait_for(&self, events: usize) -> Vec<Value> {
        wait_until(&format!("{events} events"), || self.taken().len() >= events);
        self.taken()
    }

    /// Waits until so many more requests have come.
    pub fn wait_for_requests(&self, more: usize) {
        let wanted = self.requests() + more;
        wait_until("a request", || self.requests() >= wanted);
    }
}

impl Drop for Receiver {
    fn drop(&mut self) {
        drop(self.stop.take());
        let ended = self.thread.take().map(JoinHandle::join);
        assert!(std::thread::panicking() || ended.is_none_or(|ended| ended.is_ok()));
    }
}

async fn take(request: HttpRequest, body: Bytes, shared: Data<Shared>) -> HttpResponse {
    let header = |name: &str| request.headers().get(name).map(|value| value.to_str().unwrap());
    assert_eq!((request.method().as_str(), request.path()), ("POST", "/logs"));
    assert_eq!((header("content-type"), header("content-encoding")), (Some("application/json"), Some("gzip")));
    let mut text = String::new();
    GzDecoder::new(&body[..]).read_to_string(&mut text).unwrap();
    let Value::Array(events) = serde_json::from_str(&text).unwrap() else { panic!("{text}") };
    assert!(!events.is_empty());
    let answer = shared.answer.lock().unwrap().clone();
    let status = match header("authorization") {
        Some(bearer) if bearer != format!("Bearer {}", answer.token) => 401,
        _ if events.len() > answer.most_events => 413,
        _ => answer.status,
    };
    shared.batches.lock().unwrap().push(Batch { at: Instant::now(), events, status });
    let mut response = HttpResponse::build(status.try_into().unwrap());
    if let Some(header) = answer.header {
        response.insert_header(header);
    }
    response.body("xyzzy: what a receiver says may quote events")
}

fn config(pair: &Pair) -> rustls::ServerConfig {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = rustls::ServerConfig::builder_with_provider(provider).with_safe_default_protocol_versions().unwrap();
    config.with_no_client_auth().with_single_cert(vec![pair.der()], pair.key_der()).unwrap()
}

/// Takes connections and never says a word.
pub struct Silent {
    pub address: SocketAddr,
    listener: TcpListener,
}

impl Silent {
    pub fn listen() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        Self { address: listener.local_addr().unwrap(), listener }
    }

    /// Waits for somebody who sends.
    pub fn caller(&self) -> Caller {
        let (mut connection, _) = self.listener.accept().unwrap();
        connection.set_read_timeout(Some(Duration::from_mins(1))).unwrap();
        connection.read_exact(&mut [0]).unwrap();
        Caller(connection)
    }

    pub fn url(&self) -> String {
        format!("http://{}/logs", self.address)
    }
}

/// Somebody who waits for an answer.
pub struct Caller(TcpStream);

impl Caller {
    /// Says at last that the batch is taken, and waits until the caller has hung up.
    pub fn answer(mut self) {
        self.0.write_all(b"HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 0\r\n\r\n").unwrap();
        self.0.shutdown(Shutdown::Write).unwrap();
        self.0.read_to_end(&mut Vec::new()).unwrap();
    }
}

/// How long something took.
pub fn timed(work: impl FnOnce()) -> Duration {
    let started = Instant::now();
    work();
    started.elapsed()
}

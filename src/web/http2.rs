//! HTTP/2 connections: how many requests one may have under way, and the end of idle ones at shutdown.
//!
//! The framework sets no limit and says no goodbye. HTTP/1 needs neither: one request at a time, and `Connection: close`.

use std::any::Any;
use std::net::{Shutdown, TcpStream};
use std::os::fd::AsFd as _;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError, Weak};
use std::time::Duration;

use actix_tls::accept::rustls_0_23::TlsStream;
use actix_web::Error;
use actix_web::body::{EitherBody, MessageBody};
use actix_web::dev::{Extensions, ServiceRequest, ServiceResponse};
use actix_web::middleware::Next;

use super::refusal;
use crate::dialect::Problem;

/// What clients may count on (RFC 9113, section 6.5.2).
const REQUESTS_PER_CONNECTION: usize = 100;

/// A connection that did nothing for so long has sent its last answer, and is closed once the server stops.
const IDLE_AT_SHUTDOWN: Duration = Duration::from_millis(100);

/// The HTTP/2 connections of one listener.
#[derive(Debug, Clone, Default)]
pub struct Http2Connections(Arc<Mutex<Vec<Weak<Connection>>>>);

#[derive(Debug)]
struct Connection {
    /// A second handle, for closing it from outside; `None` if the system had none to spare.
    socket: Option<TcpStream>,
    under_way: AtomicUsize,
    /// Requests so far.
    begun: AtomicU64,
    /// The same when somebody last looked for idle connections.
    begun_at_last_look: AtomicU64,
}

impl Http2Connections {
    /// Takes note of a new connection, if it is one of HTTP/2: for `HttpServer::on_connect`.
    pub fn note(&self, connection: &dyn Any, extensions: &mut Extensions) {
        let Some(stream) = connection.downcast_ref::<TlsStream<actix_web::rt::net::TcpStream>>() else { return };
        let (socket, tls) = stream.get_ref();
        if tls.alpn_protocol() != Some(b"h2") {
            return;
        }
        let socket = socket.as_fd().try_clone_to_owned().ok().map(TcpStream::from);
        let connection = Arc::new(Connection {
            socket,
            under_way: AtomicUsize::new(0),
            begun: AtomicU64::new(0),
            begun_at_last_look: AtomicU64::new(u64::MAX),
        });
        let mut open = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        // Rather than at each end: only when the list would have to grow.
        if open.len() == open.capacity() {
            open.retain(|connection| connection.strong_count() > 0);
        }
        open.push(Arc::downgrade(&connection));
        extensions.insert(connection);
    }

    /// Closes each connection that did nothing for a moment, until this is dropped.
    pub async fn close_idle(&self) {
        loop {
            self.close_those_that_rested();
            tokio::time::sleep(IDLE_AT_SHUTDOWN).await;
        }
    }

    fn close_those_that_rested(&self) {
        let open = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        for connection in open.iter().filter_map(Weak::upgrade) {
            let begun = connection.begun.load(Ordering::SeqCst);
            let has_begun_nothing = connection.begun_at_last_look.swap(begun, Ordering::SeqCst) == begun;
            if has_begun_nothing
                && connection.under_way.load(Ordering::SeqCst) == 0
                && let Some(socket) = &connection.socket
            {
                // Fails only if it is closed already.
                let _ = socket.shutdown(Shutdown::Read);
            }
        }
    }
}

/// One request under way.
struct UnderWay(Arc<Connection>);

impl UnderWay {
    /// `None` if the connection has as many as it may.
    fn begin(connection: &Arc<Connection>) -> Option<Self> {
        let under_way = Self(Arc::clone(connection));
        connection.begun.fetch_add(1, Ordering::SeqCst);
        (connection.under_way.fetch_add(1, Ordering::SeqCst) < REQUESTS_PER_CONNECTION).then_some(under_way)
    }
}

impl Drop for UnderWay {
    fn drop(&mut self) {
        self.0.under_way.fetch_sub(1, Ordering::SeqCst);
    }
}

/// Answers what goes beyond one connection's requests at once without reading it: a middleware.
///
/// # Errors
/// Those of whatever comes next.
pub async fn limit_requests_per_connection<B: MessageBody + 'static>(
    request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<EitherBody<B>>, Error> {
    let connection = request.conn_data::<Arc<Connection>>();
    let under_way = match connection.map(UnderWay::begin) {
        Some(None) => {
            let (request, _) = request.into_parts();
            let answer = refusal::refuse(&request, None, &Problem::ConnectionBusy);
            return Ok(ServiceResponse::new(request, answer).map_into_right_body());
        }
        under_way => under_way,
    };
    let answer = next.call(request).await?;
    drop(under_way);
    Ok(answer.map_into_left_body())
}

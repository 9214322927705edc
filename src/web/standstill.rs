//! Connections that stand still are closed, so that nobody can hold one for ever, nor all of them for long.
//!
//! actix times the head of a connection's first request and the silence after an answer, but neither a later head that
//! comes byte by byte nor an answer that nobody reads. So each connection has a watchman of its own. And where nearly all
//! connections are taken, those that have stood still longest make room, as nginx has it.

use std::any::Any;
use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::net::Shutdown;
use std::os::fd::AsFd as _;
use std::rc::Rc;
use std::time::Duration;

use actix_tls::accept::rustls_0_23::TlsStream;
use actix_web::HttpRequest;
use actix_web::dev::Extensions;
use actix_web::rt::net::TcpStream;
use actix_web::rt::task::JoinHandle;
use tokio::time::{Instant, sleep};

/// How long a connection has stood still at least before it has to make room, and how often room is made.
const BRIEFLY: Duration = Duration::from_secs(1);

/// What connections are granted.
#[derive(Debug, Clone, Copy)]
pub struct Patience {
    /// From an answer, or the connection's beginning, to the whole head of the next request.
    pub standstill: Duration,
    /// The most connections that a worker has open at a time.
    pub connections_per_worker: usize,
}

thread_local! {
    /// The connections of this worker, which is a thread.
    static WORKER: Worker = Worker::default();
}

#[derive(Default)]
struct Worker {
    open: RefCell<HashMap<u64, Rc<Pace>>>,
    opened: Cell<u64>,
    makes_room: Cell<bool>,
}

/// What is known of a connection. It leaves with it.
struct Watched {
    number: u64,
    pace: Rc<Pace>,
    watchman: JoinHandle<()>,
}

struct Pace {
    connection: std::net::TcpStream,
    /// Requests whose head is there and whose answer is not.
    under_way: Cell<usize>,
    /// When that last changed.
    changed_at: Cell<Instant>,
}

/// Has `connection` closed when it stands still. For `HttpServer::on_connect`; it takes one more file descriptor for
/// each connection.
pub fn watch(connection: &dyn Any, extensions: &mut Extensions, patience: Patience) {
    let of_tls = || connection.downcast_ref::<TlsStream<TcpStream>>().map(|stream| stream.get_ref().0);
    let Some(stream) = connection.downcast_ref::<TcpStream>().or_else(of_tls) else { return };
    let Ok(descriptor) = stream.as_fd().try_clone_to_owned() else {
        tracing::warn!("no file descriptor is left to watch a connection: raise the limit of open files");
        return;
    };
    let (under_way, changed_at) = (Cell::new(0), Cell::new(Instant::now()));
    let pace = Rc::new(Pace { connection: descriptor.into(), under_way, changed_at });
    let watchman = actix_web::rt::spawn(close_at_standstill(Rc::clone(&pace), patience.standstill));
    let number = WORKER.with(|worker| worker.enter(&pace, patience.connections_per_worker));
    extensions.insert(Watched { number, pace, watchman });
}

impl Drop for Watched {
    fn drop(&mut self) {
        self.watchman.abort();
        // While its thread ends there is no worker any more.
        let _ = WORKER.try_with(|worker| worker.open.borrow_mut().remove(&self.number));
    }
}

impl Worker {
    /// Takes note of a connection, and has room made if it is one of the last of `most`.
    fn enter(&self, pace: &Rc<Pace>, most: usize) -> u64 {
        let number = self.opened.get();
        self.opened.set(number + 1);
        self.open.borrow_mut().insert(number, Rc::clone(pace));
        if self.open.borrow().len() > most - most / 16 && !self.makes_room.replace(true) {
            actix_web::rt::spawn(make_room(most - most / 8));
        }
        number
    }

    /// Closes those that have stood still longest, down to `enough`. Whether more would have to go.
    fn close_stillest(&self, enough: usize) -> bool {
        let open = self.open.borrow();
        let mut still: Vec<_> = open.values().filter(|pace| pace.still_for() >= BRIEFLY).collect();
        still.sort_by_key(|pace| pace.changed_at.get());
        let excess = open.len().saturating_sub(enough);
        still.iter().take(excess).for_each(|pace| pace.close());
        excess > still.len()
    }
}

async fn make_room(enough: usize) {
    while WORKER.with(|worker| worker.close_stillest(enough)) {
        sleep(BRIEFLY).await;
    }
    WORKER.with(|worker| worker.makes_room.set(false));
}

async fn close_at_standstill(pace: Rc<Pace>, patience: Duration) {
    loop {
        let still_for = pace.still_for();
        if still_for >= patience {
            return pace.close();
        }
        sleep(patience.saturating_sub(still_for)).await;
    }
}

impl Pace {
    /// How long no request has been under way.
    fn still_for(&self) -> Duration {
        if self.under_way.get() > 0 { Duration::ZERO } else { self.changed_at.get().elapsed() }
    }

    fn change(&self, under_way: usize) {
        self.under_way.set(under_way);
        self.changed_at.set(Instant::now());
    }

    fn close(&self) {
        // It may be closed already.
        let _ = self.connection.shutdown(Shutdown::Both);
    }
}

/// A request under way, until dropped.
pub(super) struct UnderWay(Option<Rc<Pace>>);

impl UnderWay {
    /// Tells the watchman of its connection, if that has one.
    pub(super) fn begin(request: &HttpRequest) -> Self {
        let pace = request.conn_data::<Watched>().map(|watched| Rc::clone(&watched.pace));
        if let Some(pace) = &pace {
            pace.change(pace.under_way.get() + 1);
        }
        Self(pace)
    }
}

impl Drop for UnderWay {
    fn drop(&mut self) {
        if let Some(pace) = &self.0 {
            pace.change(pace.under_way.get().saturating_sub(1));
        }
    }
}

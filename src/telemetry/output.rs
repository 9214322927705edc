//! Where log lines go: one by one as they come, or many at once, gathered by the thread that writes them.

use std::cell::RefCell;
use std::io::{self, Write};
use std::sync::Arc;

use tracing::{Dispatch, Subscriber};
use tracing_subscriber::fmt::MakeWriter;
use tracing_subscriber::layer::Layer;

thread_local! {
    /// The lines of this thread, while it gathers them.
    static GATHERED: RefCell<Option<Vec<u8>>> = const { RefCell::new(None) };
}

/// The writer of a subscriber: passes lines on, or gathers them while [`Output::gather`] runs on the thread.
#[derive(Debug, Clone)]
pub(super) struct Gathering<W>(pub(super) W);

impl<'w, W: MakeWriter<'w>> MakeWriter<'w> for Gathering<W> {
    type Writer = GatheringWriter<W::Writer>;

    fn make_writer(&'w self) -> Self::Writer {
        GatheringWriter(self.0.make_writer())
    }
}

/// The writer of one line.
pub(super) struct GatheringWriter<W>(W);

impl<W: Write> Write for GatheringWriter<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.write_all(bytes).map(|()| bytes.len())
    }

    fn write_all(&mut self, bytes: &[u8]) -> io::Result<()> {
        let is_gathered =
            GATHERED.with_borrow_mut(|gathered| gathered.as_mut().map(|lines| lines.extend(bytes)).is_some());
        if is_gathered { Ok(()) } else { self.0.write_all(bytes) }
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}

/// Writes whole lines with one call.
type WriteAll = dyn Fn(&[u8]) -> io::Result<()> + Send + Sync;

/// Where the lines of one subscriber go, and whether they are JSON. A layer that does nothing, so that it can be found
/// in the subscriber by those who have many lines at once.
#[derive(Clone)]
pub(super) struct Output {
    is_json: bool,
    write: Arc<WriteAll>,
}

impl<S: Subscriber> Layer<S> for Output {}

impl Output {
    pub(super) fn new<W>(is_json: bool, writer: W) -> Self
    where
        W: for<'w> MakeWriter<'w> + Send + Sync + 'static,
    {
        Self { is_json, write: Arc::new(move |lines| writer.make_writer().write_all(lines)) }
    }

    /// The output of this subscriber; `None` if it is none of ours.
    pub(super) fn of(dispatch: &Dispatch) -> Option<Self> {
        dispatch.downcast_ref::<Self>().cloned()
    }

    /// Whether lines are JSON, else text.
    pub(super) fn is_json(&self) -> bool {
        self.is_json
    }

    /// Writes whole lines with one call. Where the log can't be written, nobody can be told.
    pub(super) fn write(&self, lines: &[u8]) {
        if !lines.is_empty() {
            let _ = (self.write)(lines);
        }
    }

    /// Writes with one call all that `log` logs on this thread; whatever has room in `lines` is kept for the next time.
    pub(super) fn gather(&self, lines: &mut Vec<u8>, log: impl FnOnce()) {
        lines.clear();
        GATHERED.set(Some(std::mem::take(lines)));
        log();
        *lines = GATHERED.take().unwrap_or_default();
        self.write(lines);
    }
}

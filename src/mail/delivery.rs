//! The thread that sends mails, and tries again what did not leave.

use std::collections::VecDeque;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use lettre::message::header::{ContentTransferEncoding, ContentType};
use lettre::message::{Body, Mailbox, Message as Written};
use tokio::sync::oneshot;

use super::fault::Undelivered;
use super::queue::Mail;
use super::route::Route;
use crate::decision::Clock;
use crate::telemetry::Metrics;
use crate::telemetry::metrics::MailResult;

/// Before the second try; before each further one twice as long.
const FIRST_PAUSE: Duration = Duration::from_secs(1);
const LONGEST_PAUSE: Duration = Duration::from_mins(5);
/// A link in a mail is good for no longer.
const GIVEN_UP_AFTER: Duration = Duration::from_mins(30);
/// The most mails that wait to be tried again: those of a server that is away for long are lost anyway.
const MOST_WAITING: usize = 4096;

/// Without its end.
const LONGEST_LINE_BYTES: usize = 998;

pub(super) enum Message {
    Send(Mail),
    /// Everything before this has been tried: say so by dropping the sender.
    Flush(oneshot::Sender<()>),
}

/// A mail that has not left yet.
struct Waiting {
    written: Written,
    since: Instant,
    due: Instant,
    pause: Duration,
}

/// Runs on a thread of its own.
pub(super) struct Delivery {
    route: Route,
    from: Mailbox,
    waiting: VecDeque<Waiting>,
    /// Whether the last try failed.
    is_in_trouble: bool,
    metrics: Arc<Metrics>,
    clock: Arc<dyn Clock>,
}

impl Delivery {
    pub(super) fn new(route: Route, from: Mailbox, metrics: Arc<Metrics>, clock: Arc<dyn Clock>) -> Self {
        Self { route, from, waiting: VecDeque::new(), is_in_trouble: false, metrics, clock }
    }

    /// Sends until the queue is closed.
    pub(super) fn run(&mut self, messages: &Receiver<Message>) {
        loop {
            let message = match self.waiting.iter().map(|waiting| waiting.due).min() {
                None => messages.recv().map_err(|_| RecvTimeoutError::Disconnected),
                Some(due) => messages.recv_timeout(due.saturating_duration_since(Instant::now())),
            };
            match message {
                Ok(Message::Send(mail)) => self.take(mail),
                Ok(Message::Flush(flushed)) => drop(flushed),
                Err(RecvTimeoutError::Timeout) => self.try_again(),
                Err(RecvTimeoutError::Disconnected) => return,
            }
        }
    }

    fn take(&mut self, mail: Mail) {
        match self.write(mail) {
            Ok(written) => {
                let now = Instant::now();
                self.attempt(Waiting { written, since: now, due: now, pause: FIRST_PAUSE });
            }
            Err(error) => {
                self.metrics.mailed(MailResult::Refused);
                tracing::error!(%error, "a mail can't be written");
            }
        }
    }

    fn write(&self, mail: Mail) -> Result<Written, lettre::error::Error> {
        let nanos = u64::try_from(self.clock.unix_nanos()).unwrap_or_default();
        let date: SystemTime = UNIX_EPOCH + Duration::from_nanos(nanos);
        Written::builder()
            .from(self.from.clone())
            .to(Mailbox::new(None, mail.to))
            .subject(mail.subject)
            .date(date)
            .message_id(None)
            .header(ContentType::TEXT_PLAIN)
            .body(body(mail.text))
    }

    fn try_again(&mut self) {
        let now = Instant::now();
        let (due, waiting) = std::mem::take(&mut self.waiting).into_iter().partition(|waiting| waiting.due <= now);
        self.waiting = waiting;
        let due: VecDeque<Waiting> = due;
        due.into_iter().for_each(|waiting| self.attempt(waiting));
    }

    fn attempt(&mut self, mut mail: Waiting) {
        match self.route.send(&mail.written) {
            Ok(()) => {
                self.metrics.mailed(MailResult::Sent);
                if std::mem::take(&mut self.is_in_trouble) {
                    tracing::info!("mail is delivered again");
                }
            }
            Err(Undelivered { reason, is_passing: false }) => self.lose(MailResult::Refused, &reason),
            Err(Undelivered { reason, .. }) if mail.since.elapsed() >= GIVEN_UP_AFTER => {
                self.lose(MailResult::GivenUp, &reason);
            }
            Err(Undelivered { reason, .. }) if self.waiting.len() >= MOST_WAITING => {
                self.lose(MailResult::QueueFull, &reason);
            }
            Err(Undelivered { reason, .. }) => {
                if !std::mem::replace(&mut self.is_in_trouble, true) {
                    tracing::warn!(reason, "mail can't be delivered; it is tried again for half an hour");
                }
                mail.due = Instant::now() + mail.pause;
                mail.pause = LONGEST_PAUSE.min(mail.pause * 2);
                self.waiting.push_back(mail);
            }
        }
    }

    fn lose(&self, result: MailResult, reason: &str) {
        self.metrics.mailed(result);
        tracing::error!(reason, result = result.as_str(), "a mail is lost");
    }
}

/// As it is where mail can carry it so (RFC 5322, section 2.1.1): whoever reads the outbox finds links in one piece.
fn body(text: String) -> Body {
    let is_plain = text.is_ascii() && !text.contains('\0') && text.lines().all(|line| line.len() <= LONGEST_LINE_BYTES);
    if !is_plain {
        return Body::new(text);
    }
    let lines = text.lines().flat_map(|line| [line, "\r\n"]).collect::<String>();
    Body::dangerous_pre_encoded(lines.into_bytes(), ContentTransferEncoding::SevenBit)
}

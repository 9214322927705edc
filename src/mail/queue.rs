//! The queue between requests and the thread that sends mail.

use std::fmt;
use std::sync::Arc;
use std::sync::mpsc::{self, SyncSender, TrySendError};

use lettre::Address;
use lettre::message::Mailbox;
use tokio::sync::oneshot;

use super::delivery::{Delivery, Message};
use super::fault::MailFault;
use super::route::Route;
use crate::config::MailSettings;
use crate::decision::Clock;
use crate::telemetry::Metrics;
use crate::telemetry::metrics::MailResult;

/// The most mails that wait for the thread.
const QUEUE_MAILS: usize = 1024;

/// One mail of plain text.
#[derive(Clone)]
pub struct Mail {
    /// Whom it is for.
    pub to: Address,
    /// One line.
    pub subject: String,
    /// May hold a link that opens what is nobody else's.
    pub text: String,
}

impl fmt::Debug for Mail {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Mail").finish_non_exhaustive()
    }
}

/// What a queue is made of.
pub struct MailParts<'s> {
    /// Who mails are from, and how they leave.
    pub settings: &'s MailSettings,
    /// Where mails are counted.
    pub metrics: Arc<Metrics>,
    /// The time that mails bear.
    pub clock: Arc<dyn Clock>,
}

/// Takes mails and sends them from a thread of its own.
#[derive(Debug)]
pub struct MailQueue {
    queue: SyncSender<Message>,
    metrics: Arc<Metrics>,
}

impl MailQueue {
    /// Starts the thread that sends. It asks no server yet: one may come later.
    ///
    /// # Errors
    /// When the system has no thread to spare, or what TLS needs can't be had.
    pub fn start(parts: MailParts<'_>) -> Result<Self, MailFault> {
        let MailParts { settings, metrics, clock } = parts;
        let route = Route::new(&settings.route)?;
        let (queue, messages) = mpsc::sync_channel(QUEUE_MAILS);
        let from: Mailbox = settings.from.clone();
        let mut delivery = Delivery::new(route, from, Arc::clone(&metrics), clock);
        // Nobody waits for its end: a server that does not answer must not keep the process up.
        std::thread::Builder::new().name("mail".into()).spawn(move || delivery.run(&messages))?;
        Ok(Self { queue, metrics })
    }

    /// Has `mail` sent, and does not wait. While the queue is full it is lost.
    pub fn send(&self, mail: Mail) {
        if let Err(TrySendError::Full(_) | TrySendError::Disconnected(_)) = self.queue.try_send(Message::Send(mail)) {
            self.metrics.mailed(MailResult::QueueFull);
            tracing::error!("a mail is lost: they come faster than they can be sent");
        }
    }

    /// Returns when every mail so far has been tried. Those that could not be sent are lost with the process.
    pub async fn flush(&self) {
        let (flushed, wait) = oneshot::channel();
        if self.queue.try_send(Message::Flush(flushed)).is_ok() {
            // The sender is never used, only dropped.
            let _ = wait.await;
        }
    }
}

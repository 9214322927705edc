//! A request's body: read to its end within bounds, whatever the answer, so that the connection stays usable.

use std::future::poll_fn;
use std::pin::pin;
use std::task::Poll;
use std::time::Duration;

use actix_web::web::{Bytes, BytesMut, Payload};
use futures_util::StreamExt;
use futures_util::future::{Either, select};
use tokio::time::timeout;

use crate::dialect::{MAX_BODY_BYTES, Problem};

/// How much of a body that is too large is still read: a caller that sent little too much can ask again at once.
/// Past it the connection is closed behind the answer.
const DRAINED_BYTES: usize = 16 * MAX_BODY_BYTES;

/// The whole body.
///
/// # Errors
/// When it is larger than [`MAX_BODY_BYTES`], has not arrived within `limit`, or is cut off.
pub(super) async fn read(payload: Payload, limit: Duration) -> Result<Bytes, Problem> {
    read_up_to(MAX_BODY_BYTES, payload, limit).await
}

/// The same with another size.
pub(super) async fn read_up_to(limit_bytes: usize, payload: Payload, limit: Duration) -> Result<Bytes, Problem> {
    // Most bodies come with their head and are there at the second look: they need no timer, which the worker would have
    // to set, and often to be woken for, with each of them.
    match select(pin!(read_to_end(payload, limit_bytes)), pin!(one_turn_of_others())).await {
        Either::Left((read, _)) => read,
        Either::Right(((), reading)) => timeout(limit, reading).await.unwrap_or(Err(Problem::BodyTooSlow)),
    }
}

/// Pending once, so that the connection can pass on what it has.
async fn one_turn_of_others() {
    let mut is_over = false;
    poll_fn(|context| {
        if std::mem::replace(&mut is_over, true) {
            return Poll::Ready(());
        }
        context.waker().wake_by_ref();
        Poll::Pending
    })
    .await;
}

/// Reads the body of a request that is answered without it.
pub(super) async fn drain(payload: Payload, limit: Duration) {
    // What went wrong has closed the connection; the answer is the same.
    let _ = read(payload, limit).await;
}

async fn read_to_end(mut payload: Payload, limit_bytes: usize) -> Result<Bytes, Problem> {
    // Most bodies come in one piece, which is then passed on as it is.
    let mut first = Bytes::new();
    let mut joined = BytesMut::new();
    let mut size = 0;
    while let Some(chunk) = payload.next().await {
        let chunk = chunk.map_err(|_| cut_off())?;
        let is_first = size == 0;
        size += chunk.len();
        if size > DRAINED_BYTES.max(2 * limit_bytes) {
            break;
        } else if is_first {
            first = chunk;
        } else if size <= limit_bytes {
            if joined.is_empty() {
                joined.extend_from_slice(&first);
            }
            joined.extend_from_slice(&chunk);
        }
    }
    match size {
        _ if size > limit_bytes => Err(Problem::BodyTooLarge { limit_bytes }),
        _ if size == first.len() => Ok(first),
        _ => Ok(joined.freeze()),
    }
}

fn cut_off() -> Problem {
    Problem::BodyNotUnderstood { why: "it ended early, or its chunks are broken".to_owned() }
}

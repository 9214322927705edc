//! One WebSocket from its opening to its end: frames in, messages out, never more than a bounded number waiting.

mod replies;

use std::time::Duration;

use actix_web::HttpRequest;
use actix_web::web::Data;
use actix_ws::{
    AggregatedMessage, AggregatedMessageStream, CloseCode, CloseReason, MessageStream, ProtocolError, Session,
};
use tokio::time::{Instant, Interval, MissedTickBehavior, interval_at, sleep_until, timeout};

use super::agent::SignedIn;
use super::connections::{Ear, News, Place};
use super::desk::Desk;
use crate::decision::Platform;
use crate::dialect::acqueon::Envelope;
use crate::directory::Token;
use crate::web::State;
use crate::web::platforms::caller::Caller;
use crate::web::standstill::UnderWay;
use replies::sent;

/// An open WebSocket.
pub(super) struct Conversation {
    request: HttpRequest,
    state: Data<State>,
    place: Place,
    session: Session,
    agent: Option<Present>,
    /// Kept for the watchman of the connection, who would take it for one that stands still.
    _under_way: UnderWay,
}

/// Who is signed in on this connection.
struct Present {
    agent: SignedIn,
    /// What the sign-in lasts as long as; the peer of a WebSocket never sees it.
    token: Token,
    /// How the sign-in came, and news go back.
    envelope: Envelope,
    ear: Ear,
}

/// What ends the conversation.
enum End {
    /// Closed by us, for this reason.
    Close(CloseCode, &'static str),
    /// Closed by the peer.
    Closed(Option<CloseReason>),
    /// Nobody is there any more.
    Gone,
}

/// What happens next.
enum Event {
    Frame(Option<Result<AggregatedMessage, ProtocolError>>),
    News(Option<News>),
    Ping,
    Silence,
    Draining,
}

impl Conversation {
    pub(super) fn new(request: HttpRequest, state: Data<State>, place: Place, session: Session) -> Self {
        let under_way = UnderWay::begin(&request);
        Self { request, state, place, session, agent: None, _under_way: under_way }
    }

    /// Goes on until one side ends it. The agent stays signed in.
    pub(super) async fn run(mut self, frames: MessageStream) {
        let state = self.state.clone();
        let _open = state.metrics.acqueon_websocket_open();
        let most = self.state.platforms.acqueon.settings.frame_bytes;
        let mut frames = frames.max_frame_size(most).aggregate_continuations().max_continuation_size(most);
        let end = self.talk(&mut frames).await;
        self.leave().await;
        // Whoever does not take the last frame does not get it.
        let patience = self.patience();
        let reason = match end {
            End::Close(code, description) => Some((code, description).into()),
            End::Closed(reason) => reason,
            End::Gone => return,
        };
        let _ = timeout(patience, self.session.close(reason)).await;
    }

    async fn talk(&mut self, frames: &mut AggregatedMessageStream) -> End {
        let mut closing = self.state.platforms.acqueon.connections.closing();
        let mut pings = self.pings();
        let patience = self.patience();
        let mut heard_at = Instant::now();
        loop {
            let event = tokio::select! {
                _ = closing.wait_for(|is_closing| *is_closing) => Event::Draining,
                frame = frames.recv() => Event::Frame(frame),
                news = next_news(&mut self.agent) => Event::News(news),
                _ = pings.tick() => Event::Ping,
                () = sleep_until(heard_at + patience) => Event::Silence,
            };
            if matches!(event, Event::Frame(Some(Ok(_)))) {
                heard_at = Instant::now();
            }
            if let Err(end) = self.react(event).await {
                return end;
            }
        }
    }

    async fn react(&mut self, event: Event) -> Result<(), End> {
        match event {
            Event::Frame(Some(Ok(AggregatedMessage::Text(text)))) => self.receive(&text).await,
            Event::Frame(Some(Ok(AggregatedMessage::Ping(payload)))) => {
                let patience = self.patience();
                sent(&timeout(patience, self.session.pong(&payload)).await)
            }
            Event::Frame(Some(Ok(AggregatedMessage::Pong(_)))) => Ok(()),
            Event::Frame(Some(Ok(AggregatedMessage::Binary(_)))) => {
                Err(End::Close(CloseCode::Unsupported, "messages are texts"))
            }
            Event::Frame(Some(Ok(AggregatedMessage::Close(reason)))) => Err(End::Closed(reason)),
            Event::Frame(Some(Err(fault))) => Err(broken(&fault)),
            Event::Frame(None) => Err(End::Gone),
            Event::News(Some(news)) => self.hear(news).await,
            Event::News(None) => Err(End::Close(CloseCode::Again, "too slow for what there is to tell")),
            Event::Ping => self.ping().await,
            Event::Silence => Err(End::Close(CloseCode::Policy, "nothing was heard for too long")),
            Event::Draining => Err(End::Close(CloseCode::Away, "the server stops")),
        }
    }

    fn desk(&self) -> Desk<'_> {
        let caller = Caller::of(&self.request, &self.state, Platform::Acqueon);
        Desk { caller, connection: Some(self.place.number) }
    }

    fn pings(&self) -> Interval {
        let every = self.state.platforms.acqueon.settings.ping_interval;
        let mut pings = interval_at(Instant::now() + every, every);
        pings.set_missed_tick_behavior(MissedTickBehavior::Delay);
        pings
    }

    fn patience(&self) -> Duration {
        self.state.platforms.acqueon.settings.silence
    }
}

async fn next_news(present: &mut Option<Present>) -> Option<News> {
    match present {
        Some(present) => present.ear.next().await,
        None => std::future::pending().await,
    }
}

/// How a connection is closed whose frames can't be read.
fn broken(fault: &ProtocolError) -> End {
    use std::io::ErrorKind::InvalidData;
    match fault {
        ProtocolError::Io(error) if error.kind() == InvalidData => {
            End::Close(CloseCode::Invalid, "the text is not UTF-8")
        }
        // `Io` also where it is several frames that together are too large.
        ProtocolError::Overflow | ProtocolError::Io(_) => End::Close(CloseCode::Size, "the message is too large"),
        _ => End::Close(CloseCode::Protocol, "the frame is broken"),
    }
}

//! What is said on a WebSocket: answers, news, pings.

use actix_ws::CloseCode;
use tokio::time::timeout;

use super::{Conversation, End, Present};
use crate::decision::Platform;
use crate::dialect::acqueon::{Envelope, Message, Received, Request};
use crate::directory::Presence;
use crate::web::platforms::acqueon::agent::SignedIn;
use crate::web::platforms::acqueon::connections::News;
use crate::web::platforms::acqueon::desk::{Answer, Desk};
use crate::web::platforms::acqueon::failure::Failure;

impl Conversation {
    /// Answers one frame.
    pub(super) async fn receive(&mut self, text: &str) -> Result<(), End> {
        let (envelope, request) = match Received::read(text) {
            Ok(Received { envelope, request }) => (envelope, request),
            Err(unreadable) => return self.send(&unreadable.envelope, &[Message::error(&unreadable.error)]).await,
        };
        match self.ask(request).await {
            Ok(Answer::SignedIn(agent, token, messages)) => {
                self.leave().await;
                let ear = self.state.platforms.acqueon.connections.listen(&self.place, agent.id);
                self.agent = Some(Present { agent: *agent, token, envelope: envelope.clone(), ear });
                self.send(&envelope, &messages).await
            }
            Ok(Answer::Told(presence, message)) => {
                if let Some(present) = &mut self.agent {
                    present.agent.presence = presence;
                }
                self.send(&envelope, &[message]).await
            }
            Ok(Answer::SignedOut(messages)) => {
                self.agent = None;
                self.send(&envelope, &messages).await
            }
            Err(failure) => self.fail(&envelope, failure).await,
        }
    }

    async fn ask(&self, request: Request) -> Result<Answer, Failure> {
        let desk = self.desk();
        let agent = match &self.agent {
            Some(present) if !matches!(request, Request::SignIn(_)) => Some(present.look(&desk).await?),
            _ => None,
        };
        desk.answer(agent, request).await
    }

    /// Ends what this connection has of a sign-in. The agent stays signed in.
    pub(super) async fn leave(&mut self) {
        if let Some(present) = self.agent.take() {
            // What is not ended here ends by itself, once it was not used for long.
            let _ = self.state.platforms.directory.end_session(Platform::Acqueon, present.token.expose()).await;
        }
    }

    /// Says what is wrong. Where the agent's sign-in is over, the connection is nobody's from now on; one of an agent who
    /// may not come back is closed.
    async fn fail(&mut self, envelope: &Envelope, failure: Failure) -> Result<(), End> {
        let mut messages = vec![Message::error(&failure.error())];
        if let Failure::Over { is_active } = failure {
            if let Some(present) = self.agent.take() {
                let user = present.agent.signed_out(None);
                messages.extend(self.desk().workspace().signed_out(&user, self.desk().now()));
            }
            self.send(envelope, &messages).await?;
            return if is_active {
                Ok(())
            } else {
                Err(End::Close(CloseCode::Policy, "the agent may not be here any more"))
            };
        }
        self.send(envelope, &messages).await
    }

    /// Passes on what was done to the agent elsewhere in this process.
    pub(super) async fn hear(&mut self, news: News) -> Result<(), End> {
        match news {
            News::State(presence) => self.show(presence).await,
            News::SignedOut(reason) => {
                let Some(present) = self.agent.take() else { return Ok(()) };
                let user = present.agent.signed_out(reason.as_deref());
                let messages = self.desk().workspace().signed_out(&user, self.desk().now());
                self.send(&present.envelope, &messages).await
            }
        }
    }

    /// Tells the agent's state.
    async fn show(&mut self, presence: Presence) -> Result<(), End> {
        let Some(present) = &mut self.agent else { return Ok(()) };
        present.agent.presence = presence;
        let (agent, envelope) = (present.agent.clone(), present.envelope.clone());
        let message = self.desk().workspace().agent_state(&agent.user(), self.desk().now());
        self.send(&envelope, &[message]).await
    }

    /// Asks the peer for a sign of life, and the directory for what other servers did to the agent.
    pub(super) async fn ping(&mut self) -> Result<(), End> {
        let patience = self.patience();
        sent(&timeout(patience, self.session.ping(b"")).await)?;
        let Some(present) = &self.agent else { return Ok(()) };
        let envelope = present.envelope.clone();
        match present.look(&self.desk()).await {
            Ok(agent) if agent.presence != present.agent.presence => self.show(agent.presence).await,
            Ok(_) | Err(Failure::Refused(_)) => Ok(()),
            Err(over) => self.fail(&envelope, over).await,
        }
    }

    async fn send(&mut self, envelope: &Envelope, messages: &[Message]) -> Result<(), End> {
        let patience = self.patience();
        for message in messages {
            sent(&timeout(patience, self.session.text(envelope.wrap(message))).await)?;
        }
        Ok(())
    }
}

impl Present {
    /// The agent as it is now, while the sign-in lasts.
    async fn look(&self, desk: &Desk<'_>) -> Result<SignedIn, Failure> {
        match desk.bearer(self.token.expose()).await? {
            Some(agent) => Ok(agent),
            None => Err(desk.over(self.agent.id).await),
        }
    }
}

/// Whether a frame was taken in time.
pub(super) fn sent<T, E, S>(outcome: &Result<Result<T, E>, S>) -> Result<(), End> {
    match outcome {
        Ok(Ok(_)) => Ok(()),
        _ => Err(End::Gone),
    }
}

//! A client of the WebSocket.

use std::io::Write as _;
use std::net::{SocketAddr, TcpStream};

use tungstenite::protocol::frame::coding::CloseCode;
use tungstenite::{Error, Message, WebSocket};

use super::{RIGHT, sign_in};
use crate::server::tcp;

/// How many messages a sign-in triggers.
const TRIGGERED: usize = 15;

/// An open WebSocket. Pings are answered while it is read.
pub struct Socket(WebSocket<TcpStream>);

impl Socket {
    /// Opens one.
    pub fn open(address: SocketAddr, path: &str) -> Self {
        let opened = tungstenite::client(format!("ws://{address}{path}"), tcp(address));
        Self(opened.unwrap_or_else(|error| panic!("{error}")).0)
    }

    /// Sends a text.
    pub fn say(&mut self, text: &str) {
        self.0.send(Message::text(text)).unwrap();
    }

    /// Sends any frame.
    pub fn send(&mut self, message: Message) {
        self.0.send(message).unwrap();
    }

    /// Sends bytes as they are.
    pub fn send_raw(&mut self, bytes: &[u8]) {
        self.0.get_mut().write_all(bytes).unwrap();
    }

    /// The next text.
    pub fn hear(&mut self) -> String {
        loop {
            match self.0.read().unwrap_or_else(|error| panic!("{error}")) {
                Message::Text(text) => return text.to_string(),
                Message::Ping(_) | Message::Pong(_) => {}
                other => panic!("{other:?}"),
            }
        }
    }

    /// The next ping or pong.
    pub fn hear_control(&mut self) -> Message {
        self.0.read().unwrap()
    }

    /// Sends a text, and hears one.
    pub fn ask(&mut self, text: &str) -> String {
        self.say(text);
        self.hear()
    }

    /// Signs in, and hears what that triggers.
    pub fn sign_in(&mut self, login_id: &str, extension: &str) -> Vec<String> {
        self.say(&sign_in(login_id, RIGHT, extension));
        (0..TRIGGERED).map(|_| self.hear()).collect()
    }

    /// The code that it is closed with; texts before are passed over. `None` if the connection just ends.
    pub fn close_code(&mut self) -> Option<u16> {
        loop {
            match self.0.read() {
                Ok(Message::Close(frame)) => return frame.map(|frame| u16::from(frame.code)),
                Ok(_) => {}
                Err(Error::ConnectionClosed | Error::Protocol(_)) => return None,
                Err(error) => panic!("{error}"),
            }
        }
    }

    /// Begins the end.
    pub fn close(&mut self) {
        let frame = tungstenite::protocol::CloseFrame { code: CloseCode::Normal, reason: "".into() };
        self.0.close(Some(frame)).unwrap();
    }
}

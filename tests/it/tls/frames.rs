//! HTTP/2 frame by frame (RFC 9113): as much as these tests need.

use std::io::{ErrorKind, Read, Write};

use super::client::Stream;

const DATA: u8 = 0;
const HEADERS: u8 = 1;
const SETTINGS: u8 = 4;
const END_STREAM: u8 = 1;
const END_HEADERS: u8 = 4;
const ACK: u8 = 1;

/// A connection of HTTP/2.
pub struct Frames(Stream);

impl Frames {
    /// Begins on a stream that `h2` was agreed on.
    pub fn begin(mut stream: Stream) -> Self {
        stream.write_all(b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n").unwrap();
        let mut frames = Self(stream);
        frames.send(SETTINGS, 0, 0, &[]);
        frames
    }

    fn send(&mut self, kind: u8, flags: u8, stream: u32, payload: &[u8]) {
        let length = u32::try_from(payload.len()).unwrap().to_be_bytes();
        let mut frame = vec![length[1], length[2], length[3], kind, flags];
        frame.extend(stream.to_be_bytes());
        frame.extend(payload);
        self.0.write_all(&frame).unwrap();
    }

    /// Begins a POST to `path` on `stream`, an odd number; its body is still to come.
    pub fn post(&mut self, stream: u32, path: &str) {
        // POST and https by their numbers in HPACK's table, then path and authority as they are (RFC 7541, appendix A).
        let mut block = vec![0x83, 0x87, 0x04, u8::try_from(path.len()).unwrap()];
        block.extend(path.as_bytes());
        block.extend([0x01, 4]);
        block.extend(b"test");
        self.send(HEADERS, END_HEADERS, stream, &block);
    }

    /// Sends the whole body of `stream`.
    pub fn body(&mut self, stream: u32, body: &str) {
        self.send(DATA, END_STREAM, stream, body.as_bytes());
    }

    /// The next body that comes, whole, with its stream; `None` if the server closes instead.
    pub fn answer(&mut self) -> Option<(u32, String)> {
        loop {
            let mut head = [0; 9];
            self.read(&mut head)?;
            let length = u32::from_be_bytes([0, head[0], head[1], head[2]]);
            let stream = u32::from_be_bytes([head[5], head[6], head[7], head[8]]);
            let mut payload = vec![0; length as usize];
            self.read(&mut payload)?;
            match head[3] {
                SETTINGS if head[4] & ACK == 0 => self.send(SETTINGS, ACK, 0, &[]),
                DATA if !payload.is_empty() => return Some((stream, String::from_utf8(payload).unwrap())),
                _ => {}
            }
        }
    }
    fn read(&mut self, bytes: &mut [u8]) -> Option<()> {
        match self.0.read_exact(bytes) {
            Ok(()) => Some(()),
            // TLS is not said goodbye to, either.
            Err(error) if matches!(error.kind(), ErrorKind::UnexpectedEof | ErrorKind::ConnectionReset) => None,
            Err(error) => panic!("{error}"),
        }
    }
}

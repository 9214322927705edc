//! What the WebSocket does with frames that are no messages, and with peers who say nothing.

use std::io::{ErrorKind, Read as _, Write as _};
use std::time::Duration;

use tungstenite::Message;

use super::house::ask;
use super::{House, Socket, error_in, get_state};
use crate::patience::wait_until;

/// With the key of RFC 6455, section 1.3.
const UPGRADE: &str = "GET /acqueon HTTP/1.1\r\nHost: test\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\
    Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";
/// Shorter than anything here lasts: a WebSocket is no connection that stands still.
const SOON: &str = "[limits]\nidle = \"1s\"\nhead_read = \"1s\"\n[acqueon]\nping_interval = \"1s\"\nsilence = \"2s\"\n";

#[test]
fn a_frame_that_is_too_large_is_closed_with_1009() {
    let house = House::with("[acqueon]\nframe_kibibytes = 1\n");
    let mut socket = house.socket();
    assert_eq!(error_in(&socket.ask(&"x".repeat(1024))).0, "Bad Request");
    socket.say(&"x".repeat(1025));
    assert_eq!(socket.close_code(), Some(1009));
    let mut in_parts = house.socket();
    for (opcode, last) in [(1, false), (0, false), (0, true)] {
        in_parts.send_raw(&frame(opcode, last, &[b'x'; 600]));
    }
    assert_eq!(in_parts.close_code(), Some(1009));
}

#[test]
fn a_message_in_several_frames_is_one() {
    let house = House::new();
    let mut socket = house.socket();
    let text = get_state();
    let (begin, end) = text.split_at(10);
    socket.send_raw(&frame(1, false, begin.as_bytes()));
    socket.send(Message::Ping("in between".into()));
    assert_eq!(socket.hear_control(), Message::Pong("in between".into()));
    socket.send_raw(&frame(0, true, end.as_bytes()));
    assert_eq!(error_in(&socket.hear()).0, "Invalid State");
}

#[test]
fn what_is_no_text_is_closed_with_the_code_that_says_so() {
    let house = House::new();
    for (bytes, code) in [
        (frame(2, true, b"binary"), 1003),
        (frame(1, true, b"\xff"), 1007),
        (frame(5, true, b"x"), 1002),
        (vec![0x81, 1, b'x'], 1002),
    ] {
        let mut socket = house.socket();
        socket.send_raw(&bytes);
        assert_eq!(socket.close_code(), Some(code), "{bytes:?}");
    }
}

#[test]
fn a_peer_is_pinged_and_one_who_answers_stays() {
    let house = House::with(SOON);
    let mut socket = house.socket();
    for _ in 0..4 {
        assert!(matches!(socket.hear_control(), Message::Ping(_)));
    }
    assert_eq!(error_in(&socket.ask(&get_state())).0, "Invalid State");
}

#[test]
fn a_peer_who_says_nothing_is_let_go() {
    let house = House::with(SOON);
    let mut stream = crate::server::tcp(house.server.address);
    stream.write_all(UPGRADE.as_bytes()).unwrap();
    let mut all = Vec::new();
    stream.read_to_end(&mut all).unwrap();
    let text = String::from_utf8_lossy(&all);
    assert!(text.starts_with("HTTP/1.1 101 ") && text.contains("s3pPLMBiTxaQ9kYGzzhZRbK+xOo="), "{text}");
    let close = [&[0x88, 2 + 34, 0x03, 0xf0], b"nothing was heard for too long".as_slice()].concat();
    assert!(all.ends_with(&close[4..]) && all.windows(2).any(|two| two == [0x89, 0]), "{all:?}");
}

/// Asks and asks, and takes no answer.
#[test]
fn a_peer_who_reads_nothing_is_let_go() {
    let house = House::with(SOON);
    let mut stream = crate::server::tcp(house.server.address);
    stream.set_write_timeout(Some(Duration::from_secs(10))).unwrap();
    stream.write_all(UPGRADE.as_bytes()).unwrap();
    // Each is answered by as much again, so that nothing is asked any more once the answers stand.
    let text = frame(1, true, &[b'x'; 60]).repeat(1_000);
    let ended = (0..1_000).find_map(|_| stream.write_all(&text).err());
    let kind = ended.expect("all of it was read").kind();
    assert!(matches!(kind, ErrorKind::BrokenPipe | ErrorKind::ConnectionReset), "{kind:?}");
    house.signed_in("700100", "5101");
}

#[test]
fn further_connections_than_the_settings_allow_are_told_to_wait() {
    let house = House::with("[acqueon]\nconnections = 2\n");
    let (mut one, _two) = (house.socket(), house.socket());
    let lines = "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n\
                 Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n";
    let refused = ask(&house.server, "GET", "/acqueon", lines, "");
    assert_eq!(refused.status, 503);
    assert_eq!(error_in(&refused.json()[0].to_string()).0, "Service Unavailable");
    one.close();
    assert_eq!(one.close_code(), Some(1000));
    wait_until("there is a place", || ask(&house.server, "GET", "/acqueon", "", "").status != 503);
    Socket::open(house.server.address, "/acqueon/");
}

#[test]
fn whatever_is_no_websocket_is_told_what_is() {
    let house = House::new();
    for (method, status, header) in [
        ("GET", 426, ("upgrade", "websocket")),
        ("POST", 405, ("allow", "GET, OPTIONS")),
        ("OPTIONS", 204, ("allow", "GET, OPTIONS")),
    ] {
        let answer = ask(&house.server, method, "/acqueon", "", "");
        assert_eq!((answer.status, answer.header(header.0)), (status, Some(header.1)), "{method}");
    }
    let bad = "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 8\r\n";
    assert_eq!(ask(&house.server, "GET", "/acqueon", bad, "").status, 426);
}

#[test]
fn it_is_not_there_unless_it_is_served() {
    let house = House::with("[acqueon]\nenabled = false\n");
    for path in ["/acqueon", "/acqueon/messages", "/finesse/api/User/700100"] {
        assert_eq!(ask(&house.server, "GET", path, "", "").problem(), "not_found");
    }
}

/// A frame of a client, masked by zeros.
fn frame(opcode: u8, is_last: bool, payload: &[u8]) -> Vec<u8> {
    let first = opcode | if is_last { 0x80 } else { 0 };
    let mut bytes = match u8::try_from(payload.len()) {
        Ok(short) if short < 126 => vec![first, 0x80 | short],
        _ => [&[first, 0xfe], &u16::try_from(payload.len()).unwrap().to_be_bytes()[..]].concat(),
    };
    bytes.extend_from_slice(&[0; 4]);
    bytes.extend_from_slice(payload);
    bytes
}

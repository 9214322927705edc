//! Connections that stand still behind TLS.

use std::io::{Read as _, Write as _};
use std::time::{Duration, Instant};

use crate::server::request;
use crate::tls::TlsServer;

const SETTINGS: &str = "[limits]\nhead_read = \"1s\"\nidle = \"1s\"\n";
const SOON: Duration = Duration::from_secs(30);

#[test]
fn a_slow_head_after_a_good_request_is_cut_off_in_time() {
    let it = TlsServer::with("", SETTINGS);
    for address in [it.address(), it.server.admin] {
        let mut stream = it.client.agree(address).unwrap().stream;
        stream.sock.set_read_timeout(Some(2 * SOON)).unwrap();
        stream.write_all(&request("GET", "/health/live", "", "")).unwrap();
        let mut answer = [0; 12];
        stream.read_exact(&mut answer).unwrap();
        assert_eq!(&answer, b"HTTP/1.1 200");
        let began = Instant::now();
        stream.write_all(b"GET /health/live HTTP/1.1\r\nHost: te").unwrap();
        // It need not be closed as TLS closes.
        let _ = stream.read_to_end(&mut Vec::new());
        assert!(began.elapsed() < SOON, "{:?}", began.elapsed());
    }
}

#[test]
fn an_http_2_connection_without_requests_is_closed_in_time() {
    let it = TlsServer::with("", SETTINGS);
    let mut stream = it.client.clone().offering(&["h2"]).agree(it.address()).unwrap().stream;
    stream.sock.set_read_timeout(Some(2 * SOON)).unwrap();
    // The preface and empty settings (RFC 9113, section 3.4).
    stream.write_all(b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\x04\0\0\0\0\0").unwrap();
    let began = Instant::now();
    let _ = stream.read_to_end(&mut Vec::new());
    assert!(began.elapsed() < SOON, "{:?}", began.elapsed());
}

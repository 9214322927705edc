//! Who can talk to the server, and who can't without harming anybody.

use std::io::{ErrorKind, Read as _, Write as _};
use std::time::SystemTime;

use rustls::ProtocolVersion;
use rustls::version::{TLS12, TLS13};

use super::certificates::Authority;
use super::client::Client;
use super::server::{TlsServer, eight, write};
use crate::server::{Process, SAMPLE, SAMPLE_ANSWER, request, tcp};

const HOOK: &str = "/vcc/project-login";

#[test]
fn tls_1_2_and_1_3_carry_logins() {
    let it = TlsServer::start();
    for (version, agreed_on) in [(&TLS12, ProtocolVersion::TLSv1_2), (&TLS13, ProtocolVersion::TLSv1_3)] {
        let agreed = Client::speaking(&it.authority, eight(), version).agree(it.address()).unwrap();
        assert_eq!(agreed.version, agreed_on);
        let mut connection = agreed.connection();
        for _ in 0..2 {
            let answer = connection.ask("POST", HOOK, SAMPLE);
            assert_eq!((answer.status, &*answer.body), (200, SAMPLE_ANSWER), "{agreed_on:?}");
        }
    }
}

#[test]
fn http_2_is_agreed_on_where_both_know_it() {
    let it = TlsServer::start();
    for (offered, agreed_on) in [
        (&["h2", "http/1.1"][..], Some("h2")),
        (&["http/1.1", "h2"], Some("h2")),
        (&["http/1.1"], Some("http/1.1")),
        (&[], None),
    ] {
        for address in [it.address(), it.server.admin] {
            let agreed = it.client.clone().offering(offered).agree(address).unwrap();
            assert_eq!(agreed.protocol.as_deref(), agreed_on.map(str::as_bytes), "{offered:?}");
        }
    }
}

#[test]
fn a_client_need_not_name_the_server() {
    let it = TlsServer::start();
    assert_eq!(it.client.clone().without_name().agree(it.address()).unwrap().certificate, it.pair.der());
    let curl = |name: &str| {
        let port = it.address().port();
        // The certificate's time is the server's, not this machine's.
        let command = format!("curl -k https://{name}:{port}{HOOK} -d '{SAMPLE}' -w ' over %{{http_version}}'");
        crate::program::bash(it.files.path(), &command, &[]).text
    };
    for name in ["127.0.0.1", "localhost"] {
        assert_eq!(curl(name), format!("{SAMPLE_ANSWER} over 2"));
    }
}

#[test]
fn health_is_told_on_both_listeners() {
    let it = TlsServer::start();
    for address in [it.address(), it.server.admin] {
        let mut connection = it.client.connect(address);
        for path in ["/health/live", "/health/ready"] {
            assert_eq!(connection.ask("GET", path, "").status, 200, "{path}");
        }
    }
}

#[test]
fn whoever_speaks_plain_http_gets_no_answer_and_harms_nobody() {
    let it = TlsServer::start();
    let mut good = it.client.connect(it.address());
    for bytes in [request("POST", HOOK, "", SAMPLE), b"\0\0\0\0\0\0\0\0".to_vec(), vec![0x16, 3, 1, 0xff, 0xff]] {
        let mut stream = tcp(it.address());
        stream.write_all(&bytes).unwrap();
        let _ = stream.shutdown(std::net::Shutdown::Write);
        let mut got = Vec::new();
        // What is said, if anything, is a TLS alert.
        let _ = stream.read_to_end(&mut got);
        assert!(got.len() < 16 && !got.starts_with(b"HTTP"), "{got:?}");
        assert_eq!(good.ask("POST", HOOK, SAMPLE).status, 200);
    }
    assert_eq!(it.client.connect(it.address()).ask("POST", HOOK, SAMPLE).status, 200);
}

#[test]
fn a_slow_handshake_ends_and_hundreds_of_them_keep_nobody_waiting() {
    let it = TlsServer::with("", "workers = 1");
    let mut slow: Vec<_> = (0..300).map(|_| tcp(it.address())).collect();
    slow[0].write_all(&[0x16]).unwrap();
    assert_eq!(it.client.connect(it.address()).ask("POST", HOOK, SAMPLE).body, SAMPLE_ANSWER);
    // They wait still.
    slow[1].set_nonblocking(true).unwrap();
    assert_eq!(slow[1].read(&mut [0]).map_err(|error| error.kind()), Err(ErrorKind::WouldBlock));
    // Longer would be a timeout of the socket, and an error.
    assert!(matches!(slow[0].read(&mut [0]), Ok(0)), "it was not closed");
}

#[test]
fn failed_handshakes_leave_no_line_in_the_log() {
    let files = tempfile::tempdir().unwrap();
    let authority = Authority::new("authority");
    let now = SystemTime::now();
    write(files.path(), &authority.issue(now));
    let path = files.path().display();
    let mut server = Process::start(&format!(
        "[tls]\ncertificate = \"{path}/tls.crt\"\nkey = \"{path}/tls.key\"\n[log]\nlevel = \"info\"\n"
    ));
    let lines = server.log.len();
    let stranger = Client::trusting(&Authority::new("stranger"), now);
    for _ in 0..5 {
        let mut plain = tcp(server.address);
        plain.write_all(b"GET / HTTP/1.1\r\n\r\n").unwrap();
        let _ = plain.read(&mut [0; 16]);
        assert!(stranger.agree(server.address).is_err());
    }
    assert!(Client::trusting(&authority, now).is_served(server.address));
    server.signal("TERM");
    assert_eq!(server.wait().code(), Some(0));
    let is_of_start_or_end = |line: &str| line.contains("actix_server") || line.contains("\"serving ");
    let said: Vec<_> = server.log[lines..].iter().filter(|line| !is_of_start_or_end(line)).collect();
    assert!(matches!(said[..], [line] if line.contains("stopping")), "{said:#?}");
    assert!(server.log.iter().any(|line| line.contains(&format!("https://{}", server.address))), "{:#?}", server.log);
}

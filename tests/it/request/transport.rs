//! No answer at all: nobody there, TLS, silence.

use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::SystemTime;

use rustls::crypto::ring;
use rustls::server::WebPkiClientVerifier;
use rustls::{ServerConfig, ServerConnection, StreamOwned};
use tempfile::TempDir;

use super::{Canned, ask, request, told};
use crate::server::TestServer;
use crate::tls::{Authority, DAY, Pair};

#[test]
fn nobody_there_and_nobody_known_are_told() {
    for (url, expected) in [
        ("http://127.0.0.1:1/x", "unanswered Nobody listens at http://127.0.0.1:1."),
        ("http://no-such-host.invalid/x", "The name in http://no-such-host.invalid has no address."),
    ] {
        let (text, code) = told(&request(&[url]));
        assert!(text.contains(expected) && code == Some(1), "{text}");
    }
}

#[test]
fn silence_ends_after_the_time_that_was_given() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let (text, code) = ask(listener.local_addr().unwrap(), "/x", &["--timeout", "50ms"]);
    assert!(text.contains("in time.") && text.contains("VCC Live does not say how long it waits"), "{text}");
    assert_eq!(code, Some(1));
}

#[test]
fn what_is_no_http_is_told() {
    for (answer, expected) in [
        ("", "closed the connection without an answer. If that port speaks TLS, write https://."),
        ("220 mail\r\n\r\n", "is not HTTP. If that port speaks TLS, write https://."),
        ("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{", "closed the connection without an answer"),
    ] {
        let (text, code) = ask(Canned::answering(answer).address, "/x", &[]);
        assert!(text.contains(expected) && code == Some(1), "{answer}: {text}");
    }
    let server = TestServer::start();
    let url = format!("https://{}/vcc/project-login", server.address);
    let (text, code) = told(&request(&[&url]));
    assert!(text.contains("If that port speaks plain HTTP, write http://.") && code == Some(1), "{text}");
}

/// A server at `host` that shows `pair` and asks for certificates by `clients`; what it answers is always the same.
fn tls_server(host: &str, pair: &Pair, clients: Option<&Authority>) -> SocketAddr {
    let provider = Arc::new(ring::default_provider());
    let config =
        ServerConfig::builder_with_provider(Arc::clone(&provider)).with_safe_default_protocol_versions().unwrap();
    let config = match clients {
        None => config.with_no_client_auth(),
        Some(authority) => {
            let roots = Arc::new(authority.roots());
            config.with_client_cert_verifier(
                WebPkiClientVerifier::builder_with_provider(roots, provider).build().unwrap(),
            )
        }
    };
    let config = Arc::new(config.with_single_cert(vec![pair.der()], pair.key_der()).unwrap());
    let listener = TcpListener::bind((host, 0)).unwrap();
    let address = listener.local_addr().unwrap();
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let connection = ServerConnection::new(Arc::clone(&config)).unwrap();
            // A client that does not believe it says so and leaves.
            let _ = answer(StreamOwned::new(connection, stream.unwrap()));
        }
    });
    address
}

fn answer(mut stream: StreamOwned<ServerConnection, TcpStream>) -> std::io::Result<()> {
    let mut request = Vec::new();
    while !request.ends_with(b"}") {
        let mut buffer = [0; 4096];
        let count = stream.read(&mut buffer)?;
        request.extend_from_slice(&buffer[..count]);
    }
    let body = r#"{"1":true,"2":true,"3":true,"4":true,"5":true}"#;
    write!(stream, "HTTP/1.1 200 OK\r\nContent-Length: {}\r\n\r\n{body}", body.len())?;
    stream.flush()
}

struct Trust {
    authority: Authority,
    _directory: TempDir,
    file: PathBuf,
}

fn trust() -> Trust {
    let (authority, directory) = (Authority::new("authority"), tempfile::tempdir().unwrap());
    let file = directory.path().join("ca.pem");
    std::fs::write(&file, authority.pem()).unwrap();
    Trust { authority, _directory: directory, file }
}

#[test]
fn a_certificate_that_is_not_believed_says_why() {
    let Trust { authority, file, _directory } = trust();
    let now = SystemTime::now();
    let ca = file.to_str().unwrap();
    let of_others = Authority::new("another").issue(now);
    for (pair, host, flags, expected) in [
        (authority.issue(now), "127.0.0.1", &["--ca", ca][..], "granted"),
        (authority.issue(now), "127.0.0.1", &[], "nobody here trusts whoever issued its certificate"),
        (of_others, "127.0.0.1", &["--ca", ca], "For an authority of your own give --ca"),
        (authority.issue_for(now - 9 * DAY, now - DAY), "127.0.0.1", &["--ca", ca], "its certificate has expired"),
        (authority.issue_for(now + DAY, now + 9 * DAY), "127.0.0.1", &["--ca", ca], "its certificate is not valid yet"),
        (authority.issue(now), "127.0.0.2", &["--ca", ca], "its certificate is for another name"),
        (authority.pair(), "127.0.0.1", &["--ca", ca], "its certificate is that of an authority"),
    ] {
        let url = format!("https://{}/x", tls_server(host, &pair, None));
        let (text, code) = told(&request(&[&[&*url], flags].concat()));
        assert!(text.contains(expected), "{expected}: {text}");
        assert_eq!(code, Some(i32::from(expected != "granted")), "{text}");
    }
}

#[test]
fn a_server_that_wants_a_certificate_of_its_caller_is_told() {
    let Trust { authority, file, _directory } = trust();
    let address = tls_server("127.0.0.1", &authority.issue(SystemTime::now()), Some(&authority));
    let (text, code) = told(&request(&[&format!("https://{address}/x"), "--ca", file.to_str().unwrap()]));
    assert!(text.contains("unanswered") && text.contains("set `tls.client_certificates` to"), "{text}");
    assert_eq!(code, Some(1));
}

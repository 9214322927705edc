//! HTTP/2: many requests on one connection, and an end of all of them at shutdown.

use super::certificates::Authority;
use super::client::Client;
use super::frames::Frames;
use super::server::{TlsServer, write};
use crate::server::{Process, SAMPLE, SAMPLE_ANSWER};

const HOOK: &str = "/vcc/project-login";

fn begin(it: &TlsServer) -> Frames {
    Frames::begin(it.client.clone().offering(&["h2"]).agree(it.address()).unwrap().stream)
}

#[test]
fn a_connection_has_a_hundred_requests_under_way_and_no_more() {
    let it = TlsServer::with("", "[limits]\nbody_read = \"1m\"\n");
    let mut frames = begin(&it);
    let streams: Vec<u32> = (0..100).map(|at| 2 * at + 1).collect();
    for stream in &streams {
        frames.post(*stream, HOOK);
    }
    frames.post(201, HOOK);
    let (stream, problem) = frames.answer().unwrap();
    assert_eq!(stream, 201);
    assert!(problem.contains("urn:logingate:problem:connection_busy"), "{problem}");
    let refused = "logingate_refused_requests_total{hook=\"\",kind=\"connection_busy\"} 1";
    assert!(it.metrics().contains(refused));

    for stream in &streams {
        frames.body(*stream, SAMPLE);
    }
    let mut answered: Vec<_> = streams.iter().map(|_| frames.answer().unwrap()).collect();
    answered.sort_unstable();
    assert!(answered.iter().map(|(stream, _)| *stream).eq(streams));
    assert!(answered.iter().all(|(_, body)| body == SAMPLE_ANSWER));
    frames.post(203, HOOK);
    frames.body(203, SAMPLE);
    assert_eq!(frames.answer(), Some((203, SAMPLE_ANSWER.to_owned())));
}

#[test]
fn a_login_under_way_is_answered_and_idle_connections_do_not_keep_the_server_up() {
    let mut it = TlsServer::with("", "shutdown_grace = \"10m\"\n[limits]\nbody_read = \"1m\"\n");
    let (mut busy, mut idle) = (begin(&it), begin(&it));
    let mut plain = it.client.connect(it.address());
    assert_eq!(plain.ask("POST", HOOK, SAMPLE).status, 200);
    for frames in [&mut busy, &mut idle] {
        frames.post(1, HOOK);
        frames.body(1, SAMPLE);
        assert_eq!(frames.answer(), Some((1, SAMPLE_ANSWER.to_owned())));
    }
    busy.post(3, HOOK);
    it.server.tell_to_stop();
    assert_eq!(idle.answer(), None);
    assert!(plain.is_closed());
    busy.body(3, SAMPLE);
    assert_eq!(busy.answer(), Some((3, SAMPLE_ANSWER.to_owned())));
    assert_eq!(busy.answer(), None);
    it.server.stop().unwrap();
}

#[test]
fn no_line_at_any_level_shows_what_was_asked() {
    const MARK: &str = "xyzzy";
    let (authority, now) = (Authority::new("authority"), std::time::SystemTime::now());
    let files = tempfile::tempdir().unwrap();
    write(files.path(), &authority.issue(now));
    let path = files.path().display();
    let mut server = Process::start(&format!(
        "[tls]\ncertificate = \"{path}/tls.crt\"\nkey = \"{path}/tls.key\"\n[log]\nlevel = \"trace\"\n"
    ));
    let client = Client::trusting(&authority, now).offering(&["h2"]);
    let mut frames = Frames::begin(client.agree(server.address).unwrap().stream);
    frames.post(1, &format!("{HOOK}?secret-key={MARK}"));
    frames.body(1, &SAMPLE.replace("\"x\"", &format!("\"{MARK}\"")));
    assert_eq!(frames.answer(), Some((1, SAMPLE_ANSWER.to_owned())));
    // A path that is none is refused before any of our code sees it.
    frames.post(3, &format!("/ {MARK}"));
    frames.post(5, HOOK);
    frames.body(5, SAMPLE);
    assert_eq!(frames.answer(), Some((5, SAMPLE_ANSWER.to_owned())));
    server.signal("TERM");
    assert_eq!(server.wait().code(), Some(0));
    assert!(server.log.len() > 5, "{:#?}", server.log);
    let told: Vec<_> = server.log.iter().filter(|line| line.contains(MARK)).collect();
    assert!(told.is_empty(), "{told:#?}");
}

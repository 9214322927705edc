//! Certificates of clients.

use rustls::HandshakeKind;
use rustls::version::{TLS12, TLS13};

use super::certificates::{Authority, DAY};
use super::client::Client;
use super::server::{TlsServer, eight};

/// A server that asks clients for a certificate of `authority`.
fn start(authority: &Authority, mode: &str) -> TlsServer {
    let files = tempfile::tempdir().unwrap();
    std::fs::write(files.path().join("ca.crt"), authority.pem()).unwrap();
    let tls = format!("client_ca = \"FILES/ca.crt\"\nclient_certificates = \"{mode}\"\n");
    TlsServer::in_directory(files, &tls, "")
}

#[test]
fn who_is_let_in_depends_on_the_setting_and_the_authority() {
    let (right, wrong) = (Authority::new("right"), Authority::new("wrong"));
    let good = right.issue(eight());
    let foreign = wrong.issue(eight());
    let expired = right.issue_for(eight() - 9 * DAY, eight() - DAY);
    for (mode, none, of_foreign, of_expired) in
        [("off", true, true, true), ("optional", true, false, false), ("required", false, false, false)]
    {
        let it = start(&right, mode);
        for version in [&TLS12, &TLS13] {
            for (what, own, is_let_in) in [
                ("none", None, none),
                ("the right one", Some(&good), true),
                ("another authority's", Some(&foreign), of_foreign),
                ("an expired one", Some(&expired), of_expired),
            ] {
                let client = Client::with(&it.authority, eight(), &[version], own);
                assert_eq!(client.is_served(it.address()), is_let_in, "{mode}, {what}, {version:?}");
            }
        }
        // Its own setting has nothing to do with the other listener.
        assert!(it.client.is_served(it.server.admin), "{mode}");
    }
}

#[test]
fn another_authority_is_in_force_without_a_restart() {
    let (first, second) = (Authority::new("first"), Authority::new("second"));
    let it = start(&first, "required");
    let of = |authority: &Authority| Client::showing(&it.authority, eight(), &authority.issue(eight()));
    let (old, new) = (of(&first).resuming(), of(&second));
    assert!(old.is_served(it.address()) && !new.is_served(it.address()));
    std::fs::write(it.files.path().join("ca.crt"), second.pem()).unwrap();
    it.wait_for_metric("logingate_tls_reloads_total{listener=\"platforms\",result=\"renewed\"} 1");
    assert!(new.is_served(it.address()));
    assert!(!old.is_served(it.address()), "a session that was once let in is resumed");
}

#[test]
fn without_client_certificates_a_session_is_resumed() {
    let it = TlsServer::start();
    let client = it.client.clone().resuming();
    assert!(client.is_served(it.address()));
    assert_eq!(client.agree(it.address()).unwrap().stream.conn.handshake_kind(), Some(HandshakeKind::Resumed));
}

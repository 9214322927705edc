//! Receivers by TLS: who is believed.

use std::time::SystemTime;

use super::HOOK;
use super::receiver::Receiver;
use crate::program::{Printed, bash};
use crate::server::{POLICIES, Process, SAMPLE, write_files};
use crate::tls::Authority;

#[test]
fn a_receiver_is_believed_by_the_authority_of_the_settings() {
    let authority = Authority::new("of the receiver");
    let receiver = Receiver::with_tls(&authority.issue(SystemTime::now()));
    let files = tempfile::tempdir().unwrap();
    let ca = files.path().join("ca.crt");
    std::fs::write(&ca, authority.pem()).unwrap();
    let server = Process::start(&format!("{}ca = \"{}\"\n", receiver.settings(), ca.display()));
    server.connect().ask("POST", HOOK, SAMPLE);
    receiver.wait_for_spans(6);
}

#[test]
fn a_receiver_of_another_authority_gets_nothing() {
    let receiver = Receiver::with_tls(&Authority::new("of the receiver").issue(SystemTime::now()));
    let files = tempfile::tempdir().unwrap();
    let ca = files.path().join("ca.crt");
    std::fs::write(&ca, Authority::new("another").pem()).unwrap();
    let mut server = Process::start(&format!("{}ca = \"{}\"\n", receiver.settings(), ca.display()));
    assert_eq!(server.connect().ask("POST", HOOK, SAMPLE).status, 200);
    let line = server.wait_for_line("traces can't be delivered");
    assert!(line["reason"].as_str().unwrap().contains("certificate"), "{line}");
    assert_eq!(receiver.batches().len(), 0);
}

#[test]
fn authorities_that_cannot_be_read_stop_the_start() {
    let damaged = "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n";
    for text in [None, Some("no certificate"), Some(damaged)] {
        let directory = tempfile::tempdir().unwrap();
        write_files(&directory.path().join("policies"), POLICIES);
        let settings = "[traces]\nendpoint = \"https://localhost\"\nca = \"ca.crt\"\n";
        write_files(directory.path(), &[("logingate.toml", settings)]);
        if let Some(text) = text {
            write_files(directory.path(), &[("ca.crt", text)]);
        }
        let admin = [("LOGINGATE_ADMIN__LISTEN", "off")];
        let Printed { text, code } = bash(directory.path(), "timeout 60 logingate --listen 127.0.0.1:0", &admin);
        assert_eq!(code, Some(2), "{text}");
        let told = "the receiver of traces can't be believed (`traces.ca`): ca.crt: ";
        assert!(text.contains(told), "{text}");
    }
}

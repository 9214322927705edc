//! Renewed files that can't be used: those before them stay.

use std::path::Path;
use std::thread;
use std::time::SystemTime;

use super::certificates::{Authority, DAY};
use super::server::{TlsServer, eight, write};
use crate::server::{Process, SAMPLE, SAMPLE_ANSWER};

const SUCCESSFUL: &str = "logingate_tls_last_reload_successful{listener=\"platforms\"}";
const REFUSED: &str = "logingate_tls_reloads_total{listener=\"platforms\",result=\"refused\"}";

/// A way to spoil the files in a directory.
type Spoil = fn(&Authority, &Path);

const SPOILT: &[(&str, Spoil)] = &[
    ("of another key", |authority, files| {
        std::fs::write(files.join("tls.crt"), authority.issue(eight()).certificate).unwrap();
    }),
    ("expired", |authority, files| write(files, &authority.issue_for(eight() - 9 * DAY, eight() - DAY))),
    ("of tomorrow", |authority, files| write(files, &authority.issue_for(eight() + DAY, eight() + 9 * DAY))),
    ("half a certificate", |authority, files| {
        let mut pair = authority.issue(eight());
        pair.certificate.truncate(pair.certificate.len() / 2);
        write(files, &pair);
    }),
    ("half a key", |authority, files| {
        let mut pair = authority.issue(eight());
        pair.key.truncate(pair.key.len() / 2);
        write(files, &pair);
    }),
    ("empty", |_, files| std::fs::write(files.join("tls.key"), "").unwrap()),
    ("not there", |_, files| std::fs::remove_file(files.join("tls.crt")).unwrap()),
];

#[test]
fn whatever_is_wrong_with_them_the_old_pair_stays_until_they_are_right() {
    // Side by side: each waits for looks that are seconds apart.
    thread::scope(|scope| {
        for (what, spoil) in SPOILT {
            scope.spawn(move || stays_in_force(what, *spoil));
        }
    });
}

fn stays_in_force(what: &str, spoil: Spoil) {
    let it = TlsServer::with("", "workers = 1");
    it.wait_for_metric(&format!("{SUCCESSFUL} 1"));
    spoil(&it.authority, it.files.path());
    it.wait_for_metric(&format!("{SUCCESSFUL} 0"));
    it.wait_for_metric(&format!("{REFUSED} 1"));
    assert_eq!(it.shown(), it.pair.der(), "{what}");
    let answer = it.client.connect(it.address()).ask("POST", "/vcc/project-login", SAMPLE);
    assert_eq!(answer.body, SAMPLE_ANSWER, "{what}");

    let right = it.authority.issue(eight());
    write(it.files.path(), &right);
    it.wait_for_metric(&format!("{SUCCESSFUL} 1"));
    assert_eq!(it.shown(), right.der(), "{what}");
    // However often they were looked at.
    assert!(it.metrics().contains(&format!("\n{REFUSED} 1\n")), "{what}");
}

#[test]
fn the_log_says_once_which_file_and_why_and_when_all_is_well_again() {
    let (authority, now) = (Authority::new("authority"), SystemTime::now());
    let files = tempfile::tempdir().unwrap();
    let pair = authority.issue(now);
    write(files.path(), &pair);
    let path = files.path().to_str().unwrap();
    let mut server = Process::start(&format!("[tls]\ncertificate = \"{path}/tls.crt\"\nkey = \"{path}/tls.key\"\n"));
    let complaint = "renewed TLS files can't be used; those before them stay in force";
    std::fs::write(files.path().join("tls.key"), authority.issue(now).key).unwrap();
    let line = server.wait_for_line(complaint);
    assert_eq!(
        (&line["level"], &line["listener"], &line["setting"]),
        (&"ERROR".into(), &"platforms".into(), &"tls.key".into())
    );
    assert_eq!(line["file"], format!("{path}/tls.key"));
    let reason = line["reason"].as_str().unwrap();
    assert!(reason.starts_with(&format!("is not the key of the certificate in {path}/tls.crt; ")), "{reason}");
    // Another cause is another line, the same cause is not.
    write(files.path(), &authority.issue_for(now - 9 * DAY, now - DAY));
    let line = server.wait_for_line(complaint);
    assert_eq!(line["setting"], "tls.certificate");
    assert!(line["reason"].as_str().unwrap().starts_with("expired at 20"), "{line}");
    write(files.path(), &pair);
    server.wait_for_line("the TLS files are again those in force");
    assert_eq!(server.log.iter().filter(|line| line.contains(complaint)).count(), 2, "{:#?}", server.log);
    for secret in pair.key.lines().filter(|line| !line.starts_with('-')) {
        assert!(!server.log.iter().any(|line| line.contains(secret)));
    }
}

//! Files renewed while logins go on.

use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::SystemTime;

use super::certificates::{Authority, DAY, Pair};
use super::server::{TlsServer, eight, write};
use crate::server::{Process, SAMPLE, SAMPLE_ANSWER};

const HOOK: &str = "/vcc/project-login";

/// Logs in over new connections and one old one while `renew` puts a new pair in place; returns once it is shown.
fn while_logins_go_on(it: &TlsServer, renew: impl FnOnce(&Pair)) {
    let renewed = it.authority.issue_for(eight() - DAY, eight() + 200 * DAY);
    let is_over = AtomicBool::new(false);
    thread::scope(|scope| {
        let logins = scope.spawn(|| {
            let mut kept = it.client.connect(it.address());
            let mut count = 0;
            while !is_over.load(Ordering::SeqCst) {
                for answer in
                    [kept.ask("POST", HOOK, SAMPLE), it.client.connect(it.address()).ask("POST", HOOK, SAMPLE)]
                {
                    assert_eq!((answer.status, &*answer.body), (200, SAMPLE_ANSWER));
                }
                count += 1;
            }
            count
        });
        renew(&renewed);
        while it.shown() != renewed.der() && !logins.is_finished() {
            thread::yield_now();
        }
        is_over.store(true, Ordering::SeqCst);
        assert!(logins.join().unwrap() > 0);
    });
    let until = (eight() + 200 * DAY).duration_since(SystemTime::UNIX_EPOCH).unwrap().as_secs();
    for listener in ["platforms", "operators"] {
        let labels = format!("{{listener=\"{listener}\"");
        it.wait_for_metric(&format!("logingate_tls_certificate_expiry_timestamp_seconds{labels}}} {until}"));
        it.wait_for_metric(&format!("logingate_tls_reloads_total{labels},result=\"renewed\"}} 1"));
        it.wait_for_metric(&format!("logingate_tls_reloads_total{labels},result=\"refused\"}} 0"));
    }
}

#[test]
fn a_pair_that_is_written_over_the_old_one_is_shown_and_no_login_fails() {
    let it = TlsServer::start();
    while_logins_go_on(&it, |renewed| write(it.files.path(), renewed));
}

#[test]
fn a_link_that_points_elsewhere_is_followed_and_no_login_fails() {
    // As Kubernetes keeps secrets: tls.crt is a link to ..data/tls.crt, and ..data one to the directory in force.
    let files = tempfile::tempdir().unwrap();
    let root = files.path().to_owned();
    std::fs::create_dir(root.join("..first")).unwrap();
    point(&root, "..data", "..first");
    for name in ["tls.crt", "tls.key"] {
        point(&root, name, &format!("..data/{name}"));
    }
    let it = TlsServer::in_directory(files, "", "");
    assert!(root.join("..first/tls.crt").is_file(), "the server's first pair is not behind the links");
    while_logins_go_on(&it, |renewed| {
        std::fs::create_dir(root.join("..second")).unwrap();
        write(&root.join("..second"), renewed);
        point(&root, "..data", "..second");
        std::fs::remove_dir_all(root.join("..first")).unwrap();
    });
}

/// Makes `name` a link to `target` in one step.
fn point(directory: &Path, name: &str, target: &str) {
    let new = directory.join("..new");
    std::os::unix::fs::symlink(target, &new).unwrap();
    std::fs::rename(new, directory.join(name)).unwrap();
}

#[test]
fn the_log_says_what_expires_and_what_was_renewed() {
    let (authority, now) = (Authority::new("authority"), SystemTime::now());
    let files = tempfile::tempdir().unwrap();
    write(files.path(), &authority.issue_for(now - DAY, now + 10 * DAY + DAY / 2));
    let path = files.path().display();
    let mut server = Process::launch(
        &format!("[tls]\ncertificate = \"{path}/tls.crt\"\nkey = \"{path}/tls.key\"\n"),
        crate::server::POLICIES,
    );
    let mut said = server.log.iter().map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap());
    let soon = said.find(|line| line["message"].as_str().unwrap().contains("expires soon"));
    let soon = soon.unwrap_or_else(|| server.wait_for_line("the TLS certificate in force expires soon"));
    assert_eq!((&soon["level"], &soon["listener"]), (&"WARN".into(), &"platforms".into()));
    assert_eq!(soon["days"], 10);
    write(files.path(), &authority.issue(now));
    let renewed = server.wait_for_line("renewed TLS files are in force");
    assert_eq!((&renewed["level"], &renewed["listener"]), (&"INFO".into(), &"platforms".into()));
    assert_eq!(renewed["expires"].as_str().unwrap().len(), "2026-11-21T08:00:00Z".len());
}

//! Mails as whoever gets them sees them.

use std::io::{BufRead as _, BufReader, Write as _};
use std::net::TcpListener;
use std::path::Path;
use std::sync::{Arc, mpsc};
use std::time::{Duration, Instant};

use super::{Mail, MailParts, MailQueue};
use crate::config::{MailEncryption, MailRoute, MailSettings, SmtpSettings};
use crate::decision::StandingClock;
use crate::telemetry::Metrics;

const NOON: i64 = 1_795_435_200_000_000_000;

fn mail(text: &str) -> Mail {
    Mail { to: "c@example.test".parse().unwrap(), subject: "Über".to_owned(), text: text.to_owned() }
}

fn start(route: MailRoute) -> (MailQueue, Arc<Metrics>) {
    let metrics = Arc::new(Metrics::default());
    let settings = MailSettings { from: "Desk <desk@example.test>".parse().unwrap(), route };
    let clock = Arc::new(StandingClock::at(NOON));
    (MailQueue::start(MailParts { settings: &settings, metrics: Arc::clone(&metrics), clock }).unwrap(), metrics)
}

fn smtp(port: u16) -> MailRoute {
    let host = "127.0.0.1".to_owned();
    MailRoute::Smtp(SmtpSettings { host, port, encryption: MailEncryption::None, credentials: None })
}

fn files(directory: &Path) -> Vec<String> {
    let Ok(entries) = std::fs::read_dir(directory) else { return Vec::new() };
    let mut paths: Vec<_> = entries.map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    paths.iter().map(|path| std::fs::read_to_string(path).unwrap()).collect()
}

fn counted(metrics: &Metrics, result: &str) -> bool {
    metrics
        .text(crate::telemetry::metrics::Exposition::OpenMetrics)
        .unwrap()
        .contains(&format!("logingate_mails_total{{result=\"{result}\"}} 1\n"))
}

/// Answers each line of a conversation as `answers` says, and hands on what it heard.
fn receiver(answers: &'static [&'static [&'static str]]) -> (u16, mpsc::Receiver<String>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let (heard, conversations) = mpsc::channel();
    std::thread::spawn(move || {
        for answers in answers {
            let (stream, _) = listener.accept().unwrap();
            let mut writer = stream.try_clone().unwrap();
            let mut lines = BufReader::new(stream).lines();
            let mut text = String::new();
            for answer in *answers {
                writer.write_all(format!("{answer}\r\n").as_bytes()).unwrap();
                let mut is_data = answer.starts_with("354");
                while let Some(Ok(line)) = lines.next() {
                    text.push_str(&line);
                    text.push('\n');
                    is_data &= line != ".";
                    if !is_data {
                        break;
                    }
                }
            }
            heard.send(text).unwrap();
        }
    });
    (port, conversations)
}

const GOOD: &[&str] = &["220 hi", "250 hi", "250 ok", "250 ok", "354 go on", "250 taken", "221 bye"];

#[tokio::test]
async fn without_a_server_each_mail_is_a_file_that_nobody_else_reads() {
    let directory = tempfile::tempdir().unwrap();
    let outbox = directory.path().join("mail/outbox");
    let (queue, metrics) = start(MailRoute::Outbox(outbox.clone()));
    queue.send(mail("first"));
    queue.flush().await;
    assert!(counted(&metrics, "sent"));
    queue.send(mail("second"));
    queue.flush().await;
    let files = files(&outbox);
    assert_eq!(files.len(), 2);
    for (file, text) in files.iter().zip(["first", "second"]) {
        assert!(
            file.contains("\r\nTo: c@example.test\r\n") && file.ends_with(&format!("\r\n\r\n{text}\r\n")),
            "{file}"
        );
        assert!(file.contains("From: Desk <desk@example.test>") || file.contains("From: \"Desk\""), "{file}");
        assert!(file.contains("Date: Mon, 23 Nov 2026 12:00:00 +0000"), "{file}");
    }
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let mode = |path: &Path| path.metadata().unwrap().permissions().mode() & 0o777;
        assert_eq!(mode(&outbox), 0o700);
        let file = std::fs::read_dir(&outbox).unwrap().next().unwrap().unwrap().path();
        assert_eq!(mode(&file), 0o600);
    }
}

#[tokio::test]
async fn a_server_is_told_from_whom_to_whom_and_what() {
    let (port, heard) = receiver(&[GOOD]);
    let (queue, metrics) = start(smtp(port));
    let link = format!("https://c.example.test/?token={}", "a".repeat(100));
    queue.send(mail(&link));
    let text = heard.recv_timeout(Duration::from_secs(10)).unwrap();
    assert!(text.contains("MAIL FROM:<desk@example.test>") && text.contains("RCPT TO:<c@example.test>"), "{text}");
    assert!(text.contains(&format!("\n{link}\n")), "{text}");
    queue.flush().await;
    assert!(counted(&metrics, "sent"));
}

#[tokio::test]
async fn a_server_that_is_busy_is_asked_again() {
    let (port, heard) = receiver(&[&["220 hi", "250 hi", "451 busy", "221 bye"], GOOD]);
    let (queue, metrics) = start(smtp(port));
    queue.send(mail("x"));
    let first = heard.recv_timeout(Duration::from_secs(10)).unwrap();
    assert!(!first.contains("RCPT"), "{first}");
    let second = heard.recv_timeout(Duration::from_secs(10)).unwrap();
    assert!(second.contains("RCPT TO:<c@example.test>"), "{second}");
    queue.flush().await;
    assert!(counted(&metrics, "sent"));
}

#[tokio::test]
async fn what_a_server_refuses_for_good_is_lost() {
    let (port, heard) = receiver(&[&["220 hi", "250 hi", "250 ok", "550 nobody of this name", "221 bye"]]);
    let (queue, metrics) = start(smtp(port));
    queue.send(mail("x"));
    heard.recv_timeout(Duration::from_secs(10)).unwrap();
    queue.flush().await;
    assert!(counted(&metrics, "refused"));
}

#[tokio::test]
async fn a_server_that_speaks_no_tls_gets_nothing() {
    let (port, heard) = receiver(&[&["220 hi", "250 hi", "221 bye"]]);
    let settings = SmtpSettings {
        host: "127.0.0.1".to_owned(),
        port,
        encryption: MailEncryption::Starttls,
        credentials: Some(("me".to_owned(), crate::config::Secret::new("hidden"))),
    };
    let (queue, _metrics) = start(MailRoute::Smtp(settings));
    queue.send(mail("secret link"));
    let text = heard.recv_timeout(Duration::from_secs(10)).unwrap();
    assert!(!text.contains("AUTH") && !text.contains("MAIL FROM") && !text.contains("secret"), "{text}");
}

#[tokio::test]
async fn sending_does_not_wait_for_a_server_that_hangs() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let (queue, metrics) = start(smtp(listener.local_addr().unwrap().port()));
    let begun = Instant::now();
    for _ in 0..1100 {
        queue.send(mail("x"));
    }
    assert!(begun.elapsed() < Duration::from_secs(10));
    let text = metrics.text(crate::telemetry::metrics::Exposition::OpenMetrics).unwrap();
    assert!(text.contains("logingate_mails_total{result=\"queue_full\"} 7"), "{text}");
}

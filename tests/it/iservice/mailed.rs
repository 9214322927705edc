//! What the server mails: files of the outbox, or what a mail server hears.

use std::io::{BufRead as _, BufReader, Write as _};
use std::net::TcpListener;
use std::path::Path;
use std::sync::mpsc::{Receiver, channel};
use std::time::Instant;

use regex::Regex;

use crate::patience::PATIENCE;

/// Waits until the outbox holds `count` mails, in the order of writing.
pub fn outbox(folder: &Path, count: usize) -> Vec<String> {
    let patience = Instant::now() + PATIENCE;
    loop {
        let mails = written(folder);
        if mails.len() >= count {
            assert_eq!(mails.len(), count, "{mails:?}");
            return mails;
        }
        assert!(Instant::now() < patience, "{} of {count} mails", mails.len());
        std::thread::yield_now();
    }
}

/// The mails that are there now.
pub fn written(folder: &Path) -> Vec<String> {
    let Ok(entries) = std::fs::read_dir(folder.join("outbox")) else { return Vec::new() };
    let mut paths: Vec<_> = entries.map(|entry| entry.unwrap().path()).collect();
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "eml"));
    paths.sort();
    paths.iter().map(|path| std::fs::read_to_string(path).unwrap()).collect()
}

/// The token of the link in `mail`.
pub fn token(mail: &str) -> String {
    let link = Regex::new(r"http://desk\.test/f/webapp-api-login\?api=resetconfirm&token=([\w-]{43})\r?\n").unwrap();
    link.captures(mail).unwrap_or_else(|| panic!("{mail}"))[1].to_owned()
}

/// A mail server that takes one mail: its port, and what it heard.
pub fn server() -> (u16, Receiver<String>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let (heard, mails) = channel();
    std::thread::spawn(move || {
        let (stream, _) = listener.accept().unwrap();
        let mut writer = stream.try_clone().unwrap();
        let mut text = String::new();
        let mut is_data = false;
        writer.write_all(b"220 hi\r\n").unwrap();
        for line in BufReader::new(stream).lines().map_while(Result::ok) {
            text += &line;
            text.push('\n');
            is_data = match (is_data, line.as_str()) {
                (true, ".") => false,
                (true, _) => continue,
                (false, line) => line == "DATA",
            };
            let answer = if is_data { "354 go on\r\n" } else { "250 ok\r\n" };
            writer.write_all(answer.as_bytes()).unwrap();
        }
        heard.send(text).unwrap();
    });
    (port, mails)
}

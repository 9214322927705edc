//! Under systemd: it is told when logins are answered, and when no more are wanted.

use std::os::unix::net::UnixDatagram;
use std::process::{Command, Stdio};

use crate::patience::PATIENCE;
use crate::server::{POLICIES, Process, write_files};

#[test]
fn systemd_is_told_of_the_start_and_of_the_stop() {
    let directory = tempfile::tempdir().unwrap();
    write_files(&directory.path().join("policies"), POLICIES);
    let path = directory.path().join("notify");
    let systemd = UnixDatagram::bind(&path).unwrap();
    systemd.set_read_timeout(Some(PATIENCE)).unwrap();
    let mut server = Process::command(directory.path(), &["--listen", "127.0.0.1:0"])
        .env("NOTIFY_SOCKET", &path)
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let told = || {
        let mut message = [0; 64];
        let length = systemd.recv(&mut message).unwrap();
        String::from_utf8(message[..length].to_vec()).unwrap()
    };
    assert_eq!(told(), "READY=1\n");
    let kill = format!("kill -TERM {}", server.id());
    assert!(Command::new("sh").args(["-c", &kill]).status().unwrap().success());
    assert_eq!(told(), "STOPPING=1\n");
    assert!(server.wait().unwrap().success());
}

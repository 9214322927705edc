//! Settings and files that keep the server from starting: which file, what is wrong, what to do.

use std::path::Path;
use std::process::Output;
use std::time::SystemTime;

use super::certificates::{Authority, DAY, Pair};
use super::server::write;
use crate::program::bash;
use crate::server::{POLICIES, Process, write_files};

const BOTH: &str = "[tls]\ncertificate = \"tls.crt\"\nkey = \"tls.key\"\n";

/// Starts it in `directory` with these settings, where it must end by itself.
fn fail(directory: &Path, settings: &str) -> (Option<i32>, String) {
    write_files(directory, &[("logingate.toml", settings)]);
    write_files(&directory.join("policies"), POLICIES);
    let mut command = Process::command(directory, &["--listen", "127.0.0.1:0"]);
    let Output { status, stderr, .. } = command.output().unwrap();
    (status.code(), String::from_utf8(stderr).unwrap())
}

#[test]
fn files_that_can_not_be_used_stop_the_start() {
    type Spoil = fn(&Authority, &mut Pair);
    let cases: &[(Spoil, &str)] = &[
        (
            |_, pair| pair.certificate.clear(),
            "tls.certificate (tls.crt): holds nothing in PEM form, expected a certificate",
        ),
        (
            |_, pair| pair.certificate = pair.key.clone(),
            "tls.certificate (tls.crt): holds a private key, expected a cert",
        ),
        (|_, pair| pair.certificate.truncate(300), "tls.certificate (tls.crt): is cut off or damaged: "),
        (|_, pair| pair.certificate = pair.certificate.replace("MII", "MIQ"), "certificate 1 in it can't be used: "),
        (|_, pair| pair.key.clear(), "tls.key (tls.key): holds nothing in PEM form, expected a private key"),
        (
            |_, pair| pair.key = pair.certificate.clone(),
            "tls.key (tls.key): holds a certificate, expected a private key",
        ),
        (|_, pair| pair.key.truncate(100), "tls.key (tls.key): is cut off or damaged: "),
        (
            |_, pair| pair.key = pair.key.replace("MI", "AB"),
            "tls.key (tls.key): holds a key of a kind that can't be used",
        ),
        (
            |authority, pair| pair.key = authority.issue(SystemTime::now()).key,
            "tls.key (tls.key): is not the key of the certificate in tls.crt; put the two that were made together there",
        ),
        (
            |authority, pair| pair.certificate = authority.pem() + &pair.certificate,
            "is not the key of the certificate in tls.crt that stands first, but of number 2; put that one first",
        ),
        (
            |authority, pair| *pair = authority.issue_for(SystemTime::now() - 9 * DAY, SystemTime::now() - DAY),
            "tls.certificate (tls.crt): expired at 20",
        ),
        (
            |authority, pair| *pair = authority.issue_for(SystemTime::now() + DAY, SystemTime::now() + 9 * DAY),
            "tls.certificate (tls.crt): is not valid before 20",
        ),
    ];
    let authority = Authority::new("authority");
    for (spoil, told) in cases {
        let directory = tempfile::tempdir().unwrap();
        let mut pair = authority.issue(SystemTime::now());
        let secret = pair.key.lines().nth(1).unwrap().to_owned();
        spoil(&authority, &mut pair);
        write(directory.path(), &pair);
        let (code, errors) = fail(directory.path(), BOTH);
        assert_eq!(code, Some(2), "{told}\n{errors}");
        assert!(errors.contains("error: TLS can't be served with these files:\n  tls."), "{errors}");
        assert!(errors.contains(told), "{told}\n{errors}");
        assert!(!errors.contains(&secret), "{errors}");
    }
}

#[test]
fn files_that_are_not_there_and_authorities_are_told_together_for_both_listeners() {
    let directory = tempfile::tempdir().unwrap();
    std::fs::create_dir(directory.path().join("folder")).unwrap();
    let settings = "[tls]\ncertificate = \"folder\"\nkey = \"gone.key\"\nclient_ca = \"gone.ca\"\n\
                    client_certificates = \"required\"\n[admin.tls]\ncertificate = \"a.crt\"\nkey = \"a.key\"\n";
    let (code, errors) = fail(directory.path(), settings);
    assert_eq!(code, Some(2));
    for told in ["tls.certificate (folder)", "tls.key (gone.key)", "tls.client_ca (gone.ca)"] {
        assert!(errors.contains(&format!("\n  {told}: can't be read: ")), "{told}\n{errors}");
    }
    for told in ["admin.tls.certificate (a.crt)", "admin.tls.key (a.key)"] {
        assert!(errors.contains(&format!("\n  {told}: can't be read: No such file")), "{told}\n{errors}");
    }
    assert!(errors.contains("see that the file is there and that this user may read it"), "{errors}");
}

#[test]
fn a_key_with_a_password_is_told_how_to_lose_it_and_other_keys_of_openssl_are_taken() {
    let directory = tempfile::tempdir().unwrap();
    let make = |options: &str| {
        let command = format!("openssl req -x509 -keyout tls.key -out tls.crt -subj /CN=localhost {options}");
        let made = bash(directory.path(), &command, &[]);
        assert_eq!(made.code, Some(0), "{}", made.text);
        fail(directory.path(), &format!("{BOTH}client_certificates = \"required\"\nclient_ca = \"gone\"\n")).1
    };
    let protected = make("-newkey rsa:2048 -passout pass:hidden");
    assert!(protected.contains("tls.key (tls.key): holds a key that is protected by a password"), "{protected}");
    assert!(protected.contains("openssl pkey -in OLD -out NEW"), "{protected}");
    let short = make("-newkey rsa:1024 -nodes");
    assert!(short.contains("tls.key (tls.key): holds a key of a kind that can't be used, expected RSA"), "{short}");
    for kind in ["rsa:2048", "ec -pkeyopt ec_paramgen_curve:P-256", "ec -pkeyopt ec_paramgen_curve:P-384", "ed25519"] {
        let errors = make(&format!("-newkey {kind} -nodes"));
        assert!(errors.contains("client_ca") && !errors.contains("tls.key ("), "{kind}\n{errors}");
    }
}

#[test]
fn tls_opens_no_door_that_a_secret_must_close() {
    let directory = tempfile::tempdir().unwrap();
    write(directory.path(), &Authority::new("authority").issue(SystemTime::now()));
    let tls = "certificate = \"tls.crt\"\nkey = \"tls.key\"\n";
    let settings = format!("[tls]\n{tls}[admin]\nlisten = \"0.0.0.0:0\"\n[admin.tls]\n{tls}");
    write_files(directory.path(), &[("logingate.toml", &settings)]);
    let command = "logingate --listen 0.0.0.0:0";
    let started = bash(directory.path(), command, &[]);
    assert_eq!(started.code, Some(2), "{}", started.text);
    assert!(started.text.contains("hook \"default\" has no secret, and others can reach"), "{}", started.text);
    assert!(started.text.contains("others can reach 0.0.0.0:0, and no token is set"), "{}", started.text);
}

//! What no log line tells, at any level: passwords, tokens, links, codes, names.

use super::browser::{Browser, error};
use super::issuer::{CLIENT, Issuer, SECRET};
use super::mailed::{outbox, token};
use super::openid;
use crate::server::Process;

const PASSWORD: &str = "xyzzy-password";

#[test]
fn no_line_of_the_log_tells_what_was_typed_or_mailed() {
    let issuer = Issuer::start();
    let secret = tempfile::tempdir().unwrap();
    std::fs::write(secret.path().join("client"), SECRET).unwrap();
    let mut server = Process::start(&format!(
        "[log]\nlevel = \"trace\"\n[iservice]\nregistration = true\npublic_url = \"http://desk.test\"\n\
         [[iservice.openid]]\nname = \"Google\"\nissuer = \"{}\"\nclient_id = \"{CLIENT}\"\n\
         client_secret_file = \"{}/client\"\n",
        issuer.url,
        secret.path().display()
    ));
    let mut browser = Browser::at(server.address);
    let typed = [("emailAddress", "xyzzy@example.test"), ("Password", PASSWORD), ("firstName", "xyzzy")];
    assert_eq!(browser.ask("register", &typed)["loggedIn"]["isLoggedIn"], true);
    let session = browser.cookies["iservice-session"].clone();
    browser.ask("resetsend", &typed);
    let link = token(&outbox(server.directory.path(), 1)[0]);
    browser.ask("resetconfirm", &[("token", &link), ("Password", "another-xyzzy-password")]);
    error(&browser.log_in("xyzzy@example.test", PASSWORD));
    browser.log_in("xyzzy@example.test", "another-xyzzy-password");
    browser.ask("logout", &[]);
    let target = openid::authorize(&issuer, &mut browser);
    let ticket = browser.cookies["iservice-openid"].clone();
    browser.get(&target);
    server.signal("TERM");
    assert_eq!(server.wait().code(), Some(0));
    assert!(server.log.len() > 20, "{:#?}", server.log);
    for line in &server.log {
        for hidden in ["xyzzy", &session, &link, &ticket, "code-0", "another-"] {
            assert!(!line.contains(hidden), "{hidden}: {line}");
        }
    }
}

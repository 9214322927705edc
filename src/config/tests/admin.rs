//! `[admin]`: where operators ask, and with which tokens.

use super::Scene;
use crate::config::Role;

const DIGEST: &str = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";

fn token(name: &str, role: &str, digest: &str) -> String {
    format!("[[admin.tokens]]\nname = \"{name}\"\nrole = \"{role}\"\nsha256 = \"{digest}\"\n")
}

#[test]
fn it_listens_on_loopback_unless_told_otherwise() {
    let listen = |scene: Scene| scene.load().settings.admin.listen.map(|address| address.to_string());
    assert_eq!(listen(Scene::new()).as_deref(), Some("127.0.0.1:8081"));
    assert_eq!(listen(Scene::with_file("[admin]\nlisten = \"off\"\n")), None);
    assert_eq!(listen(Scene::new().env("LOGINGATE_ADMIN__LISTEN", "localhost:9")).as_deref(), Some("127.0.0.1:9"));
}

#[test]
fn off_loopback_it_needs_a_token() {
    let open = "[admin]\nlisten = \"0.0.0.0:8081\"\n";
    let fault = Scene::with_file(open).fault();
    assert!(fault.starts_with("admin.listen (logingate.toml"), "{fault}");
    assert!(fault.contains("others can reach 0.0.0.0:8081, and no token is set"), "{fault}");
    let tokens = Scene::with_file(&(open.to_owned() + &token("anna", "operator", DIGEST))).load().settings.admin.tokens;
    assert_eq!(
        (tokens[0].name.as_str(), tokens[0].role, tokens[0].digest[..2].to_vec()),
        ("anna", Role::Operator, vec![0x9f, 0x86])
    );
}

#[test]
fn it_can_not_share_the_platforms_address() {
    let fault = Scene::with_file("listen = \"127.0.0.1:8081\"\n").fault();
    assert!(fault.starts_with("listen (") && fault.contains("admin.listen too"), "{fault}");
    Scene::with_file("listen = \"127.0.0.1:0\"\n[admin]\nlisten = \"127.0.0.1:0\"\n").load();
}

#[test]
fn what_is_no_token_is_told_by_setting() {
    let other = DIGEST.replace('9', "a");
    for (tokens, told) in [
        (token("Anna", "reader", DIGEST), "admin.tokens[0].name"),
        (token("anna", "admin", DIGEST), "admin.tokens[0].role"),
        (token("anna", "reader", "secret"), "admin.tokens[0].sha256"),
        (token("anna", "reader", &DIGEST.replace('f', "é")), "admin.tokens[0].sha256"),
        (token("anna", "reader", DIGEST) + &token("anna", "reader", &other), "admin.tokens[1].name"),
        (token("anna", "reader", DIGEST) + &token("ben", "reader", DIGEST), "admin.tokens[1].name"),
        (token("anna", "reader", DIGEST) + "secret = \"x\"\n", "admin.tokens[0].secret"),
    ] {
        let fault = Scene::with_file(&tokens).fault();
        assert!(fault.starts_with(told), "{tokens}\n{fault}");
    }
}

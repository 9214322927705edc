//! What is accepted but said at start.

use super::Scene;

const SECRET: &str = "secrets = [\"0123456789abcdef0123456789abcdef\"]";

fn warnings(more: &str) -> Vec<String> {
    Scene::with_file(&format!("[[vcc.hooks]]\nname = \"acme\"\npath = \"/acme\"\n{more}")).load().warnings
}

fn encrypted(cipher: &str, iv: &str) -> Vec<String> {
    let key = "0123456789abcdef0123456789abcdef";
    warnings(&format!("{SECRET}\n[vcc.hooks.encryption]\ncipher = \"{cipher}\"\nkey = \"{key}\"\niv = \"{iv}\""))
}

#[test]
fn a_hook_with_a_long_secret_and_no_encryption_needs_no_warning() {
    assert_eq!(warnings(SECRET), Vec::<String>::new());
}

#[test]
fn a_hook_without_a_secret_is_said_once() {
    let warnings = warnings("");
    assert_eq!(warnings.len(), 1, "{warnings:?}");
    assert!(warnings[0].starts_with("hook acme runs without a secret: any program on this machine"), "{warnings:?}");
}

#[test]
fn a_short_secret_is_said_without_showing_it() {
    let warnings = warnings("secrets = [\"123456789012345\", \"1234567890123456\"]");
    assert_eq!(warnings.len(), 1, "{warnings:?}");
    assert!(warnings[0].starts_with("hook acme: 1 of 2 secrets are shorter than 16 bytes"), "{warnings:?}");
    assert!(!warnings[0].contains("12345"));
}

#[test]
fn encryption_is_no_authentication_and_less_so_without_a_secret() {
    let with_secret = encrypted("aes-256-ctr", "query");
    assert_eq!(with_secret.len(), 1, "{with_secret:?}");
    assert!(with_secret[0].contains("does not authenticate them; its secret alone"), "{with_secret:?}");
    let without = warnings("[vcc.hooks.encryption]\ncipher = \"aes-128-ctr\"\nkey = \"0123456789abcdef\"");
    assert!(without.iter().any(|line| line.contains("without a secret nothing else does")), "{without:?}");
}

#[test]
fn an_empty_iv_re_uses_the_keystream_of_stream_modes_only() {
    for mode in ["ctr", "cfb", "cfb8", "ofb"] {
        assert!(encrypted(&format!("aes-256-{mode}"), "empty")[1].contains("re-uses one keystream"), "{mode}");
        assert_eq!(encrypted(&format!("aes-256-{mode}"), "query").len(), 1, "{mode}");
    }
    assert_eq!(encrypted("aes-256-cbc", "empty").len(), 1);
}

#[test]
fn ecb_shows_repetition() {
    assert!(encrypted("aes-256-ecb", "query")[1].contains("aes-256-ecb shows which parts of bodies are alike"));
}

#[test]
fn a_key_that_is_filled_up_or_cut_is_said() {
    assert!(encrypted("aes-128-ctr", "query")[1].contains("only the first 16 bytes"));
    let short =
        warnings(&format!("{SECRET}\n[vcc.hooks.encryption]\ncipher = \"aes-256-ctr\"\nkey = \"very secret key\""));
    assert!(short[1].contains("fewer than the 32 bytes") && !short[1].contains("very"), "{short:?}");
}

#[cfg(unix)]
#[test]
fn secrets_that_every_user_can_read_are_said_once_a_file() {
    let hook = "[[vcc.hooks]]\nname = \"acme\"\npath = \"/acme\"\nsecrets_file = \"secrets\"\n\
                [[vcc.hooks]]\nname = \"beta\"\npath = \"/beta\"\nsecrets_file = \"secrets\"\n";
    let scene = Scene::with_file(hook);
    let file = scene.write("secrets", "0123456789abcdef0123456789abcdef");
    assert_eq!(scene.load().warnings, Vec::<String>::new());
    super::set_mode(&file, 0o644);
    let warnings = scene.load().warnings;
    assert_eq!(warnings.len(), 1, "{warnings:?}");
    assert!(warnings[0].ends_with("(mode 644): take that away with chmod o-r"), "{warnings:?}");
}

#[cfg(unix)]
#[test]
fn a_settings_file_with_secrets_in_it_counts_as_a_file_of_secrets() {
    let scene = Scene::with_file(&format!("[[vcc.hooks]]\nname = \"acme\"\npath = \"/acme\"\n{SECRET}"));
    super::set_mode(&scene.dir.path().join("logingate.toml"), 0o604);
    let warnings = scene.load().warnings;
    assert!(matches!(warnings.as_slice(), [line] if line.contains("logingate.toml holds secrets")), "{warnings:?}");
}

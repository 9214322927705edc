//! Hooks: what they need, what they may not have, secrets from files.

use super::super::{CipherMode, IvSource};
use super::Scene;

/// Settings of one hook `acme` at `/acme` with `more` lines in it.
fn acme(more: &str) -> Scene {
    Scene::with_file(&format!("[[vcc.hooks]]\nname = \"acme\"\npath = \"/acme\"\n{more}"))
}

#[test]
fn a_hook_needs_a_name_and_a_path() {
    let faults = Scene::with_file("[[vcc.hooks]]\nsecrets = [\"0123456789abcdef\"]").faults();
    assert!(faults[0].starts_with("vcc.hooks[0].name (logingate.toml): is missing, expected 1 to 64 of"), "{faults:?}");
    assert!(faults[1].starts_with("vcc.hooks[0].path (logingate.toml): is missing, expected a path"), "{faults:?}");
}

#[test]
fn an_empty_list_of_hooks_is_refused() {
    assert!(Scene::with_file("[vcc]\nhooks = []").fault().contains("at least one hook"));
}

#[test]
fn unknown_keys_in_hooks_are_refused_with_the_setting_that_was_meant() {
    assert_eq!(
        acme("secret = \"x\"").fault(),
        "vcc.hooks[0].secret (logingate.toml): no such setting; did you mean `vcc.hooks[0].secrets`?"
    );
    let fault = acme("[vcc.hooks.encryption]\ncipher = \"aes-128-cbc\"\nkey = \"k\"\nvi = \"query\"").fault();
    assert!(fault.starts_with("vcc.hooks[0].encryption.vi (logingate.toml): no such setting"), "{fault}");
}

#[test]
fn names_are_short_plain_and_unique() {
    for name in ["", "Acme", "a b", "ä", &"a".repeat(65)] {
        let fault = Scene::with_file(&format!("[[vcc.hooks]]\nname = \"{name}\"\npath = \"/x\"")).fault();
        assert!(fault.starts_with("vcc.hooks[0].name"), "{fault}");
    }
    let fault = acme("[[vcc.hooks]]\nname = \"acme\"\npath = \"/other\"").fault();
    assert_eq!(
        fault,
        "vcc.hooks[1].name (logingate.toml): got \"acme\", expected a name of its own: vcc.hooks[0].name is the same"
    );
}

#[test]
fn two_hooks_never_answer_the_same_request() {
    let fault = acme("[[vcc.hooks]]\nname = \"other\"\npath = \"/acme/\"").fault();
    assert!(
        fault.starts_with("vcc.hooks[1].path (logingate.toml): got \"/acme/\", expected a path of its own"),
        "{fault}"
    );
    let hooks = acme("[[vcc.hooks]]\nname = \"other\"\npath = \"/acme/x\"").load().settings.vcc.hooks;
    assert_eq!(hooks.len(), 2);
}

#[test]
fn a_path_below_health_is_refused() {
    let fault = Scene::with_file("[[vcc.hooks]]\nname = \"acme\"\npath = \"/health/x\"").fault();
    assert!(fault.contains("got \"/health/x\", expected a path that does not begin with /health"), "{fault}");
}

#[test]
fn a_path_with_a_secret_segment_needs_a_secret() {
    let file = "[[vcc.hooks]]\nname = \"acme\"\npath = \"/vcc/{secret}\"\n";
    assert!(Scene::with_file(file).fault().contains("neither secrets nor secrets_file"));
    Scene::with_file(&format!("{file}secrets = [\"0123456789abcdef\"]")).load();
}

#[test]
fn empty_secrets_and_lists_are_refused() {
    for secrets in ["[]", "[\"\"]", "[\"0123456789abcdef\", \"\"]", "\"0123456789abcdef\"", "[7]"] {
        let fault = acme(&format!("secrets = {secrets}")).fault();
        assert!(fault.starts_with("vcc.hooks[0].secrets (logingate.toml): got "), "{fault}");
        assert!(!fault.contains("0123456789abcdef") && !fault.contains('7'), "{fault}");
    }
}

#[test]
fn a_file_of_secrets_has_one_a_line() {
    let scene = acme("secrets_file = \"secrets\"");
    scene.write("secrets", "new-secret-of-acme\r\n\n  \n# no comment, a secret\nold secret of acme ");
    let secrets: Vec<_> = scene.hook().secrets.iter().map(|secret| secret.expose().to_vec()).collect();
    let expected: [&[u8]; 3] = [b"new-secret-of-acme", b"# no comment, a secret", b"old secret of acme "];
    assert_eq!(secrets, expected);
}

#[test]
fn a_missing_empty_or_huge_file_of_secrets_is_refused() {
    let scene = acme("secrets_file = \"secrets\"");
    assert!(scene.fault().contains("vcc.hooks[0].secrets_file (logingate.toml): the file secrets cannot be read: "));
    scene.write("secrets", "\n \r\n");
    assert!(scene.fault().ends_with("holds no secret, expected one a line"));
    scene.write("secrets", vec![b'x'; 64 * 1024 + 1]);
    assert!(scene.fault().ends_with("is longer than 65536 bytes"));
}

#[test]
fn secrets_come_from_one_place_only() {
    let scene = acme("secrets = [\"0123456789abcdef\"]\nsecrets_file = \"secrets\"");
    scene.write("secrets", "0123456789abcdef");
    assert_eq!(
        scene.fault(),
        "vcc.hooks[0].secrets_file (logingate.toml): secrets are set as well, expected one of the two"
    );
    let scene = acme("[vcc.hooks.encryption]\ncipher = \"aes-128-cbc\"\nkey = \"k\"\nkey_file = \"k\"");
    assert!(scene.fault().contains("encryption.key_file (logingate.toml): key is set as well"));
}

#[test]
fn encryption_takes_a_cipher_a_key_and_an_iv() {
    let scene = acme("[vcc.hooks.encryption]\ncipher = \"AES-192-CFB128\"\nkey = \"very secret key\"\niv = \"empty\"");
    let encryption = scene.hook().encryption.unwrap();
    assert_eq!((encryption.cipher.key_bits, encryption.cipher.mode), (192, CipherMode::Cfb));
    assert_eq!((encryption.key.expose(), encryption.iv), (&b"very secret key"[..], IvSource::Empty));
}

#[test]
fn an_unknown_cipher_is_refused_with_those_that_are_known() {
    let fault = acme("[vcc.hooks.encryption]\ncipher = \"aes-256-gcm\"\nkey = \"k\"").fault();
    assert!(fault.starts_with(
        "vcc.hooks[0].encryption.cipher (logingate.toml): got \"aes-256-gcm\", expected aes-128, aes-192 or"
    ));
}

#[test]
fn encryption_without_a_key_is_refused() {
    for key in ["", "key = \"\"", "key = 5"] {
        let fault = acme(&format!("[vcc.hooks.encryption]\ncipher = \"aes-128-cbc\"\n{key}")).fault();
        assert!(fault.starts_with("vcc.hooks[0].encryption.key (logingate.toml): "), "{fault}");
    }
}

#[test]
fn a_key_file_is_the_key_but_for_one_line_end() {
    let scene = acme("[vcc.hooks.encryption]\ncipher = \"aes-128-cbc\"\nkey_file = \"key\"");
    for (content, key) in [("k", "k"), (" k \n", " k "), ("k\r\n", "k"), ("k\n\n", "k\n"), ("k\r", "k\r")] {
        scene.write("key", content);
        assert_eq!(scene.hook().encryption.unwrap().key.expose(), key.as_bytes(), "{content:?}");
    }
    scene.write("key", "\n");
    assert!(scene.fault().ends_with("is empty, expected a key"));
}

#[test]
fn the_secret_does_not_travel_in_the_parameter_of_the_iv() {
    let scene = acme(
        "secrets = [\"0123456789abcdef\"]\nsecret_parameter = \"IV\"\n[vcc.hooks.encryption]\ncipher = \"aes-128-cbc\"\nkey = \"k\"",
    );
    assert!(scene.fault().starts_with("vcc.hooks[0].secret_parameter"));
    assert_eq!(acme("secret_parameter = \"token\"").hook().secret_parameter, "token");
    assert!(acme("secret_parameter = \"a b\"").fault().starts_with("vcc.hooks[0].secret_parameter"));
}

#[test]
fn a_hook_without_a_secret_is_served_to_others_only_if_that_is_allowed() {
    for listen in ["0.0.0.0:8080", "[::]:8080", "192.0.2.1:80"] {
        let fault = acme("").env("LOGINGATE_LISTEN", listen).fault();
        assert!(fault.starts_with("vcc.hooks[0].secrets (logingate.toml): hook \"acme\" has no secret"), "{fault}");
        assert!(fault.contains("allow_unauthenticated = true"), "{fault}");
        acme("").env("LOGINGATE_LISTEN", listen).env("LOGINGATE_ALLOW_UNAUTHENTICATED", "true").load();
        acme("secrets = [\"0123456789abcdef\"]").env("LOGINGATE_LISTEN", listen).load();
    }
    for listen in ["127.0.0.9:8080", "[::1]:8080", "[::ffff:127.0.0.1]:80", "localhost:0"] {
        acme("").env("LOGINGATE_LISTEN", listen).load();
    }
}

const WHSEC: &str = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

#[test]
fn signing_secrets_come_from_the_settings_or_from_a_file_and_are_decoded() {
    let hook = acme(&format!("signing_secrets = [\"{WHSEC}\"]")).hook();
    let scene = acme("signing_secrets_file = \"signing\"");
    scene.write("signing", format!("{WHSEC}\r\n\n{WHSEC}\n"));
    assert_eq!(scene.hook().signing_secrets, [hook.signing_secrets[0].clone(), hook.signing_secrets[0].clone()]);
    assert_eq!(hook.signing_secrets[0].expose().len(), 24);
    assert!(hook.asks_who_calls() && hook.secrets.is_empty());
}

#[test]
fn what_is_no_signing_secret_is_refused_without_showing_it() {
    for (more, name) in [
        ("signing_secrets = [\"WHSEC\", \"hush\"]", "signing_secrets"),
        ("signing_secrets_file = \"signing\"", "signing_secrets_file"),
    ] {
        let scene = acme(&more.replace("WHSEC", WHSEC));
        scene.write("signing", format!("{WHSEC}\nhush\n"));
        let fault = scene.fault();
        let expected = format!(
            "vcc.hooks[0].{name} (logingate.toml): got another text at [1], expected `whsec_` and then 24 to 64"
        );
        assert!(fault.starts_with(&expected) && !fault.contains("hush"), "{fault}");
    }
    assert!(acme("signing_secrets = []").fault().contains("got an empty list"));
    let both = acme(&format!("signing_secrets = [\"{WHSEC}\"]\nsigning_secrets_file = \"signing\"")).fault();
    assert!(both.ends_with("signing_secrets are set as well, expected one of the two"), "{both}");
}

#[test]
fn a_hook_whose_callers_sign_may_be_served_to_others() {
    let signing = format!("signing_secrets = [\"{WHSEC}\"]");
    let loaded = acme(&signing).env("LOGINGATE_LISTEN", "0.0.0.0:8080").load();
    assert_eq!(loaded.warnings, Vec::<String>::new());
    let in_path = format!("[[vcc.hooks]]\nname = \"acme\"\npath = \"/vcc/{{secret}}\"\n{signing}");
    assert!(Scene::with_file(&in_path).fault().contains("neither secrets nor secrets_file"));
}

/// With CBC, another IV is another first block, and so another login.
#[test]
fn what_a_signature_does_not_cover_must_not_change_what_the_body_says() {
    let encrypted = |cipher: &str, iv: &str| {
        let encryption = format!("[vcc.hooks.encryption]\ncipher = \"{cipher}\"\nkey = \"k\"\niv = \"{iv}\"");
        acme(&format!("signing_secrets = [\"{WHSEC}\"]\n{encryption}"))
    };
    for cipher in ["aes-256-cbc", "aes-256-ctr"] {
        let fault = encrypted(cipher, "query").fault();
        let expected = "vcc.hooks[0].signing_secrets (logingate.toml): a signature covers the body and not the iv";
        assert!(fault.starts_with(expected), "{fault}");
        encrypted(cipher, "empty").load();
    }
    encrypted("aes-256-ecb", "query").load();
}

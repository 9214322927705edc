//! Lists of networks: who may call a hook, and which proxies are believed.

use super::Scene;

fn hook(allow: &str) -> Scene {
    Scene::with_file(&format!("[[vcc.hooks]]\nname = \"acme\"\npath = \"/acme\"\nallow = {allow}\n"))
}

#[test]
fn networks_and_single_addresses_are_read() {
    let allow = hook(r#"["203.0.113.0/24", "2001:db8::/32", "198.51.100.7"]"#).hook().allow;
    let shown: Vec<_> = allow.iter().map(ToString::to_string).collect();
    assert_eq!(shown, ["203.0.113.0/24", "2001:db8::/32", "198.51.100.7/32"]);
    assert!(Scene::new().hook().allow.is_empty());
    let scene = Scene::new().env("LOGINGATE_TRUSTED_PROXIES", r#"["10.0.0.0/8"]"#);
    assert_eq!(scene.load().settings.trusted_proxies, ["10.0.0.0/8".parse().unwrap()]);
    assert_eq!(scene.reported("trusted_proxies").0, r#"["10.0.0.0/8"]"#);
}

#[test]
fn what_is_no_network_is_told_by_its_place() {
    let network = "expected a network such as \"203.0.113.0/24\" or \"2001:db8::/32\", or an address";
    let whole = "expected \"203.0.113.0/24\", the network that this address lies in, or the address alone";
    for (allow, told) in [
        (r#"["203.0.113.0/33"]"#, format!("got \"203.0.113.0/33\" at [0], {network}")),
        (r#"["10.0.0.1", "example.com"]"#, format!("got \"example.com\" at [1], {network}")),
        (r#"["203.0.113.7/24"]"#, format!("got \"203.0.113.7/24\" at [0], {whole}")),
        ("[7]", "got 7 at [0], expected a text in quotes".to_owned()),
        ("[]", "got an empty list, expected at least one; leave it out to allow all".to_owned()),
        (
            "\"203.0.113.0/24\"",
            "got \"203.0.113.0/24\", expected a list of networks: [\"203.0.113.0/24\", \"2001:db8::/32\"]".to_owned(),
        ),
    ] {
        assert_eq!(hook(allow).fault(), format!("vcc.hooks[0].allow (logingate.toml): {told}"));
    }
}

#[test]
fn to_trust_everybody_is_warned_about() {
    for (proxies, count) in [("[\"10.0.0.1\"]", 0), ("[\"0.0.0.0/0\"]", 1), ("[\"10.0.0.1\", \"::/0\"]", 1)] {
        let warnings = Scene::with_file(&format!("trusted_proxies = {proxies}")).load().warnings;
        let told = warnings.iter().filter(|line| line.starts_with("trusted_proxies holds everybody")).count();
        assert_eq!(told, count, "{proxies}");
    }
}

#[test]
fn limits_at_their_bounds_are_accepted_and_beyond_refused() {
    for (name, inside, outside) in [
        ("LOGINGATE_LIMITS__IN_FLIGHT", "1", "0"),
        ("LOGINGATE_LIMITS__CONNECTIONS", "1000000", "1000001"),
        ("LOGINGATE_LIMITS__BAD_SECRETS_PER_MINUTE", "1", "0"),
        ("LOGINGATE_LIMITS__HEAD_READ", "100ms", "99ms"),
        ("LOGINGATE_LIMITS__IDLE", "1h", "61m"),
    ] {
        Scene::new().env(name, inside).load();
        let fault = Scene::new().env(name, outside).fault();
        assert!(fault.contains(name) && fault.contains(", expected "), "{fault}");
    }
}

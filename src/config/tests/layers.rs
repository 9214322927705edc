//! Which place wins, and what the report says of it.

use std::path::PathBuf;
use std::time::Duration;

use proptest::prelude::*;

use super::super::{DEFAULTS, LogFormat, load};
use super::Scene;

#[test]
fn without_any_source_the_defaults_are_in_force() {
    let loaded = Scene::new().load();
    let settings = loaded.settings;
    assert_eq!(settings.listen.to_string(), "127.0.0.1:8080");
    assert_eq!(settings.workers, None);
    assert!(!settings.allow_unauthenticated);
    assert_eq!(settings.policies.dir, PathBuf::from("policies"));
    assert_eq!(settings.limits.login_deadline, Duration::from_secs(1));
    assert_eq!(settings.limits.evaluation, Duration::from_millis(500));
    assert_eq!(settings.cache.clock_resolution, Duration::from_secs(1));
    assert_eq!((settings.log.format, settings.log.agents), (LogFormat::Auto, false));
    let [hook] = settings.vcc.hooks.as_slice() else { panic!("one hook expected") };
    assert_eq!((hook.name.as_str(), hook.path.as_str()), ("default", "/vcc/project-login"));
    assert!(hook.secrets.is_empty() && hook.encryption.is_none());
    assert_eq!(hook.secret_parameter, "secret-key");
    assert!(loaded.report.0.iter().all(|entry| entry.source == "default"));
}

#[test]
fn a_file_wins_over_defaults_the_environment_over_the_file_and_flags_over_all() {
    let mut scene = Scene::with_file(
        "listen = \"127.0.0.1:1\"\nworkers = 3\n[policies]\ndir = \"from-file\"\nscan_interval = \"3s\"",
    )
    .env("LOGINGATE_LISTEN", "127.0.0.1:2")
    .env("LOGINGATE_POLICIES__DIR", "from-environment");
    assert_eq!(scene.load().settings.listen.port(), 2);
    scene.sources.listen = Some("127.0.0.1:3".to_owned());
    scene.sources.policies = Some("from-flag".into());

    let settings = scene.load().settings;
    assert_eq!(settings.listen.port(), 3);
    assert_eq!(settings.policies.dir, PathBuf::from("from-flag"));
    assert_eq!(settings.policies.scan_interval, Duration::from_secs(3));
    assert_eq!(scene.reported("policies.dir"), ("\"from-flag\"".to_owned(), "--policies".to_owned()));
    assert_eq!(scene.reported("policies.scan_interval"), ("\"3s\"".to_owned(), "logingate.toml".to_owned()));
    assert_eq!(scene.reported("workers"), ("3".to_owned(), "logingate.toml".to_owned()));
    assert_eq!(scene.reported("log.level"), ("\"warn,logingate=info\"".to_owned(), "default".to_owned()));
    scene.sources.policies = None;
    let source = scene.reported("policies.dir").1;
    assert_eq!(source, "environment LOGINGATE_POLICIES__DIR");
}

#[test]
fn a_named_file_is_read_instead_of_the_one_in_the_working_directory() {
    let mut scene = Scene::with_file("workers = 3");
    scene.sources.config = Some(scene.write("other.toml", "[cache]\ncapacity = 7"));
    let settings = scene.load().settings;
    assert_eq!((settings.cache.capacity, settings.workers), (7, None));
}

#[test]
fn a_named_file_must_exist() {
    let mut scene = Scene::new();
    scene.sources.config = Some(scene.dir.path().join("missing.toml"));
    assert!(scene.fault().starts_with("missing.toml: the settings file cannot be read: "), "{}", scene.fault());
}

#[test]
fn environment_texts_become_what_their_setting_needs() {
    let settings = Scene::new()
        .env("LOGINGATE_WORKERS", "4")
        .env("LOGINGATE_ALLOW_UNAUTHENTICATED", "true")
        .env("LOGINGATE_POLICIES__DIR", "007")
        .env("LOGINGATE_CACHE__CAPACITY", "0")
        .env("LOGINGATE_LISTEN", "[::1]:8080")
        .load()
        .settings;
    assert_eq!(settings.workers, Some(4));
    assert!(settings.allow_unauthenticated);
    assert_eq!(settings.policies.dir, PathBuf::from("007"));
    assert_eq!(settings.cache.capacity, 0);
    assert_eq!(settings.listen.to_string(), "[::1]:8080");
}

#[test]
fn hooks_from_the_environment_replace_those_of_the_file() {
    let hooks = r#"[{name = "acme", path = "/acme", secrets = ["0123456789abcdef"]}]"#;
    let scene =
        Scene::with_file("[[vcc.hooks]]\nname = \"a\"\npath = \"/a\"\n[[vcc.hooks]]\nname = \"b\"\npath = \"/b\"")
            .env("LOGINGATE_VCC__HOOKS", hooks);
    let loaded = scene.load();
    let [hook] = loaded.settings.vcc.hooks.as_slice() else { panic!("one hook expected") };
    assert_eq!(hook.name, "acme");
    assert_eq!(hook.secrets[0].expose(), b"0123456789abcdef");
    let source = "environment LOGINGATE_VCC__HOOKS".to_owned();
    assert_eq!(scene.reported("vcc.hooks[0].secrets"), ("[\"***\"]".to_owned(), source));
}

#[test]
fn variables_that_are_not_ours_are_passed_over() {
    let scene = Scene::new()
        .env("LISTEN", "x")
        .env("LOGINGATEX", "x")
        .env("LOGINGATE_CONFIG", "whatever.toml")
        .env("LOGINGATE_TOKEN", "x")
        .env("LOGINGATE_SECRET", "x")
        .env("LOGINGATE_SERVICE_HOST", "10.0.0.1")
        .env("LOGINGATE_SERVICE_PORT_HTTP", "80")
        .env("LOGINGATE_PORT", "tcp://10.0.0.1:80")
        .env("LOGINGATE_WEB_PORT_80_TCP_ADDR", "10.0.0.1");
    assert_eq!(scene.load().settings.listen.to_string(), "127.0.0.1:8080");
    let fault = scene.env("LOGINGATE_PORT", "9090").fault();
    assert!(fault.starts_with("port (environment LOGINGATE_PORT): no such setting"), "{fault}");
}

#[test]
fn the_report_shows_every_setting_and_no_secret() {
    let file = r#"
        [[vcc.hooks]]
        name = "acme"
        path = "/acme"
        secrets = ["first-hidden-text", "second-hidden-text"]
        [vcc.hooks.encryption]
        cipher = "aes-256-cbc"
        key = "third-hidden-text"
    "#;
    let scene = Scene::with_file(file);
    let loaded = scene.load();
    let text = loaded.report.to_string();
    assert!(text.contains("\nvcc.hooks[0].secrets = [\"***\",\"***\"]   # "), "{text}");
    assert!(text.contains("\nvcc.hooks[0].encryption.key = \"***\"   # "), "{text}");
    assert!(text.contains("\nvcc.hooks[0].encryption.iv = \"query\"   # default\n"), "{text}");
    assert!(text.starts_with("listen = \"127.0.0.1:8080\"   # default\n"), "{text}");
    let json = serde_json::to_string(&loaded.report).unwrap();
    assert!(json.starts_with(r#"[{"name":"listen","value":"127.0.0.1:8080","source":"default"}"#), "{json}");
    for shown in [text, json, format!("{loaded:?}")] {
        assert!(!shown.contains("hidden"), "{shown}");
    }
}

#[test]
fn the_examples_in_the_defaults_are_settings_that_load() {
    let example: Vec<_> = DEFAULTS.lines().filter_map(|line| line.strip_prefix("#|")).collect();
    // The setting that providers need stands in the table above theirs.
    let url = ("LOGINGATE_ISERVICE__PUBLIC_URL", "https://contacts.example.com");
    let hook = Scene::with_file(&example.join("\n")).env(url.0, url.1).hook();
    assert_eq!((hook.name.as_str(), hook.secrets.len()), ("acme", 1));
    assert_eq!(hook.encryption.unwrap().cipher.to_string(), "aes-256-ctr");
}

#[test]
fn the_defaults_are_a_settings_file() {
    assert_eq!(Scene::with_file(DEFAULTS).load().settings.listen, Scene::new().load().settings.listen);
}

proptest! {
    #[test]
    fn no_file_and_no_variable_can_crash_the_loading(file in ".{0,200}", name in "[A-Z_]{0,20}", value in ".{0,60}") {
        let scene = Scene::with_file(&file).env(&format!("LOGINGATE_{name}"), &value);
        let _ = load(&scene.sources).map_err(|error| error.to_string());
    }
}

//! What is refused, and in which words.

use super::super::load;
use super::Scene;

#[test]
fn all_faults_of_all_places_are_reported_at_once() {
    let mut scene =
        Scene::with_file("colour = \"red\"\n[policies]\ndri = \"x\"\n[limits]\nevaluation = 5\nbody_read = \"0s\"")
            .env("LOGINGATE_CACHE__CAPACITY", "many")
            .env("LOGINGATE_LOG_LEVEL", "debug");
    scene.sources.listen = Some("here".to_owned());
    let address = "an address and a port, such as \"127.0.0.1:8080\", \"0.0.0.0:8080\" or \"localhost:8080\"";
    assert_eq!(
        scene.faults(),
        [
            &format!("listen (--listen): got \"here\", expected {address}"),
            "limits.evaluation (logingate.toml): got 5, expected a duration from \"1ms\" to \"1m\"",
            "limits.body_read (logingate.toml): got \"0s\", expected a duration from \"100ms\" to \"5m\"",
            "cache.capacity (environment LOGINGATE_CACHE__CAPACITY): got \"many\", expected an integer from 0 to 100000000",
            "policies.dri (logingate.toml): no such setting; did you mean `policies.dir`?",
            "colour (logingate.toml): no such setting",
            "log_level (environment LOGINGATE_LOG_LEVEL): no such setting; did you mean LOGINGATE_LOG__LEVEL?",
        ]
    );
}

#[test]
fn the_error_says_how_many_faults_there_are_and_what_to_do() {
    let text = load(&Scene::with_file("colour = 1").sources).unwrap_err().to_string();
    assert!(text.starts_with("the settings have a fault:\n  colour ("), "{text}");
    assert!(
        text.ends_with("\nCorrect this and try again; `logingate settings --defaults` explains every setting."),
        "{text}"
    );
    let text = load(&Scene::with_file("colour = 1\nshape = 1").sources).unwrap_err().to_string();
    assert!(text.starts_with("the settings have 2 faults:\n"), "{text}");
}

#[test]
fn a_setting_in_the_wrong_table_or_an_unknown_table_is_found_by_its_last_name() {
    assert!(Scene::with_file("deny_ttl = \"1s\"").fault().ends_with("did you mean `cache.deny_ttl`?"));
    assert!(Scene::with_file("[server]\nlisten = \"x\"").fault().ends_with("did you mean `listen`?"));
    assert!(Scene::with_file("[polices]\ndir = \"x\"").fault().starts_with("polices.dir (logingate.toml)"));
}

#[test]
fn a_table_where_a_value_belongs_and_a_value_where_a_table_belongs_are_refused() {
    assert_eq!(
        Scene::with_file("[log.level]\nx = 1").fault().split(", expected").next(),
        Some("log.level (logingate.toml): got a table")
    );
    assert_eq!(
        Scene::with_file("limits = 3").fault(),
        "limits (logingate.toml): got a number, expected a table: [limits]"
    );
}

#[test]
fn text_is_not_taken_for_numbers_or_switches_in_a_file() {
    assert_eq!(
        Scene::with_file("allow_unauthenticated = \"true\"").fault(),
        "allow_unauthenticated (logingate.toml): got \"true\", expected true or false"
    );
    for capacity in ["\"7\"", "7.5", "-1", "100000001"] {
        let fault = Scene::with_file(&format!("[cache]\ncapacity = {capacity}")).fault();
        assert!(fault.starts_with("cache.capacity (logingate.toml): got "), "{fault}");
    }
}

#[test]
fn an_evaluation_may_not_outlast_its_login() {
    Scene::with_file("[limits]\nevaluation = \"1s\"\nlogin_deadline = \"1s\"").load();
    let scene = Scene::with_file("[limits]\nevaluation = \"2s\"").env("LOGINGATE_LIMITS__LOGIN_DEADLINE", "1500ms");
    assert_eq!(
        scene.fault(),
        "limits.evaluation (logingate.toml): got \"2s\", expected at most limits.login_deadline, \
         \"1s 500ms\" (environment LOGINGATE_LIMITS__LOGIN_DEADLINE)"
    );
}

#[test]
fn values_at_their_bounds_are_accepted_and_beyond_refused() {
    for (name, inside, outside) in [
        ("LOGINGATE_WORKERS", "1024", "1025"),
        ("LOGINGATE_WORKERS", "1", "0"),
        ("LOGINGATE_CACHE__CLOCK_RESOLUTION", "1ms", "999us"),
        ("LOGINGATE_LIMITS__LOGIN_DEADLINE", "1m", "61s"),
        ("LOGINGATE_SHUTDOWN_GRACE", "10m", "11m"),
        ("LOGINGATE_POLICIES__SCAN_INTERVAL", "100ms", "99ms"),
        ("LOGINGATE_CACHE__ALLOW_TTL", "1day", "25h"),
        ("LOGINGATE_LOG__LEVEL", "warn,logingate=debug", "inof"),
        ("LOGINGATE_LOG__FORMAT", "json", "JSON"),
        ("LOGINGATE_LISTEN", "localhost:0", "localhost:65536"),
        ("LOGINGATE_LISTEN", "127.0.0.1:80", "example.com:80"),
        ("LOGINGATE_POLICIES__DIR", "x", ""),
    ] {
        Scene::new().env(name, inside).load();
        let fault = Scene::new().env(name, outside).fault();
        assert!(fault.contains(name) && fault.contains(", expected "), "{fault}");
    }
}

#[test]
fn broken_toml_is_refused_by_line_and_column_without_quoting_it() {
    let fault = Scene::with_file("workers = 1\nhooks = [\"s3cret-text]\n").fault();
    assert!(fault.starts_with("logingate.toml:2:"), "{fault}");
    assert!(fault.contains("is not TOML") && !fault.contains("s3cret"), "{fault}");
}

#[test]
fn no_slip_of_a_key_shows_a_secret() {
    let file = "[[vcc.hooks]]\nname = \"a\"\npath = \"/a\"\nsecrets = [\"s3cret-text\"]\n\
                [vcc.hooks.encryption]\ncipher = \"aes-128-cbc\"\nkey = \"s3cret-text\"\n";
    let scene = Scene::new();
    for index in 0..file.len() {
        for slip in ["", "x", "\"", "\n", "=", ",", "\\"] {
            let mut text = file.to_owned();
            text.replace_range(index..=index, slip);
            scene.write("logingate.toml", &text);
            let shown = load(&scene.sources).map_or_else(|error| error.to_string(), |loaded| loaded.report.to_string());
            assert!(!shown.contains("3cret-t"), "{shown}\n{text}");
        }
    }
}

#[test]
fn a_broken_list_in_the_environment_is_refused_without_quoting_it() {
    for broken in [
        r#"[{name = "a", secrets = ["s3cret-text"}]"#,
        "s3cret-text",
        "[\"s3cret-text\"]",
        "[] s3cret-text = 1",
        "[{name = \"a\", path = \"/a\"}]\ns3cret-text = 1",
    ] {
        let fault = Scene::new().env("LOGINGATE_VCC__HOOKS", broken).fault();
        assert!(fault.starts_with("vcc.hooks (environment LOGINGATE_VCC__HOOKS): got "), "{fault}");
        assert!(!fault.contains("s3cret"), "{fault}");
    }
}

#[test]
fn names_and_values_cannot_break_out_of_their_line() {
    let scene = Scene::with_file("\"a\\nb\\u001b[0m\" = 1\nlisten = \"x\\ny\\u001b[0m\"");
    for fault in scene.faults() {
        assert!(!fault.contains(['\n', '\x1b']), "{fault:?}");
    }
}

#[test]
fn a_file_that_is_not_text_is_refused() {
    let scene = Scene::new();
    scene.write("logingate.toml", b"workers = 1 # \xff");
    assert_eq!(scene.fault(), "logingate.toml: is not UTF-8 text");
}

#[test]
fn a_file_with_a_byte_order_mark_and_windows_line_ends_is_read() {
    assert_eq!(Scene::with_file("\u{feff}workers = 2\r\n[log]\r\nagents = true\r\n").load().settings.workers, Some(2));
}

#[cfg(unix)]
#[test]
fn a_variable_or_flag_that_is_not_text_is_refused() {
    use std::os::unix::ffi::OsStringExt as _;
    let bytes = std::ffi::OsString::from_vec(vec![b'x', 0xff]);
    let mut scene = Scene::new();
    scene.sources.policies = Some(bytes.clone().into());
    scene.sources.environment.push(("LOGINGATE_LISTEN".into(), bytes));
    assert_eq!(
        scene.faults(),
        [
            "listen (environment LOGINGATE_LISTEN): got bytes that are not UTF-8 text",
            "policies.dir (--policies): got a path that is not UTF-8 text"
        ]
    );
}

//! `[acqueon]`.

use super::Scene;
use crate::config::{AcqueonSettings, Contact, Reason};

fn with(lines: &str) -> Scene {
    Scene::with_file(&format!("[acqueon]\n{lines}\n"))
}

fn settings(lines: &str) -> AcqueonSettings {
    with(lines).load().settings.acqueon
}

#[test]
fn it_is_served_by_default_with_finesse() {
    let acqueon = settings("");
    assert!(acqueon.is_enabled);
    assert_eq!((&*acqueon.path, acqueon.finesse_path.as_deref()), ("/acqueon", Some("/finesse/api")));
    assert_eq!(acqueon.frame_bytes, 65_536);
    assert_eq!(acqueon.not_ready_reasons[1], Reason { code: 2, label: "Lunch".into() });
    assert_eq!(acqueon.phone_book, []);
}

#[test]
fn finesse_can_be_left_out_and_lists_may_be_empty() {
    let acqueon = settings("finesse = false\nnot_ready_reasons = []\nlogout_reasons = []\nwrap_up_reasons = []");
    assert_eq!(acqueon.finesse_path, None);
    assert!(acqueon.not_ready_reasons.is_empty() && acqueon.logout_reasons.is_empty());
}

#[test]
fn paths_lose_the_slash_at_their_end() {
    let acqueon = settings("path = \"/lynx/\"\nfinesse_path = \"/cisco/finesse/\"");
    assert_eq!((&*acqueon.path, acqueon.finesse_path.as_deref()), ("/lynx", Some("/cisco/finesse")));
}

#[test]
fn contacts_have_a_name_and_a_number_at_least() {
    let acqueon = settings("[[acqueon.phone_book]]\nfirst_name = \"Anna\"\nphone_number = \"+43*1#\"");
    let anna = Contact {
        first_name: "Anna".into(),
        last_name: String::new(),
        phone_number: "+43*1#".into(),
        description: String::new(),
    };
    assert_eq!(acqueon.phone_book, [anna]);
    assert_eq!(
        with("[[acqueon.phone_book]]\nlast_name = \"Abel\"\nphone_number = \"5x\"").faults(),
        [
            "acqueon.phone_book[0].first_name (logingate.toml): is missing, expected 1 to 64 visible characters",
            "acqueon.phone_book[0].phone_number (logingate.toml): got \"5x\", expected 1 to 32 digits, `+`, `*` or `#`",
        ]
    );
}

#[test]
fn what_cannot_be_used_is_told_by_setting() {
    for (line, told) in [
        ("path = \"acqueon\"", "acqueon.path (logingate.toml): got \"acqueon\", expected a path that starts with `/`"),
        ("path = \"/\"", "acqueon.path (logingate.toml): got \"/\", expected a path of at least one segment"),
        (
            "path = \"/a/{secret}\"",
            "acqueon.path (logingate.toml): got \"/a/{secret}\", expected a path without braces",
        ),
        ("finesse_path = \"/health\"", "acqueon.finesse_path (logingate.toml): got \"/health\", expected a path that"),
        ("team_id = \"\"", "acqueon.team_id (logingate.toml): got \"\", expected 1 to 64 visible characters"),
        (
            "not_ready_reasons = [\"Break\"]",
            "acqueon.not_ready_reasons (logingate.toml): got \"Break\" at [0], expected",
        ),
        ("not_ready_reasons = [\"01 Break\"]", "acqueon.not_ready_reasons"),
        ("not_ready_reasons = [\"+1 Break\"]", "acqueon.not_ready_reasons"),
        ("not_ready_reasons = [\"1  Break\"]", "acqueon.not_ready_reasons"),
        ("logout_reasons = [\"65536 Late\"]", "acqueon.logout_reasons"),
        ("logout_reasons = [\"4 Late\"]", "acqueon.logout_reasons (logingate.toml): code 4 stands for two reasons"),
        ("wrap_up_reasons = [\"a\\nb\"]", "acqueon.wrap_up_reasons"),
        (
            "silence = \"20s\"",
            "acqueon.silence (logingate.toml): got \"20s\", expected more than acqueon.ping_interval",
        ),
        ("connections = 0", "acqueon.connections (logingate.toml): got 0, expected an integer from 1 to 1000000"),
        ("frame_kibibytes = 1025", "acqueon.frame_kibibytes"),
        ("token_idle = \"59s\"", "acqueon.token_idle"),
        (
            "ping_interval = \"1m\"\nsilence = \"2m\"\ntoken_idle = \"1m\"",
            "acqueon.token_idle (logingate.toml): got \"1m\", expected more than acqueon.ping_interval",
        ),
        ("pth = \"/x\"", "acqueon.pth (logingate.toml): no such setting; did you mean `acqueon.path`?"),
    ] {
        let fault = with(line).fault();
        assert!(fault.starts_with(told), "{line}\n{fault}");
    }
}

#[test]
fn a_path_that_a_hook_has_is_refused_while_it_is_served() {
    let hook = "\n[[vcc.hooks]]\nname = \"a\"\npath = ";
    for (path, told) in [
        ("\"/acqueon\"", "acqueon.path ("),
        ("\"/acqueon/messages/\"", "acqueon.path ("),
        ("\"/finesse/api/User/7\"", "acqueon.finesse_path ("),
    ] {
        let fault = with(&format!("{hook}{path}")).fault();
        assert!(fault.starts_with(told) && fault.contains("where hook a is"), "{path}\n{fault}");
        with(&format!("enabled = false{hook}{path}")).load();
    }
    let fault = with("path = \"/a/User/messages\"\nfinesse_path = \"/a\"").fault();
    assert!(fault.starts_with("acqueon.finesse_path ("), "{fault}");
}

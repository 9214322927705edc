//! What the platforms' own tables take.

use std::time::Duration;

use super::super::{Generation, SecondLogin};
use super::Scene;

#[test]
fn without_a_word_every_platform_is_answered_where_its_clients_ask() {
    let settings = Scene::new().load().settings;
    let (ucontact, ozonetel) = (settings.ucontact, settings.ozonetel);
    assert_eq!((ucontact.is_enabled, &*ucontact.path), (true, "/Integra/resources"));
    assert_eq!((ucontact.generation, ucontact.second_login), (Generation::B, SecondLogin::Renew));
    assert_eq!((ucontact.host, &*ucontact.codecs), (None, "alaw;ulaw"));
    assert_eq!(ucontact.token_lifetime, Duration::from_hours(12));
    assert_eq!((ozonetel.is_enabled, &*ozonetel.path), (true, "/CAServices/AgentAuthenticationV2/index.php"));
    assert_eq!(ozonetel.country_code, None);
}

#[test]
fn what_is_set_is_in_force() {
    let scene = Scene::with_file(
        "[ucontact]\nenabled = false\npath = \"/uc/\"\ngeneration = \"A\"\nhost = \"acme.example:8443\"\n\
         context = \"entrantes\"\nlanguage = \"es\"\ncodecs = [\"opus\"]\ntoken_lifetime = \"1h\"\nsecond_login = \"refuse\"\n\
         [ozonetel]\nenabled = false\npath = \"/oz\"\ncountry_code = \"91\"\n",
    );
    let settings = scene.load().settings;
    let (ucontact, ozonetel) = (settings.ucontact, settings.ozonetel);
    assert_eq!((ucontact.is_enabled, &*ucontact.path), (false, "/uc"));
    assert_eq!((ucontact.generation, ucontact.second_login), (Generation::A, SecondLogin::Refuse));
    assert_eq!((ucontact.host.as_deref(), &*ucontact.codecs), (Some("acme.example:8443"), "opus"));
    assert_eq!((&*ucontact.context, &*ucontact.language), ("entrantes", "es"));
    assert_eq!(ucontact.token_lifetime, Duration::from_hours(1));
    assert_eq!((ozonetel.is_enabled, &*ozonetel.path), (false, "/oz"));
    assert_eq!(ozonetel.country_code.as_deref(), Some("91"));
}

#[test]
fn what_no_client_could_use_is_refused() {
    for (setting, told) in [
        ("ucontact.path = \"Integra\"", "expected a path that starts with `/`"),
        ("ucontact.path = \"/\"", "expected a path of at least one segment"),
        ("ozonetel.path = \"/x/{secret}\"", "expected a path without braces"),
        ("ozonetel.path = \"/health/x\"", "expected a path that does not begin with /health"),
        ("ucontact.generation = \"C\"", "expected \"A\" or \"B\""),
        ("ucontact.host = \"a b\"", "expected a host such as"),
        ("ucontact.codecs = []", "got an empty list"),
        ("ucontact.codecs = [\"a;b\"]", "got \"a;b\" at [0]"),
        ("ucontact.language = \"\"", "expected 1 to 80 letters"),
        ("ucontact.token_lifetime = \"1s\"", "expected a duration from \"1m\" to \"30days\""),
        ("ucontact.second_login = \"x\"", "expected \"renew\" or \"refuse\""),
        ("ozonetel.country_code = \"091\"", "expected 1 to 3 digits"),
        ("ozonetel.country_code = \"+91\"", "expected 1 to 3 digits"),
    ] {
        let fault = Scene::with_file(setting).fault();
        assert!(fault.contains(told), "{setting}: {fault}");
    }
}

#[test]
fn no_two_answer_at_one_path() {
    let secret = "0123456789abcdef0123456789abcdef";
    let hook = |path: &str| format!("[[vcc.hooks]]\nname = \"acme\"\npath = \"{path}\"\nsecrets = [\"{secret}\"]\n");
    for path in ["/Integra/resources/", "/Integra/resources/auth/AgentLogin", "/Integra/{secret}"] {
        let fault = Scene::with_file(&hook(path)).fault();
        let told =
            "ucontact.path (default): got \"/Integra/resources\", where hook acme is, expected a path of its own";
        assert_eq!(fault, told, "{path}");
    }
    for path in ["/", "/Integra", "/Integra/resource", "/CAServices/AgentAuthenticationV2"] {
        Scene::with_file(&hook(path)).load();
    }
    let both = "ucontact.path = \"/x\"\nozonetel.path = \"/x/y\"\n";
    let told = "ozonetel.path (logingate.toml): got \"/x/y\", where ucontact.path is, expected a path of its own";
    assert_eq!(Scene::with_file(both).fault(), told);
    Scene::with_file(&format!("ucontact.enabled = false\n{both}")).load();
}

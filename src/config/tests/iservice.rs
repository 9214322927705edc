//! `[iservice]` and `[mail]`.

use std::time::Duration;

use super::Scene;
use crate::config::{MailEncryption, MailRoute};

const PROVIDER: &str =
    "[[iservice.openid]]\nname = \"Google\"\nissuer = \"https://id.example.com\"\nclient_id = \"me\"\n";

fn provider(more: &str) -> Scene {
    Scene::with_file(&format!("[iservice]\npublic_url = \"https://c.example.com/\"\n{PROVIDER}{more}"))
}

#[test]
fn without_settings_nobody_registers_and_mail_stays_here() {
    let scene = Scene::new();
    let settings = scene.load().settings;
    let iservice = settings.iservice;
    assert!(iservice.is_enabled && !iservice.registration && !iservice.agentlogin);
    assert_eq!((iservice.inactivity, iservice.url()), (Duration::from_mins(90), None));
    let MailRoute::Outbox(outbox) = settings.mail.route else { panic!("{:?}", settings.mail) };
    assert_eq!(outbox, scene.sources.directory.join("outbox"));
}

#[test]
fn links_begin_with_the_public_url() {
    for (url, expected) in [
        ("https://c.example.com", "https://c.example.com/f/webapp-api-login"),
        ("https://c.example.com/", "https://c.example.com/f/webapp-api-login"),
        ("http://127.0.0.1:8080/desk/", "http://127.0.0.1:8080/desk/f/webapp-api-login"),
    ] {
        let iservice = Scene::with_file(&format!("[iservice]\npublic_url = \"{url}\"")).load().settings.iservice;
        assert_eq!(iservice.url().as_deref(), Some(expected));
    }
}

#[test]
fn paths_that_no_request_or_a_hook_matches_are_refused() {
    for path in ["f", "/", "/{secret}", "/f/{secret}", "/f?api", "/health/f", "/vcc/project-login"] {
        let fault = Scene::with_file(&format!("[iservice]\npath = \"{path}\"")).fault();
        assert!(fault.starts_with("iservice.path"), "{fault}");
    }
    Scene::with_file("[iservice]\nenabled = false\npath = \"/vcc/project-login\"").load();
}

#[test]
fn a_provider_needs_a_way_back_and_a_private_one_there() {
    let fault = Scene::with_file(PROVIDER).fault();
    assert!(fault.starts_with("iservice.public_url (default): is \"off\""), "{fault}");
    let fault = Scene::with_file(&format!(
        "[iservice]\npublic_url = \"https://c.example.com\"\n{}",
        PROVIDER.replace("https://id", "http://id")
    ))
    .fault();
    assert!(fault.starts_with("iservice.openid[0].issuer") && fault.contains("expected https"), "{fault}");
    let local = PROVIDER.replace("https://id.example.com", "http://localhost:9000");
    Scene::with_file(&format!("[iservice]\npublic_url = \"https://c.example.com\"\n{local}")).load();
}

#[test]
fn a_provider_has_a_name_of_its_own_and_usual_scopes() {
    let providers = provider("").load().settings.iservice.providers;
    assert_eq!(providers[0].issuer, "https://id.example.com");
    assert_eq!(providers[0].scopes, ["email", "profile"]);
    assert!(providers[0].client_secret.is_none());
    let fault = provider(&PROVIDER.replace("Google", "GOOGLE")).fault();
    assert!(fault.starts_with("iservice.openid[1].name"), "{fault}");
    for scopes in ["[\"a b\"]", "[\"\"]", "\"email\""] {
        let fault = provider(&format!("scopes = {scopes}")).fault();
        assert!(fault.starts_with("iservice.openid[0].scopes"), "{fault}");
    }
}

#[test]
fn a_clients_secret_comes_from_a_file_and_is_shown_nowhere() {
    let scene = provider("client_secret_file = \"client\"\n");
    assert!(scene.fault().starts_with("iservice.openid[0].client_secret_file"), "{}", scene.fault());
    scene.write("client", "hidden-secret\n");
    let loaded = scene.load();
    let secret = loaded.settings.iservice.providers[0].client_secret.clone().unwrap();
    assert_eq!(secret.expose(), b"hidden-secret");
    assert!(!format!("{loaded:?} {}", loaded.report).contains("hidden"));
    scene.write("client", b"\xff\n");
    assert!(scene.fault().contains("not UTF-8"), "{}", scene.fault());
}

#[test]
fn a_mail_server_has_a_port_and_gets_no_password_in_the_open() {
    for server in ["", "mail.example.com", "mail.example.com:0", ":25", "a b:25", "smtp://mail:25"] {
        let fault = Scene::with_file(&format!("[mail]\nserver = \"{server}\"")).fault();
        assert!(fault.starts_with("mail.server"), "{fault}");
    }
    let with = |server: &str, encryption: &str| {
        let scene = Scene::with_file(&format!(
            "[mail]\nserver = \"{server}\"\nencryption = \"{encryption}\"\nuser = \"me\"\npassword_file = \"password\""
        ));
        scene.write("password", "hidden\n");
        scene
    };
    assert!(with("mail.example.com:25", "none").fault().starts_with("mail.encryption"));
    for (server, host) in [("[::1]:25", "::1"), ("localhost:25", "localhost")] {
        let loaded = with(server, "none").load();
        assert!(!format!("{loaded:?} {}", loaded.report).contains("hidden"));
        let MailRoute::Smtp(smtp) = loaded.settings.mail.route else { panic!("no server") };
        assert_eq!((&*smtp.host, smtp.port, smtp.encryption), (host, 25, MailEncryption::None));
        assert_eq!(smtp.credentials.unwrap().1.expose(), b"hidden");
    }
    with("mail.example.com:587", "starttls").load();
}

#[test]
fn a_user_and_a_password_go_together() {
    assert!(Scene::with_file("[mail]\nuser = \"me\"").fault().starts_with("mail.password_file"));
    assert!(Scene::with_file("[mail]\npassword_file = \"x\"").fault().starts_with("mail.user"));
    assert!(Scene::with_file("[mail]\nfrom = \"nobody\"").fault().starts_with("mail.from"));
}

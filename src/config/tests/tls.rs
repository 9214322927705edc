//! `[tls]` and `[admin.tls]`.

use super::Scene;

const PAIR: &str = "certificate = \"tls.crt\"\nkey = \"/keys/tls.key\"\n";

fn scene(more: &str) -> Scene {
    Scene::with_file(&format!("[tls]\n{PAIR}{more}"))
}

#[test]
fn without_a_table_it_is_plain_http() {
    let settings = Scene::new().load().settings;
    assert!(settings.tls.is_none() && settings.admin.tls.is_none());
}

#[test]
fn each_listener_has_its_own_files_and_relative_ones_begin_at_the_working_directory() {
    let scene = Scene::with_file(&format!("[admin.tls]\n{PAIR}")).env("LOGINGATE_TLS__CERTIFICATE", "other.crt");
    let settings = scene.env("LOGINGATE_TLS__KEY", "other.key");
    let directory = settings.dir.path().to_owned();
    let settings = settings.load().settings;
    let (tls, admin) = (settings.tls.unwrap(), settings.admin.tls.unwrap());
    assert_eq!((tls.certificate, tls.key), (directory.join("other.crt"), directory.join("other.key")));
    assert_eq!((admin.certificate, admin.key), (directory.join("tls.crt"), "/keys/tls.key".into()));
    assert!(tls.clients.is_none() && admin.clients.is_none());
}

#[test]
fn clients_are_asked_as_the_settings_say() {
    let clients = |mode: &str| {
        let scene = scene(&format!("client_ca = \"/ca.crt\"\nclient_certificates = \"{mode}\"\n"));
        scene.load().settings.tls.unwrap().clients.map(|it| (it.authorities, it.are_required))
    };
    assert_eq!(clients("off"), None);
    assert_eq!(clients("optional"), Some(("/ca.crt".into(), false)));
    assert_eq!(clients("required"), Some(("/ca.crt".into(), true)));
}

#[test]
fn what_does_not_go_together_is_refused() {
    for (more, told) in [
        ("client_certificates = \"required\"\n", "tls.client_ca (logingate.toml): is missing, and client_certificates"),
        ("client_certificates = \"optional\"\n", "tls.client_ca (logingate.toml): is missing, and client_certificates"),
        ("client_ca = \"ca.crt\"\n", "tls.client_ca (logingate.toml): is set, but not whether clients are asked: "),
        (
            "client_certificates = \"yes\"\n",
            "tls.client_certificates (logingate.toml): got \"yes\", expected \"off\" or ",
        ),
        (
            "client_ca = \"\"\nclient_certificates = \"required\"\n",
            "tls.client_ca (logingate.toml): got \"\", expected ",
        ),
        ("cert = \"x\"\n", "tls.cert (logingate.toml): no such setting"),
    ] {
        let fault = scene(more).fault();
        assert!(fault.starts_with(told), "{more}\n{fault}");
    }
    assert_eq!(
        Scene::with_file("[tls]\n[admin.tls]\nkey = \"k\"\n").faults(),
        [
            "tls.certificate (logingate.toml): is missing, expected the path of a PEM file",
            "tls.key (logingate.toml): is missing, expected the path of a PEM file",
            "admin.tls.certificate (logingate.toml): is missing, expected the path of a PEM file",
        ]
    );
}

#[cfg(unix)]
#[test]
fn a_key_that_every_user_can_read_is_said_once() {
    let scene = Scene::with_file(
        "[tls]\ncertificate = \"c\"\nkey = \"tls.key\"\n[admin.tls]\ncertificate = \"c\"\nkey = \"tls.key\"\n",
    );
    let said = || scene.load().warnings.into_iter().filter(|line| line.contains("tls.key")).collect::<Vec<_>>();
    let key = scene.write("tls.key", "not looked at");
    assert_eq!(said(), Vec::<String>::new());
    super::set_mode(&key, 0o644);
    assert!(
        matches!(&said()[..], [line] if line.contains("holds secrets and can be read by every user")),
        "{:?}",
        said()
    );
}

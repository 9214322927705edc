//! `logingate accounts`: names and keys.

use super::Scene;

fn holds(scene: &Scene, name: &str, key: &str) -> bool {
    let directory = scene.directory();
    directory.wait(directory.account_holds(name, key.as_bytes())).unwrap()
}

#[test]
fn an_account_has_the_key_that_was_set_last() {
    let scene = Scene::new();
    let text = scene.done("accounts set acme --generate-api-key");
    let key = text.lines().find_map(|line| line.strip_prefix("API key: ")).unwrap().to_owned();
    assert!(holds(&scene, "ACME", &key) && !holds(&scene, "acme", "another"));
    assert_eq!(scene.done("accounts set acme --api-key-stdin <<< second"), "acme has this key, and no other\n");
    assert!(holds(&scene, "acme", "second") && !holds(&scene, "acme", &key));
}

#[test]
fn accounts_are_listed_without_their_keys_and_removed() {
    let scene = Scene::new();
    scene.done("accounts set globex --api-key-stdin <<< secret");
    scene.done("accounts set acme --api-key-stdin <<< secret");
    assert_eq!(scene.done("accounts list"), "acme\nglobex\n");
    assert_eq!(scene.done("accounts remove Acme"), "Acme is removed\n");
    assert_eq!(scene.done("accounts list"), "globex\n");
    let text = scene.refused("accounts remove acme", 1);
    assert_eq!(text, "error: there is no account \"acme\"; `logingate accounts list` shows all\n");
}

#[test]
fn an_account_without_a_name_or_a_key_is_refused() {
    let scene = Scene::new();
    assert_eq!(scene.refused("accounts set acme --api-key-stdin <<< ''", 2), "error: the API key is empty\n");
    let text = scene.refused("accounts set '' --generate-api-key", 2);
    assert_eq!(text, "error: an account's name can't be empty\n");
    let text = scene.refused("accounts set acme", 2);
    assert!(text.ends_with("use --api-key-stdin or --generate-api-key\n"), "{text}");
    assert_eq!(scene.done("accounts list"), "");
}

//! Where agents are kept.

use std::path::Path;
use std::time::Duration;

use super::Scene;
use crate::config::{DirectoryDatabase, DirectorySettings, Secret};

const POSTGRES: &str = "postgres://ana:PaSsWoRd@db.example.com:5433/agents";

fn directory(url: &str) -> Scene {
    Scene::with_file(&format!("[directory]\nurl = {url:?}\n"))
}

fn settings(scene: &Scene) -> DirectorySettings {
    scene.load().settings.directory
}

fn sqlite(path: impl AsRef<Path>) -> DirectoryDatabase {
    DirectoryDatabase::Sqlite(path.as_ref().to_owned())
}

#[test]
fn agents_are_kept_beside_the_settings_if_nobody_says_where() {
    let scene = Scene::new();
    let DirectorySettings { database, connections, patience } = settings(&scene);
    assert_eq!(database, sqlite(scene.dir.path().join("logingate.db")));
    assert_eq!((connections, patience), (10, Duration::from_secs(3)));
    assert_eq!(scene.reported("directory.url"), (r#""sqlite:logingate.db""#.to_owned(), "default".to_owned()));
}

#[test]
fn a_path_starts_beside_the_settings_or_at_the_root() {
    for (url, path) in [("sqlite:a/b.db", "a/b.db"), ("sqlite://b.db", "b.db"), ("sqlite:a b?c%20.db", "a b?c%20.db")] {
        let scene = directory(url);
        assert_eq!(settings(&scene).database, sqlite(scene.dir.path().join(path)), "{url}");
    }
    for url in ["sqlite:/var/lib/agents.db", "sqlite:///var/lib/agents.db"] {
        assert_eq!(settings(&directory(url)).database, sqlite("/var/lib/agents.db"), "{url}");
    }
}

#[test]
fn the_password_of_a_database_is_never_shown() {
    let shown = |url: &str| {
        let scene = directory(url);
        assert!(!format!("{:?}", scene.load()).contains("PaSsWoRd"));
        scene.reported("directory.url").0
    };
    assert_eq!(settings(&directory(POSTGRES)).database, DirectoryDatabase::Postgres(Secret::new(POSTGRES)));
    assert_eq!(shown(POSTGRES), r#""postgres://ana:***@db.example.com:5433/agents""#);
    assert_eq!(shown("postgresql://ana:PaSsWoRd%40x@db/agents"), r#""postgresql://ana:***@db/agents""#);
    assert_eq!(shown("postgres://db/agents?user=ana&password=PaSsWoRd"), r#""postgres://db/agents?***""#);
    assert_eq!(shown("postgres://ana@db/agents?sslmode=require"), r#""postgres://ana@db/agents?***""#);
}

#[test]
fn the_url_may_stand_in_a_file_of_its_own() {
    let scene = Scene::with_file("[directory]\nurl_file = \"url\"\n");
    scene.write("url", format!("{POSTGRES}\n"));
    assert_eq!(settings(&scene).database, DirectoryDatabase::Postgres(Secret::new(POSTGRES)));
    assert_eq!(scene.reported("directory.url_file").0, r#""url""#);
    let scene = Scene::with_file("[directory]\nurl = \"sqlite:a\"\nurl_file = \"url\"\n");
    let expected = "directory.url_file (logingate.toml): url is set as well, expected one of the two";
    assert_eq!(scene.fault(), expected);
    let scene = Scene::with_file("[directory]\nurl_file = \"none\"\n");
    assert!(scene.fault().contains("cannot be read"), "{}", scene.fault());
}

#[test]
fn a_file_that_everybody_reads_is_warned_about_if_it_holds_a_password() {
    let warnings = |url: &str| {
        let scene = directory(url);
        super::set_mode(&scene.dir.path().join("logingate.toml"), 0o644);
        scene.load().warnings.iter().filter(|text| text.contains("logingate.toml")).count()
    };
    assert_eq!((warnings(POSTGRES), warnings("postgres://ana@db/agents")), (1, 0));
}

#[test]
fn a_url_that_is_refused_is_not_shown() {
    for (url, problem) in [
        ("mysql://ana:PaSsWoRd@db/agents", "names no database that is known here, expected \"sqlite:PATH\" or"),
        ("PaSsWoRd", "names no database that is known here"),
        ("", "names no database that is known here"),
        ("sqlite:", "names no file, expected"),
        ("sqlite:PaSsWoRd/", "names no file, expected"),
        ("sqlite::memory:", "is a database in memory"),
        ("postgres://ana:PaSs/WoRd@db/agents", "is no URL of PostgreSQL, expected \"postgres://USER@HOST/DATABASE\""),
        ("postgres://ana:PaSsWoRd@db:port/agents", "is no URL of PostgreSQL"),
        ("postgres://ana:PaSs#WoRd@db/agents", "has a `#` in it"),
        ("postgres://ana@db/agents?pasword=PaSsWoRd", "has a parameter behind its `?` that is not known"),
        ("postgres://ana@db/agents?sslmode=PaSsWoRd", "is no URL of PostgreSQL"),
    ] {
        let fault = directory(url).fault();
        assert!(fault.starts_with("directory.url (logingate.toml): ") && fault.contains(problem), "{url}: {fault}");
        assert!(!fault.contains("PaSs") && !fault.contains("WoRd"), "{fault}");
    }
    let fault = Scene::with_file("[directory]\nurl = 5\n").fault();
    assert!(fault.contains("got a number, expected \"sqlite:PATH\""), "{fault}");
    let fault = Scene::with_file("[directory]\nconnections = 101\n").fault();
    assert!(fault.contains("expected an integer from 1 to 100"), "{fault}");
    let fault = Scene::with_file("[directory]\npatience = \"5ms\"\n").fault();
    assert!(fault.contains("expected a duration from \"100ms\" to \"1m\""), "{fault}");
}

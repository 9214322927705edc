//! The same on PostgreSQL.

use super::Scene;
use crate::directory::postgres;

#[test]
fn every_command_works_on_postgresql() {
    let Some(database) = postgres::database() else { return };
    let scene = Scene::on(database.url);
    scene.write("agents.csv", "username,userId,customData.x,ozonetel,password\nana,7,=1,AG1001,one\nben,8,,,two\n");
    scene.done("agents import agents.csv --dry-run");
    assert_eq!(scene.done("agents import agents.csv"), "2 agents imported\n");
    let text = scene.refused("agents import agents.csv", 1);
    assert!(text.contains("  line 2: another agent has the username \"ana\"\n"), "{text}");
    scene.done("agents add cleo --no-password");
    assert_eq!(scene.done("agents list").lines().count(), 4);
    assert!(scene.accepts("AG1001", "one"));
    let exported = scene.done("agents export --with-password-hashes");
    scene.done("agents set-password ana --password-stdin <<< other");
    assert!(scene.accepts("AG1001", "other"));
    scene.done("agents deactivate ana");
    scene.done("agents unlock ana");
    assert_eq!(scene.done("agents sessions"), "nobody is signed in\n");
    assert_eq!(scene.done("agents sessions ana --end"), "ana: signed out of 0 platforms, 0 sessions ended\n");
    scene.done("accounts set acme --generate-api-key");
    assert_eq!(scene.done("accounts list"), "acme\n");
    for name in ["ana", "ben", "cleo"] {
        scene.done(&format!("agents remove {name} --yes"));
    }
    scene.import(&exported);
    assert_eq!(scene.done("agents export --with-password-hashes"), exported);
}

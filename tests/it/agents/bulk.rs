//! Many agents are a matter of seconds.

use std::time::{Duration, Instant};

use super::Scene;

/// A hundred thousand take less than a minute where the program is optimised and has the machine for itself.
const AGENTS: u32 = 10_000;
const LIMIT: Duration = Duration::from_mins(2);

#[test]
fn many_agents_are_imported_within_seconds_and_what_is_in_their_way_is_told_within_bounds() {
    let scene = Scene::new();
    let rows: Vec<String> = (1..=AGENTS).map(|at| format!("agent{at},{at},4,{at},x;y,AG{at}")).collect();
    scene.write("agents.csv", format!("username,userId,groupId,projectId,segments,ozonetel\n{}\n", rows.join("\n")));
    let begun = Instant::now();
    assert_eq!(scene.done("agents import agents.csv"), format!("{AGENTS} agents imported\n"));
    assert!(begun.elapsed() < LIMIT, "{:?}", begun.elapsed());
    let text = scene.refused("agents import agents.csv", 1);
    assert!(text.starts_with("error: agents.csv has 20000 faults; nothing was imported\n  line 2: "), "{text}");
    assert!(text.ends_with("\n  … and 19900 more\n") && text.lines().count() == 102, "{text}");
}

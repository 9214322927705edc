//! Many agents are a matter of seconds.

use std::time::{Duration, Instant};

use super::Scene;

#[test]
fn a_hundred_thousand_agents_are_imported_within_a_minute() {
    let scene = Scene::new();
    let rows: Vec<String> =
        (0..100_000).map(|at| format!("agent{at},{},4,{},x;y,AG{at}", at + 1, at % 50 + 1)).collect();
    scene.write("agents.csv", format!("username,userId,groupId,projectId,segments,ozonetel\n{}\n", rows.join("\n")));
    let begun = Instant::now();
    assert_eq!(scene.done("agents import agents.csv"), "100000 agents imported\n");
    // Sixty seconds on a machine of its own: here, others work beside, and nothing is optimised.
    assert!(begun.elapsed() < Duration::from_secs(300), "{:?}", begun.elapsed());
    let text = scene.refused("agents import agents.csv", 1);
    assert!(text.ends_with("\n  … and 99900 more\n"), "{}", &text[text.len() - 200..]);
}

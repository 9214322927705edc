//! Directories that are deployed whole, by swapping a link: everything in them changes at once or not at all.

use std::fs;
use std::os::unix::fs::symlink;
use std::path::Path;

use super::house::{BY_EVENTS, BY_SCANNING, House};
use super::plan::{FACTS, LIBRARY, Plan};
use super::save;

/// What stands at the top of a directory.
const TOP: [&str; 5] = ["lib", "rota", "projects", "assigned", "data.yaml"];

/// As Kubernetes mounts a `ConfigMap`: every name is a link through `..data`, which is a link to a folder of one version.
fn mount(plan: &Plan, root: &Path) {
    plan.write(&root.join("..1"));
    symlink("..1", root.join("..data")).unwrap();
    for name in TOP {
        symlink(format!("..data/{name}"), root.join(name)).unwrap();
    }
}

fn swap_config_maps(settings: &str) {
    let mut house = House::open(settings, mount);
    for number in 2..8 {
        house.step(&format!("swap {number}"), Plan::next_both, |house| {
            house.plan.write(&house.path(&format!("..{number}")));
            symlink(format!("..{number}"), house.path("..data_tmp")).unwrap();
            fs::rename(house.path("..data_tmp"), house.path("..data")).unwrap();
            fs::remove_dir_all(house.path(&format!("..{}", number - 1))).unwrap();
        });
    }
    house.close();
}

#[test]
fn a_config_map_is_swapped_whole() {
    swap_config_maps(BY_EVENTS);
}

#[test]
fn a_config_map_is_swapped_whole_without_file_events() {
    swap_config_maps(BY_SCANNING);
}

#[test]
fn a_root_that_is_a_link_is_swapped_whole_and_followed() {
    let mut house = House::open(BY_EVENTS, |plan, root| {
        plan.write(&root.with_file_name("release-1"));
        symlink("release-1", root).unwrap();
    });
    for number in 2..5 {
        house.step(&format!("release {number}"), Plan::next_both, |house| {
            house.plan.write(&house.outside(&format!("release-{number}")));
            symlink(format!("release-{number}"), house.outside("next")).unwrap();
            fs::rename(house.outside("next"), house.path("")).unwrap();
        });
        house.step(&format!("an edit in release {number}"), Plan::next_library, |house| {
            save::by_rename(&house.path(LIBRARY), &house.plan.library_text());
        });
    }
    house.close();
}

#[test]
fn links_that_leave_the_root_or_lead_nowhere_or_back_change_no_answer() {
    let mut house = House::open(BY_EVENTS, Plan::write);
    let outside = house.outside("elsewhere");
    Plan { library: 30, facts: 30, ..Plan::default() }.write(&outside);
    house.step("links amid an edit", Plan::next_facts, |house| {
        for (name, target) in [("lib/more.rego", outside.join(LIBRARY)), ("more", outside.join("projects"))] {
            symlink(target, house.path(name)).unwrap();
        }
        symlink("../rota", house.path("rota/back")).unwrap();
        symlink("nowhere.rego", house.path("lib/gone.rego")).unwrap();
        save::by_rename(&house.path(FACTS), &house.plan.facts_text());
    });
    // A policy file swapped for a link to a version outside: the last good one goes on.
    fs::remove_file(house.path("projects/1.rego")).unwrap();
    symlink(outside.join("projects/1.rego"), house.path("projects/1.rego")).unwrap();
    assert_eq!(house.await_broken(1), ["projects[\"1\"]"]);
    house.step("the library behind a link within", Plan::next_library, |house| {
        save::in_place(&house.path(".versions/rota.rego"), &house.plan.library_text());
        fs::remove_file(house.path(LIBRARY)).unwrap();
        symlink("../.versions/rota.rego", house.path(LIBRARY)).unwrap();
    });
    house.step("an edit behind the link", Plan::next_library, |house| {
        save::in_place(&house.path(".versions/rota.rego"), &house.plan.library_text());
    });
    house.close();
}

//! Everything that happens to policy directories, one after another, while logins come at full speed.

use std::fs;
use std::time::Duration;

use super::house::{BY_EVENTS, BY_SCANNING, House};
use super::plan::{FACTS, LIBRARY, Plan, policy_file};
use super::{folders, junk, save};

#[test]
fn whatever_happens_to_the_directory_each_login_is_answered_by_one_version() {
    let mut house = House::open(BY_EVENTS, Plan::write);
    saves(&mut house);
    folders::work_on(&mut house);
    folders::bring_and_take_a_thousand(&mut house);
    storms(&mut house);
    faults(&mut house);
    roots(&mut house);
    house.close();
}

#[test]
fn without_file_events_it_is_the_same() {
    let mut house = House::open(BY_SCANNING, Plan::write);
    saves(&mut house);
    folders::work_on(&mut house);
    faults(&mut house);
    roots(&mut house);
    house.close();
}

#[test]
fn an_edit_is_live_within_a_second_of_its_last_byte() {
    for settings in [BY_EVENTS, BY_SCANNING] {
        let mut house = House::open(settings, Plan::write);
        for _ in 0..4 {
            house.step("an edit", Plan::next_library, |house| {
                save::by_rename(&house.path(LIBRARY), &house.plan.library_text());
            });
        }
        // The quickest of four: a machine that is busy with other tests has late moments of its own.
        assert!(house.quickest() < Duration::from_secs(1), "{settings}:\n{}", house.times());
        house.close();
    }
}

fn saves(house: &mut House) {
    for (name, save) in save::MANNERS {
        house.step(&format!("a library {name}"), Plan::next_library, |house| {
            save(&house.path(LIBRARY), &house.plan.library_text());
        });
        house.step(&format!("facts {name}"), Plan::next_facts, |house| {
            save(&house.path(FACTS), &house.plan.facts_text());
        });
    }
}

fn storms(house: &mut House) {
    for (name, save) in save::MANNERS {
        for _ in 0..20 {
            house.announce(Plan::next_library);
            save::by_rename(&house.path(LIBRARY), &house.plan.library_text());
        }
        house.step(&format!("a library {name} after twenty edits"), Plan::next_library, |house| {
            save(&house.path(LIBRARY), &house.plan.library_text());
        });
    }
}

fn faults(house: &mut House) {
    save::in_place(&house.path(LIBRARY), "package lib.rota\n\nopen := {1, 2, 3, 4, 5\n");
    assert_eq!(house.await_broken(5), (1..=5).map(policy_name).collect::<Vec<_>>());
    house.step("facts while the library is broken", Plan::next_facts, |house| {
        save::in_place(&house.path(FACTS), &house.plan.facts_text());
    });
    house.step("the library mended", Plan::next_library, |house| {
        save::in_place(&house.path(LIBRARY), &house.plan.library_text());
    });
    house.step("a library amid junk", Plan::next_library, |house| {
        junk::scatter(&house.path("lib"));
        junk::put_in_place_of(&[11, 12, 13, 14, 30].map(|project| house.path(&policy_file(project))));
        save::in_place(&house.path(LIBRARY), &house.plan.library_text());
    });
    assert_eq!(house.await_broken(5), [14, 30, 11, 12, 13].map(policy_name), "those without a last good version first");
    house.step("the junk cleared away", Plan::next_library, |house| {
        junk::remove(&[11, 12, 13, 14, 30].map(|project| house.path(&policy_file(project))));
        house.plan.write(&house.path(""));
    });
    house.await_broken(0);
}

fn roots(house: &mut House) {
    house.step("the root deleted and made again", Plan::next_library, |house| {
        fs::remove_dir_all(house.path("")).unwrap();
        house.plan.write(&house.path(""));
    });
    house.step("the root renamed, another moved in", Plan::next_both, |house| {
        house.plan.write(&house.outside("next"));
        fs::rename(house.path(""), house.outside("before")).unwrap();
        fs::rename(house.outside("next"), house.path("")).unwrap();
    });
    fs::rename(house.path(""), house.outside("away")).unwrap();
    house.await_health("the root is missed", |health| health["reason"].is_string());
    house.step("the root back, edited", Plan::next_facts, |house| {
        save::in_place(&house.outside("away").join(FACTS), &house.plan.facts_text());
        fs::rename(house.outside("away"), house.path("")).unwrap();
    });
    house.await_health("nothing is missed", |health| health["status"] == "ready");
}

fn policy_name(project: u64) -> String {
    format!("projects[\"{project}\"]")
}

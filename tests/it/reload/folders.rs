//! Folders and files that come, go and change their names.

use std::fs;
use std::path::Path;
use std::thread;
use std::time::Duration;

use super::house::House;
use super::plan::{FACTS, LIBRARY, Plan, open_policy, policy_file};
use super::save;

/// Makes, copies, renames and removes folders and files.
pub fn work_on(house: &mut House) {
    house.step("a file in a new folder", open(21), |house| {
        save::in_place(&house.path("campaigns/spring/21.rego"), &open_policy(21));
    });
    house.step("an edit in the new folder", shut(21), |house| {
        save::in_place(&house.path("campaigns/spring/21.rego"), "package projects[\"21\"]\n\nallow := false\n");
    });
    house.step("a folder deleted and copied back", Plan::next_library, |house| {
        fs::remove_dir_all(house.path("lib")).unwrap();
        save::in_place(&house.path(LIBRARY), &house.plan.library_text());
    });
    house.step("all folders deleted and copied back", open(22), |house| {
        for folder in ["lib", "rota", "assigned", "projects"] {
            fs::remove_dir_all(house.path(folder)).unwrap();
        }
        house.plan.write(&house.path(""));
    });
    house.step("a folder renamed, and another edit", Plan::next_facts, |house| {
        fs::rename(house.path("projects"), house.path("departments")).unwrap();
        save::in_place(&house.path(FACTS), &house.plan.facts_text());
    });
    house.step("a file removed", shut(22), |house| {
        fs::remove_file(house.path("departments/22.rego")).unwrap();
    });
    house.step("a folder renamed back, and another edit", Plan::next_library, |house| {
        fs::rename(house.path("departments"), house.path("projects")).unwrap();
        save::in_place(&house.path(LIBRARY), &house.plan.library_text());
    });
    house.step("a library moved to another folder", Plan::next_library, |house| {
        fs::remove_file(house.path(LIBRARY)).unwrap();
        save::in_place(&house.path("shared/plans/rota.rego"), &house.plan.library_text());
    });
    house.step("a library copied, then removed", Plan::next_library, |house| {
        save::in_place(&house.path("shared/others/rota.rego"), &house.plan.library_text());
        // The watcher sees both files: the mover's own slowness is what is tested.
        thread::sleep(Duration::from_millis(120));
        fs::remove_file(house.path("shared/plans/rota.rego")).unwrap();
    });
    house.step("a library moved back", Plan::next_library, |house| {
        fs::remove_dir_all(house.path("shared")).unwrap();
        save::in_place(&house.path(LIBRARY), &house.plan.library_text());
    });
}

/// A thousand policies below `folder`, one of them asked for.
fn write_thousand(folder: &Path, asked: u64) {
    for project in (2000..2999).chain([asked]) {
        save::in_place(&folder.join(policy_file(project)), &open_policy(project));
    }
}

/// A thousand policies come and go, in several manners.
pub fn bring_and_take_a_thousand(house: &mut House) {
    house.step("a thousand files moved in at once", open(23), |house| {
        write_thousand(&house.outside("staged"), 23);
        fs::rename(house.outside("staged"), house.path("many")).unwrap();
    });
    house.step("a thousand files removed at once", shut(23), |house| {
        fs::remove_dir_all(house.path("many")).unwrap();
    });
    house.step("a thousand files written in place", open(24), |house| write_thousand(&house.path("many"), 24));
    house.step("an edit among a thousand", Plan::next_library, |house| {
        save::by_rename(&house.path(LIBRARY), &house.plan.library_text());
    });
    house.step("a thousand files moved out at once", shut(24), |house| {
        fs::rename(house.path("many"), house.outside("many")).unwrap();
    });
}

fn open(project: u64) -> impl FnOnce(&mut Plan) {
    move |plan| {
        plan.others.insert(project);
    }
}

fn shut(project: u64) -> impl FnOnce(&mut Plan) {
    move |plan| {
        plan.others.remove(&project);
    }
}

//! When two numbers are one, and who gets it.

use super::{INVALID, POLICIES, logged_in, occupied};
use crate::staff::{Staff, agent, at_once};

#[test]
fn digits_are_one_number_with_and_without_a_plus_and_separators() {
    let staff = Staff::of_ozonetel("");
    assert_eq!(staff.log_in("AG1001", "+91 55501-00001"), logged_in("AG1001"));
    for (number, shown) in [
        ("+915550100001", "+915550100001"),
        ("915550100001", "915550100001"),
        ("(91) 5550.1000-01", "915550100001"),
        ("+91 5550 100001", "+915550100001"),
    ] {
        assert_eq!(staff.log_in("AG1002", number), occupied("AG1001", shown), "{number}");
    }
    // Without a country code nobody knows that this is the same phone.
    assert_eq!(staff.log_in("AG1002", "5550100001"), logged_in("AG1002"));
}

#[test]
fn a_plus_that_was_not_escaped_is_no_part_of_the_number() {
    let staff = Staff::of_ozonetel("");
    assert_eq!(staff.asked("AG1001", "phoneNumber=+915550100001&action=login"), logged_in("AG1001"));
    assert_eq!(staff.log_in("AG1002", "+915550100001"), occupied("AG1001", "+915550100001"));
}

#[test]
fn with_a_country_code_national_forms_are_the_same_number() {
    let staff = Staff::of_ozonetel("[ozonetel]\ncountry_code = \"91\"\n");
    assert_eq!(staff.log_in("AG1001", "05550100001"), logged_in("AG1001"));
    for number in ["5550100001", "915550100001", "00915550100001", "+91 5550100001"] {
        assert_eq!(staff.log_in("AG1002", number), occupied("AG1001", "+915550100001"), "{number}");
    }
    assert_eq!(staff.log_in("AG1002", "+15550100001"), logged_in("AG1002"));
}

#[test]
fn policies_see_the_number() {
    let policy = "package platforms.ozonetel\n\nallow if startswith(input.station.phone, \"+91\")\n";
    let staff = Staff::with("[ozonetel]\ncountry_code = \"91\"\n", &[("ozonetel.rego", policy)]);
    staff.open_account();
    staff.add(agent("AG1001"));
    assert_eq!(staff.log_in("AG1001", "+15550100001"), INVALID);
    assert_eq!(staff.log_in("AG1001", "5550100001"), logged_in("AG1001"));
}

#[test]
fn of_many_agents_who_log_in_with_one_number_at_once_one_wins_and_the_others_hear_who() {
    let staff = Staff::with("", POLICIES);
    staff.open_account();
    let names: Vec<String> = (0..10).map(|at| format!("AG20{at:02}")).collect();
    names.iter().for_each(|name| _ = staff.add(agent(name)));
    let answers = at_once(names.len(), |at| staff.log_in(&names[at], "+915550100001"));
    let winners: Vec<&String> =
        names.iter().zip(&answers).filter(|(name, answer)| **answer == logged_in(name)).map(|(name, _)| name).collect();
    assert_eq!(winners.len(), 1, "{answers:#?}");
    let others = occupied(winners[0], "+915550100001");
    assert_eq!(answers.iter().filter(|answer| **answer == others).count(), names.len() - 1, "{answers:#?}");
}

#[test]
fn of_many_logins_of_one_agent_at_once_one_succeeds() {
    let staff = Staff::of_ozonetel("");
    let answers = at_once(8, |at| staff.log_in("AG1001", &format!("+9155501000{at:02}")));
    let already = r#"{"status":"error","message":"Agent has already logged in"}"#;
    let count = |wanted: &str| answers.iter().filter(|answer| *answer == wanted).count();
    assert_eq!((count(&logged_in("AG1001")), count(already)), (1, 7), "{answers:#?}");
}

//! Each login is counted once, as what it came to in the end.

use logingate::directory::NewAgent;

use super::{Way, staff};
use crate::server::Connection;
use crate::staff::{RIGHT, Staff, WRONG, agent};

/// What was counted of logins, without those that came to nothing.
pub fn counted(staff: &Staff) -> Vec<String> {
    let text = Connection::to(staff.server.admin).ask("GET", "/metrics", "").body;
    let lines = text.lines().filter_map(|line| line.strip_prefix("logingate_admissions_total{platform=\""));
    let mut counted: Vec<_> = lines
        .filter(|line| !line.ends_with("} 0"))
        .map(|line| line.replace("\",outcome=\"", " ").replace("\"}", ""))
        .collect();
    counted.sort();
    counted
}

#[test]
fn who_is_let_in_is_counted_so_once_and_who_has_no_such_password_too() {
    for (way, platform) in
        Way::ALL.into_iter().zip(["ucontact", "ucontact", "ozonetel", "acqueon", "acqueon", "iservice"])
    {
        let staff = staff();
        assert!(way.lets_in(&way.log_in(&staff, "ana", RIGHT, "5101")), "{way:?}");
        assert_eq!(counted(&staff), [format!("{platform} admitted 1")], "{way:?}");
        // A password that is too long is nobody's; some platforms read none of that length.
        let password = if way.reads_long_passwords() { "x".repeat(1025) } else { WRONG.to_owned() };
        for password in [WRONG, &password] {
            assert!(!way.lets_in(&way.log_in(&staff, "ana", password, "5102")), "{way:?}");
        }
        let both = [format!("{platform} admitted 1"), format!("{platform} bad_credentials 2")];
        assert_eq!(counted(&staff), both, "{way:?}");
    }
}

#[test]
fn a_number_or_extension_that_somebody_else_has_is_no_admission() {
    for (way, platform) in [(Way::Ozonetel, "ozonetel"), (Way::Acqueon, "acqueon"), (Way::Finesse, "acqueon")] {
        let staff = staff();
        staff.add(agent("ben"));
        assert!(way.lets_in(&way.log_in(&staff, "ben", RIGHT, "5101")), "{way:?}");
        assert!(!way.lets_in(&way.log_in(&staff, "ana", RIGHT, "5101")), "{way:?}");
        let expected = [format!("{platform} admitted 1"), format!("{platform} station_in_use 1")];
        assert_eq!(counted(&staff), expected, "{way:?}");
    }
    let staff = Staff::with("", super::POLICIES);
    for name in ["ana", "ben"] {
        staff.add(NewAgent { extension: Some("5101".to_owned()), ..agent(name) });
        Way::Ucontact.log_in(&staff, name, RIGHT, "");
    }
    assert_eq!(counted(&staff), ["ucontact admitted 1", "ucontact station_in_use 1"]);
}

#[test]
fn a_second_login_that_is_refused_is_no_admission() {
    for (way, platform) in [(Way::Ozonetel, "ozonetel"), (Way::Acqueon, "acqueon"), (Way::Finesse, "acqueon")] {
        let staff = staff();
        assert!(way.lets_in(&way.log_in(&staff, "ana", RIGHT, "5101")), "{way:?}");
        assert!(!way.lets_in(&way.log_in(&staff, "ana", RIGHT, "5102")), "{way:?}");
        let expected = [format!("{platform} admitted 1"), format!("{platform} already_logged_in 1")];
        assert_eq!(counted(&staff), expected, "{way:?}");
    }
    let staff = Staff::with("[ucontact]\nsecond_login = \"refuse\"\n", super::POLICIES);
    staff.add(agent("ana"));
    for _ in 0..2 {
        Way::Ucontact.log_in(&staff, "ana", RIGHT, "");
    }
    assert_eq!(counted(&staff), ["ucontact admitted 1", "ucontact already_logged_in 1"]);
}

#[test]
fn what_a_policy_denies_and_who_lacks_the_right_are_no_admissions() {
    let staff = Staff::with("", &[]);
    staff.add(agent("ana"));
    assert_eq!(Way::UcontactUser.log_in(&staff, "ana", RIGHT, "").body, "0");
    assert_eq!(Way::Ucontact.log_in(&staff, "ana", RIGHT, "").body, "0");
    assert!(!Way::Iservice.lets_in(&Way::Iservice.log_in(&staff, "ana", RIGHT, "")));
    assert_eq!(counted(&staff), ["iservice denied 1", "ucontact denied 1", "ucontact no_access_right 1"]);
}

//! A password that is changed in the very moment in which somebody logs in with the old one: the login opens nothing.

use logingate::directory::SessionFilter;

use super::counted::counted;
use super::{Way, staff};
use crate::staff::{RIGHT, WRONG};

/// What changing a password does to an agent, done by the database as soon as failures before a right password are
/// forgotten: after it was found right, before anything is opened.
const BESIDE: &str = "\
    CREATE TRIGGER another_password AFTER UPDATE OF failures ON agents WHEN OLD.failures > 0 AND NEW.failures = 0 BEGIN \
        UPDATE agents SET generation = generation + 1 WHERE id = NEW.id; \
        DELETE FROM sessions WHERE agent_id = NEW.id; \
    END";

#[test]
fn a_password_that_changes_while_it_is_used_opens_nothing_on_any_platform() {
    for way in Way::ALL {
        let staff = staff();
        let refusal = way.log_in(&staff, "ana", WRONG, "5101");
        assert!(!way.lets_in(&refusal), "{way:?} {refusal:?}");
        staff.database().execute_batch(BESIDE).unwrap();
        assert_eq!(way.log_in(&staff, "ana", RIGHT, "5101"), refusal, "{way:?}");
        assert!(counted(&staff).iter().any(|line| line.ends_with(" outdated 1")), "{way:?} {:?}", counted(&staff));
        let sessions = staff.directory.sessions(SessionFilter::default(), crate::server::EIGHT, 9);
        assert_eq!(staff.directory.wait(sessions), Ok(Vec::new()), "{way:?}");
        let presences = staff.directory.presences(SessionFilter::default(), 9);
        assert_eq!(staff.directory.wait(presences), Ok(Vec::new()), "{way:?}");
        let again = way.log_in(&staff, "ana", RIGHT, "5101");
        assert!(way.lets_in(&again), "{way:?} {again:?}");
    }
}

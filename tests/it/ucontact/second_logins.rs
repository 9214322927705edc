//! An agent who is in logs in again; two agents have one extension.

use std::time::Duration;

use logingate::directory::NewAgent;

use super::{AGENT_LOGOFF, POLICIES};
use crate::staff::{RIGHT, Staff, agent, at_once};

#[test]
fn the_new_token_is_valid_and_the_one_before_is_not() {
    let staff = Staff::of_ucontact("");
    let (before, after) = (staff.token("Vcisneros"), staff.token("Vcisneros"));
    assert_eq!(staff.ask_with(&before, AGENT_LOGOFF, "agent=Vcisneros"), "0");
    assert_eq!(staff.ask_with(&after, AGENT_LOGOFF, "agent=Vcisneros"), "1");
}

#[test]
fn where_it_is_refused_it_is_as_long_as_a_token_is_valid() {
    let staff = Staff::of_ucontact("[ucontact]\nsecond_login = \"refuse\"\ntoken_lifetime = \"1h\"\n");
    let token = staff.token("Vcisneros");
    assert_eq!(staff.agent_login("Vcisneros", RIGHT).body, "0");
    assert_eq!(staff.ask_with(&token, AGENT_LOGOFF, "agent=Vcisneros"), "1");
    staff.token("Vcisneros");
    assert_eq!(staff.agent_login("Vcisneros", RIGHT).body, "0");
    staff.server.clock.advance(Duration::from_hours(1));
    staff.token("Vcisneros");
}

#[test]
fn of_many_logins_of_one_agent_at_once_one_token_stays() {
    let staff = Staff::of_ucontact("");
    let tokens = at_once(8, |_| staff.token("Vcisneros"));
    let ended = |token: &&String| staff.ask_with(token, super::END_SESSION, "") == "1";
    assert_eq!(tokens.iter().filter(ended).count(), 1);
}

#[test]
fn of_two_agents_at_one_extension_the_first_is_in() {
    let staff = Staff::with("", POLICIES);
    let at = |name: &str| NewAgent { extension: Some("2001".to_owned()), ..agent(name) };
    staff.add(at("ana"));
    staff.add(at("ben"));
    let token = staff.token("ana");
    assert_eq!(staff.agent_login("ben", RIGHT).body, "0");
    assert_eq!(staff.ask_with(&token, AGENT_LOGOFF, "agent=ana"), "1");
    staff.token("ben");
}

#[test]
fn of_many_agents_who_log_in_at_one_extension_at_once_one_wins() {
    let staff = Staff::with("", POLICIES);
    let names: Vec<String> = (0..8).map(|at| format!("agent{at}")).collect();
    for name in &names {
        staff.add(NewAgent { extension: Some("2001".to_owned()), ..agent(name) });
    }
    let answers = at_once(names.len(), |at| staff.agent_login(&names[at], RIGHT).body);
    assert_eq!(answers.iter().filter(|answer| *answer != "0").count(), 1, "{answers:?}");
}

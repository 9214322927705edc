//! `AgentLogoff`: whoever has the agent's token.

use std::time::Duration;

use super::{AGENT_LOGOFF, END_SESSION, FORM, victor};
use crate::staff::{RIGHT, Staff, agent};

#[test]
fn an_agent_who_is_in_logs_off_once() {
    let staff = Staff::of_ucontact("");
    let token = staff.token("Vcisneros");
    let form = "agent=Vcisneros&interface=SIP%2F1997&message=See+you";
    assert_eq!(staff.ask_with(&token, AGENT_LOGOFF, form), "1");
    assert_eq!(staff.ask_with(&token, AGENT_LOGOFF, form), "0");
    // The token is valid until its session ends.
    assert_eq!(staff.ask_with(&token, END_SESSION, ""), "1");
    assert_eq!(staff.ask_with(&token, END_SESSION, ""), "0");
}

#[test]
fn nobody_logs_off_another_agent() {
    let staff = Staff::of_ucontact("");
    staff.add(agent("eve"));
    let (victors, eves) = (staff.token("Vcisneros"), staff.token("eve"));
    assert_eq!(staff.ask_with(&eves, AGENT_LOGOFF, "agent=Vcisneros"), "0");
    for lines in ["", "Authorization: Basic x\r\n", "Authorization: Basic\r\n", "Authorization: Bearer x\r\n"] {
        let answer = staff.post(AGENT_LOGOFF, &format!("{FORM}{lines}"), "agent=Vcisneros");
        assert_eq!((answer.status, &*answer.body), (200, "0"), "{lines}");
    }
    assert_eq!(staff.ask_with(&victors, AGENT_LOGOFF, "agent=vcisneros"), "1");
}

#[test]
fn an_agent_is_named() {
    let staff = Staff::of_ucontact("");
    let token = staff.token("Vcisneros");
    for form in ["", "interface=SIP%2F1997", "agent=", "agent=Vcisneros&agent=eve"] {
        assert_eq!(staff.ask_with(&token, AGENT_LOGOFF, form), "0", "{form}");
    }
}

#[test]
fn a_token_ends_when_it_was_not_used_for_long_enough() {
    let staff = Staff::of_ucontact("[ucontact]\ntoken_lifetime = \"1h\"\n");
    let token = staff.token("Vcisneros");
    staff.server.clock.advance(Duration::from_mins(59));
    assert_eq!(staff.ask_with(&token, AGENT_LOGOFF, "agent=eve"), "0");
    staff.server.clock.advance(Duration::from_mins(59));
    assert_eq!(staff.ask_with(&token, AGENT_LOGOFF, "agent=Vcisneros"), "1");
    staff.server.clock.advance(Duration::from_hours(1));
    assert_eq!(staff.ask_with(&token, END_SESSION, ""), "0");
}

#[test]
fn a_deactivated_agent_is_out_at_once() {
    let staff = Staff::with("", super::POLICIES);
    let id = staff.add(victor());
    let token = staff.token("Vcisneros");
    staff.directory.wait(staff.directory.set_active(id, false)).unwrap();
    assert_eq!(staff.ask_with(&token, AGENT_LOGOFF, "agent=Vcisneros"), "0");
    assert_eq!(staff.ask_with(&token, END_SESSION, ""), "0");
    assert_eq!(staff.agent_login("Vcisneros", RIGHT).body, "0");
    staff.directory.wait(staff.directory.set_active(id, true)).unwrap();
    assert_eq!(staff.ask_with(&token, AGENT_LOGOFF, "agent=Vcisneros"), "0");
    staff.token("Vcisneros");
}

//! `EndSession`: the token in the header, in the form, or in both.

use super::{END_SESSION, FORM};
use crate::staff::{Staff, agent};

fn encoded(token: &str) -> String {
    token.replace('+', "%2B").replace('=', "%3D").replace('/', "%2F")
}

#[test]
fn a_session_is_ended_once_wherever_its_token_stands() {
    let staff = Staff::of_ucontact("");
    for (in_header, form) in
        [(true, ""), (true, "user=vcisneros&token={}"), (false, "token={}"), (true, "user=Vcisneros")]
    {
        let token = staff.token("Vcisneros");
        let form = form.replace("{}", &encoded(&token));
        let header = if in_header { format!("Authorization: Basic {token}\r\n") } else { String::new() };
        for expected in ["1", "0"] {
            let answer = staff.post(END_SESSION, &format!("{FORM}{header}"), &form);
            assert_eq!((answer.status, &*answer.body), (200, expected), "{form}");
        }
    }
}

#[test]
fn a_session_is_ended_by_nobody_else() {
    let staff = Staff::of_ucontact("");
    staff.add(agent("eve"));
    let (victors, eves) = (staff.token("Vcisneros"), staff.token("eve"));
    assert_eq!(staff.ask_with(&victors, END_SESSION, "user=eve"), "0");
    assert_eq!(staff.ask_with(&eves, END_SESSION, &format!("token={}", encoded(&victors))), "0");
    assert_eq!(staff.post(END_SESSION, "", "").body, "0");
    for token in [victors, eves] {
        assert_eq!(staff.ask_with(&token, END_SESSION, ""), "1");
    }
}

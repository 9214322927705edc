//! What holds for every input.

use proptest::prelude::*;

use super::super::{AgentState, User, UserUpdate};
use super::read;
use crate::config::Team;

proptest! {
    #[test]
    fn no_body_panics(body: Vec<u8>, text in any::<String>()) {
        let _ = (UserUpdate::read(&body), read(&text), read(&format!("<User>{text}</User>")));
    }

    #[test]
    fn nothing_made_of_the_pieces_of_the_wire_panics(pieces in prop::collection::vec(any_piece(), 0..24)) {
        let text = pieces.concat();
        let _ = (read(&text), read(&format!("<User>{text}</User>")));
    }

    #[test]
    fn whatever_a_user_is_called_the_answer_is_read_back(first in "\\PC{1,12}", login_id in "\\PC{1,12}", reason in 0..99_u8) {
        let reason = reason.to_string();
        let user = User {
            login_id: &login_id,
            login_name: "x",
            full_name: Some(&first),
            extension: "5101",
            state: AgentState::NotReady,
            reason: Some(&reason),
            state_since: Some(0),
        };
        let xml = user.to_xml(&Team { id: first.clone(), name: login_id.clone() });
        prop_assert_eq!(read(&xml), Ok(UserUpdate::NotReady { reason: Some(reason.clone()) }), "{}", xml);
    }
}

fn any_piece() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec![
        "<User>",
        "</User>",
        "<User/>",
        "<state>",
        "</state>",
        "LOGIN",
        "READY",
        "<extension>",
        "</extension>",
        "5101",
        "<mobileAgent>",
        "</mobileAgent>",
        "<mode/>",
        "&amp;",
        "&x;",
        "&#0;",
        "&",
        "<!--",
        "-->",
        "<![CDATA[",
        "]]>",
        "<!DOCTYPE a [",
        "]>",
        "<?xml version=\"1.0\"?>",
        "<",
        ">",
        "\"",
        " ",
        "\u{feff}",
        "é",
    ])
}

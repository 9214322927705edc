//! Users and errors as XML.

use std::collections::HashSet;

use super::super::{AgentState, ApiError, ErrorKind, User};
use crate::config::Team;

fn user() -> User<'static> {
    User {
        login_id: "700100",
        login_name: "agent1",
        full_name: Some("Agent van One"),
        extension: "5101",
        state: AgentState::NotReady,
        reason: Some("1"),
        state_since: Some(1_893_484_800_000_000_000),
    }
}

fn team() -> Team {
    Team { id: "1".into(), name: "Team <1>".into() }
}

#[test]
fn a_user_has_the_documented_elements() {
    assert_eq!(
        user().to_xml(&team()),
        "<User><dialogs>/finesse/api/User/700100/Dialogs</dialogs><extension>5101</extension>\
         <firstName>Agent</firstName><lastName>van One</lastName><loginId>700100</loginId><loginName>agent1</loginName>\
         <mediaType>1</mediaType><reasonCodeId>1</reasonCodeId><roles><role>Agent</role></roles>\
         <settings><wrapUpOnIncoming>NOT_ALLOWED</wrapUpOnIncoming><wrapUpOnOutgoing>NOT_ALLOWED</wrapUpOnOutgoing>\
         </settings><state>NOT_READY</state><stateChangeTime>2030-01-01T08:00:00.000Z</stateChangeTime>\
         <teamId>1</teamId><teamName>Team &lt;1&gt;</teamName><uri>/finesse/api/User/700100</uri></User>"
    );
}

#[test]
fn whoever_is_signed_out_has_no_extension_and_no_time() {
    let out =
        User { extension: "", state: AgentState::Logout, reason: None, state_since: None, full_name: None, ..user() };
    let xml = out.to_xml(&team());
    for part in ["<extension/>", "<reasonCodeId>-1</reasonCodeId>", "<state>LOGOUT</state>", "<stateChangeTime/>"] {
        assert!(xml.contains(part), "{part}\n{xml}");
    }
    assert!(xml.contains("<firstName>agent1</firstName><lastName/>"), "{xml}");
}

#[test]
fn no_name_breaks_the_document() {
    let odd = User { full_name: Some("a\u{0}b <&> \u{fffe}\"c"), login_id: "]]>&\u{1}", ..user() };
    let xml = odd.to_xml(&team());
    assert!(xml.contains("<firstName>ab</firstName><lastName>&lt;&amp;&gt; "), "{xml}");
    let mut reader = quick_xml::Reader::from_str(&xml);
    while reader.read_event().unwrap() != quick_xml::events::Event::Eof {}
}

#[test]
fn an_error_has_its_type_its_message_and_what_it_is_about() {
    assert_eq!(
        ApiError::new(ErrorKind::UserNotFound, "a<b").to_xml(),
        "<ApiErrors><ApiError><ErrorType>User Not Found</ErrorType><ErrorData>a&lt;b</ErrorData>\
         <ErrorMessage>UNKNOWN_USER</ErrorMessage></ApiError></ApiErrors>"
    );
}

#[test]
fn every_kind_of_error_has_a_documented_status_and_words_of_its_own() {
    let types: HashSet<_> = ErrorKind::ALL.iter().map(|kind| kind.error_type()).collect();
    let messages: HashSet<_> = ErrorKind::ALL.iter().map(|kind| kind.error_message()).collect();
    assert_eq!((types.len(), messages.len()), (ErrorKind::ALL.len(), ErrorKind::ALL.len()));
    for kind in ErrorKind::ALL {
        assert!([400, 401, 404, 503].contains(&kind.status()), "{kind:?}");
    }
    assert_eq!((ErrorKind::Unauthorized.status(), ErrorKind::OutOfService.status()), (401, 503));
}

#[test]
fn only_ready_is_ready() {
    assert_eq!(AgentState::of_signed_in("READY"), AgentState::Ready);
    for other in ["NOT_READY", "ready", "", "LOGOUT"] {
        assert_eq!(AgentState::of_signed_in(other), AgentState::NotReady, "{other}");
    }
}

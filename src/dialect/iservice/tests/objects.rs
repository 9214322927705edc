//! The `LoggedIn` object and what stands around it.

use crate::dialect::iservice::{
    Complaint, Contact, LoggedIn, Login, LoginType, Website, answer, redirect_answer, reset_page,
};

fn website() -> Website {
    Website {
        tenant_id: "7".to_owned(),
        segments: vec!["1".to_owned(), "2".to_owned()],
        broadcast_message: "<b>Lunch</b>".to_owned(),
        spam_policy_url: "https://example.test/spam".to_owned(),
        is_password_reset_configured: true,
    }
}

fn text(bytes: Vec<u8>) -> String {
    String::from_utf8(bytes).unwrap()
}

#[test]
fn an_agent_has_every_field_in_the_order_of_the_page() {
    let logins = vec![
        Login { name: "agent.one", kind: LoginType::UserName },
        Login { name: "agent.one@example.test", kind: LoginType::Email },
        Login { name: "104273", kind: LoginType::OpenId("Google") },
    ];
    let (rights, segments) = (["ViewTickets".to_owned()], ["3".to_owned()]);
    let contact = Contact {
        id: 1001,
        full_name: Some("Agent One"),
        is_agent: true,
        segments: &segments,
        access_rights: &rights,
        logins,
    };
    let website = website();
    assert_eq!(
        text(answer(None, &LoggedIn::contact(&website, contact))),
        concat!(
            r#"{"loggedIn":{"accessRights":["ViewTickets"],"accessibleSegments":["3"],"alsoUseDefaultCSS":false,"#,
            r#""broadcastMessage":"<b>Lunch</b>","chats":[],"contactID":"1001","contactName":"Agent One","#,
            r#""isAvailable":false,"isLoggedIn":true,"isPasswordResetConfigured":true,"#,
            r#""logins":[{"name":"agent.one","type":""},{"name":"agent.one@example.test","type":"Email"},"#,
            r#"{"name":"104273","type":"Google"}],"numChats":0,"registrationFormID":"","#,
            r#""spamPolicyUrl":"https://example.test/spam","styleSheet":"","tenantID":"7"}}"#,
        )
    );
}

#[test]
fn a_customer_has_the_segments_of_the_website_and_no_rights() {
    let (rights, segments) = (["All".to_owned()], ["9".to_owned()]);
    let contact = Contact {
        id: 5,
        full_name: None,
        is_agent: false,
        segments: &segments,
        access_rights: &rights,
        logins: Vec::new(),
    };
    let website = website();
    let answer: serde_json::Value =
        serde_json::from_slice(&answer(None, &LoggedIn::contact(&website, contact))).unwrap();
    let object = &answer["loggedIn"];
    assert_eq!(object["accessRights"], serde_json::json!([]));
    assert_eq!(object["accessibleSegments"], serde_json::json!(["1", "2"]));
    assert_eq!((&object["broadcastMessage"], &object["tenantID"]), (&"".into(), &"7".into()));
}

#[test]
fn whoever_has_no_name_is_called_by_address_then_login_then_id() {
    let email = Login { name: "a@example.test", kind: LoginType::Email };
    let user_name = Login { name: "anna", kind: LoginType::UserName };
    let open_id = Login { name: "1042", kind: LoginType::OpenId("Google") };
    let website = website();
    for (full_name, logins, name) in [
        (Some("Anna Adam"), vec![email], "Anna Adam"),
        (Some(" "), vec![user_name, email], "a@example.test"),
        (None, vec![open_id, user_name], "anna"),
        (None, vec![open_id], "5"),
    ] {
        let contact = Contact { id: 5, full_name, is_agent: true, segments: &[], access_rights: &[], logins };
        let object = serde_json::to_value(LoggedIn::contact(&website, contact)).unwrap();
        assert_eq!(object["contactName"], name);
    }
}

#[test]
fn a_refusal_says_nothing_of_anybody() {
    let website = website();
    assert_eq!(
        text(answer(Some(&Complaint::LoginFailed), &LoggedIn::nobody(&website))),
        concat!(
            r#"{"errors":["Login failed."],"loggedIn":{"accessRights":[],"accessibleSegments":["1","2"],"#,
            r#""alsoUseDefaultCSS":false,"broadcastMessage":"","chats":[],"contactID":"","contactName":"","#,
            r#""isAvailable":false,"isLoggedIn":false,"isPasswordResetConfigured":true,"logins":[],"numChats":0,"#,
            r#""registrationFormID":"","spamPolicyUrl":"https://example.test/spam","styleSheet":"","tenantID":""}}"#,
        )
    );
}

#[test]
fn a_redirect_stands_in_front_of_the_object() {
    let website = website();
    let answer = text(redirect_answer("https://id.example.test/a?b=c", &LoggedIn::nobody(&website)));
    assert!(answer.starts_with(r#"{"redirect":"https://id.example.test/a?b=c","loggedIn":{"#), "{answer}");
}

#[test]
fn what_stands_in_a_link_cannot_break_out_of_the_page() {
    let page = reset_page("\"><script>alert('1')</script>&", 12);
    assert!(!page.contains("<script") && !page.contains("'1'"), "{page}");
    assert!(page.contains(r#"value="&quot;&gt;&lt;script&gt;"#), "{page}");
}

//! The messages that an agent gets, byte by byte where they are documented.

use super::super::{Envelope, Workspace, list};
use crate::config::{AcqueonSettings, Contact, Sources, load};
use crate::dialect::finesse::{AgentState, User};

const SINCE: i64 = 1_893_484_800_000_000_000;
const USER: &str = concat!(
    r#"{"agentTime":"01:15","issupervisor":false,"dialogs":"/finesse/api/User/700100/Dialogs","extension":"5101","#,
    r#""firstName":"Agent","lastName":"One","loginId":"700100","loginName":"agent1","mediaType":"1","reasonCodeId":"-1","#,
    r#""roles":["Agent"],"settings":{"wrapUpOnIncoming":"NOT_ALLOWED","wrapUpOnOutgoing":"NOT_ALLOWED"},"#,
    r#""state":"NOT_READY","stateChangeTime":"2030-01-01T08:00:00.000Z","teamId":"1","teamName":"Team 1","#,
    r#""uri":"/finesse/api/User/700100","wrapUpTimer":"60","#,
    r#""teams":[{"id":"1","name":"Team 1","uri":"/finesse/api/User/700100"}]}"#,
);

fn user() -> User<'static> {
    User {
        login_id: "700100",
        login_name: "agent1",
        full_name: Some("Agent One"),
        extension: "5101",
        state: AgentState::NotReady,
        reason: None,
        state_since: Some(SINCE),
    }
}

fn settings() -> AcqueonSettings {
    let directory = tempfile::tempdir().unwrap();
    load(&Sources { directory: directory.path().to_owned(), ..Sources::default() }).unwrap().settings.acqueon
}

fn workspace() -> Workspace {
    let contact = Contact {
        first_name: "Anna".into(),
        last_name: "Abel".into(),
        phone_number: "5199".into(),
        description: "Reception".into(),
    };
    Workspace::new(&AcqueonSettings { phone_book: vec![contact], ..settings() })
}

fn at() -> i64 {
    SINCE + 75_000_000_000
}

fn rules() -> String {
    format!(
        r#"{{"SequentialActions":{{"items":{{}},"count":2}},"ResponseType":0,"ResponseText":"Success","ResponseActual":{{"user":{USER}}}}}"#
    )
}

#[test]
fn the_state_of_an_agent_is_told_as_documented() {
    let rules = rules();
    assert_eq!(
        workspace().agent_state(&user(), at()).as_str(),
        format!(
            r#"{{"channel":"Cisco","topic":"Agent","subtopic":"SetAgentState","message":{{"data":{USER},"rules":{rules}}}}}"#
        )
    );
}

#[test]
fn the_application_state_is_told_as_documented_but_for_the_password() {
    let rules = rules();
    let info =
        r#"{"extension":"5101","username":"700100","ismobileagent":false,"mobileagentmode":"","mobilenumber":""}"#;
    assert_eq!(
        workspace().app_state("Call", &user(), at()).as_str(),
        format!(
            r#"{{"channel":"Cisco","topic":"Call","subtopic":"GetAppState","message":{{"ctiState":{{"userInfo":{info},"State":"NOT_READY","agentState":"NOT_READY","makeCall":null,"rules":{rules}}}}}}}"#
        )
    );
}

#[test]
fn a_sign_in_triggers_the_fifteen_messages_in_the_vendors_order() {
    let triggered = workspace().signed_in(&user(), at());
    let names: Vec<String> = triggered
        .iter()
        .map(|message| {
            let message: serde_json::Value = serde_json::from_str(message.as_str()).unwrap();
            assert_eq!(message["channel"], "Cisco");
            assert!(message["message"].is_object() && !message.to_string().contains("password"), "{message}");
            message["subtopic"].as_str().unwrap().to_owned()
        })
        .collect();
    assert_eq!(
        names,
        [
            "OpenConnection",
            "SetConnectionStatus",
            "SetAgentState",
            "Login",
            "GetAppState",
            "CallsStateChange",
            "SetMRDList",
            "GetMedia",
            "SetSystemInfo",
            "SetMappedMRD",
            "Map",
            "SetLogOutReasonCodes",
            "SetNotReadyReasonCodes",
            "SetPhoneBook",
            "SetWrapupCode",
        ]
    );
}

#[test]
fn calls_lists_and_the_phone_book_are_told_as_documented() {
    let triggered = workspace().signed_in(&user(), at());
    for (at, expected) in [
        (
            5,
            r#"{"channel":"Cisco","topic":"Call","subtopic":"CallsStateChange","message":{"source":"api","calls":[],"isNonVoice":false}}"#,
        ),
        (
            11,
            r#"{"channel":"Cisco","topic":"Agent","subtopic":"SetLogOutReasonCodes","message":{"packet":"LogOutReasonCodes","data":[{"uri":"/finesse/api/User/700100/ReasonCode/11","category":"LOGOUT","code":"11","label":"End of shift","forAll":"true"},{"uri":"/finesse/api/User/700100/ReasonCode/12","category":"LOGOUT","code":"12","label":"Technical trouble","forAll":"true"}]}}"#,
        ),
        (
            13,
            r#"{"channel":"Cisco","topic":"Agent","subtopic":"SetPhoneBook","message":{"packet":"phoneBook","data":[{"name":"Phone Book","type":"GLOBAL","uri":"/finesse/api/PhoneBook/1","contacts":[{"firstName":"Anna","lastName":"Abel","phoneNumber":"5199","description":"Reception","uri":"/finesse/api/PhoneBook/1/Contact/1"}]}]}}"#,
        ),
        (
            14,
            r#"{"channel":"Cisco","topic":"Agent","subtopic":"SetWrapupCode","message":{"packet":"WrapUpCodes","data":[{"uri":"/finesse/api/User/700100/WrapUpReason/1","label":"Resolved","forAll":"true"},{"uri":"/finesse/api/User/700100/WrapUpReason/2","label":"Call back","forAll":"true"},{"uri":"/finesse/api/User/700100/WrapUpReason/3","label":"Wrong number","forAll":"true"}]}}"#,
        ),
    ] {
        assert_eq!(triggered[at].as_str(), expected);
    }
}

#[test]
fn reasons_are_those_of_the_settings_or_any_where_there_are_none() {
    let workspace = workspace();
    assert!(workspace.is_not_ready_reason("4") && !workspace.is_not_ready_reason("11"));
    assert!(workspace.is_logout_reason("11") && workspace.is_logout_reason("4") && !workspace.is_logout_reason("5"));
    let any = AcqueonSettings { not_ready_reasons: Vec::new(), logout_reasons: Vec::new(), ..settings() };
    let any = Workspace::new(&any);
    assert!(any.is_not_ready_reason("9999999999") && any.is_logout_reason("5"));
}

#[test]
fn whoever_logs_out_is_told_the_state_and_that_the_connection_is_over() {
    let out = User { state: AgentState::Logout, state_since: None, extension: "", ..user() };
    let told = list(&workspace().signed_out(&out, at()), &Envelope::default());
    let told: serde_json::Value = serde_json::from_str(&told).unwrap();
    assert_eq!(told[0]["message"]["data"]["state"], "LOGOUT");
    assert_eq!(told[0]["message"]["data"]["agentTime"], "00:00");
    assert_eq!(told[1]["message"], serde_json::json!({"isConnected": false, "message": "Disconnected"}));
    assert_eq!(list(&[], &Envelope::default()), "[]");
}

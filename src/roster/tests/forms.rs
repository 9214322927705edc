//! The ways in which an agent may be spelt.

use serde_json::json;

use super::rows;
use crate::decision::{Platform, ProjectId};
use crate::directory::{LoginName, LoginNameKind, NewAgent, UserType};
use crate::roster::Credential;

const CSV: &str = "\
username,userId,groupId,projectId,secondaryProjectIds,customData.language,customData,extension,phone,fullName,email,\
language,active,inactivityMinutes,userType,segments,accessRights,ucontact,ozonetel,acqueon,iservice,iserviceEmails,\
iserviceOpenIds,password
ana,7,4,42,43;44,es,\"{\"\"skills\"\":[1,2]}\",5101,+915550100001,\"Ana, the first\",ana@example.test,en,TRUE,30,agent,\
2;3,ViewTickets,ana.u,AG1001,ana.c,ana.i,ana@example.test;a@example.test,google:113,correct horse
";

const NDJSON: &str = r#"{"username":"ana","userId":7,"groupId":"4","projectId":42,"secondaryProjectIds":[43,44],"customData":{"language":"es","skills":[1,2]},"extension":"5101","phone":"+915550100001","fullName":"Ana, the first","email":"ana@example.test","language":"en","active":true,"inactivityMinutes":30,"userType":"agent","segments":["2","3"],"accessRights":["ViewTickets"],"ucontact":"ana.u","ozonetel":"AG1001","acqueon":"ana.c","iservice":"ana.i","iserviceEmails":["ana@example.test","a@example.test"],"iserviceOpenIds":["google:113"],"password":"correct horse"}"#;

fn ana() -> NewAgent {
    let id = |text: &str| text.parse::<ProjectId>().unwrap();
    let named = |platform, kind, name: &str| LoginName { platform, kind, name: name.to_owned() };
    let google = LoginNameKind::OpenId { provider: "google".into() };
    NewAgent {
        username: "ana".into(),
        login_names: vec![
            named(Platform::Ucontact, LoginNameKind::Name, "ana.u"),
            named(Platform::Ozonetel, LoginNameKind::Name, "AG1001"),
            named(Platform::Acqueon, LoginNameKind::Name, "ana.c"),
            named(Platform::Iservice, LoginNameKind::Name, "ana.i"),
            named(Platform::Iservice, LoginNameKind::Email, "ana@example.test"),
            named(Platform::Iservice, LoginNameKind::Email, "a@example.test"),
            named(Platform::Iservice, google, "113"),
        ],
        user_id: "7".parse().ok(),
        group_id: "4".parse().ok(),
        projects: vec![id("42"), id("43"), id("44")],
        custom_data: json!({"language": "es", "skills": [1, 2]}).as_object().cloned().unwrap(),
        extension: Some("5101".into()),
        phone: Some("+915550100001".into()),
        full_name: Some("Ana, the first".into()),
        email: Some("ana@example.test".into()),
        language: Some("en".into()),
        is_active: true,
        inactivity_minutes: "30".parse().ok(),
        user_type: UserType::Agent,
        segments: vec!["2".into(), "3".into()],
        access_rights: vec!["ViewTickets".into()],
    }
}

#[test]
fn both_forms_say_the_same() {
    for (form, line) in [(CSV, Some(2)), (NDJSON, Some(1))] {
        let [row] = &rows(form)[..] else { panic!("one row") };
        assert_eq!((row.line, &row.agent), (line, &ana()));
        assert!(
            matches!(&row.credential, Some(Credential::Password(password)) if password.expose() == b"correct horse")
        );
    }
}

#[test]
fn what_is_left_out_is_absent_and_agents_are_active_by_default() {
    for form in ["username,active,userId,segments\nben,,,\n", "{\"username\": \"ben\", \"email\": null}"] {
        let [row] = &rows(form)[..] else { panic!("one row") };
        assert_eq!((row.agent.is_active, row.agent.user_type), (true, UserType::Agent));
        assert!(row.agent.user_id.is_none() && row.agent.segments.is_empty() && row.agent.email.is_none());
        assert!(row.credential.is_none() && row.agent.custom_data.is_empty());
    }
}

#[test]
fn byte_order_marks_line_ends_of_windows_and_blank_lines_are_nothing_to_notice() {
    for file in [
        "\u{feff}username,active\r\nana,true\r\n\r\nben,false\r\n",
        "\u{feff}\r\n{\"username\":\"ana\"}\r\n\r\n{\"username\":\"ben\",\"active\":\"false\"}\r\n",
    ] {
        let rows = rows(file);
        let found: Vec<_> = rows.iter().map(|row| (row.agent.username.as_str(), row.agent.is_active)).collect();
        assert_eq!(found, [("ana", true), ("ben", false)]);
    }
    assert_eq!(rows("").len() + rows("\r\n").len() + rows("username\n").len(), 0);
}

#[test]
fn what_a_spreadsheet_would_run_is_data() {
    for text in ["=1+1", "+49", "-1", "@SUM(A1)"] {
        let rows = rows(&format!("username,fullName,customData.note\nana,{text},{text}\n"));
        assert_eq!(rows[0].agent.full_name.as_deref(), Some(text));
        assert_eq!(rows[0].agent.custom_data["note"], text);
    }
}

#[test]
fn values_may_hold_line_ends_and_lines_are_still_counted_right() {
    let rows = rows("username,customData.note\nana,\"two\nlines\"\nben,x\n");
    assert_eq!(rows[0].agent.custom_data["note"], "two\nlines");
    assert_eq!(rows.iter().map(|row| row.line).collect::<Vec<_>>(), [Some(2), Some(4)]);
}

#[test]
fn a_hash_made_elsewhere_is_taken_as_it_is() {
    let hash = "$argon2id$v=19$m=19456,t=2,p=1$c29tZXNhbHRzb21l$SqlVijFGiPG+935vDSGEsA";
    let rows = rows(&format!("username,passwordHash\nana,\"{hash}\"\n"));
    assert!(matches!(&rows[0].credential, Some(Credential::Hash(text)) if text.expose() == hash));
}

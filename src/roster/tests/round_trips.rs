//! What is written can be read again, whatever it is.

use std::collections::BTreeSet;

use proptest::collection::{btree_map, vec};
use proptest::option;
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::decision::{Platform, ProjectId, Projects};
use crate::directory::{AgentId, AgentRecord, LoginName, LoginNameKind, NewAgent, UserType};
use crate::roster::{CsvColumns, CsvWriter, custom_columns, ndjson, read};

/// What people call things, including what CSV, lists and spreadsheets find hard.
fn plain() -> impl Strategy<Value = String> {
    let hard = prop::sample::select(vec![
        "a;b", "[x", "[\"a\"]", "=1", "-", "\"", "a,b", "''", "{", "\u{202e}", "#", "ß", "a b",
    ]);
    prop_oneof![hard.prop_map(str::to_owned), "\\PC{1,20}".prop_map(|text| text.trim().to_owned())]
        .prop_filter("a name", |text| !text.is_empty() && !text.chars().any(char::is_control))
}

fn json_value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        ".{0,12}".prop_map(Value::from),
        Just(json!("\r\n,\"")),
    ];
    leaf.prop_recursive(3, 12, 4, |inner| {
        prop_oneof![
            vec(inner.clone(), 0..4).prop_map(Value::from),
            btree_map(".{0,4}", inner, 0..4).prop_map(|members| members.into_iter().collect()),
        ]
    })
}

fn projects() -> impl Strategy<Value = Vec<ProjectId>> {
    vec(1..=i64::MAX, 0..5).prop_map(|ids| {
        let ids: Vec<ProjectId> = ids.iter().map(|id| id.to_string().parse().unwrap()).collect();
        ids.split_first().map_or_else(Vec::new, |(first, rest)| {
            Projects::new(*first, rest.iter().copied()).unwrap().as_slice().to_vec()
        })
    })
}

fn agent() -> impl Strategy<Value = NewAgent> {
    let id = || option::of(1..=i64::MAX).prop_map(|id| id.map(|id| id.to_string()));
    let ids = (id(), id(), projects(), option::of(1..=525_600_u32));
    let texts = (plain(), option::of(plain()), option::of(plain()), option::of(plain()), option::of(plain()));
    let kinds =
        (any::<bool>(), any::<bool>(), option::of("[a-z]{1,5}@[a-zé.]{1,5}"), btree_map(".{0,5}", json_value(), 0..4));
    let lists = (vec(plain(), 0..4), vec(plain(), 0..4), vec(option::of(plain()), 4), vec(plain(), 0..3));
    (ids, texts, kinds, lists).prop_map(|(ids, texts, kinds, lists)| NewAgent {
        username: texts.0,
        login_names: login_names(&lists.2, &lists.3, kinds.2.as_ref()),
        user_id: ids.0.map(|id| id.parse().unwrap()),
        group_id: ids.1.map(|id| id.parse().unwrap()),
        projects: ids.2,
        custom_data: kinds.3.into_iter().collect(),
        extension: texts.1,
        phone: texts.2,
        full_name: texts.3,
        email: kinds.2,
        language: texts.4,
        is_active: kinds.0,
        inactivity_minutes: ids.3.and_then(|minutes| minutes.try_into().ok()),
        user_type: if kinds.1 { UserType::Agent } else { UserType::Customer },
        segments: lists.0,
        access_rights: lists.1,
    })
}

/// In the order in which they are written.
fn login_names(names: &[Option<String>], open_ids: &[String], email: Option<&String>) -> Vec<LoginName> {
    let platforms = [Platform::Ucontact, Platform::Ozonetel, Platform::Acqueon, Platform::Iservice];
    let names = platforms
        .into_iter()
        .zip(names)
        .filter_map(|(platform, name)| Some(LoginName { platform, kind: LoginNameKind::Name, name: name.clone()? }));
    let platform = Platform::Iservice;
    let email = email.map(|email| LoginName { platform, kind: LoginNameKind::Email, name: email.clone() });
    let kind = LoginNameKind::OpenId { provider: "okta".into() };
    let open_ids: BTreeSet<&String> = open_ids.iter().collect();
    let open_ids = open_ids.into_iter().map(|name| LoginName { platform, kind: kind.clone(), name: name.clone() });
    names.chain(email).chain(open_ids).collect()
}

/// Agents who share no name: whoever would is left out.
fn agents() -> impl Strategy<Value = Vec<NewAgent>> {
    vec(agent(), 0..5).prop_map(|agents| {
        let mut kept: Vec<NewAgent> = Vec::new();
        for agent in agents {
            kept.push(agent);
            let file: String = kept.iter().map(|agent| ndjson(agent, None)).collect();
            if read(file.as_bytes()).is_err_and(|faults| faults.to_string().contains(" already")) {
                kept.pop();
            }
        }
        kept
    })
}

fn record(agent: &NewAgent) -> AgentRecord {
    AgentRecord { id: AgentId::new(1).unwrap(), agent: agent.clone(), generation: 0 }
}

fn as_csv(agents: &[NewAgent]) -> Vec<u8> {
    let mut columns = CsvColumns::default();
    agents.iter().for_each(|agent| custom_columns(&mut columns.custom, agent));
    let mut file = Vec::new();
    let mut writer = CsvWriter::new(&mut file, columns).unwrap();
    agents.iter().for_each(|agent| writer.write(&record(agent), None).unwrap());
    writer.finish().unwrap();
    file
}

fn back(file: &[u8]) -> Vec<NewAgent> {
    let rows = read(file).unwrap_or_else(|faults| panic!("{faults}\n{}", String::from_utf8_lossy(file)));
    rows.into_iter().map(|row| row.agent).collect()
}

proptest! {
    #[test]
    fn what_is_exported_can_be_imported_again_unchanged(agents in agents()) {
        prop_assert_eq!(&back(&as_csv(&agents)), &agents);
        let lines: String = agents.iter().map(|agent| ndjson(agent, None)).collect();
        prop_assert_eq!(&back(lines.as_bytes()), &agents);
    }

    #[test]
    fn no_file_whatever_brings_the_reader_down(file in vec(any::<u8>(), 0..300), text in "[{},\"\\[a-zA-Z;\r\n:]{0,200}") {
        let _ = read(&file);
        let _ = read(format!("username,customData,segments\n{text}").as_bytes());
        let _ = read(format!("{{{text}").as_bytes());
    }
}

#[test]
fn hashes_are_written_only_where_they_are_asked_for_and_passwords_never() {
    let hash = "$argon2id$v=19$m=19456,t=2,p=1$c29tZXNhbHRzb21l$SqlVijFGiPG+935vDSGEsA";
    let agent = back(b"username\nana\n").remove(0);
    let written = |password_hashes| {
        let columns = CsvColumns { password_hashes, ..CsvColumns::default() };
        let mut file = Vec::new();
        let mut writer = CsvWriter::new(&mut file, columns).unwrap();
        writer.write(&record(&agent), Some(hash)).unwrap();
        writer.finish().unwrap();
        String::from_utf8(file).unwrap()
    };
    assert!(!written(false).contains("password") && !written(false).contains(hash));
    assert!(written(true).contains("passwordHash") && written(true).contains(hash));
    assert!(!written(true).contains("password,"));
}

//! Fields that are refused, by name.

use super::{read_get, read_post};
use crate::dialect::Problem;

/// Ids that must not be read as any number.
const NOT_IDS: [&str; 12] = [
    "1.5",
    "101.0",
    "1e3",
    "-1",
    "-0",
    "9223372036854775808",
    "99999999999999999999999",
    "true",
    "[1]",
    "{\"0\":1}",
    "1E0",
    "0.0",
];

/// Texts that must not be read as an id, as a query writes them.
const NOT_ID_TEXTS: [&str; 13] =
    ["1.5", "1e3", "%2B1", "+1", "%201", "1%20", "0x1", "-1", "01", "9223372036854775808", "abc", "%D9%A1", "1%00"];

fn kind_and_field(problem: &Problem) -> (&'static str, Option<&'static str>) {
    (problem.kind(), problem.field())
}

#[test]
fn what_is_no_id_is_refused_by_the_name_of_its_field() {
    for (field, rest) in [
        ("projectId", r#","userId":2"#),
        ("userId", r#","projectId":1,"username":"x""#),
        ("groupId", r#","projectId":1,"userId":2"#),
    ] {
        for id in NOT_IDS {
            let problem = read_post(format!(r#"{{"{field}":{id}{rest}}}"#)).unwrap_err();
            assert_eq!(kind_and_field(&problem), ("invalid_field", Some(field)), "{id}");
        }
        for id in NOT_ID_TEXTS {
            let rest = rest.replace([',', '"'], "&").replace("&:", "=");
            let problem = read_get(&format!("{field}={id}{rest}")).unwrap_err();
            assert_eq!(kind_and_field(&problem), ("invalid_field", Some(field)), "{field}={id}{rest}");
        }
    }
}

#[test]
fn zero_is_a_group_but_no_project_and_no_user() {
    for query in ["projectId=0&userId=2", "projectId=1&userId=0", "projectId=1&userId=2&secondaryProjectIds=0"] {
        assert_eq!(read_get(query).unwrap_err().kind(), "invalid_field", "{query}");
    }
    for body in [r#"{"projectId":0,"userId":2}"#, r#"{"projectId":1,"userId":0,"username":"x"}"#] {
        assert_eq!(read_post(body).unwrap_err().kind(), "invalid_field", "{body}");
    }
}

#[test]
fn one_bad_element_refuses_the_whole_list() {
    for id in NOT_IDS.into_iter().chain(["0", "null", "\"\"", "\" 2\"", "\"x\"", "[]"]) {
        for list in [format!("[2,{id},3]"), format!(r#"{{"0":2,"1":{id}}}"#)] {
            let body = format!(r#"{{"projectId":1,"userId":2,"secondaryProjectIds":{list}}}"#);
            let problem = read_post(&body).unwrap_err();
            assert_eq!(kind_and_field(&problem), ("invalid_field", Some("secondaryProjectIds")), "{body}");
        }
    }
    for id in NOT_ID_TEXTS.into_iter().chain(["", "0", "2,", "2,,3", ","]) {
        for list in ["k[0]=2&k[1]=", "k[]=2&k[]=", "k=2&k=", "k=2,", "k=2,3&k[]="] {
            let list = list.replace('k', "secondaryProjectIds");
            let problem = read_get(&format!("projectId=1&userId=2&{list}{id}")).unwrap_err();
            assert_eq!(kind_and_field(&problem), ("invalid_field", Some("secondaryProjectIds")), "{list}{id}");
        }
    }
}

#[test]
fn a_list_that_is_none_is_refused() {
    for list in ["7", "\"7\"", "\"2,3\"", "true", r#"{"a":2}"#, r#"{"00":2}"#, r#"{"-1":2}"#, r#"{"":2}"#] {
        let problem = read_post(format!(r#"{{"projectId":1,"userId":2,"secondaryProjectIds":{list}}}"#)).unwrap_err();
        assert_eq!(kind_and_field(&problem), ("invalid_field", Some("secondaryProjectIds")), "{list}");
    }
    for list in [
        "k[a]=2",
        "k[0][1]=2",
        "k[01]=2",
        "k[0=2",
        "k[0]x=2",
        "k[]=&k[]=",
        "k[[0]]=2",
        "k]=2&k[=2",
        "k=[2,3",
        "k=[2]3",
        "k=null",
        "k[%FF]=2",
        "k=%FF",
        "k=%F",
    ] {
        let list = list.replace('k', "secondaryProjectIds");
        let problem = read_get(&format!("projectId=1&userId=2&{list}")).unwrap_err();
        assert_eq!(kind_and_field(&problem), ("invalid_field", Some("secondaryProjectIds")), "{list}");
    }
}

#[test]
fn what_a_login_needs_must_be_there() {
    for body in [r#"{"userId":2}"#, r#"{"userId":2,"secondaryProjectIds":[1]}"#, "{}"] {
        let problem = read_post(body).unwrap_err();
        assert_eq!(kind_and_field(&problem), ("missing_field", Some("projectId")), "{body}");
    }
    assert_eq!(kind_and_field(&read_get("").unwrap_err()), ("missing_field", Some("projectId")));
    for query in ["projectId=1", "projectId=1&userId=", "projectId=1&username=&groupId=2"] {
        assert_eq!(kind_and_field(&read_get(query).unwrap_err()), ("missing_field", Some("userId")), "{query}");
    }
    for query in
        ["projectId=&userId=2", "projectId&userId=2", "projectId[]=1&userId=2", "projectId[0]=1&projectId=1&userId=2"]
    {
        assert_eq!(kind_and_field(&read_get(query).unwrap_err()), ("invalid_field", Some("projectId")), "{query}");
    }
    let problem = read_post(r#"{"projectId":null,"userId":2}"#).unwrap_err();
    assert_eq!(kind_and_field(&problem), ("invalid_field", Some("projectId")));
}

#[test]
fn a_user_name_is_text() {
    for name in ["7", "true", "[]", "{}", r#""\ud800""#] {
        let problem = read_post(format!(r#"{{"projectId":1,"userId":2,"username":{name}}}"#)).unwrap_err();
        assert_eq!(kind_and_field(&problem), ("invalid_field", Some("username")), "{name}");
    }
}

#[test]
fn custom_data_is_an_object_a_list_or_nothing() {
    for data in ["7", "true", "\"x\"", "\"7\"", r#"{"a":1e999}"#, r#"{"a":"\udc00"}"#, r#""{\"a\":1} x""#, r#""{a}""#] {
        let problem = read_post(format!(r#"{{"projectId":1,"userId":2,"customData":{data}}}"#)).unwrap_err();
        assert_eq!(kind_and_field(&problem), ("invalid_field", Some("customData")), "{data}");
    }
    for data in [
        "k=hello",
        "k=7",
        "k={\"a\":1",
        "k={} x",
        "k[a=x",
        "k[a]b=x",
        "k[a[b]=x",
        "k[a[b]]=x",
        "k[%ff]=x",
        "k[a]=%ff",
        "k[a]=%",
    ] {
        let data = data.replace('k', "customData");
        let problem = read_get(&format!("projectId=1&userId=2&{data}")).unwrap_err();
        assert_eq!(kind_and_field(&problem), ("invalid_field", Some("customData")), "{data}");
    }
}

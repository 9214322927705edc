//! Every spelling of one login is one login.

use super::{SAMPLE, get, ids, post, read_get, read_post, sample, settings};
use crate::dialect::vcc::Hook;
use crate::dialect::{Method, Request};

const SCALARS: &str = "projectId=1&userId=2&username=x&groupId=2";

#[test]
fn the_documented_sample_is_read() {
    let login = sample();
    assert_eq!(ids(&login), [1, 2, 3, 4, 5]);
    assert_eq!(login.agent.user_id().map(crate::decision::UserId::get), Some(2));
    assert_eq!(login.agent.username(), Some("x"));
    assert_eq!(login.group_id.map(crate::decision::GroupId::get), Some(2));
    assert!(login.custom_data.is_empty());
    assert_eq!(&*login.hook, "acme");
}

#[test]
fn every_list_form_of_a_query_is_the_same_login() {
    for list in [
        "secondaryProjectIds[0]=2&secondaryProjectIds[1]=3&secondaryProjectIds[2]=4&secondaryProjectIds[3]=5",
        "secondaryProjectIds%5B0%5D=2&secondaryProjectIds%5b1%5d=3&secondaryProjectIds%5B2%5D=4&secondaryProjectIds[3]=5",
        "secondaryProjectIds[9]=5&secondaryProjectIds[0]=2&secondaryProjectIds[7]=4&secondaryProjectIds[5]=3",
        "secondaryProjectIds[]=2&secondaryProjectIds[]=3&secondaryProjectIds%5B%5D=4&secondaryProjectIds[]=5",
        "secondaryProjectIds=2&secondaryProjectIds=3&secondaryProjectIds=4&secondaryProjectIds=5",
        "secondaryProjectIds=2,3,4,5",
        "secondaryProjectIds=2%2C3%2C4%2C5",
        "secondaryProjectIds=[2,3,4,5]",
        "secondaryProjectIds=%5B2%2C+%223%22%2C%204%2C5%5D",
        "secondaryProjectIds={\"0\":2,\"2\":3,\"5\":4,\"9\":5}",
        "secondaryProjectIds[]=2&secondaryProjectIds=3,4&secondaryProjectIds[]=5",
        "secondaryProjectIds=4,5&secondaryProjectIds[0]=2&secondaryProjectIds[1]=3",
        "secondaryProjectIds[0]=2&secondaryProjectIds[0]=2&secondaryProjectIds[1]=3&secondaryProjectIds[2]=4&secondaryProjectIds[3]=5",
        "secondaryProjectIds=1,2,3,2,4,5",
        "secondaryprojectids=2,3,4,5",
        "secondaryprojectids[]=2&secondaryprojectids[]=3&secondaryprojectids[]=4&secondaryprojectids[]=5",
        "secondaryProjectIds=2,3,4,5&secondaryprojectids=[2,3,4,5]",
    ] {
        assert_eq!(read_get(&format!("{SCALARS}&{list}")), Ok(sample()), "{list}");
        assert_eq!(read_post(format!("{list}&{SCALARS}")), Ok(sample()), "{list}");
    }
}

#[test]
fn a_list_that_is_empty_or_missing_leaves_the_primary_project() {
    for list in
        ["", "&secondaryProjectIds=", "&secondaryProjectIds", "&secondaryProjectIds[]=", "&secondaryProjectIds=[]"]
    {
        assert_eq!(read_get(&format!("{SCALARS}{list}")).map(|login| ids(&login)), Ok(vec![1]), "{list}");
    }
    for list in ["", r#","secondaryProjectIds":null"#, r#","secondaryProjectIds":[]"#, r#","secondaryProjectIds":{}"#] {
        let body = format!(r#"{{"projectId":1,"userId":2{list}}}"#);
        assert_eq!(read_post(body).map(|login| ids(&login)), Ok(vec![1]), "{list}");
    }
}

#[test]
fn every_spelling_of_a_json_body_is_the_same_login() {
    let list = r#""secondaryProjectIds":[2,3,4,5]"#;
    let rest = r#""projectId":1,"userId":2,"username":"x","groupId":2"#;
    for body in [
        format!("\u{feff}{SAMPLE}"),
        format!(" \r\n\t\u{feff} {SAMPLE}\n\n"),
        format!(r#"{{{rest},"secondaryProjectIds":["2",3,"4",5]}}"#),
        format!(r#"{{{rest},"secondaryProjectIds":{{"0":2,"2":"3","7":4,"9":5}}}}"#),
        format!(r#"{{{rest},"secondaryProjectIds":{{"0":2,"0":2,"2":3,"7":4,"9":5}}}}"#),
        format!(r#"{{"projectId":"1","userId":"2","username":"\u0078","groupId":"2",{list}}}"#),
        r#"{"projectid":1,"userid":2,"username":"x","groupid":2,"secondaryprojectids":[2,3,4,5],"custom_data":{}}"#
            .to_owned(),
        format!(r#"{{"project\u0049d":"\u0031","userId":2,"username":"x","groupId":2,{list}}}"#),
        format!(r#"{{{rest},{list},"projectId":"1","projectid":1,"secondaryProjectIds":["2",3,4,5]}}"#),
        format!(r#"{{{rest},{list},"agentName":"y","nested":{{"projectId":7}},"n":1e999,"agentName":2}}"#),
        format!(r#"{{{rest},{list},"customData":null}}"#),
        format!(r#"{{{rest},{list},"customData":""}}"#),
        format!(r#"{{{rest},{list},"customData":"[]"}}"#),
        format!(r#"{{{rest},{list},"customData":{{}},"custom_data":[]}}"#),
    ] {
        assert_eq!(read_post(&body), Ok(sample()), "{body}");
    }
}

#[test]
fn the_body_is_recognised_whatever_the_content_type_says() {
    let hook = Hook::new(&settings());
    let form = format!("{SCALARS}&secondaryProjectIds=2,3,4,5\r\n");
    for content_type in [
        None,
        Some("application/json"),
        Some("text/plain; charset=utf-8"),
        Some("Application/X-WWW-Form-Urlencoded ; charset=utf-8"),
        Some("\u{0}\u{ff}"),
    ] {
        for body in [SAMPLE, &form] {
            let request = Request { content_type: content_type.map(str::as_bytes), ..post(body.as_bytes()) };
            assert_eq!(hook.read(&request), Ok(sample()), "{content_type:?} {body}");
        }
    }
}

#[test]
fn a_form_that_does_not_look_like_one_is_read_if_its_content_type_says_so() {
    let body = "!=1&projectId=1&userId=2";
    assert!(read_post(body).is_err());
    let request = Request { content_type: Some(b"application/x-www-form-urlencoded"), ..post(body.as_bytes()) };
    assert!(Hook::new(&settings()).read(&request).is_ok());
}

#[test]
fn a_get_is_decided_by_its_query_and_a_post_by_its_body() {
    let hook = Hook::new(&settings());
    let query = "projectId=9&userId=9&broken=%zz&secondaryProjectIds=x";
    assert_eq!(hook.read(&Request { query, ..post(SAMPLE.as_bytes()) }), Ok(sample()));
    let query = format!("{SCALARS}&secondaryProjectIds=2,3,4,5");
    let request = Request { body: b"{\"projectId\":9", ..get(&query) };
    assert_eq!((request.method, hook.read(&request)), (Method::Get, Ok(sample())));
}

#[test]
fn one_of_user_id_and_username_is_enough() {
    for query in [
        "projectId=1&userId=2",
        "projectId=1&userid=2&username=",
        "projectId=1&username=x",
        "projectId=1&userId=&username=x",
    ] {
        assert!(read_get(query).is_ok(), "{query}");
    }
    for fields in [r#""userId":2,"username":null"#, r#""username":"x","userId":null"#, r#""username":"x","userId":"""#]
    {
        assert!(read_post(format!(r#"{{"projectId":1,{fields}}}"#)).is_ok(), "{fields}");
    }
}

#[test]
fn no_group_is_written_in_many_ways() {
    for group in ["", "&groupId=", "&groupId=0", "&groupid=0"] {
        assert_eq!(read_get(&format!("projectId=1&userId=2{group}")).unwrap().group_id, None, "{group}");
    }
    for group in ["", r#","groupId":null"#, r#","groupId":0"#, r#","groupId":"0""#, r#","groupId":"""#] {
        assert_eq!(read_post(format!(r#"{{"projectId":1,"userId":2{group}}}"#)).unwrap().group_id, None, "{group}");
    }
}

#[test]
fn user_names_keep_every_character() {
    let names =
        ["projectId=1&username=kov%C3%A1cs+j%C3%A1nos%2B1", "projectId=1&username=kov\u{e1}cs%20j\u{e1}nos%2b1"];
    for query in names {
        assert_eq!(read_get(query).unwrap().agent.username(), Some("kovács jános+1"));
    }
    let body = r#"{"projectId":1,"username":"kov\u00e1cs\/\ud83d\ude00 \t"}"#;
    assert_eq!(read_post(body).unwrap().agent.username(), Some("kovács/😀 \t"));
}

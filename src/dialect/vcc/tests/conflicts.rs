//! One field with two values is refused: who sees which of them must not matter.

use super::{read_get, read_post};
use crate::dialect::Problem;

#[test]
fn one_field_with_two_values_is_refused() {
    for (pairs, field) in [
        ("projectId=1&projectId=2", "projectId"),
        ("projectId=1&projectid=2", "projectId"),
        ("userId=2&userid=3", "userId"),
        ("userId=&userId=3", "userId"),
        ("username=x&username=X", "username"),
        ("groupId=0&groupId=1", "groupId"),
        ("secondaryProjectIds[0]=2&secondaryProjectIds[0]=3", "secondaryProjectIds"),
        ("secondaryProjectIds=2&secondaryprojectids=3", "secondaryProjectIds"),
        ("secondaryProjectIds=2,3&secondaryprojectids=2", "secondaryProjectIds"),
        ("secondaryProjectIds=[2]&secondaryProjectIds=[3]", "secondaryProjectIds"),
        ("secondaryProjectIds=[2]&secondaryProjectIds[]=3", "secondaryProjectIds"),
        ("customData[a]=x&customData[a]=y", "customData"),
        ("customData[a]=x&customData[a][b]=y", "customData"),
        ("customData[a][b]=x&customData[a]=y", "customData"),
        ("customData[]=x&customData[0]=y", "customData"),
        ("customData=&customData[a]=x", "customData"),
        ("customData[a]=x&custom_data[a]=y", "customData"),
        ("customData={\"a\":1}&customData={\"a\":2}", "customData"),
        ("customData={\"a\":1,\"a\":2}", "customData"),
    ] {
        let query = format!("projectId=1&userId=2&{pairs}");
        assert_eq!(read_get(&query), Err(Problem::ConflictingValues { field }), "{pairs}");
        assert_eq!(read_post(&query), Err(Problem::ConflictingValues { field }), "{pairs}");
    }
}

#[test]
fn one_json_key_with_two_values_is_refused() {
    for (entries, field) in [
        (r#""projectId":2"#, "projectId"),
        (r#""projectid":"2""#, "projectId"),
        (r#""project\u0049d":2"#, "projectId"),
        (r#""userId":null"#, "userId"),
        (r#""username":"x","username":"y""#, "username"),
        (r#""groupId":1,"groupid":0"#, "groupId"),
        (r#""secondaryProjectIds":[2,3],"secondaryProjectIds":[2]"#, "secondaryProjectIds"),
        (r#""secondaryProjectIds":[2],"secondaryProjectIds":null"#, "secondaryProjectIds"),
        (r#""secondaryProjectIds":{"0":2,"0":3}"#, "secondaryProjectIds"),
        (r#""customData":{"a":1},"custom_data":{"a":2}"#, "customData"),
        (r#""customData":{"a":{"b":1,"b":2}}"#, "customData"),
        (r#""customData":{"a":[{"b":1,"\u0062":"1"}]}"#, "customData"),
        (r#""customData":"{\"a\":1,\"a\":2}""#, "customData"),
    ] {
        let body = format!(r#"{{"projectId":1,"userId":2,{entries}}}"#);
        assert_eq!(read_post(&body), Err(Problem::ConflictingValues { field }), "{body}");
    }
}

//! `customData` is one object, however it is written.

use serde_json::{Value, json};

use super::{read_get, read_post};
use crate::decision::Login;
use crate::dialect::Problem;

fn custom_data(login: Result<Login, Problem>) -> Value {
    Value::Object(login.unwrap().custom_data)
}

#[test]
fn custom_data_of_a_query_is_an_object_in_every_form() {
    for (fields, expected) in [
        ("", json!({})),
        ("customData=", json!({})),
        ("customData=[]", json!({})),
        ("customData=null", json!({})),
        ("customData=%7B%7D", json!({})),
        ("customData[a]=x&customData%5Bb%5D=EU+%26+UK", json!({"a": "x", "b": "EU & UK"})),
        ("custom_data[a]=x&customData[a]=x", json!({"a": "x"})),
        ("customData[a][b]=y&customData[a][c][d]=z", json!({"a": {"b": "y", "c": {"d": "z"}}})),
        ("customData={\"a\":{\"b\":[1,null]}}", json!({"a": {"b": [1, null]}})),
        ("customData={\"a\":\"x\"}&customData[a]=x", json!({"a": "x"})),
        ("customData=[\"x\",2]", json!({"0": "x", "1": 2})),
        ("customData[]=x&customData[]=y", json!({"0": "x", "1": "y"})),
        ("customData[5]=x&customData[]=y&customData[k]=z", json!({"5": "x", "6": "y", "k": "z"})),
        ("customData[tags][]=x&customData[tags][]=y", json!({"tags": ["x", "y"]})),
        ("customData[tags][1]=y&customData[tags][0]=x", json!({"tags": ["x", "y"]})),
        ("customData[tags][1]=y&customData[tags][3]=x", json!({"tags": {"1": "y", "3": "x"}})),
        ("customData[tags][01]=y", json!({"tags": {"01": "y"}})),
    ] {
        assert_eq!(custom_data(read_get(&format!("projectId=1&userId=2&{fields}"))), expected, "{fields}");
        assert_eq!(custom_data(read_post(format!("projectId=1&userId=2&{fields}"))), expected, "{fields}");
    }
}

#[test]
fn custom_data_of_a_json_body_is_an_object_in_every_form() {
    for (field, expected) in [
        (r#"{"a":1.5,"b":[true,null,-1],"c":{"d":"e"}}"#, json!({"a": 1.5, "b": [true, null, -1], "c": {"d": "e"}})),
        (r#"["x",{"a":1}]"#, json!({"0": "x", "1": {"a": 1}})),
        (r#""{\"a\":\"x\"}""#, json!({"a": "x"})),
        (r#"{"a":1,"a":1}"#, json!({"a": 1})),
        (r#"{"$serde_json::private::RawValue":"[1]"}"#, json!({"$serde_json::private::RawValue": "[1]"})),
    ] {
        let body = format!(r#"{{"projectId":1,"userId":2,"customData":{field}}}"#);
        assert_eq!(custom_data(read_post(body)), expected, "{field}");
    }
}

#[test]
fn a_list_of_more_than_ten_keeps_its_order() {
    let tags: Vec<String> = (0..12).rev().map(|index| format!("customData[tags][{index}]=t{index}")).collect();
    let expected: Vec<String> = (0..12).map(|index| format!("t{index}")).collect();
    assert_eq!(custom_data(read_get(&format!("projectId=1&userId=2&{}", tags.join("&")))), json!({ "tags": expected }));
}

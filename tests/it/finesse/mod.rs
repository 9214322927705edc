//! Cisco Finesse's hop: `User/{id}`, asked over real sockets.

use base64::prelude::{BASE64_STANDARD, Engine as _};

use crate::acqueon::{House, RIGHT, WRONG, get_state, pair, state_in};
use crate::server::{Connection, Response, request};

const UNAUTHORIZED: &str = "<ApiErrors><ApiError><ErrorType>Authorization Failure</ErrorType><ErrorData>sign-in failed: \
    the user name or the password is wrong, or the sign-in is blocked or not allowed</ErrorData>\
    <ErrorMessage>UNAUTHORIZED</ErrorMessage></ApiError></ApiErrors>";

fn basic(user: &str, password: &str) -> String {
    format!("Authorization: Basic {}\r\n", BASE64_STANDARD.encode(format!("{user}:{password}")))
}

fn send(house: &House, method: &str, id: &str, lines: &str, body: &str) -> Response {
    let mut connection = Connection::to(house.server.address);
    let lines = if body.is_empty() { lines.to_owned() } else { format!("{lines}Content-Type: application/xml\r\n") };
    connection.send(request(method, &format!("/finesse/api/User/{id}"), &lines, body));
    connection.receive()
}

fn put(house: &House, id: &str, state: &str, more: &str) -> Response {
    let body = format!("<User><state>{state}</state>{more}</User>");
    send(house, "PUT", id, &basic(id, RIGHT), &body)
}

fn login(house: &House, id: &str, extension: &str) -> Response {
    put(house, id, "LOGIN", &format!("<extension>{extension}</extension>"))
}

fn get(house: &House, id: &str) -> String {
    let answer = send(house, "GET", id, &basic(id, RIGHT), "");
    assert_eq!((answer.status, answer.header("content-type")), (200, Some("application/xml;charset=UTF-8")));
    answer.body
}

fn error_type(answer: &Response) -> &str {
    let (_, rest) = answer.body.split_once("<ErrorType>").unwrap_or_else(|| panic!("{answer:?}"));
    rest.split_once("</ErrorType>").unwrap().0
}

fn state(house: &House, id: &str) -> (String, String) {
    let xml = get(house, id);
    let text = |name: &str| {
        let (_, rest) = xml.split_once(&format!("<{name}>")).unwrap();
        rest.split_once('<').unwrap().0.to_owned()
    };
    (text("state"), text("reasonCodeId"))
}

#[test]
fn a_user_signs_in_changes_state_and_signs_out() {
    let house = House::new();
    assert_eq!(state(&house, "700100"), pair("LOGOUT", "-1"));
    for (to, more, expected) in [
        ("LOGIN", "<extension>5101</extension>", pair("NOT_READY", "-1")),
        ("READY", "", pair("READY", "-1")),
        ("LOGIN", "<extension>5101</extension>", pair("READY", "-1")),
        ("NOT_READY", "<reasonCodeId>2</reasonCodeId>", pair("NOT_READY", "2")),
        ("LOGOUT", "<reasonCodeId>11</reasonCodeId>", pair("LOGOUT", "-1")),
    ] {
        let answer = put(&house, "700100", to, more);
        assert_eq!((answer.status, &*answer.body), (202, ""), "{to}");
        assert_eq!(state(&house, "700100"), expected, "{to}");
    }
}

#[test]
fn a_user_is_told_whole() {
    let house = House::new();
    login(&house, "700100", "5101");
    assert_eq!(
        get(&house, "700100"),
        "<User><dialogs>/finesse/api/User/700100/Dialogs</dialogs><extension>5101</extension>\
         <firstName>Agent</firstName><lastName>One</lastName><loginId>700100</loginId><loginName>agent1</loginName>\
         <mediaType>1</mediaType><reasonCodeId>-1</reasonCodeId><roles><role>Agent</role></roles><settings>\
         <wrapUpOnIncoming>NOT_ALLOWED</wrapUpOnIncoming><wrapUpOnOutgoing>NOT_ALLOWED</wrapUpOnOutgoing></settings>\
         <state>NOT_READY</state><stateChangeTime>2026-11-23T08:00:00.000Z</stateChangeTime><teamId>1</teamId>\
         <teamName>Team 1</teamName><uri>/finesse/api/User/700100</uri></User>"
    );
    let slash = send(&house, "GET", "700100/", &basic("700100", RIGHT), "");
    assert_eq!(slash.status, 200);
}

#[test]
fn every_refusal_of_credentials_is_the_same() {
    let house = House::new();
    let body = "<User><state>LOGIN</state><extension>5101</extension></User>";
    for (id, password) in [("700100", WRONG), ("nobody", RIGHT), ("700900", RIGHT)] {
        let answer = send(&house, "PUT", id, &basic(id, password), body);
        assert_eq!((answer.status, &*answer.body), (401, UNAUTHORIZED), "{id}");
        assert_eq!(answer.header("www-authenticate"), Some("Basic realm=\"Cisco Finesse\""));
    }
    let not_there = "<User><state>LOGIN</state><extension>6666</extension></User>";
    assert_eq!(send(&house, "PUT", "700100", &basic("700100", RIGHT), not_there).body, UNAUTHORIZED);
    house.deactivate("700100");
    assert_eq!(login(&house, "700100", "5101").body, UNAUTHORIZED);
    for lines in ["", "Authorization: Bearer x\r\n", "Authorization: Basic x\r\n"] {
        let answer = send(&house, "PUT", "700100", lines, body);
        assert_eq!((answer.status, error_type(&answer)), (401, "Authorization Failure"), "{lines}");
    }
}

#[test]
fn five_failures_lock_the_user_and_it_works_again_after_five_minutes() {
    let house = House::new();
    let wrong = basic("700100", WRONG);
    for _ in 0..5 {
        assert_eq!(send(&house, "GET", "700100", &wrong, "").body, UNAUTHORIZED);
    }
    assert_eq!(login(&house, "700100", "5101").body, UNAUTHORIZED);
    house.server.clock.advance(std::time::Duration::from_mins(5));
    assert_eq!(login(&house, "700100", "5101").status, 202);
}

#[test]
fn a_user_acts_for_nobody_else_and_learns_only_then_who_there_is() {
    let house = House::new();
    let body = "<User><state>LOGOUT</state></User>";
    let own = basic("700100", RIGHT);
    for (id, status, kind) in [
        ("700200", 401, "Invalid Authorization User Specified"),
        ("nobody", 404, "User Not Found"),
        ("agent1", 404, "User Not Found"),
    ] {
        for (method, body) in [("GET", ""), ("PUT", body)] {
            let answer = send(&house, method, id, &own, body);
            assert_eq!((answer.status, error_type(&answer)), (status, kind), "{method} {id}");
        }
        assert_eq!(send(&house, "GET", id, &basic("700100", WRONG), "").body, UNAUTHORIZED);
        house.directory.wait(house.directory.unlock(house.id("700100"))).unwrap();
    }
}

#[test]
fn names_are_compared_without_regard_to_case_and_with_their_escapes_decoded() {
    let house = House::new();
    house.add(crate::acqueon::agent("ana", "Ana Abel"));
    assert_eq!(send(&house, "GET", "ana%20ABEL", &basic("aNA abel", RIGHT), "").status, 200);
}

#[test]
fn what_cannot_be_done_is_told_by_documented_statuses() {
    let house = House::new();
    login(&house, "700200", "5102");
    for (to, more, kind) in [
        ("READY", "", "Invalid State"),
        ("LOGOUT", "", "Invalid State"),
        ("LOGIN", "", "Parameter Missing"),
        ("LOGIN", "<extension>5 1</extension>", "Invalid Input"),
        ("LOGIN", "<extension>5102</extension>", "Device Busy"),
        ("TALKING", "", "Invalid Input"),
        ("LOGIN", "<extension>&x;</extension>", "Bad Request"),
        (
            "LOGIN",
            "<extension>5</extension><mobileAgent><mode>X</mode><dialNumber>1</dialNumber></mobileAgent>",
            "Invalid Input",
        ),
    ] {
        let answer = put(&house, "700100", to, more);
        assert_eq!((answer.status, error_type(&answer)), (400, kind), "{to} {more}");
    }
    let mobile =
        "<extension>5</extension><mobileAgent><mode>CALL_BY_CALL</mode><dialNumber>1</dialNumber></mobileAgent>";
    assert_eq!(put(&house, "700100", "LOGIN", mobile).status, 202);
    assert_eq!(put(&house, "700100", "READY", "").status, 202);
    for (to, more, kind) in [
        ("LOGOUT", "", "Invalid State"),
        ("LOGIN", "<extension>6</extension>", "Invalid State"),
        ("NOT_READY", "<reasonCodeId>77</reasonCodeId>", "Invalid Input"),
    ] {
        let answer = put(&house, "700100", to, more);
        assert_eq!((answer.status, error_type(&answer)), (400, kind), "{to} {more}");
    }
    assert_eq!(state(&house, "700100"), pair("READY", "-1"));
}

#[test]
fn bodies_that_are_no_xml_or_too_large_are_refused() {
    let house = House::new();
    let own = basic("700100", RIGHT);
    let mut connection = Connection::to(house.server.address);
    let json = format!("{own}Content-Type: application/json\r\n");
    connection.send(request("PUT", "/finesse/api/User/700100", &json, "{\"state\":\"LOGIN\"}"));
    let answer = connection.receive();
    assert_eq!((answer.status, error_type(&answer)), (400, "Bad Request"));
    let large = format!("<User>{}</User>", " ".repeat(64 * 1024));
    for body in [&*large, "<User", "<!DOCTYPE a><User/>"] {
        let answer = send(&house, "PUT", "700100", &own, body);
        assert_eq!((answer.status, error_type(&answer)), (400, "Bad Request"));
    }
}

#[test]
fn what_else_finesse_has_is_not_there() {
    let house = House::new();
    let answer = send(&house, "GET", "700100/Dialogs", &basic("700100", RIGHT), "");
    assert_eq!((answer.status, error_type(&answer)), (404, "Not Found"));
    for (method, status) in [("POST", 405), ("DELETE", 405), ("OPTIONS", 204)] {
        let answer = send(&house, method, "700100", "", "");
        assert_eq!((answer.status, answer.header("allow")), (status, Some("GET, HEAD, PUT, OPTIONS")), "{method}");
    }
    let without = House::with("[acqueon]\nfinesse = false\n");
    assert_eq!(send(&without, "GET", "700100", &basic("700100", RIGHT), "").problem(), "not_found");
    without.signed_in("700100", "5101");
}

#[test]
fn acqueon_and_finesse_are_two_views_of_one_sign_in() {
    let house = House::new();
    assert_eq!(login(&house, "700100", "5101").status, 202);
    let mut socket = house.signed_in("700100", "5101");
    assert_eq!(put(&house, "700100", "READY", "").status, 202);
    assert_eq!(state_in(&socket.hear()), pair("READY", "-1"));
    assert_eq!(put(&house, "700100", "NOT_READY", "").status, 202);
    assert_eq!(state_in(&socket.hear()), pair("NOT_READY", "-1"));
    assert_eq!(put(&house, "700100", "LOGOUT", "").status, 202);
    assert_eq!(state_in(&socket.hear()), pair("LOGOUT", "-1"));
    assert!(socket.hear().contains("Disconnected"));
    assert!(socket.ask(&get_state()).contains("nobody is signed in"));
}

#[test]
fn of_two_who_sign_in_at_one_extension_at_once_one_is_accepted() {
    for _ in 0..5 {
        let house = House::new();
        let statuses = std::thread::scope(|scope| {
            let threads = ["700100", "700200"].map(|id| {
                let house = &house;
                scope.spawn(move || login(house, id, "5101").status)
            });
            threads.map(|thread| thread.join().unwrap())
        });
        assert!(statuses == [202, 400] || statuses == [400, 202], "{statuses:?}");
    }
}

//! Answers that are none of Logingate's, or not what VCC Live understands.

use super::{Canned, ask};

#[test]
fn an_answer_that_the_platform_would_not_understand_is_taken_apart() {
    for (body, expected) in [
        ("", &["The answer is empty."][..]),
        ("<html>", &["The answer is not a JSON object"]),
        ("[true]", &["The answer is not a JSON object"]),
        ("{}", &["It says nothing about project 1, 2, 3, 4, 5, which was asked for."]),
        (r#"{"1":true,"2":true,"3":true,"4":true}"#, &["It says nothing about project 5"]),
        (
            r#"{"1":true,"2":true,"3":true,"4":true,"5":true,"reason":"no"}"#,
            &["It has `reason`", "of reason is neither"],
        ),
        (r#"{"1":true,"2":"true","3":1,"4":null,"5":true}"#, &["What it says of 2, 3, 4 is neither true nor false."]),
        (r#"{"1":true,"2":true,"3":true,"4":true,"5":true,"1":false}"#, &["It has 1 more than once."]),
    ] {
        let (text, code) = ask(Canned::with("200 OK", "", body).address, "/x", &[]);
        assert!(text.contains("unusable VCC Live would not understand this answer"), "{body}: {text}");
        assert!(expected.iter().all(|words| text.contains(words)), "{body}: {text}");
        assert_eq!(code, Some(1), "{body}: {text}");
    }
}

#[test]
fn a_good_answer_without_its_type_is_good_with_a_remark() {
    let body = r#"{"1":true,"2":true,"3":true,"4":true,"5":true}"#;
    let (text, code) = ask(Canned::with("200 OK", "Content-Type: text/html\r\n", body).address, "/x", &[]);
    assert!(text.contains("granted") && text.contains("does not say `Content-Type: application/json`"), "{text}");
    assert_eq!(code, Some(0));
}

#[test]
fn each_status_of_another_server_says_what_to_do() {
    for (status, lines, expected) in [
        ("201 Created", "", "unusable Status 201: VCC Live's documentation knows 200 as success"),
        ("302 Found", "Location: https://x/y?secret-key=hush-hush\r\n", "It redirects to https://x/y. VCC Live is not"),
        ("400 Bad Request", "", "`http://` to a port that speaks TLS"),
        ("401 Unauthorized", "", "It wants credentials of its own"),
        (
            "403 Forbidden",
            "Server: nginx\r\n",
            "or elsewhere (nginx); status 403. It lets this path or this address not through",
        ),
        ("404 Not Found", "", "does the proxy pass this path on?"),
        ("405 Method Not Allowed", "", "It takes another method"),
        ("413 Content Too Large", "", "raise it in the proxy"),
        ("429 Too Many Requests", "", "except this path"),
        ("502 Bad Gateway", "", "Logingate behind it does not answer it"),
        ("500 Internal Server Error", "", "Look into its log."),
    ] {
        let page = "<p>/x?secret-key=hush-hush</p>";
        let server = Canned::with(status, lines, page);
        let (text, code) = ask(server.address, "/x?secret-key=hush-hush", &[]);
        assert!(text.contains(expected), "{status}: {text}");
        assert!(!text.contains("hush-hush") && code == Some(1), "{status}: {text}");
        assert!(server.received().starts_with("POST /x?secret-key=hush-hush HTTP/1.1\r\n"));
    }
}

#[test]
fn another_servers_page_gives_no_orders_to_the_terminal() {
    let (text, _) = ask(Canned::with("500 Oh", "", "\u{1b}[2J\u{7f}").address, "/x", &[]);
    assert!(text.contains(r"\u{1b}[2J\u{7f}") && !text.contains('\u{1b}') && !text.contains('\u{7f}'), "{text}");
}

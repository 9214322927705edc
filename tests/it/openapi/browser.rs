//! The page that shows the document in a browser: all of it is served here, and nothing else is allowed to it.

use std::process::Command;

use regex::Regex;

use crate::server::{Connection, TestServer};

const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; \
                      base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/// What a browser gets, unpacked: its media type and its text.
fn load(server: &TestServer, target: &str) -> (String, String) {
    let url = format!("http://{}{target}", server.admin);
    let output = Command::new("curl")
        .args(["--silent", "--show-error", "--fail", "--compressed", "--write-out", "\n%{content_type}", &url])
        .output()
        .unwrap();
    assert!(output.status.success(), "{target}: {}", String::from_utf8_lossy(&output.stderr));
    let text = String::from_utf8(output.stdout).unwrap();
    let (text, media_type) = text.rsplit_once('\n').unwrap();
    (media_type.to_owned(), text.to_owned())
}

#[test]
fn the_page_and_all_it_loads_are_served_here() {
    let server = TestServer::start();
    let (media_type, page) = load(&server, "/docs/");
    assert_eq!(media_type, "text/html");
    let link = Regex::new(r#"(?:src|href)="([^"]+)""#).unwrap();
    let links: Vec<&str> = link.captures_iter(&page).map(|it| it.get(1).unwrap().as_str()).collect();
    assert!(links.len() >= 5, "{links:?}");
    for link in links {
        let name = link.strip_prefix("./").unwrap_or(link);
        assert!(!name.contains([':', '/']), "{link} is elsewhere");
        let head = Connection::to(server.admin).ask("HEAD", &format!("/docs/{name}"), "");
        let media_type = match name.rsplit('.').next().unwrap() {
            "js" => "text/javascript",
            "css" => "text/css",
            _ => "image/png",
        };
        assert_eq!((head.status, head.header("content-type")), (200, Some(media_type)), "{link}");
    }
    assert!(!page.contains("<script>") && !page.contains("style="), "the page's policy forbids it: {page}");
}

#[test]
fn the_page_shows_this_servers_document_and_asks_nobody_else() {
    let server = TestServer::start();
    let (_, start) = load(&server, "/docs/swagger-initializer.js");
    for line in ["\"url\": \"../openapi.json\"", "\"validatorUrl\": \"none\"", "\"persistAuthorization\": false"] {
        assert!(start.contains(line), "{start}");
    }
    assert!(!start.contains("http"), "{start}");
    let moved = Connection::to(server.admin).ask("GET", "/docs", "");
    assert_eq!((moved.status, moved.header("location")), (308, Some("docs/")));
}

#[test]
fn the_page_may_load_and_ask_this_address_alone_and_stands_in_no_frame() {
    let server = TestServer::start();
    let mut connection = Connection::to(server.admin);
    for target in ["/docs/", "/docs/swagger-ui-bundle.js", "/docs/swagger-initializer.js"] {
        let head = connection.ask("HEAD", target, "");
        assert_eq!(head.header("content-security-policy"), Some(POLICY), "{target}");
        assert_eq!(head.header("x-content-type-options"), Some("nosniff"), "{target}");
        assert_eq!(head.header("referrer-policy"), Some("no-referrer"), "{target}");
    }
    for target in ["/docs/", "/openapi.json", "/v1/status"] {
        let head = connection.ask("HEAD", target, "");
        assert!(!head.header_names().iter().any(|name| name.starts_with("access-control-")), "{target}: {head:?}");
    }
    for target in ["/docs/nothing.js", "/docs/..%2Findex.html", "/docs/%00"] {
        assert_eq!(connection.ask("GET", target, "").problem(), "not_found", "{target}");
    }
}

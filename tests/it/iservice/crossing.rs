//! Requests that pages of other sites have a browser send.

use super::browser::{Browser, error};
use super::{Desk, RIGHT, agent};

fn asked(desk: &Desk, lines: &str) -> u16 {
    let mut browser: Browser = desk.browser();
    lines.clone_into(&mut browser.lines);
    let answer = browser.post("login", &[("emailAddress", "agent.one"), ("Password", RIGHT)]);
    if answer.status == 403 {
        assert_eq!(error(&answer.json()), "Requests from other sites are refused.");
        assert!(browser.cookies.is_empty());
    } else {
        assert_eq!(answer.json()["loggedIn"]["isLoggedIn"], true, "{lines}");
    }
    answer.status
}

#[test]
fn a_page_of_another_site_logs_nobody_in() {
    let desk = Desk::with("public_url = \"http://desk.test\"");
    desk.add(agent());
    for lines in [
        "Sec-Fetch-Site: cross-site\r\n",
        "Sec-Fetch-Site: cross-site\r\nOrigin: http://desk.test\r\n",
        "Sec-Fetch-Site: same-site\r\nOrigin: http://other.desk.test\r\n",
        "Origin: http://evil.test\r\n",
        "Origin: https://desk.test\r\n",
        "Origin: http://desk.test:81\r\n",
        "Origin: null\r\n",
        "Origin: \u{fc}\r\n",
    ] {
        assert_eq!(asked(&desk, lines), 403, "{lines}");
    }
}

#[test]
fn our_own_pages_and_programs_do() {
    let desk = Desk::with("public_url = \"http://desk.test\"");
    desk.add(agent());
    for lines in [
        "",
        "Sec-Fetch-Site: same-origin\r\nOrigin: null\r\n",
        "Sec-Fetch-Site: none\r\n",
        "Sec-Fetch-Site: same-site\r\nOrigin: http://desk.test\r\n",
        "Origin: http://desk.test\r\n",
        // As the request itself says where it goes.
        "Origin: http://test\r\n",
    ] {
        assert_eq!(asked(&desk, lines), 200, "{lines}");
    }
}

#[test]
fn nobody_is_logged_out_by_a_link_or_a_form_of_another_site() {
    let desk = Desk::new();
    desk.add(agent());
    let mut browser = desk.browser_of("agent.one");
    browser.lines = "Sec-Fetch-Site: cross-site\r\n".to_owned();
    assert_eq!(browser.post("logout", &[]).status, 403);
    assert_eq!(browser.get("/f/webapp-api-login?api=logout").status, 405);
    browser.lines.clear();
    assert!(browser.is_logged_in());
}

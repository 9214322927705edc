//! What the platforms with words of their own answer.

use base64::prelude::{BASE64_STANDARD, Engine as _};

use super::Scene;
use crate::acqueon::sign_in;
use crate::openapi::kept::Promises;
use crate::server::{TestServer, request};
use crate::staff::{RIGHT, Staff, WRONG, agent, without_directory};

const UCONTACT: [&str; 5] =
    ["auth/AgentLogin", "api/AgentLogoff", "auth/EndSession", "auth/UserLogin", "auth/getUserToken"];
const ISERVICE: &str = "/f/webapp-api-login";
const OZONETEL: &str = "/CAServices/AgentAuthenticationV2/index.php";
const MESSAGES: &str = "/acqueon/messages";
const FINESSE: &str = "/finesse/api/User/{id}";
const ACQUEON: &[(&str, &str)] = &[("acqueon.rego", "package platforms.acqueon\n\nallow := true\n")];

impl Scene {
    /// Everything that they may answer.
    pub(super) fn provoke_platforms(&mut self) {
        for resource in UCONTACT {
            let path = format!("/Integra/resources/{resource}");
            self.provoke_form(&path, &[("", "agent=a", 200), ("Content-Type: application/json\r\n", "{}", 415)]);
        }
        let broken = "Content-Type: multipart/form-data\r\n";
        let answers = [("", "userName=a", 200), (broken, "x", 400), ("Content-Type: text/plain\r\n", "x", 415)];
        self.provoke_form(OZONETEL, &answers);
        self.provoke_iservice();
    }

    fn provoke_iservice(&mut self) {
        let logout = format!("{ISERVICE}?api=logout");
        self.provoke_form_at(ISERVICE, &logout, &[("", "", 200), ("Sec-Fetch-Site: cross-site\r\n", "", 403)]);
        let back = format!("{ISERVICE}/openid/{{provider}}");
        for (method, path, target, status) in [
            ("POST", ISERVICE, ISERVICE.to_owned(), 404),
            ("GET", ISERVICE, format!("{ISERVICE}?api=loggedin"), 200),
            ("GET", ISERVICE, format!("{ISERVICE}?api=resetconfirm&token=x"), 200),
            ("GET", ISERVICE, ISERVICE.to_owned(), 404),
            ("GET", ISERVICE, logout, 405),
            ("GET", &back, format!("{ISERVICE}/openid/Google"), 200),
            ("GET", &back, format!("{ISERVICE}/openid/Okta"), 404),
        ] {
            let answer = self.server.connect().ask(method, &target, "");
            assert_eq!(answer.status, status, "{target}: {answer:?}");
            self.promises.keep(method, path, &answer);
        }
    }

    fn provoke_form(&mut self, path: &str, answers: &[(&str, &str, u16)]) {
        self.provoke_form_at(path, path, answers);
    }

    fn provoke_form_at(&mut self, path: &str, target: &str, answers: &[(&str, &str, u16)]) {
        let large = "x".repeat(70_000);
        for (lines, body, status) in answers.iter().copied().chain([("", &*large, 413)]) {
            let mut connection = self.server.connect();
            connection.send(request("POST", target, lines, body));
            let answer = connection.receive();
            assert_eq!(answer.status, status, "{path}: {answer:?}");
            self.promises.keep("POST", path, &answer);
        }
        let mut slow = self.server.connect();
        slow.send(format!("POST {target} HTTP/1.1\r\nHost: test\r\nContent-Length: 9\r\n\r\n"));
        let answer = slow.receive();
        assert_eq!(answer.status, 408, "{answer:?}");
        self.promises.keep("POST", path, &answer);
    }
}

/// What Acqueon's agents are answered, and what where their directory does not answer.
pub fn keep_of_acqueon(promises: &mut Promises) {
    let staff = Staff::with("[limits]\nbody_read = \"150ms\"\n", ACQUEON);
    staff.add(agent("ana"));
    let large = "x".repeat(70_000);
    for (body, status) in [(sign_in("ana", WRONG, "5101"), 200), (sign_in("ana", RIGHT, "5101"), 200), (large, 413)] {
        let answer = staff.post(MESSAGES, "", &body);
        assert_eq!(answer.status, status, "{answer:?}");
        promises.keep("POST", MESSAGES, &answer);
    }
    let slow = staff.server.raw(format!("POST {MESSAGES} HTTP/1.1\r\nHost: test\r\nContent-Length: 9\r\n\r\n"));
    assert_eq!(slow.status, 408, "{slow:?}");
    promises.keep("POST", MESSAGES, &slow);
    for (id, password, get, put) in [("ana", RIGHT, 200, 202), ("ana", WRONG, 401, 401), ("nobody", RIGHT, 404, 404)] {
        ask_finesse(promises, &staff.server, ("GET", id, password, ""), get);
        ask_finesse(promises, &staff.server, ("PUT", id, password, "READY"), put);
    }
    ask_finesse(promises, &staff.server, ("PUT", "ana", RIGHT, "ASLEEP"), 400);
    let (server, _folder) = without_directory(ACQUEON);
    for method in ["GET", "PUT"] {
        ask_finesse(promises, &server, (method, "ana", RIGHT, "READY"), 503);
    }
}

/// Ana asks for the user of this id.
fn ask_finesse(promises: &mut Promises, server: &TestServer, asked: (&str, &str, &str, &str), status: u16) {
    let (method, id, password, state) = asked;
    let basic = BASE64_STANDARD.encode(format!("ana:{password}"));
    let lines = format!("Authorization: Basic {basic}\r\nContent-Type: application/xml\r\n");
    let mut connection = server.connect();
    connection.send(request(
        method,
        &FINESSE.replace("{id}", id),
        &lines,
        format!("<User><state>{state}</state></User>"),
    ));
    let answer = connection.receive();
    assert_eq!(answer.status, status, "{asked:?}: {answer:?}");
    promises.keep(method, FINESSE, &answer);
}

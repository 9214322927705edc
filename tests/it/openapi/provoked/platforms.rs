//! What the platforms with words of their own answer.

use super::Scene;
use crate::server::request;

const UCONTACT: [&str; 5] =
    ["auth/AgentLogin", "api/AgentLogoff", "auth/EndSession", "auth/UserLogin", "auth/getUserToken"];
const ISERVICE: &str = "/f/webapp-api-login";
const OZONETEL: &str = "/CAServices/AgentAuthenticationV2/index.php";

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

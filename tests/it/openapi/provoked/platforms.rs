//! What the platforms with words of their own answer.

use super::Scene;
use crate::server::request;

const UCONTACT: [&str; 5] =
    ["auth/AgentLogin", "api/AgentLogoff", "auth/EndSession", "auth/UserLogin", "auth/getUserToken"];
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
    }

    fn provoke_form(&mut self, path: &str, answers: &[(&str, &str, u16)]) {
        let large = "x".repeat(70_000);
        for (lines, body, status) in answers.iter().copied().chain([("", &*large, 413)]) {
            let mut connection = self.server.connect();
            connection.send(request("POST", path, lines, body));
            let answer = connection.receive();
            assert_eq!(answer.status, status, "{path}: {answer:?}");
            self.promises.keep("POST", path, &answer);
        }
        let mut slow = self.server.connect();
        slow.send(format!("POST {path} HTTP/1.1\r\nHost: test\r\nContent-Length: 9\r\n\r\n"));
        let answer = slow.receive();
        assert_eq!(answer.status, 408, "{answer:?}");
        self.promises.keep("POST", path, &answer);
    }
}

//! What a hook answers.

use super::{IN_QUERY, SECRET, Scene};
use crate::server::{SAMPLE, request};

impl Scene {
    /// Everything that a hook may answer, by this method.
    pub(super) fn provoke_hook(&mut self, method: &str, path: &str) {
        let (right, wrong) = match path {
            IN_QUERY => (format!("{IN_QUERY}?secret-key={SECRET}"), format!("{IN_QUERY}?secret-key=wrong")),
            _ => (format!("{IN_QUERY}/{SECRET}?"), format!("{IN_QUERY}/wrong?")),
        };
        let mut sends = |target: &str, fields: &str, status| match method {
            "GET" => self.login(method, path, &format!("{target}&{fields}"), "", status),
            _ => self.login(method, path, target, fields, status),
        };
        sends(&right, "projectId=1&userId=2&groupId=2&secondaryProjectIds=3", 200);
        for unreadable in ["projectId=1.5&userId=2", "projectId=1", "projectId=1&userId=2&groupId=1&groupId=2", "x=%"] {
            sends(&right, unreadable, 400);
        }
        sends(&right, "projectId=9&userId=2&groupId=2", 503);
        sends(&format!("{right}&x={}", "x".repeat(33_000)), "projectId=1", 414);
        sends(&wrong, "projectId=1&userId=2", 401);
        sends(&wrong, "projectId=1&userId=2", 429);
        self.forget_wrong_secrets();
        let mut connection = self.server.connect();
        connection.send(request(method, &right, "webhook-signature: v1,c29tZXRoaW5n\r\n", ""));
        let answer = connection.receive();
        assert_eq!(answer.problem(), "signature_refused");
        self.promises.keep(method, path, &answer);
        self.forget_wrong_secrets();
        if method != "GET" {
            self.login(method, path, &right, SAMPLE, 200);
            self.login(method, path, &right, &"x".repeat(70_000), 413);
            let mut slow = self.server.connect();
            slow.send(format!("{method} {right} HTTP/1.1\r\nHost: test\r\nContent-Length: 9\r\n\r\n"));
            let answer = slow.receive();
            assert_eq!(answer.status, 408, "{answer:?}");
            self.promises.keep(method, path, &answer);
        }
    }
}

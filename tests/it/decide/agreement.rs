//! The answers are the server's, whatever the request and whatever its form.

use std::collections::BTreeMap;

use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use proptest::collection::{btree_map, vec};
use proptest::option;
use proptest::prelude::*;
use serde_json::{Value, json};

use super::{decide, stdout};
use crate::server::TestServer;

/// The server's clock stands here.
const AT: &str = "2026-11-23T08:00:00Z";

const POLICIES: &[(&str, &str)] = &[
    ("projects/1.rego", "package projects[\"1\"]\n\ndefault allow := false\n\nallow if input.groupId in data.groups\n"),
    (
        "projects/2.rego",
        "package projects[\"2\"]\n\nallow if input.customData.a == \"1\"\n\ndeny contains input.username if input.userId == 2\n",
    ),
    ("projects/3.rego", "package projects[\"3\"]\n\nallow if time.clock(time.now_ns())[0] == input.userId + 6\n"),
    (
        "projects/4.rego",
        "package projects[\"4\"]\n\nallow if input.source.ip == \"127.0.0.1\"\n\ndeny contains input.hook if not input.primary\n",
    ),
    ("projects/5.rego", "package projects[\"5\"]\n\nallow := count(input.projectIds) + 1\n"),
    ("policies.rego", "package policies.some\n\nallow if input.customData[input.username]\n"),
    ("data.yaml", "groups: [1, 2]\nassignments: {\"6-7\": some}\n"),
];

/// What is asked, ids as they are spelt.
#[derive(Debug, Clone)]
struct Ask {
    projects: Vec<String>,
    user_id: Option<String>,
    username: Option<String>,
    group_id: Option<String>,
    custom: BTreeMap<String, String>,
    /// Whether the flags give the custom data as JSON.
    as_json: bool,
}

fn id() -> impl Strategy<Value = String> {
    prop_oneof![20 => (1..9u64).prop_map(|id| id.to_string()), 1 => prop::sample::select(vec!["0", "x", "1.0", "-1"]).prop_map(str::to_owned)]
}

fn ask() -> impl Strategy<Value = Ask> {
    let custom = btree_map("[ab= &é]{1,2}", "[01 \"+%ű]{0,2}", 0..3);
    let agent = (option::weighted(0.8, id()), option::of("[ab]{0,2}"), option::of(id()));
    (vec(id(), 1..5), agent, custom, any::<bool>()).prop_map(
        |(projects, (user_id, username, group_id), custom, as_json)| Ask {
            projects,
            user_id,
            username,
            group_id,
            custom,
            as_json,
        },
    )
}

impl Ask {
    fn fields(&self) -> impl Iterator<Item = (&'static str, &String)> {
        let fields = [("userId", &self.user_id), ("username", &self.username), ("groupId", &self.group_id)];
        fields.into_iter().filter_map(|(name, value)| Some((name, value.as_ref()?)))
    }

    fn body(&self) -> String {
        let mut body = json!({"projectId": self.projects[0], "secondaryProjectIds": self.projects[1..]});
        self.fields().for_each(|(name, value)| body[name] = Value::from(value.as_str()));
        body["customData"] = json!(self.custom);
        body.to_string()
    }

    fn query(&self) -> String {
        let encoded = |text: &str| utf8_percent_encode(text, NON_ALPHANUMERIC).to_string();
        let mut pairs = vec![("projectId".to_owned(), self.projects[0].clone())];
        let secondary = self.projects[1..].iter().enumerate();
        pairs.extend(secondary.map(|(at, id)| (format!("secondaryProjectIds[{at}]"), id.clone())));
        pairs.extend(self.fields().map(|(name, value)| (name.to_owned(), value.clone())));
        pairs.extend(self.custom.iter().map(|(name, value)| (format!("customData[{}]", encoded(name)), value.clone())));
        let pairs: Vec<_> = pairs.iter().map(|(name, value)| format!("{name}={}", encoded(value))).collect();
        pairs.join("&")
    }

    fn flags(&self) -> Vec<String> {
        let mut flags: Vec<String> = self.projects.iter().map(|id| format!("--project={id}")).collect();
        let names = BTreeMap::from([("userId", "user-id"), ("username", "username"), ("groupId", "group-id")]);
        flags.extend(self.fields().map(|(name, value)| format!("--{}={value}", names[name])));
        if self.as_json {
            flags.push(format!("--custom-json={}", json!(self.custom)));
        } else if self.custom.keys().all(|name| !name.contains('=')) {
            flags.extend(self.custom.iter().map(|(name, value)| format!("--custom={name}={value}")));
        } else {
            flags.push(format!("--custom-json={}", json!(self.custom)));
        }
        flags
    }
}

#[test]
fn every_form_of_a_request_is_answered_as_by_the_server() {
    let server = TestServer::with("", POLICIES);
    let directory = tempfile::tempdir().unwrap();
    let body_file = directory.path().join("body.json");
    let config = ProptestConfig::with_cases(24);
    proptest!(config, |(ask in ask())| {
        let body = ask.body();
        std::fs::write(&body_file, &body).unwrap();
        let query = ask.query();
        let posted = server.post("/vcc/project-login", &body);
        let got = server.get(&format!("/vcc/project-login?{query}"));
        let mut body_flag = vec!["--body".to_owned(), "body.json".to_owned()];
        let mut query_flag = vec![format!("--query={query}")];
        for (answer, arguments) in [(&posted, &mut body_flag), (&got, &mut query_flag), (&posted, &mut ask.flags())] {
            let policies = server.policies.path().to_str().unwrap();
            arguments.extend(["--policies", policies, "--at", AT, "--ip", "127.0.0.1"].map(str::to_owned));
            let arguments: Vec<_> = arguments.iter().map(String::as_str).collect();
            let output = decide(directory.path(), &arguments);
            let code = match (answer.status, answer.body.contains("false")) {
                (200, false) => 0,
                (200, true) => 5,
                _ => 2,
            };
            prop_assert_eq!(output.status.code(), Some(code), "{:?} {:?} {:?}", arguments, output, answer);
            let expected = if code == 2 { String::new() } else { format!("{}\n", answer.body) };
            prop_assert_eq!(stdout(&output), expected, "{:?}", arguments);
        }
    });
}

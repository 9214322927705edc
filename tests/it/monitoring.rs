//! What examples/monitoring asks of the metrics is there to be asked.

use std::collections::{BTreeMap, BTreeSet};

use regex::Regex;
use serde_json::Value;

use crate::server::{Connection, SAMPLE, TestServer};
use crate::tls::TlsServer;

const ALERTS: &str = include_str!("../../examples/monitoring/alerts.yaml");
const DASHBOARD: &str = include_str!("../../examples/monitoring/dashboard.json");
const PROMETHEUS: &str = include_str!("../../examples/monitoring/prometheus.yaml");

/// Labels that Prometheus itself adds.
const ADDED: [&str; 3] = ["instance", "job", "le"];

/// The expressions of all alerts and panels, and the questions behind the dashboard's variables.
fn expressions() -> Vec<String> {
    let alerts: Value = serde_norway::from_str(ALERTS).unwrap();
    let dashboard: Value = serde_json::from_str(DASHBOARD).unwrap();
    let rules = alerts["groups"].as_array().unwrap().iter().flat_map(|group| group["rules"].as_array().unwrap());
    let panels = dashboard["panels"].as_array().unwrap().iter();
    let targets = panels.flat_map(|panel| panel["targets"].as_array().unwrap());
    let variables = dashboard["templating"]["list"].as_array().unwrap().iter();
    let questions = variables.filter(|it| it["type"] == "query").map(|it| &it["query"]);
    let all = rules.map(|rule| &rule["expr"]).chain(targets.map(|target| &target["expr"])).chain(questions);
    all.map(|it| it.as_str().unwrap().to_owned()).collect()
}

/// The metrics of a server on which everything has happened, each with its labels.
fn metrics() -> BTreeMap<String, BTreeSet<String>> {
    let spool = tempfile::tempdir().unwrap();
    let settings = format!(
        "[[vcc.hooks]]\nname = \"a\"\npath = \"/vcc/project-login\"\nsecrets = [\"0123456789abcdef\"]\n\
         [[journal.uploads]]\nname = \"u\"\nurl = \"http://127.0.0.1:9/logs\"\nspool = \"{}\"\n",
        spool.path().display()
    );
    let server = TlsServer::with("", &settings);
    let mut client = server.client.connect(server.address());
    assert_eq!(client.ask("POST", "/vcc/project-login", SAMPLE).status, 401);
    assert_eq!(client.ask("POST", "/vcc/project-login?secret-key=0123456789abcdef", SAMPLE).status, 200);
    let text = server.metrics();
    let sample = Regex::new(r"^(\w+)(?:\{(.*)\})? ").unwrap();
    let label = Regex::new(r#"(\w+)=""#).unwrap();
    let mut found: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for line in text.lines().filter(|line| !line.starts_with('#')) {
        let parts = sample.captures(line).unwrap();
        let labels = parts.get(2).map_or("", |labels| labels.as_str());
        let labels = label.captures_iter(labels).map(|label| label[1].to_owned());
        found.entry(parts[1].to_owned()).or_default().extend(labels);
    }
    found
}

#[test]
fn every_metric_and_label_that_an_alert_or_a_panel_names_exists() {
    let metrics = metrics();
    let named = Regex::new(r"\b(logingate_\w+|http_request_\w+)(?:\{([^}]*)\})?").unwrap();
    let label = Regex::new(r"(\w+)(?:=~?|!=)").unwrap();
    let grouping = Regex::new(r"by \(([^)]*)\)").unwrap();
    for expression in expressions() {
        let mut labels: BTreeSet<&str> = ADDED.into();
        for parts in named.captures_iter(&expression) {
            let known = metrics.get(&parts[1]).unwrap_or_else(|| panic!("{}: {expression}", &parts[1]));
            labels.extend(known.iter().map(String::as_str));
            for asked in label.captures_iter(parts.get(2).map_or("", |labels| labels.as_str())) {
                assert!(known.contains(&asked[1]) || ADDED.contains(&&asked[1]), "{}: {expression}", &asked[1]);
            }
        }
        for group in grouping.captures_iter(&expression) {
            assert!(group[1].split(", ").all(|asked| labels.contains(asked)), "{}: {expression}", &group[1]);
        }
    }
}

#[test]
fn alerts_say_how_bad_it_is_and_what_it_means() {
    let alerts: Value = serde_norway::from_str(ALERTS).unwrap();
    for rule in alerts["groups"][0]["rules"].as_array().unwrap() {
        assert!(["critical", "warning"].contains(&rule["labels"]["severity"].as_str().unwrap()), "{rule}");
        assert!(rule["annotations"]["summary"].as_str().unwrap().len() > 20, "{rule}");
    }
    let prometheus: Value = serde_norway::from_str(PROMETHEUS).unwrap();
    assert_eq!(prometheus["rule_files"][0], "alerts.yaml");
    assert_eq!(prometheus["scrape_configs"][0]["static_configs"][0]["targets"][0], "127.0.0.1:8081");
}

#[test]
fn what_alerts_wait_for_stands_at_zero_from_the_start() {
    let text = Connection::to(TestServer::start().admin).ask("GET", "/metrics", "").body;
    for line in [
        r#"logingate_policy_reloads_total{result="failed"} 0"#,
        r#"logingate_journal_events_dropped_total{reason="disk_full"} 0"#,
        r#"logingate_refused_requests_total{hook="default",kind="unauthorized"} 0"#,
        r#"logingate_refused_requests_total{hook="default",kind="overloaded"} 0"#,
    ] {
        assert!(text.lines().any(|it| it == line), "{line}\n{text}");
    }
}

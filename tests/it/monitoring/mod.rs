//! What examples/monitoring asks of the metrics is there to be asked.

mod promtool;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use regex::Regex;
use serde_json::{Value, json};

use crate::server::{Connection, SAMPLE, TestServer};
use crate::tls::TlsServer;

const ALERTS: &str = include_str!("../../../examples/monitoring/alerts.yaml");
const ALERTS_TEST: &str = include_str!("../../../examples/monitoring/alerts_test.yaml");
const DASHBOARD: &str = include_str!("../../../examples/monitoring/dashboard.json");
const PROMETHEUS: &str = include_str!("../../../examples/monitoring/prometheus.yaml");

/// Labels that Prometheus itself adds.
const ADDED: [&str; 3] = ["instance", "job", "le"];

/// All alerts.
fn alerts() -> Vec<Value> {
    let alerts: Value = serde_norway::from_str(ALERTS).unwrap();
    let groups = alerts["groups"].as_array().unwrap().iter();
    groups.flat_map(|group| group["rules"].as_array().unwrap()).cloned().collect()
}

fn dashboard() -> Value {
    serde_json::from_str(DASHBOARD).unwrap()
}

/// The expressions of all panels.
fn panels(dashboard: &Value) -> impl Iterator<Item = &str> {
    let targets = dashboard["panels"].as_array().unwrap().iter().flat_map(|panel| panel["targets"].as_array().unwrap());
    targets.map(|target| target["expr"].as_str().unwrap())
}

/// The expressions of all alerts and panels, and the questions behind the dashboard's variables.
fn expressions() -> Vec<String> {
    let (alerts, dashboard) = (alerts(), dashboard());
    let variables = dashboard["templating"]["list"].as_array().unwrap().iter();
    let questions = variables.filter(|it| it["type"] == "query").map(|it| it["query"].as_str().unwrap());
    let rules = alerts.iter().map(|rule| rule["expr"].as_str().unwrap());
    rules.chain(panels(&dashboard)).chain(questions).map(str::to_owned).collect()
}

/// The metrics of a server on which everything has happened.
fn text() -> String {
    let spool = tempfile::tempdir().unwrap();
    let settings = format!(
        "[metrics]\nprojects = 1\n\
         [[vcc.hooks]]\nname = \"a\"\npath = \"/vcc/project-login\"\nsecrets = [\"0123456789abcdef\"]\n\
         [[journal.uploads]]\nname = \"u\"\nurl = \"http://127.0.0.1:9/logs\"\nspool = \"{}\"\n",
        spool.path().display()
    );
    let server = TlsServer::with("", &settings);
    let mut client = server.client.connect(server.address());
    assert_eq!(client.ask("POST", "/vcc/project-login", SAMPLE).status, 401);
    assert_eq!(client.ask("POST", "/vcc/project-login?secret-key=0123456789abcdef", SAMPLE).status, 200);
    server.metrics()
}

/// The metrics, each with its labels.
fn metrics() -> BTreeMap<String, BTreeSet<String>> {
    let text = text();
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
    for rule in alerts() {
        assert!(["critical", "warning"].contains(&rule["labels"]["severity"].as_str().unwrap()), "{rule}");
        assert!(rule["annotations"]["summary"].as_str().unwrap().len() > 20, "{rule}");
    }
    let prometheus: Value = serde_norway::from_str(PROMETHEUS).unwrap();
    assert_eq!(prometheus["rule_files"][0], "alerts.yaml");
    assert_eq!(prometheus["scrape_configs"][0]["static_configs"][0]["targets"][0], "127.0.0.1:8081");
}

/// Where the files are that people take.
fn examples() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/examples/monitoring"))
}

#[test]
fn prometheus_takes_the_alerts_and_its_settings() {
    promtool::approves(&["check", "rules", "alerts.yaml"], examples(), "");
    promtool::approves(&["check", "config", "--syntax-only", "prometheus.yaml"], examples(), "");
}

#[test]
fn alerts_fire_when_they_should_and_not_before() {
    promtool::approves(&["test", "rules", "alerts_test.yaml"], examples(), "");
}

#[test]
fn every_alert_has_a_test_in_which_it_fires_and_one_in_which_it_does_not() {
    let file: Value = serde_norway::from_str(ALERTS_TEST).unwrap();
    let tests = file["tests"].as_array().unwrap().iter().flat_map(|test| test["alert_rule_test"].as_array().unwrap());
    let tested: BTreeSet<(&str, bool)> =
        tests.map(|test| (test["alertname"].as_str().unwrap(), test["exp_alerts"].is_array())).collect();
    let alerts = alerts();
    let names = alerts.iter().map(|rule| rule["alert"].as_str().unwrap());
    let expected: BTreeSet<(&str, bool)> = names.flat_map(|name| [(name, false), (name, true)]).collect();
    assert_eq!(tested, expected);
}

#[test]
fn prometheus_takes_every_query_of_the_dashboard() {
    let dashboard = dashboard();
    let asked = |query: &str| query.replace("$__rate_interval", "5m").replace("$instance", ".*").replace("$hook", ".*");
    let rule = |(at, query)| json!({"record": format!("panel:{at}"), "expr": asked(query)});
    let rules: Vec<Value> = panels(&dashboard).enumerate().map(rule).collect();
    assert!(!rules.is_empty() && !json!(rules).to_string().contains('$'), "{rules:#?}");
    let directory = tempfile::tempdir().unwrap();
    let file = json!({"groups": [{"name": "dashboard", "rules": rules}]}).to_string();
    std::fs::write(directory.path().join("rules.yaml"), file).unwrap();
    promtool::approves(&["check", "rules", "rules.yaml"], directory.path(), "");
}

#[test]
fn prometheus_reads_the_metrics_and_finds_their_names_and_helps_as_they_should_be() {
    promtool::approves(&["check", "metrics"], examples(), &text());
}

#[test]
fn what_alerts_wait_for_stands_at_zero_from_the_start() {
    let text = Connection::to(TestServer::start().admin).ask("GET", "/metrics", "").body;
    for line in [
        r#"logingate_policy_reloads_total{result="failed"} 0"#,
        r#"logingate_journal_events_dropped_total{reason="disk_full"} 0"#,
        r#"logingate_journal_rule_failures_total{rule="mask",reason="broken"} 0"#,
        r#"logingate_refused_requests_total{hook="default",kind="unauthorized"} 0"#,
        r#"logingate_refused_requests_total{hook="default",kind="overloaded"} 0"#,
    ] {
        assert!(text.lines().any(|it| it == line), "{line}\n{text}");
    }
}

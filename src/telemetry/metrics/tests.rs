use std::sync::Arc;

use uuid::Uuid;

use super::*;
use crate::decision::{Decision, Outcome, Platform, SubjectVerdict, Verdict};

fn decision(verdicts: &[(Outcome, bool)]) -> Decision {
    let verdict = |(at, (outcome, cached)): (usize, &(Outcome, bool))| SubjectVerdict {
        subject: (at + 1).to_string().parse().unwrap(),
        verdict: Arc::new(Verdict::undecided(*outcome, "", None)),
        cached: *cached,
        elapsed: Duration::ZERO,
    };
    Decision {
        id: Uuid::nil(),
        verdicts: verdicts.iter().enumerate().map(verdict).collect(),
        unix_nanos: 0,
        now_nanos: 0,
        elapsed: Duration::ZERO,
    }
}

#[test]
fn every_outcome_of_a_hook_is_counted_under_its_own_name() {
    let metrics = Metrics::default();
    let hook = metrics.of_hook("acme");
    for (at, outcome) in Outcome::ALL.into_iter().enumerate() {
        let logins = vec![(outcome, false); at + 1];
        hook.decided(&decision(&logins));
    }
    hook.decided(&decision(&[(Outcome::Allow, true), (Outcome::Allow, true)]));
    let text = metrics.text(Exposition::OpenMetrics).unwrap();
    for (at, outcome) in Outcome::ALL.into_iter().enumerate() {
        let name = outcome.as_str();
        let line = |cached: bool, count: usize| {
            format!(
                "\nlogingate_decisions_total{{platform=\"vcc\",hook=\"acme\",outcome=\"{name}\",cached=\"{cached}\"}} {count}\n"
            )
        };
        assert!(text.contains(&line(false, at + 1)), "{name}\n{text}");
        assert!(text.contains(&line(true, if outcome == Outcome::Allow { 2 } else { 0 })), "{name}\n{text}");
    }
}

#[test]
fn only_verdicts_that_were_waited_for_are_measured() {
    let metrics = Metrics::default();
    let mut decision = decision(&[(Outcome::Allow, true), (Outcome::Allow, false)]);
    decision.verdicts[1].elapsed = Duration::from_micros(70);
    metrics.of_hook("acme").decided(&decision);
    let text = metrics.text(Exposition::OpenMetrics).unwrap();
    assert!(text.contains("\nlogingate_evaluation_duration_seconds_count 1\n"), "{text}");
    assert!(text.contains("\nlogingate_evaluation_duration_seconds_bucket{le=\"0.0001\"} 1\n"), "{text}");
}

#[test]
fn what_many_threads_count_is_added_up() {
    let metrics = Metrics::default();
    let hook = metrics.of_hook("acme");
    std::thread::scope(|scope| {
        for _ in 0..40 {
            scope.spawn(|| {
                let mut decision = decision(&[(Outcome::Allow, true), (Outcome::Allow, false)]);
                decision.verdicts[1].elapsed = Duration::from_secs(2);
                hook.decided(&decision);
                metrics.answered(Handler::Vcc, HttpMethod::Post, 200, Instant::now());
                std::mem::forget(metrics.login_under_way());
                drop(metrics.login_under_way());
            });
        }
    });
    let text = metrics.text(Exposition::OpenMetrics).unwrap();
    let lines = [
        "logingate_evaluation_duration_seconds_sum 80.0",
        "logingate_evaluation_duration_seconds_count 40",
        "logingate_evaluation_duration_seconds_bucket{le=\"1.0\"} 0",
        "logingate_evaluation_duration_seconds_bucket{le=\"+Inf\"} 40",
        "http_request_duration_seconds_count{code=\"200\",handler=\"vcc\",method=\"post\"} 40",
        "logingate_logins_in_flight 40",
        "logingate_decisions_total{platform=\"vcc\",hook=\"acme\",outcome=\"allow\",cached=\"true\"} 40",
    ];
    for line in lines {
        assert!(text.contains(&format!("\n{line}\n")), "{line}\n{text}");
    }
}

#[test]
fn a_bound_belongs_to_the_bucket_below_it() {
    let metrics = Metrics::default();
    for microseconds in [1, 5, 6, 1_000_000] {
        metrics.evaluation_seconds.observe(Duration::from_micros(microseconds));
    }
    let text = metrics.text(Exposition::OpenMetrics).unwrap();
    for (bound, number) in [("0.000001", 1), ("0.000005", 2), ("0.00001", 3), ("0.5", 3), ("1.0", 4), ("+Inf", 4)] {
        let line = format!("\nlogingate_evaluation_duration_seconds_bucket{{le=\"{bound}\"}} {number}\n");
        assert!(text.contains(&line), "{line}{text}");
    }
}

#[test]
fn requests_are_counted_as_opa_counts_them() {
    let metrics = Metrics::default();
    metrics.answered(Handler::Vcc, HttpMethod::Post, 200, Instant::now());
    metrics.answered(Handler::Unmatched, HttpMethod::Other, 404, Instant::now());
    let text = metrics.text(Exposition::OpenMetrics).unwrap();
    for line in [
        "# TYPE http_request_duration_seconds histogram",
        r#"http_request_duration_seconds_count{code="200",handler="vcc",method="post"} 1"#,
        r#"http_request_duration_seconds_count{code="404",handler="unmatched",method="other"} 1"#,
        "# HELP http_request_duration_seconds HTTP requests, from their head to their answer.",
    ] {
        assert!(text.lines().any(|it| it == line), "{line}\n{text}");
    }
}

#[test]
fn reloads_are_counted_by_their_result() {
    let metrics = Metrics::default();
    metrics.reloaded(ReloadResult::Faulty, Duration::from_millis(30));
    let text = metrics.text(Exposition::OpenMetrics).unwrap();
    assert!(text.contains("\nlogingate_policy_reloads_total{result=\"faulty\"} 1\n"), "{text}");
    assert!(text.contains("\nlogingate_policy_reload_duration_seconds_bucket{le=\"0.1\"} 1\n"), "{text}");
    assert!(text.ends_with("# EOF\n"), "{text}");
}

#[test]
fn the_older_text_form_names_counters_in_full() {
    let metrics = Metrics::default();
    metrics.reloaded(ReloadResult::Sound, Duration::from_millis(30));
    let text = metrics.text(Exposition::Prometheus).unwrap();
    let heading = "# HELP logingate_policy_reloads_total Looks at the policy directory that found a change, by what came of \
                   them.\n# TYPE logingate_policy_reloads_total counter\n";
    assert!(text.contains(heading), "{text}");
    assert!(text.contains("\nlogingate_policy_reloads_total{result=\"sound\"} 1\n"), "{text}");
    assert!(text.contains("# TYPE logingate_policy_reload_duration_seconds histogram\n"), "{text}");
    assert!(!text.contains("EOF") && !text.contains("# TYPE logingate_decisions counter"), "{text}");
}

#[test]
fn the_form_is_what_the_caller_accepts() {
    let prometheus = "application/openmetrics-text;version=1.0.0;q=0.6,text/plain;version=0.0.4;q=0.5,*/*;q=0.1";
    assert_eq!(Exposition::accepted(prometheus), Exposition::OpenMetrics);
    assert_eq!(Exposition::accepted("*/*"), Exposition::Prometheus);
    assert_eq!(Exposition::accepted(""), Exposition::Prometheus);
}

#[test]
fn projects_that_come_at_once_take_one_place_each_and_nothing_is_counted_twice_or_lost() {
    let metrics = Metrics::default().with_projects(5);
    let hook = metrics.of_hook("acme");
    let verdicts = [(Outcome::Allow, false); 10];
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| (0..50).for_each(|_| hook.decided(&decision(&verdicts))));
        }
    });
    let text = metrics.text(Exposition::OpenMetrics).unwrap();
    let counts: Vec<(&str, u64)> = text
        .lines()
        .filter_map(|line| {
            line.strip_prefix("logingate_project_decisions_total{project=\"")?.split_once("\",outcome=\"allow\"} ")
        })
        .map(|(project, count)| (project, count.parse().unwrap()))
        .collect();
    assert_eq!(counts.len(), 6, "{text}");
    for (project, count) in counts {
        assert_eq!(count, if project == "other" { 1000 } else { 200 }, "{project}");
    }
}

#[test]
fn platforms_have_series_of_their_own_and_take_no_project_s_place() {
    let metrics = Metrics::default().with_projects(1);
    let platform = metrics.of_platform(Platform::Ucontact);
    let about = |subject: &str, outcome| {
        let mut decision = decision(&[(outcome, false)]);
        decision.verdicts[0].subject = subject.parse().unwrap();
        decision
    };
    platform.decided(&about("platforms.ucontact", Outcome::NoPolicy));
    platform.decided(&about("platforms.ucontact", Outcome::Allow));
    platform.decided(&about("42", Outcome::Allow));
    platform.decided(&about("43", Outcome::Allow));
    let text = metrics.text(Exposition::OpenMetrics).unwrap();
    for line in [
        "logingate_project_decisions_total{project=\"platforms.ucontact\",outcome=\"no_policy\"} 1",
        "logingate_project_decisions_total{project=\"platforms.ucontact\",outcome=\"allow\"} 1",
        "logingate_project_decisions_total{project=\"42\",outcome=\"allow\"} 1",
        "logingate_project_decisions_total{project=\"other\",outcome=\"allow\"} 1",
        "logingate_decisions_total{platform=\"ucontact\",hook=\"ucontact\",outcome=\"allow\",cached=\"false\"} 3",
    ] {
        assert!(text.contains(&format!("\n{line}\n")), "{line}\n{text}");
    }
}

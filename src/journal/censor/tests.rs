use std::sync::Mutex;

use serde_json::json;

use super::*;
use crate::decision::StandingClock;
use crate::telemetry::metrics::Exposition;

/// Rules that answer what a test wants, and count how often they are asked.
struct Scripted {
    drop: Result<bool, Undecided>,
    mask: Result<Vec<Value>, Undecided>,
    asked: Mutex<Vec<LogRule>>,
}

impl Scripted {
    fn new(drop: Result<bool, Undecided>, mask: Result<Vec<Value>, Undecided>) -> Arc<Self> {
        Arc::new(Self { drop, mask, asked: Mutex::default() })
    }

    /// How often `mask` was asked.
    fn asked_for_mask(&self) -> usize {
        self.asked.lock().unwrap().iter().filter(|rule| **rule == LogRule::Mask).count()
    }
}

impl EventRules for Scripted {
    fn is_dropped(&self, _: &Value, _: i64) -> Result<bool, Undecided> {
        self.asked.lock().unwrap().push(LogRule::Drop);
        self.drop.clone()
    }

    fn mask(&self, _: &Value, _: i64) -> Result<Vec<Value>, Undecided> {
        self.asked.lock().unwrap().push(LogRule::Mask);
        self.mask.clone()
    }
}

fn undecided(kind: RuleFailureReason) -> Undecided {
    Undecided { kind, reason: "a reason".into() }
}

struct Scene {
    censor: Censor,
    clock: Arc<StandingClock>,
    metrics: Arc<Metrics>,
}

impl Scene {
    fn of(rules: &Arc<Scripted>) -> Self {
        let (clock, metrics) = (Arc::new(StandingClock::at(0)), Arc::new(Metrics::default()));
        let found: Arc<dyn EventRules> = Arc::<Scripted>::clone(rules);
        let found = Arc::new(move || Some(Arc::clone(&found)));
        let mut censor = Censor::new(found, Arc::<StandingClock>::clone(&clock), Arc::clone(&metrics));
        censor.renew();
        Self { censor, clock, metrics }
    }

    fn rule(&mut self) -> Ruling {
        self.censor.rule(&json!({"input": {}}), 0)
    }

    fn failures(&self, rule: &str, reason: &str) -> u64 {
        let text = self.metrics.text(Exposition::Prometheus).unwrap();
        let series = format!("logingate_journal_rule_failures_total{{rule=\"{rule}\",reason=\"{reason}\"}} ");
        text.lines().find_map(|line| line.strip_prefix(&series)).unwrap().parse().unwrap()
    }
}

#[test]
fn an_event_is_left_out_only_if_the_rule_says_so_and_then_no_mask_is_asked_for() {
    let rules = Scripted::new(Ok(true), Ok(Vec::new()));
    assert_eq!(Scene::of(&rules).rule(), Ruling::Drop);
    assert_eq!(rules.asked_for_mask(), 0);
    let rules = Scripted::new(Err(undecided(RuleFailureReason::Error)), Ok(Vec::new()));
    let mut scene = Scene::of(&rules);
    assert_eq!(scene.rule(), Ruling::Keep(Vec::new()));
    assert_eq!((scene.failures("drop", "error"), scene.failures("mask", "error")), (1, 0));
}

#[test]
fn without_a_mask_that_can_be_read_the_input_is_withheld() {
    for (mask, reason) in [
        (Err(undecided(RuleFailureReason::Broken)), "broken"),
        (Err(undecided(RuleFailureReason::Error)), "error"),
        (Ok(vec![json!("/input/userId"), json!("/custom")]), "error"),
    ] {
        let mut scene = Scene::of(&Scripted::new(Ok(false), mask));
        assert_eq!(scene.rule(), Ruling::Withhold);
        assert_eq!((scene.failures("mask", reason), scene.failures("drop", reason)), (1, 0));
    }
}

#[test]
fn a_rule_that_took_too_long_is_left_alone_for_a_second() {
    let rules = Scripted::new(Ok(false), Err(undecided(RuleFailureReason::Timeout)));
    let mut scene = Scene::of(&rules);
    for _ in 0..1000 {
        assert_eq!(scene.rule(), Ruling::Withhold);
    }
    assert_eq!((rules.asked_for_mask(), scene.failures("mask", "timeout")), (1, 1000));
    scene.clock.advance(PAUSE);
    assert_eq!((scene.rule(), rules.asked_for_mask()), (Ruling::Withhold, 2));
}

#[test]
fn a_slow_drop_takes_nothing_from_the_mask() {
    let rules = Scripted::new(Err(undecided(RuleFailureReason::Timeout)), Ok(vec![json!("/input/userId")]));
    let mut scene = Scene::of(&rules);
    for asked in 1..=3 {
        assert!(matches!(scene.rule(), Ruling::Keep(masks) if masks.len() == 1));
        assert_eq!(rules.asked_for_mask(), asked);
    }
    assert_eq!(rules.asked.lock().unwrap().len(), 4);
}

#[test]
fn without_rules_every_event_is_kept() {
    let (clock, metrics) = (Arc::new(StandingClock::at(0)), Arc::default());
    let mut censor = Censor::new(Arc::new(|| None), clock, metrics);
    censor.renew();
    assert!(!censor.has_rules());
    assert_eq!(censor.rule(&json!({}), 0), Ruling::Keep(Vec::new()));
}

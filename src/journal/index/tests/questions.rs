//! What is asked is found, all of it and nothing else.

use proptest::prelude::*;

use super::*;
use crate::config::Secret;
use crate::journal::AgentHash;

fn outcome() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec!["allow", "allow", "deny", "timeout"])
}

prop_compose! {
    fn login()(
        unix_nanos in 0..6_i64,
        user_id in prop::option::of(7..9_u64),
        username in prop::sample::select(vec![None, Some("ana"), Some("bo")]),
        platform in prop::sample::select(vec!["vcc", "vcc", "ucontact"]),
        projects in prop::collection::btree_map(1..4_u64, outcome(), 1..4),
    ) -> Login {
        Login { number: 0, unix_nanos, user_id, username, platform, projects: projects.into_iter().collect() }
    }
}

prop_compose! {
    fn question()(
        user_id in prop::option::of(7..9_u64),
        username in prop::sample::select(vec![None, None, Some("ana")]),
        project in prop::option::of(1..4_u64),
        platform in prop::option::of(prop::sample::select(vec!["vcc", "ucontact", "acqueon"])),
        outcome in prop::option::of(prop::sample::select(vec!["granted", "blocked", "allow", "deny", "timeout"])),
        since_nanos in prop::option::of(0..6_i64),
        until_nanos in prop::option::of(0..6_i64),
        limit in (1..5_usize).prop_map(Some),
    ) -> Question {
        Question {
            user_id: user_id.map(|id| id.to_string().parse().unwrap()),
            username: username.map(str::to_owned),
            project: project.map(|id| id.to_string().parse().unwrap()),
            platform: platform.map(|name| name.parse().unwrap()),
            outcome: outcome.map(|name| name.parse().unwrap()),
            since_nanos,
            until_nanos,
            after: None,
            limit,
        }
    }
}

/// What is wanted, in plain words of this language.
fn fits(login: &Login, question: &Question) -> bool {
    let wanted = |project: u64| question.project.is_none_or(|wanted| wanted.get() == project);
    let has = |outcome: Option<&str>| {
        login.projects.iter().any(|(id, it)| wanted(*id) && outcome.is_none_or(|outcome| outcome == *it))
    };
    let as_wanted = match question.outcome {
        None => has(None),
        Some(OutcomeFilter::Granted) => has(None) && login.is_granted(),
        Some(OutcomeFilter::Blocked) => has(None) && !login.is_granted(),
        Some(OutcomeFilter::Project(outcome)) => has(Some(outcome.as_str())),
    };
    as_wanted
        && question.user_id.is_none_or(|id| login.user_id == Some(id.get()))
        && question.username.as_deref().is_none_or(|name| login.username == Some(name))
        && question.platform.is_none_or(|platform| login.platform == platform.as_str())
        && question.since_nanos.is_none_or(|since| login.unix_nanos >= since)
        && question.until_nanos.is_none_or(|until| login.unix_nanos <= until)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn page_by_page_everything_that_fits_is_found_once_the_newest_first(
        logins in prop::collection::vec(login(), 0..30),
        questions in prop::collection::vec(question(), 8),
    ) {
        let scene = Scene::new();
        let mut logins = logins;
        (1..).zip(&mut logins).for_each(|(number, login)| login.number = number);
        scene.sink().insert_all(&logins);
        let index = scene.index();
        for mut question in questions {
            let mut wanted: Vec<_> = logins.iter().filter(|login| fits(login, &question)).collect();
            wanted.sort_by_key(|login| std::cmp::Reverse((login.unix_nanos, login.id())));
            let wanted: Vec<_> = wanted.iter().map(|login| login.line().trim().to_owned()).collect();
            let mut found = Vec::new();
            loop {
                let page = index.find(&question).unwrap();
                prop_assert!(Some(page.decisions.len()) == question.limit || page.next.is_none());
                found.extend(page.decisions.iter().map(|event| event.get().to_owned()));
                let Some(next) = page.next else { break };
                question.after = Some(next.to_string().parse().unwrap());
            }
            prop_assert_eq!(&found, &wanted, "{:?}", question);
        }
    }
}

impl IndexSink {
    /// Ages are nobody's business here.
    fn insert_all(mut self, logins: &[Login]) {
        let lines: String = logins.iter().map(Login::line).collect();
        self.write(lines.as_bytes(), 0).unwrap();
    }
}

#[test]
fn what_was_decided_about_a_platform_is_found_by_platform_and_outcome() {
    let scene = Scene::new();
    let line = Login { number: 2, platform: "ucontact", ..Login::default() }.line();
    let line = {
        let mut event: Value = serde_json::from_str(&line).unwrap();
        let project = event["custom"]["projects"][0].as_object_mut().unwrap();
        project.remove("project_id");
        project.insert("subject".into(), "platforms.ucontact".into());
        project.insert("outcome".into(), "no_policy".into());
        format!("{event}\n")
    };
    let mut sink = scene.sink();
    sink.write(Login::default().line().as_bytes(), NOW).unwrap();
    sink.write(line.as_bytes(), NOW).unwrap();
    let found = |question: Question| -> Vec<String> {
        let page = scene.index().find(&question).unwrap();
        page.decisions.iter().map(|event| format!("{}\n", event.get())).collect()
    };
    let platform = Some(crate::decision::Platform::Ucontact);
    let outcome = "no_policy".parse().ok();
    assert_eq!(found(Question { platform, outcome, ..Question::default() }), std::slice::from_ref(&line));
    assert_eq!(found(Question { outcome, ..Question::default() }), [line]);
    let project = "42".parse().ok();
    assert!(found(Question { project, platform, ..Question::default() }).is_empty());
}

#[test]
fn one_decision_is_found_by_its_id() {
    let scene = Scene::new();
    let login = Login::default();
    scene.sink().write(login.line().as_bytes(), NOW).unwrap();
    let found = scene.index().get(login.id()).unwrap().unwrap();
    assert_eq!(format!("{}\n", found.get()), login.line());
    assert!(scene.index().get(Uuid::nil()).unwrap().is_none());
}

#[test]
fn a_hashed_agent_is_found_by_name_and_so_are_logins_from_before() {
    let scene = Scene::new();
    let hash = AgentHash::new(&Secret::new("0123456789abcdef")).unwrap();
    let plain = Login::default().line();
    let id = hash.user_id("7".parse().unwrap());
    let hashed = Login { number: 2, ..Login::default() }.line();
    let hashed = hashed.replace("\"userId\":7", &format!("\"userId\":\"{id}\"")).replace("ana", &hash.username("ana"));
    scene.sink().write(format!("{plain}{hashed}").as_bytes(), NOW).unwrap();
    let question = Question {
        user_id: "7".parse().ok(),
        username: Some("ana".to_owned()),
        limit: Some(10),
        ..Question::default()
    };
    let count = |agents: Option<AgentHash>| {
        Index::open(&scene.path(), agents).unwrap().find(&question).unwrap().decisions.len()
    };
    assert_eq!((count(None), count(Some(hash))), (1, 2));
}

#[test]
fn an_answer_is_bounded_in_bytes() {
    let scene = Scene::new();
    let wordy = |number: u128| {
        let line = Login { number, ..Login::default() }.line();
        line.replace("\"so\"", &format!("\"{}\"", "x".repeat(3 << 20)))
    };
    scene.sink().write((1..=4).map(wordy).collect::<String>().as_bytes(), NOW).unwrap();
    let page = scene.index().find(&Question { limit: Some(1000), ..Question::default() }).unwrap();
    assert_eq!((page.decisions.len(), page.next.map(|next| next.id)), (2, Some(Uuid::from_u128(3))));
}

#[test]
fn moments_are_times_or_durations_before_now() {
    for (text, wanted) in [
        ("1h", Some(NOW - 3600 * SECOND)),
        ("1h 30m", Some(NOW - 5400 * SECOND)),
        ("2026-11-23T08:00:00Z", Some(NOW)),
        ("2026-11-23T09:00:00+01:00", Some(NOW)),
        ("2026-11-23T09:00:00 01:00", Some(NOW)),
        ("yesterday", None),
        ("2026-11-23", None),
        ("", None),
        ("9999999999y", None),
        ("9999-01-01T00:00:00Z", None),
    ] {
        assert_eq!(moment(text, NOW), wanted, "{text}");
    }
}

proptest! {
    #[test]
    fn no_text_is_too_strange_for_a_moment_a_cursor_or_an_outcome(text in ".{0,40}", now: i64) {
        let _ = (moment(&text, now), text.parse::<Cursor>(), text.parse::<OutcomeFilter>());
    }

    #[test]
    fn a_cursor_survives_being_written(unix_nanos: i64, id: u128) {
        let cursor = Cursor { unix_nanos, id: Uuid::from_u128(id) };
        prop_assert_eq!(cursor.to_string().parse(), Ok(cursor));
    }
}

#[test]
fn every_usual_question_goes_through_an_index_in_order_of_time() {
    let scene = Scene::new();
    drop(scene.sink());
    let connection = rusqlite::Connection::open(scene.path()).unwrap();
    let all = Question::default();
    let project = "42".parse().ok();
    for (question, index) in [
        (Question { user_id: "7".parse().ok(), ..all.clone() }, "decision_of_user_id"),
        (Question { user_id: "7".parse().ok(), project, since_nanos: Some(NOW), ..all.clone() }, "decision_of_user_id"),
        (Question { username: Some("ana".to_owned()), ..all.clone() }, "decision_of_username"),
        (Question { project, outcome: "deny".parse().ok(), ..all.clone() }, "verdict_of_project"),
        (Question { outcome: "blocked".parse().ok(), since_nanos: Some(NOW), ..all.clone() }, "decision_that_blocks"),
        (Question { outcome: "timeout".parse().ok(), ..all.clone() }, "decision_that_blocks"),
        (Question { since_nanos: Some(NOW), ..all.clone() }, "decision_of_time"),
        (all, "decision_of_time"),
    ] {
        let search::Statement { text, values } = search::Statement::of(&question, None, 50);
        let mut plan = connection.prepare(&format!("EXPLAIN QUERY PLAN {text}")).unwrap();
        let steps = plan.query_map(rusqlite::params_from_iter(values), |row| row.get::<_, String>(3)).unwrap();
        let steps: Vec<_> = steps.map(Result::unwrap).collect();
        assert!(steps[0].contains(index), "{question:?}: {steps:?}");
        assert!(!steps.iter().any(|step| step.contains("TEMP B-TREE")), "{question:?}: {steps:?}");
    }
}

#[test]
fn a_question_that_takes_too_long_ends() {
    let scene = Scene::new();
    drop(scene.sink());
    let mut connection = schema::open_for_reading(&scene.path()).unwrap();
    schema::limit(&mut connection, Duration::ZERO).unwrap();
    let endless =
        "WITH RECURSIVE number(it) AS (SELECT 1 UNION ALL SELECT it + 1 FROM number) SELECT count(*) FROM number";
    let fault = connection.query_row(endless, [], |_| Ok(())).unwrap_err();
    assert!(matches!(LookupFault::from(fault), LookupFault::TooSlow));
}

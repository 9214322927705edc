//! A policy that burns its whole limit, or makes the engine panic, costs its own project and nobody else anything.

use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant};

use logingate::decision::SystemClock;

use super::client::{Answer, Login};
use super::server::Server;
use crate::server::{Connection, Process, write_files};

const RUNAWAY: u64 = 66;
const PANICS: [u64; 2] = [67, 68];
const LIMITS: &str = "limits.login_deadline = \"2s\"\nlimits.evaluation = \"500ms\"";
const LOGIN_DEADLINE: Duration = Duration::from_secs(2);
const EVALUATION: Duration = Duration::from_millis(500);
/// Who asks the runaway policy at a time: more than it can answer within the deadline.
const BESIEGERS: u64 = 10;
/// How long the runaway policy is asked without a pause.
const SIEGE: Duration = Duration::from_secs(3);

/// Healthy: 1 is remembered, 2 is evaluated for every agent, 3 is denied. Runaway: 66, other answers for every agent.
fn policies() -> Vec<(String, String)> {
    let policy = |project: u64, rules: &str| {
        (format!("projects/{project}.rego"), format!("package projects[\"{project}\"]\n\n{rules}\n"))
    };
    let sums = "[1 | some a in data.many; some b in data.many; some c in data.many; a + b + c == input.userId]";
    let many: Vec<_> = (0..2000).map(|number| number.to_string()).collect();
    vec![
        policy(1, "allow if input.groupId == 4"),
        policy(2, "allow if input.userId % 2 == 0"),
        policy(3, "allow if input.groupId == 5"),
        policy(RUNAWAY, &format!("allow if count({sums}) >= 0")),
        policy(PANICS[0], "allow if object.subset(input.projectIds, [])"),
        policy(PANICS[1], "allow if strings.count(input.username, \"\") >= 0"),
        ("data.json".to_owned(), format!("{{\"many\": [{}]}}", many.join(","))),
    ]
}

fn by_reference(files: &[(String, String)]) -> Vec<(&str, &str)> {
    files.iter().map(|(file, text)| (file.as_str(), text.as_str())).collect()
}

/// The answer to `user`, and how long it took.
fn log_in(connection: &mut Connection, projects: &[u64], user: u64) -> (Answer, Duration) {
    let asked = Instant::now();
    let answer = Login { projects, user, group: 4 }.over(connection).unwrap();
    (answer, asked.elapsed())
}

#[test]
fn a_runaway_policy_costs_nobody_else_anything() {
    let (directory, policies) = (tempfile::tempdir().unwrap(), policies());
    write_files(directory.path(), &by_reference(&policies));
    let server = Server::start_logging(directory.path(), LIMITS, Arc::new(SystemClock::default()));
    let began = Instant::now();
    let (slowest, healthy) = thread::scope(|scope| {
        for besieger in 0..BESIEGERS {
            let mut connection = server.connect();
            scope.spawn(move || besiege(&mut connection, besieger, began));
        }
        let mut connection = server.connect();
        let mut slowest = Duration::ZERO;
        let mut healthy = 1;
        while began.elapsed() < SIEGE {
            let (answers, time) = log_in(&mut connection, &[1, 2, 3], healthy);
            assert_eq!(answers, Answer::from([(1, true), (2, healthy % 2 == 0), (3, false)]));
            slowest = slowest.max(time);
            healthy += 1;
        }
        (slowest, healthy)
    });
    assert!(slowest < LOGIN_DEADLINE, "{slowest:?} of {healthy} logins");
    let lines = server.login_lines();
    let denied = |word: &str| lines.iter().filter(|line| line["denied"].as_str().unwrap().contains(word)).count();
    let evaluations = denied("66:timeout(the evaluation took longer than its limit of 500ms)");
    // Half of the cores at most, each for the whole limit at a time.
    let at_a_time = thread::available_parallelism().map_or(1, |cores| (usize::from(cores) / 2).max(1));
    let most = usize::try_from(began.elapsed().as_millis() / EVALUATION.as_millis()).unwrap() * at_a_time;
    assert!((1..=most).contains(&evaluations), "{evaluations} evaluations of {most}");
    let others = ["1:timeout", "1:error", "2:timeout", "2:error", "3:timeout", "3:error"].map(denied);
    assert_eq!(others, [0; 6]);
}

/// Asks the runaway policy beside healthy ones until the siege that `began` is over.
fn besiege(connection: &mut Connection, besieger: u64, began: Instant) {
    for count in (0..).take_while(|_| began.elapsed() < SIEGE) {
        let user = 2 * (1 + besieger + BESIEGERS * count);
        let (answers, time) = log_in(connection, &[RUNAWAY, 1, 2, 3], user);
        assert_eq!(answers, Answer::from([(RUNAWAY, false), (1, true), (2, true), (3, false)]));
        assert!(time < 2 * LOGIN_DEADLINE, "{time:?}");
    }
}

#[test]
fn a_policy_that_makes_the_engine_panic_is_an_error_of_its_own() {
    let mut process = Process::launch("", &by_reference(&policies()));
    process.wait_until_loaded();
    let mut connection = process.connect();
    for user in 1..=50 {
        let (answers, _) = log_in(&mut connection, &[PANICS[0], 1, PANICS[1], 2], user);
        assert_eq!(answers, Answer::from([(PANICS[0], false), (1, true), (PANICS[1], false), (2, user % 2 == 0)]));
        let line = process.wait_for_line("login blocked by projects 67, 68");
        let denied = line["denied"].as_str().unwrap();
        assert!(denied.contains("67:error(the engine failed on a built-in's arguments)"), "{denied}");
        assert!(denied.contains("68:error(the engine failed on a built-in's arguments)"), "{denied}");
    }
}

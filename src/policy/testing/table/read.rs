//! Reads a table, or tells everything that is wrong with it.

use std::collections::BTreeSet;
use std::net::IpAddr;
use std::sync::Arc;

use super::agents::{Agents, NamedAgent, agents, optional};
use super::node::{Node, nearest};
use super::source::Source;
use super::{Expected, Question, Table, TestLogin, When};
use crate::decision::{Login, Platform, ProjectId, Projects};
use crate::policy::fault::Fault;

const SHAPE: &str = "`agents:` with the agents by name, and `tests:` with what is expected";
const TESTS: &str = "a list of tests, each beginning with `- name: …`";
const TEST: &str = "a test: `name` and `expect`";
const EXPECT: &str = "the agents and what each project answers: `ana: {42: true}`";
const ANSWERS: &str = "projects and their answers, such as `{42: true, 43: false}`";
const ANSWER: &str = "`true`, `false`, or the list of the reasons: `[the agent is in training]`";
const MOMENT: &str = "date, time and time zone, such as 2026-12-24T08:00:00+01:00";

/// Reads the table in `text`.
///
/// To be called on a thread with a large stack: what nests is read recursively.
///
/// # Errors
/// Everything that is wrong with it.
pub(in crate::policy::testing) fn read(file: &Arc<str>, text: &Arc<str>) -> Result<Table, Vec<Fault>> {
    let source = Source::new(file, text);
    let documents = source.documents();
    let logins = match documents.as_deref() {
        None => None,
        Some([]) => {
            source.fault_of_whole("the file is empty", &format!("write {SHAPE}"));
            None
        }
        Some([document, rest @ ..]) => {
            if let Some(second) = rest.first() {
                source.node(second).note("a second document begins here", "keep one table a file");
            }
            logins(source.node(document))
        }
    };
    let faults = source.into_faults();
    match logins {
        Some(logins) if faults.is_empty() => Ok(Table { file: Arc::clone(file), logins }),
        _ => Err(faults),
    }
}

fn logins(document: Node<'_>) -> Option<Vec<TestLogin>> {
    let [named, now, tests] = document.fields(["agents", "now", "tests"], SHAPE)?;
    let agents = named.map(agents).unwrap_or_default();
    let now = optional(now, when).ok().flatten();
    let Some(tests) = tests else { return document.fault("there is no `tests`", format!("write {SHAPE}")) };
    let tests = tests.items(TESTS)?;
    // What is wrong with the clock or an agent is noted by now; what is wrong with the tests is told as well.
    Some(tests.into_iter().filter_map(|test| logins_of(test, now.as_ref(), &agents)).flatten().collect())
}

/// What all logins of one test share.
struct Circumstances {
    name: Arc<str>,
    now: Option<When>,
    hook: Arc<str>,
    ip: Option<IpAddr>,
    projects: Option<Projects>,
}

fn logins_of(test: Node<'_>, now: Option<&When>, agents: &Agents) -> Option<Vec<TestLogin>> {
    let known = ["name", "now", "projects", "hook", "ip", "expect"];
    let [name, own_now, projects, hook, ip, expect] = test.fields(known, TEST)?;
    let missing = |field: &str, hint: &str| test.note(format!("the test has no `{field}`"), hint);
    if name.is_none() {
        missing("name", "say in a few words what it tests: `name: the Spanish line by day`");
    }
    let name = name.and_then(|node| node.text("what the test tests"));
    let own_now = optional(own_now, when);
    let hook = optional(hook, |node| node.text("the hook's name"));
    let ip = optional(ip, |node| node.named("an IP address, such as 203.0.113.7"));
    let projects = optional(projects, projects_of);
    let Some(expect) = expect else {
        missing("expect", &format!("write {EXPECT}"));
        return None;
    };
    let expectations: Vec<_> = expect
        .entries(EXPECT)?
        .into_iter()
        .filter_map(|(key, value)| {
            let agent = known_agent(key, agents);
            let questions = questions(value, projects.as_ref().ok().and_then(Option::as_ref));
            Some((agent?, questions?))
        })
        .collect();
    let circumstances = Circumstances {
        name: name?.into(),
        now: own_now.ok()?.or_else(|| now.cloned()),
        hook: hook.ok()?.unwrap_or_else(|| "default".into()).into(),
        ip: ip.ok()?,
        projects: projects.ok()?,
    };
    let of_agent = |(agent, questions)| circumstances.logins(agent, questions);
    Some(expectations.into_iter().flat_map(of_agent).collect())
}

fn when(node: Node<'_>) -> Option<When> {
    Some(When { moment: node.named(MOMENT)?, written: node.text(MOMENT)?.into() })
}

fn known_agent<'a>(key: Node<'_>, agents: &'a Agents) -> Option<(&'a Arc<str>, &'a NamedAgent)> {
    let name = key.text("the name of an agent")?;
    match agents.get_key_value(name.as_str()) {
        Some((name, agent)) => agent.as_ref().map(|agent| (name, agent)),
        None if agents.is_empty() => {
            key.fault(format!("there is no agent `{name}`"), "name the agents under `agents:`")
        }
        None => {
            let known: Vec<&str> = agents.keys().map(|name| &**name).collect();
            key.fault(format!("there is no agent `{name}`"), nearest(&name, &known))
        }
    }
}

fn projects_of(node: Node<'_>) -> Option<Projects> {
    let accepted = "the projects of one login, the primary first: `[42, 43]`";
    let ids: Vec<Option<ProjectId>> = node.items(accepted)?.into_iter().map(Node::id).collect();
    let ids: Vec<_> = ids.into_iter().collect::<Option<_>>()?;
    match ids.split_first() {
        Some((primary, others)) => match Projects::new(*primary, others.iter().copied()) {
            Ok(projects) => Some(projects),
            Err(error) => node.fault(error.to_string(), "split the test"),
        },
        None => node.refuse(accepted),
    }
}

fn questions(node: Node<'_>, projects: Option<&Projects>) -> Option<Vec<Question>> {
    let entries = node.entries(ANSWERS)?;
    if entries.is_empty() {
        return node.refuse(ANSWERS);
    }
    let mut seen = BTreeSet::new();
    let questions = entries.into_iter().map(|(key, value)| {
        let project: Option<ProjectId> = key.id_key();
        let expected = expected(value);
        let project = project?;
        if !seen.insert(project) {
            return key.fault(format!("project {project} stands here twice"), "keep one of them");
        }
        if projects.is_some_and(|projects| !projects.as_slice().contains(&project)) {
            let message = format!("project {project} is not among the `projects` of this test");
            return key.fault(message, "add it there, or leave `projects` out");
        }
        Some(Question { project, line: key.line(), expected: expected? })
    });
    // All of them are read before any is missed.
    questions.collect::<Vec<_>>().into_iter().collect()
}

fn expected(node: Node<'_>) -> Option<Expected> {
    match node.as_bool() {
        Some(true) => Some(Expected::Allowed),
        Some(false) => Some(Expected::Denied),
        None if node.is_list() => {
            let reasons = node.items(ANSWER)?.into_iter().map(|node| node.text("a reason")).collect::<Option<_>>()?;
            Some(Expected::DeniedBecause(reasons))
        }
        None => node.refuse(ANSWER),
    }
}

impl Circumstances {
    /// One login of all projects, or of each project.
    fn logins(&self, (name, agent): (&Arc<str>, &NamedAgent), questions: Vec<Question>) -> Vec<TestLogin> {
        let login = |projects: Projects, questions: Vec<Question>| TestLogin {
            name: Arc::clone(&self.name),
            agent: Arc::clone(name),
            now: self.now.clone(),
            login: Arc::new(Login {
                platform: Platform::Vcc,
                hook: Arc::clone(&self.hook),
                projects,
                agent: agent.agent.clone(),
                group_id: agent.group_id,
                custom_data: agent.custom_data.clone(),
                source_ip: self.ip,
            }),
            questions,
        };
        if let Some(projects) = &self.projects {
            return vec![login(projects.clone(), questions)];
        }
        let alone = |question: Question| Some(login(Projects::new(question.project, []).ok()?, vec![question]));
        questions.into_iter().filter_map(alone).collect()
    }
}

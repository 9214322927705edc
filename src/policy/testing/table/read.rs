//! Reads a table, or tells everything that is wrong with it.

use std::collections::BTreeSet;
use std::net::IpAddr;
use std::sync::Arc;

use super::agents::{Agents, NamedAgent, agents, optional};
use super::node::{Node, nearest};
use super::source::Source;
use super::{Expected, Question, Table, TestLogin, When};
use crate::decision::{Login, Platform, ProjectId, Projects, Station, Subject};
use crate::policy::fault::Fault;

const SHAPE: &str = "`agents:` with the agents by name, and `tests:` with what is expected";
const TESTS: &str = "a list of tests, each beginning with `- name: …`";
const TEST: &str = "a test: `name` and `expect`";
const EXPECT: &str = "the agents and what each project answers: `ana: {42: true}`";
const ANSWERS: &str = "projects and their answers, such as `{42: true, 43: false}`";
const SUBJECT: &str = "a project id, or `platforms.` and the platform for agents without projects";
const PLATFORM: &str = "`vcc`, `ucontact`, `ozonetel`, `acqueon` or `iservice`";
const STATION: &str = "`{extension: \"5101\"}` or `{phone: \"+911234567890\"}`";
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
    /// `None` for VCC Live, and for the platform that is asked for.
    platform: Option<Platform>,
    hook: Option<Arc<str>>,
    ip: Option<IpAddr>,
    station: Option<Station>,
    projects: Option<Projects>,
}

fn logins_of(test: Node<'_>, now: Option<&When>, agents: &Agents) -> Option<Vec<TestLogin>> {
    let known = ["name", "now", "platform", "projects", "hook", "ip", "station", "expect"];
    let [name, own_now, platform, projects, hook_node, ip, station, expect] = test.fields(known, TEST)?;
    let missing = |field: &str, hint: &str| test.note(format!("the test has no `{field}`"), hint);
    if name.is_none() {
        missing("name", "say in a few words what it tests: `name: the Spanish line by day`");
    }
    let name = name.and_then(|node| node.text("what the test tests"));
    let own_now = optional(own_now, when);
    let platform = optional(platform, |node| node.named(PLATFORM));
    let hook = optional(hook_node, |node| node.text("the hook's name"));
    if let (Some(hook), Ok(Some(platform))) = (hook_node, platform)
        && platform != Platform::Vcc
    {
        hook.note(format!("the hook of {platform} is `{platform}`"), "leave `hook` out: only VCC Live has hooks");
    }
    let ip = optional(ip, |node| node.named("an IP address, such as 203.0.113.7"));
    let station = optional(station, station_of);
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
            let said =
                Said { platform: platform.ok().flatten(), projects: projects.as_ref().ok().and_then(Option::as_ref) };
            let questions = questions(value, &said);
            Some((agent?, questions?))
        })
        .collect();
    let circumstances = Circumstances {
        name: name?.into(),
        now: own_now.ok()?.or_else(|| now.cloned()),
        platform: platform.ok()?,
        hook: hook.ok()?.map(Arc::from),
        ip: ip.ok()?,
        station: station.ok()?,
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

fn station_of(node: Node<'_>) -> Option<Station> {
    let [extension, phone] = node.fields(["extension", "phone"], STATION)?;
    match (extension, phone) {
        (Some(extension), None) => extension.text("the extension").map(Station::Extension),
        (None, Some(phone)) => phone.text("the phone number").map(Station::Phone),
        _ => node.fault("a station is one extension or one phone", format!("write {STATION}")),
    }
}

/// What the test says of its logins.
struct Said<'p> {
    platform: Option<Platform>,
    projects: Option<&'p Projects>,
}

impl Said<'_> {
    /// What is wrong with asking about `subject`, and what to do.
    fn objection(&self, subject: Subject) -> Option<(String, String)> {
        match (subject, self.projects) {
            (Subject::Platform(Platform::Vcc), _) => Some((
                "nobody asks `platforms.vcc`".into(),
                "every login of VCC Live names its projects: write their ids".into(),
            )),
            (Subject::Platform(platform), _) if self.platform.is_some_and(|said| said != platform) => {
                Some((format!("the test's `platform` is not {platform}"), "keep one of the two".into()))
            }
            (Subject::Platform(_), Some(_)) => Some((
                format!("`{subject}` is asked only for agents without projects"),
                "leave `projects` out, or write one of them".into(),
            )),
            (Subject::Project(project), Some(projects)) if !projects.as_slice().contains(&project) => Some((
                format!("project {project} is not among the `projects` of this test"),
                "add it there, or leave `projects` out".into(),
            )),
            _ => None,
        }
    }
}

fn questions(node: Node<'_>, said: &Said<'_>) -> Option<Vec<Question>> {
    let entries = node.entries(ANSWERS)?;
    if entries.is_empty() {
        return node.refuse(ANSWERS);
    }
    let mut seen = BTreeSet::new();
    let questions = entries.into_iter().map(|(key, value)| {
        let subject = subject_of(key);
        let expected = expected(value);
        let subject = subject?;
        if !seen.insert(subject) {
            return key.fault(format!("{} stands here twice", subject.described()), "keep one of them");
        }
        if let Some((message, hint)) = said.objection(subject) {
            return key.fault(message, hint);
        }
        Some(Question { subject, line: key.line(), expected: expected? })
    });
    // All of them are read before any is missed.
    questions.collect::<Vec<_>>().into_iter().collect()
}

/// A project's id, or `platforms.ucontact`.
fn subject_of(key: Node<'_>) -> Option<Subject> {
    if key.begins_with("platforms.") { key.named(SUBJECT) } else { key.id_key().map(Subject::Project) }
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
        let login = |platform: Platform, projects: Projects, questions: Vec<Question>| TestLogin {
            name: Arc::clone(&self.name),
            agent: Arc::clone(name),
            now: self.now.clone(),
            login: Arc::new(Login {
                platform,
                hook: self.hook(platform),
                projects,
                agent: agent.agent.clone(),
                group_id: agent.group_id,
                custom_data: agent.custom_data.clone(),
                source_ip: self.ip,
                station: self.station.clone(),
            }),
            questions,
        };
        let platform = self.platform.unwrap_or(Platform::Vcc);
        if let Some(projects) = &self.projects {
            return vec![login(platform, projects.clone(), questions)];
        }
        let alone = |question: Question| {
            let platform = question.subject.platform().unwrap_or(platform);
            Some(login(platform, Projects::any(question.subject.project()).ok()?, vec![question]))
        };
        questions.into_iter().filter_map(alone).collect()
    }

    /// VCC Live's hooks have names of their own, those of other platforms the platform's.
    fn hook(&self, platform: Platform) -> Arc<str> {
        match &self.hook {
            Some(hook) if platform == Platform::Vcc => Arc::clone(hook),
            None if platform == Platform::Vcc => "default".into(),
            _ => platform.as_str().into(),
        }
    }
}

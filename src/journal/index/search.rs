//! A question in the database's words, and its answer.

use rusqlite::types::Value as Sql;
use rusqlite::{Connection, OptionalExtension as _, params_from_iter};
use serde::Serialize;
use serde_json::value::RawValue;
use utoipa::ToSchema;
use uuid::Uuid;

use super::question::{Cursor, OutcomeFilter, Question};
use crate::journal::{AgentHash, Event};

/// An answer holds no more text than this, however many decisions are wanted.
const MOST_BYTES: usize = 8 << 20;

/// Decisions that were found, the newest first.
#[derive(Debug, Serialize, ToSchema)]
pub struct Page {
    /// Each as it was written.
    #[schema(value_type = Vec<Event>)]
    pub decisions: Vec<Box<RawValue>>,
    /// Where the next page begins, if there is one.
    #[schema(required, value_type = Option<String>)]
    pub next: Option<Cursor>,
}

/// The event of the decision `id`.
pub(super) fn get(connection: &Connection, id: Uuid) -> rusqlite::Result<Option<Box<RawValue>>> {
    connection
        .prepare_cached("SELECT event FROM decision WHERE decision_id = ?")?
        .query_row([id.to_string()], |row| event(row.get(0)?))
        .optional()
}

/// Looks for what `question` wants; agents are known by their names, and by their hashes where there are any.
pub(super) fn find(connection: &Connection, question: &Question, agents: Option<&AgentHash>) -> rusqlite::Result<Page> {
    let limit = question.limit.unwrap_or(Question::USUAL).clamp(1, Question::MOST);
    let Statement { text, values } = Statement::of(question, agents, limit + 1);
    let mut statement = connection.prepare_cached(&text)?;
    let mut rows = statement.query(params_from_iter(values))?;
    let mut page = Page { decisions: Vec::new(), next: None };
    let (mut last, mut bytes) = (None, 0);
    while let Some(row) = rows.next()? {
        let text: String = row.get(2)?;
        bytes += text.len();
        let is_full = page.decisions.len() == limit || bytes > MOST_BYTES;
        if is_full && !page.decisions.is_empty() {
            page.next = last;
            break;
        }
        last = Some(Cursor { unix_nanos: row.get(0)?, id: uuid(&row.get::<_, String>(1)?)? });
        page.decisions.push(event(text)?);
    }
    Ok(page)
}

fn event(text: String) -> rusqlite::Result<Box<RawValue>> {
    RawValue::from_string(text).map_err(unreadable)
}

fn uuid(text: &str) -> rusqlite::Result<Uuid> {
    text.parse().map_err(unreadable)
}

fn unreadable(error: impl std::error::Error + Send + Sync + 'static) -> rusqlite::Error {
    rusqlite::Error::FromSqlConversionFailure(0, rusqlite::types::Type::Text, Box::new(error))
}

/// `t` is what is gone through in order of time. A cross join is done in the order it is written.
const BY_DECISION: &str = "SELECT t.unix_nanos, t.decision_id, t.event FROM decision t WHERE true";
const BY_PROJECT: &str = "SELECT t.unix_nanos, t.decision_id, d.event \
    FROM verdict t CROSS JOIN decision d ON d.decision_id = t.decision_id WHERE true";

/// SQL and what stands for its question marks, in their order.
pub(super) struct Statement {
    pub(super) text: String,
    pub(super) values: Vec<Sql>,
}

impl Statement {
    pub(super) fn of(question: &Question, agents: Option<&AgentHash>, limit: usize) -> Self {
        let is_about_agent = question.user_id.is_some() || question.username.is_some();
        // A project's decisions come by its own index, in order of time, unless those of one agent are fewer.
        let is_by_project = question.project.is_some() && !is_about_agent;
        let text = if is_by_project { BY_PROJECT } else { BY_DECISION };
        let mut it = Self { text: text.to_owned(), values: Vec::new() };
        it.about_agent(question, agents);
        it.about_platform(question, is_by_project);
        it.about_outcome(question, is_by_project);
        it.about_time(question);
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        it.and(" ORDER BY t.unix_nanos DESC, t.decision_id DESC LIMIT ?", [limit.into()]);
        it
    }

    fn and(&mut self, text: &str, values: impl IntoIterator<Item = Sql>) {
        self.text.push_str(text);
        self.values.extend(values);
    }

    /// What was written before agents were hashed is found by their names.
    fn about_agent(&mut self, question: &Question, agents: Option<&AgentHash>) {
        let id = question.user_id.map(|id| (id.to_string(), agents.map(|agents| agents.user_id(id))));
        let name = question.username.as_ref().map(|name| (name.clone(), agents.map(|agents| agents.username(name))));
        for (column, asked) in [("user_id", id), ("username", name)] {
            match asked {
                Some((plain, Some(hash))) => {
                    self.and(&format!(" AND t.{column} IN (?, ?)"), [plain.into(), hash.into()]);
                }
                Some((plain, None)) => self.and(&format!(" AND t.{column} = ?"), [plain.into()]),
                None => {}
            }
        }
    }

    /// It has no column: only the event says it.
    fn about_platform(&mut self, question: &Question, is_by_project: bool) {
        let decision = if is_by_project { "d" } else { "t" };
        if let Some(platform) = question.platform {
            let text = format!(" AND json_extract({decision}.event, '$.custom.platform') = ?");
            self.and(&text, [platform.as_str().to_owned().into()]);
        }
    }

    fn about_outcome(&mut self, question: &Question, is_by_project: bool) {
        let decision = if is_by_project { "d" } else { "t" };
        let verdict = match question.outcome {
            Some(OutcomeFilter::Granted) => {
                self.and(&format!(" AND {decision}.outcome = 'granted'"), []);
                None
            }
            Some(OutcomeFilter::Blocked) => {
                self.and(&format!(" AND {decision}.outcome = 'blocked'"), []);
                None
            }
            Some(OutcomeFilter::Project(outcome)) => Some(outcome.as_str()),
            None => None,
        };
        let project = question.project.map(|project| Sql::from(project.get().cast_signed()));
        if is_by_project {
            self.and(" AND t.project_id = ?", project);
            if let Some(outcome) = verdict {
                self.and(" AND t.outcome = ?", [outcome.to_owned().into()]);
            }
        } else if project.is_some() || verdict.is_some() {
            if verdict.is_some_and(|outcome| outcome != "allow") {
                // It follows, and there is an index of these.
                self.and(" AND t.outcome = 'blocked'", []);
            }
            self.and(" AND EXISTS (SELECT 1 FROM verdict v WHERE v.decision_id = t.decision_id", []);
            if let Some(project) = project {
                self.and(" AND v.project_id = ?", [project]);
            }
            if let Some(outcome) = verdict {
                self.and(" AND v.outcome = ?", [outcome.to_owned().into()]);
            }
            self.and(")", []);
        }
    }

    fn about_time(&mut self, question: &Question) {
        if let Some(since) = question.since_nanos {
            self.and(" AND t.unix_nanos >= ?", [since.into()]);
        }
        if let Some(until) = question.until_nanos {
            self.and(" AND t.unix_nanos <= ?", [until.into()]);
        }
        if let Some(Cursor { unix_nanos, id }) = question.after {
            self.and(" AND (t.unix_nanos, t.decision_id) < (?, ?)", [unix_nanos.into(), id.to_string().into()]);
        }
    }
}

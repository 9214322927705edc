//! Which names of many are taken.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use sqlx::{AnyConnection, AssertSqlSafe};

use super::add::taken;
use super::columns::get;
use super::insert::{Entry, placeholders};
use super::names::{NameRow, folded};
use super::taken::Taken;

/// Names of one question.
const ROWS: usize = 100;

/// What agents whose numbers are not among `ours` have of the names of `entries`, each with the number of the entry.
pub(super) async fn with_others(
    connection: &mut AnyConnection,
    ours: &Range<i64>,
    entries: &[&Entry],
) -> Result<Vec<(i64, Taken)>, sqlx::Error> {
    let mut found = Vec::new();
    for entries in entries.chunks(ROWS) {
        usernames(connection, ours, entries, &mut found).await?;
    }
    let without_username: HashSet<i64> = found.iter().map(|(id, _)| *id).collect();
    // Whoever's username is taken has no use for hearing so of every platform.
    let rows: Vec<(i64, NameRow)> = entries
        .iter()
        .flat_map(|entry| {
            let is_known = without_username.contains(&entry.id);
            entry.names().into_iter().filter(move |row| !(is_known && row.is_username)).map(|row| (entry.id, row))
        })
        .collect();
    for rows in rows.chunks(ROWS) {
        names(connection, ours, rows, &mut found).await?;
    }
    Ok(found)
}

async fn usernames(
    connection: &mut AnyConnection,
    ours: &Range<i64>,
    entries: &[&Entry],
    found: &mut Vec<(i64, Taken)>,
) -> Result<(), sqlx::Error> {
    let sql = format!("SELECT username_key, id FROM agents WHERE username_key IN {}", placeholders(entries.len(), 1));
    let keys: Vec<_> = entries.iter().map(|entry| (folded(&entry.agent.username), *entry)).collect();
    let query = keys.iter().fold(sqlx::query(AssertSqlSafe(sql)), |query, (key, _)| query.bind(key.clone()));
    let rows = query.fetch_all(connection).await?;
    let holders = rows.iter().map(|row| Ok((get::<String>(row, "username_key")?, get::<i64>(row, "id")?)));
    let holders: HashMap<String, i64> = holders.collect::<Result<_, sqlx::Error>>()?;
    let is_taken = |key: &String| holders.get(key).is_some_and(|holder| !ours.contains(holder));
    let taken = keys.iter().filter(|(key, _)| is_taken(key));
    found.extend(taken.map(|(_, entry)| (entry.id, Taken { login: None, name: entry.agent.username.clone() })));
    Ok(())
}

async fn names(
    connection: &mut AnyConnection,
    ours: &Range<i64>,
    rows: &[(i64, NameRow)],
    found: &mut Vec<(i64, Taken)>,
) -> Result<(), sqlx::Error> {
    let sql = format!(
        "SELECT platform, kind, key, agent_id FROM login_names WHERE (platform, kind, key) IN (VALUES {})",
        placeholders(3, rows.len())
    );
    let query = rows.iter().fold(sqlx::query(AssertSqlSafe(sql)), |query, (_, row)| {
        query.bind(row.platform.as_str()).bind(row.kind.clone()).bind(row.key.clone())
    });
    let mut holders: HashMap<(String, String, String), i64> = HashMap::new();
    for row in query.fetch_all(connection).await? {
        let key = (get(&row, "platform")?, get(&row, "kind")?, get(&row, "key")?);
        holders.insert(key, get(&row, "agent_id")?);
    }
    for (id, row) in rows {
        let key = (row.platform.as_str().to_owned(), row.kind.clone(), row.key.clone());
        if holders.get(&key).is_some_and(|holder| !ours.contains(holder)) {
            found.push((*id, taken(row)));
        }
    }
    Ok(())
}

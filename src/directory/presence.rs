//! Who is signed in where, on which station, in which state.

mod state;

use sqlx::AnyConnection;
use sqlx::any::AnyRow;

use super::agent::AgentId;
use super::agents::login_name;
use super::columns::{get, unreadable};
use super::fault::{Unavailable, again};
use super::recognised::{Recognised, hold};
use super::store::{Directory, End};
use crate::decision::{Platform, Station};

/// An agent who is signed in to a platform.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Presence {
    /// In the platform's own words.
    pub state: String,
    /// Why, if somebody said so.
    pub reason: Option<String>,
    /// Where calls arrive. A platform has each at most once among those who are signed in.
    pub station: Option<Station>,
    /// When the agent signed in, in nanoseconds since the Unix epoch.
    pub since: i64,
    /// When the state was set, likewise.
    pub state_since: i64,
}

/// What became of a sign-in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SignIn {
    /// Signed in now. Of many at once exactly one gets this.
    In(Presence),
    /// The agent was signed in before, and still is, as it was.
    AlreadyIn(Presence),
    /// Somebody else has the station.
    Occupied {
        /// What the holder is called on this platform.
        by: String,
        /// What was asked for.
        station: Station,
    },
    /// The agent was deactivated, or got another password, since somebody was recognised.
    Outdated,
}

pub(super) const COLUMNS: &str = "state, reason, station_kind, station, since, state_since";

impl Directory {
    /// Signs the agent in to the platform, in `state`.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn sign_in(
        &self,
        platform: Platform,
        who: Recognised,
        station: Option<&Station>,
        state: &str,
        now: i64,
    ) -> Result<SignIn, Unavailable> {
        let presence =
            Presence { state: storable(state), reason: None, station: station.cloned(), since: now, state_since: now };
        let signed_in = self.change("signing an agent in", async move |connection| {
            let signed_in = sign_in(connection, platform, who, &presence).await?;
            Ok(if matches!(signed_in, SignIn::In(_)) { End::Keep(signed_in) } else { End::Undo(signed_in) })
        });
        signed_in.await
    }

    /// Signs the agent out; what it was until now.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn sign_out(&self, platform: Platform, id: AgentId) -> Result<Option<Presence>, Unavailable> {
        let signed_out = self.ask("signing an agent out", async move |connection| {
            let sql = format!("DELETE FROM presence WHERE platform = $1 AND agent_id = $2 RETURNING {COLUMNS}");
            let query = sqlx::query(sqlx::AssertSqlSafe(sql)).bind(platform.as_str()).bind(id.get());
            query.fetch_all(connection).await?.first().map(presence).transpose()
        });
        signed_out.await
    }

    /// Whether and how the agent is signed in.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn presence(&self, platform: Platform, id: AgentId) -> Result<Option<Presence>, Unavailable> {
        self.ask("reading a presence", async move |connection| presence_of(connection, platform, id).await).await
    }
}

async fn sign_in(
    connection: &mut AnyConnection,
    platform: Platform,
    who: Recognised,
    wanted: &Presence,
) -> Result<SignIn, sqlx::Error> {
    if !hold(connection, who).await? {
        return Ok(SignIn::Outdated);
    }
    if insert(connection, platform, who.id, wanted).await? {
        return Ok(SignIn::In(wanted.clone()));
    }
    if let Some(presence) = presence_of(connection, platform, who.id).await? {
        return Ok(SignIn::AlreadyIn(presence));
    }
    let station = wanted.station.as_ref().ok_or_else(again)?;
    let by = holder(connection, platform, station).await?.ok_or_else(again)?;
    Ok(SignIn::Occupied { by, station: station.clone() })
}

async fn insert(
    connection: &mut AnyConnection,
    platform: Platform,
    id: AgentId,
    wanted: &Presence,
) -> Result<bool, sqlx::Error> {
    let sql = "INSERT INTO presence (platform, agent_id, station_kind, station, state, since, state_since) \
               VALUES ($1, $2, $3, $4, $5, $6, $6) ON CONFLICT DO NOTHING";
    let station = wanted.station.as_ref();
    let query = sqlx::query(sql).bind(platform.as_str()).bind(id.get());
    let query = query.bind(station.map(Station::kind)).bind(station.map(|station| storable(station.number())));
    let query = query.bind(wanted.state.clone()).bind(wanted.since);
    Ok(query.execute(connection).await?.rows_affected() == 1)
}

async fn holder(
    connection: &mut AnyConnection,
    platform: Platform,
    station: &Station,
) -> Result<Option<String>, sqlx::Error> {
    let sql = "SELECT agent_id FROM presence WHERE platform = $1 AND station_kind = $2 AND station = $3";
    let query = sqlx::query_scalar(sql).bind(platform.as_str()).bind(station.kind()).bind(storable(station.number()));
    let Some(id) = query.fetch_optional(&mut *connection).await?.and_then(AgentId::new) else { return Ok(None) };
    login_name(connection, id, platform).await
}

async fn presence_of(
    connection: &mut AnyConnection,
    platform: Platform,
    id: AgentId,
) -> Result<Option<Presence>, sqlx::Error> {
    let sql = format!("SELECT {COLUMNS} FROM presence WHERE platform = $1 AND agent_id = $2");
    let query = sqlx::query(sqlx::AssertSqlSafe(sql)).bind(platform.as_str()).bind(id.get());
    query.fetch_optional(connection).await?.as_ref().map(presence).transpose()
}

pub(super) fn presence(row: &AnyRow) -> Result<Presence, sqlx::Error> {
    let (kind, text): (Option<String>, Option<String>) = (get(row, "station_kind")?, get(row, "station")?);
    let station = kind.zip(text).map(|(kind, text)| of_columns(&kind, text));
    Ok(Presence {
        state: get(row, "state")?,
        reason: get(row, "reason")?,
        station: station.map(|station| station.ok_or_else(|| unreadable("kind of station"))).transpose()?,
        since: get(row, "since")?,
        state_since: get(row, "state_since")?,
    })
}

fn of_columns(kind: &str, number: String) -> Option<Station> {
    match kind {
        "extension" => Some(Station::Extension(number)),
        "phone" => Some(Station::Phone(number)),
        _ => None,
    }
}

/// `text` as both databases can keep it: PostgreSQL has no place for a NUL.
fn storable(text: &str) -> String {
    text.replace('\0', "\u{fffd}")
}

//! The body of `POST /v1/decide`, and what it asks for.

use std::collections::BTreeMap;
use std::fmt;
use std::net::IpAddr;

use serde::de::{Deserializer, Error, MapAccess, Visitor};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use serde_json::value::RawValue;
use utoipa::ToSchema;
use uuid::Uuid;

use super::lookup_query::PLATFORM;
use crate::decision::{Login, Moment, Platform, Station};
use crate::dialect::vcc::Hook;
use crate::dialect::{Excerpt, Field, MAX_BODY_BYTES, Method, Problem, Request, SignatureHeaders};
use crate::policy::{Candidates, PolicySet};

const LOGIN: &str = "a login as VCC Live sends it in JSON, or `decisionId` for one that was recorded";
const ONE_OF_TWO: &str = "`login` or `decisionId`, not both";
const ID: &str = "a UUID, as the header X-Decision-Id has it";
const MOMENT: &str = "a time with its zone, such as 2026-12-24T08:00:00+01:00";
const HOOK: &str = "the name of a hook in `vcc.hooks`";
const ADDRESS: &str = "an IP address";
const STATION: &str = "{\"extension\": \"5101\"} or {\"phone\": \"+911234567890\"}";
const NO_HOOK: &str = "nothing: only VCC Live has hooks";
const RECORDED: &str = "nothing: a recorded login has its own";
const MODULE: &str = "paths below the policy directory that end in .rego, such as projects/42.rego; no tests";
const DATA: &str = "paths below the policy directory that end in data.json, data.yaml or data.yml";
const KNOWN: &str = "paths of files that there are: `GET /v1/policies` lists them";
const ONCE: &str = "each path once, in `modules`, `dataFiles` or `remove`";
/// The most files that one trial may change.
const MAX_FILES: usize = 1000;

/// What is to be tried: `login` or `decisionId`; everything else may be left out.
#[derive(Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct DecideRequest {
    /// A login as VCC Live sends it in JSON: `{"projectId": 42, "userId": 7}`.
    #[schema(value_type = Option<Object>)]
    pub login: Option<Box<RawValue>>,
    /// The id of a recorded decision, whose login is tried again, at its own time.
    pub decision_id: Option<String>,
    /// The platform that the login comes from, as policies see it; `vcc` if it is left out. Of any other, the login may
    /// name no project.
    pub platform: Option<String>,
    /// The hook that the login comes through; needed where the settings have several. Only VCC Live has hooks.
    pub hook: Option<String>,
    /// The address that it comes from.
    pub ip: Option<String>,
    /// Where calls reach the agent: `{"extension": "5101"}` or `{"phone": "+911234567890"}`.
    #[schema(value_type = Option<Object>)]
    pub station: Option<Value>,
    /// The time that policies see: RFC 3339. Left out, it is now, or the time of the recorded login.
    pub at: Option<String>,
    /// Whether to say for each project which rules held, which did not, and why.
    pub explain: bool,
    /// Modules that stand, for this trial only, in the place of the directory's or beside them: path and source.
    #[serde(deserialize_with = "distinct")]
    pub modules: BTreeMap<String, String>,
    /// The same for `data.json` and `data.yaml`.
    #[serde(deserialize_with = "distinct")]
    pub data_files: BTreeMap<String, String>,
    /// Paths of files that are not there, for this trial only.
    pub remove: Vec<String>,
}

/// Whose login is tried.
#[derive(Debug)]
pub(super) enum Subject {
    /// One that is sent.
    Sent(Login),
    /// One that was recorded under this id.
    Recorded(Uuid),
}

impl DecideRequest {
    /// Reads a body.
    ///
    /// # Errors
    /// When it is not JSON, or has other fields than these.
    pub(super) fn read(body: &[u8]) -> Result<Self, Problem> {
        // Fields in their order, without names, would be taken too.
        if body.trim_ascii_start().starts_with(b"[") {
            return Err(Problem::InvalidBody { why: Excerpt::of_sentence("it is a list, not an object") });
        }
        serde_json::from_slice(body).map_err(|error| {
            let why = error.to_string();
            // What is broken is told by its place; what does not fit may quote a value, and is not for the log.
            if error.is_data() {
                Problem::InvalidBody { why: Excerpt::of_sentence(&why) }
            } else {
                Problem::BodyNotUnderstood { why: format!("it is not JSON: {why}") }
            }
        })
    }

    /// Whose login is tried, as it would come through one of `hooks`.
    pub(super) fn subject(&self, hooks: &[&str]) -> Result<Subject, Problem> {
        match (&self.login, &self.decision_id) {
            (None, None) => Err(Problem::MissingField { field: "login", accepted: LOGIN }),
            (Some(_), Some(id)) => Err(invalid("decisionId", id, ONE_OF_TWO)),
            (Some(login), None) => self.login(login, hooks).map(Subject::Sent),
            (None, Some(id)) => {
                let station = self.station.as_ref().map(Value::to_string);
                let own = [("platform", &self.platform), ("hook", &self.hook), ("ip", &self.ip), ("station", &station)];
                let given = own.into_iter().find_map(|(field, value)| Some((field, value.as_ref()?)));
                if let Some((field, value)) = given {
                    return Err(invalid(field, value, RECORDED));
                }
                id.parse().map(Subject::Recorded).map_err(|_| invalid("decisionId", id, ID))
            }
        }
    }

    /// What `time.now_ns()` shall answer, in nanoseconds since the Unix epoch, if that is said.
    pub(super) fn moment(&self) -> Result<Option<i64>, Problem> {
        let at = self.at.as_ref().map(|at| at.parse::<Moment>().map_err(|_| invalid("at", at, MOMENT)));
        Ok(at.transpose()?.map(Moment::unix_nanos))
    }

    /// The files that are others than in `policies`.
    pub(super) fn candidates(&self, policies: &PolicySet) -> Result<Candidates, Problem> {
        if self.modules.len() + self.data_files.len() + self.remove.len() > MAX_FILES {
            let why = format!("`modules`, `dataFiles` and `remove` may name up to {MAX_FILES} files together");
            return Err(Problem::InvalidBody { why: Excerpt::of_sentence(&why) });
        }
        let mut candidates = Candidates::default();
        for (path, text) in &self.modules {
            candidates.put_module(path, text).map_err(|_| invalid("modules", path, MODULE))?;
        }
        for (path, text) in &self.data_files {
            candidates.put_data(path, text).map_err(|_| invalid("dataFiles", path, DATA))?;
        }
        let known = if self.remove.is_empty() { Vec::new() } else { policies.paths() };
        for path in &self.remove {
            if candidates.contains(path) {
                return Err(invalid("remove", path, ONCE));
            }
            if known.binary_search_by(|known| (***known).cmp(path)).is_err() {
                return Err(invalid("remove", path, KNOWN));
            }
            candidates.remove(path);
        }
        Ok(candidates)
    }

    fn login(&self, login: &RawValue, hooks: &[&str]) -> Result<Login, Problem> {
        if !login.get().starts_with('{') {
            return Err(invalid("login", login.get(), LOGIN));
        }
        if login.get().len() > MAX_BODY_BYTES {
            return Err(Problem::BodyTooLarge { limit_bytes: MAX_BODY_BYTES });
        }
        let platform = self.platform.as_ref().map(|name| name.parse().map_err(|_| invalid("platform", name, PLATFORM)));
        let platform = platform.transpose()?.unwrap_or(Platform::Vcc);
        let name = match (&self.hook, hooks) {
            (Some(name), _) if platform != Platform::Vcc => return Err(invalid("hook", name, NO_HOOK)),
            (None, _) if platform != Platform::Vcc => platform.as_str(),
            (Some(name), _) if hooks.contains(&name.as_str()) => name,
            (Some(name), _) => return Err(invalid("hook", name, HOOK)),
            (None, [only]) => *only,
            (None, _) => return Err(Problem::MissingField { field: "hook", accepted: HOOK }),
        };
        let ip = self.ip.as_ref().map(|ip| ip.parse::<IpAddr>().map_err(|_| invalid("ip", ip, ADDRESS)));
        let source_ip = ip.transpose()?;
        let station = self
            .station
            .as_ref()
            .map(|value| station(value).ok_or_else(|| invalid("station", &value.to_string(), STATION)));
        let station = station.transpose()?;
        let login = Hook::open_to(platform, name).read(&Request {
            method: Method::Send,
            query: "",
            path_secret: None,
            authorization: None,
            signature: SignatureHeaders::default(),
            content_type: None,
            body: login.get().as_bytes(),
            source_ip,
        })?;
        Ok(Login { station, ..login })
    }
}

fn station(value: &Value) -> Option<Station> {
    Station::from_value(value).filter(|station| !station.number().is_empty())
}

fn invalid(field: Field, got: &str, accepted: &'static str) -> Problem {
    Problem::InvalidField { field, got: Excerpt::of(got), accepted }
}

/// A map in which a key that comes twice is refused: nobody knows which one was meant.
fn distinct<'de, D: Deserializer<'de>>(deserializer: D) -> Result<BTreeMap<String, String>, D::Error> {
    struct Distinct;

    impl<'de> Visitor<'de> for Distinct {
        type Value = BTreeMap<String, String>;

        fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
            formatter.write_str("an object of paths and texts")
        }

        fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Self::Value, A::Error> {
            let mut map = BTreeMap::new();
            while let Some((path, text)) = entries.next_entry::<String, String>()? {
                if map.contains_key(&path) {
                    return Err(A::Error::custom(format_args!("`{path}` is given twice")));
                }
                map.insert(path, text);
            }
            Ok(map)
        }
    }

    deserializer.deserialize_map(Distinct)
}

//! What `/v1/policies` tells of a file: in OPA's shape (`result`, `id`, `raw`), with what OPA has no field for beside it.
//!
//! Source: <https://www.openpolicyagent.org/docs/rest-api#policy-api>.

use std::sync::Arc;

use serde::Serialize;
use utoipa::ToSchema;

use super::status::moment;
use crate::decision::PolicyName;
use crate::policy::{CataloguedFile, DataPath, Entry, Fault, FileRole, FindingDocument, Keeper, PolicySet, written};

/// The largest text that is told; only data can be larger.
const MAX_RAW_BYTES: usize = 1 << 20;
/// The most policies that are named as users of one file.
const MAX_NAMED: usize = 1000;

/// One page of files.
#[derive(Debug, Serialize, ToSchema)]
pub struct PolicyPage {
    /// Sorted by id.
    pub result: Vec<PolicyFile>,
    /// The `cursor` of the next page, if there is one.
    #[schema(required, value_type = Option<String>)]
    pub next: Option<Arc<str>>,
}

/// One file with its text.
#[derive(Debug, Serialize, ToSchema)]
pub struct PolicyAnswer {
    /// The file.
    pub result: PolicySource,
}

/// One file.
#[derive(Debug, Serialize, ToSchema)]
pub struct PolicyFile {
    /// Its path, relative to the policy directory.
    #[schema(value_type = String)]
    pub id: Arc<str>,
    /// `policy`, `library` or `data`.
    pub kind: &'static str,
    /// The package it declares, as Rego writes it; null if that can't be read. Of data: where in `data` it stands.
    #[schema(required)]
    pub package: Option<String>,
    /// The project that the package is named after.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub project_id: Option<u64>,
    /// What decides, if this is a policy.
    #[serde(flatten, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Deciding)]
    pub deciding: Option<Deciding>,
    /// How many policies decide by it; the journal's rules count as one.
    pub policies: usize,
    /// Whether what is in the directory decides, wherever the file is used.
    pub in_force: bool,
    /// How many faults it has as it stands in the directory.
    pub faults: usize,
}

/// What decides as one policy; absent of a library and of data.
#[derive(Debug, Serialize, ToSchema)]
pub struct Deciding {
    /// `current`, `last_good`, or `nobody`: everybody is denied, or events have no input.
    #[schema(required = false)]
    pub decided_by: &'static str,
    /// The first twelve digits.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub active_revision: Option<String>,
    /// Since when: RFC 3339.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last_successful_activation: Option<String>,
    /// Everything that it was compiled from, its own files first.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(value_type = Vec<String>)]
    pub files: Vec<Arc<str>>,
}

/// One file with its text.
#[derive(Debug, Serialize, ToSchema)]
pub struct PolicySource {
    /// What the list says of it.
    #[serde(flatten)]
    pub file: PolicyFile,
    /// The text that decides; null where none does, or where it is not kept or has more than a mebibyte.
    #[schema(required, value_type = Option<String>)]
    pub raw: Option<Arc<str>>,
    /// The policies that decide by it, as Rego writes their packages; the first thousand.
    #[schema(value_type = Vec<String>)]
    pub used_by: Vec<Arc<str>>,
    /// Those of them that decide by an older text than `raw`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(value_type = Vec<String>)]
    pub by_older_text: Vec<Arc<str>>,
    /// What stands in the directory, where that decides nowhere.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rejected: Option<Rejected>,
}

/// A text that does not decide.
#[derive(Debug, Serialize, ToSchema)]
pub struct Rejected {
    /// The text; null where it can't be read, is there no more, or has more than a mebibyte.
    #[schema(required, value_type = Option<String>)]
    pub raw: Option<Arc<str>>,
    /// What is wrong with it, or with what uses it; empty where it is sound and nothing needs it.
    #[schema(value_type = Vec<FindingDocument>)]
    pub errors: Vec<Fault>,
}

impl PolicyFile {
    /// What is told of `file`, one of `policies`.
    pub(super) fn of(file: &CataloguedFile, policies: &PolicySet, keeper: &Keeper) -> Self {
        let (kind, entry) = match &file.role {
            FileRole::Policy(entry) => ("policy", Some(entry)),
            FileRole::Library => ("library", None),
            FileRole::Data => ("data", None),
        };
        let project_id = match entry {
            Some(Entry::Project(project)) => Some(project.get()),
            _ => None,
        };
        let root = if kind == "data" { "data." } else { "" };
        let place = |place: &DataPath| {
            if place.is_empty() { "data".to_owned() } else { format!("{root}{}", written(place)) }
        };
        let package = file.place.as_ref().map(place);
        Self {
            id: Arc::clone(&file.path),
            kind,
            package,
            project_id,
            deciding: entry.map(|entry| Deciding::of(entry, policies, keeper)),
            policies: file.used_by.len(),
            in_force: file.in_force.is_some() && file.in_force == file.found && file.by_another_text.is_empty(),
            faults: file.faults.len(),
        }
    }
}

impl Deciding {
    fn of(entry: &Entry, policies: &PolicySet, keeper: &Keeper) -> Self {
        let active = policies.in_force_as(entry);
        let is_broken = policies.broken().iter().any(|broken| broken.entry == *entry);
        let decided_by = match active {
            None => "nobody",
            Some(_) if is_broken => "last_good",
            Some(_) => "current",
        };
        Self {
            decided_by,
            active_revision: active.map(|it| it.name.revision.to_string()),
            last_successful_activation: active.and_then(|it| keeper.active_since(it.name)).map(moment),
            files: active.map(|it| it.files()).unwrap_or_default(),
        }
    }
}

impl PolicySource {
    /// All that is told of `file`, one of `policies`.
    pub(super) fn of(file: &CataloguedFile, policies: &PolicySet, keeper: &Keeper) -> Self {
        let short = |text: &Option<Arc<str>>| text.clone().filter(|text| text.len() <= MAX_RAW_BYTES);
        let named = |names: &[Arc<PolicyName>]| {
            names.iter().take(MAX_NAMED).map(|name| Arc::clone(&name.package)).collect::<Vec<_>>()
        };
        let told = PolicyFile::of(file, policies, keeper);
        let is_rejected = file.in_force != file.found || !file.faults.is_empty();
        let rejected = is_rejected.then(|| Rejected { raw: short(&file.found), errors: errors(file, policies) });
        Self {
            file: told,
            raw: short(&file.in_force),
            used_by: named(&file.used_by),
            by_older_text: named(&file.by_another_text),
            rejected,
        }
    }
}

/// The faults of the file itself; of a sound one, those for which its policy is broken.
fn errors(file: &CataloguedFile, policies: &PolicySet) -> Vec<Fault> {
    let FileRole::Policy(entry) = &file.role else { return file.faults.clone() };
    match policies.broken().iter().find(|broken| broken.entry == *entry) {
        Some(broken) if file.faults.is_empty() => broken.faults.clone(),
        _ => file.faults.clone(),
    }
}

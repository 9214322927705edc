//! The catalogue itself: a row each, and what its sender is told.

use super::Problem;
use crate::decision::MAX_PROJECTS;
use crate::dialect::{MAX_DEPTH, MAX_TARGET_BYTES};

impl Problem {
    /// Status, kind and title.
    fn row(&self) -> (u16, &'static str, &'static str) {
        match self {
            Self::InvalidField { .. } => (400, "invalid_field", "A field can't be read"),
            Self::MissingField { .. } => (400, "missing_field", "A field is missing"),
            Self::ConflictingValues { .. } => (400, "conflicting_values", "A field has more than one value"),
            Self::QueryNotUnderstood { .. } => (400, "query_not_understood", "The query can't be read"),
            Self::BodyNotUnderstood { .. } => (400, "body_not_understood", "The body can't be read"),
            Self::UndecryptableBody { .. } => (400, "undecryptable_body", "The body is not an encrypted login"),
            Self::Unauthorized => (401, "unauthorized", "The caller is not authenticated"),
            Self::SignatureRefused { .. } => (401, "signature_refused", "The caller is not authenticated"),
            Self::TokenRequired => (401, "token_required", "The caller is not authenticated"),
            Self::RoleTooLow { .. } => (403, "role_too_low", "The caller may not do this"),
            Self::Undecided => (503, "undecided", "The login could not be decided"),
            Self::ConnectionBusy => (503, "connection_busy", "Too many requests at once on one connection"),
            Self::UnknownParameter { .. } => (400, "unknown_parameter", "There is no such parameter"),
            Self::NoIndex => (404, "no_index", "Decisions are not kept"),
            Self::NoSuchDecision => (404, "no_such_decision", "There is no such decision"),
            Self::NoSuchHook => (404, "no_such_hook", "There is no such hook"),
            Self::NoSuchAgent => (404, "no_such_agent", "There is no such agent"),
            Self::NameTaken { .. } => (409, "name_taken", "Another agent has the name"),
            Self::FaultyAgents { .. } => (422, "faulty_agents", "The agents have faults"),
            Self::DirectoryUnavailable => (503, "directory_unavailable", "The directory of agents does not answer"),
            Self::LookupTooSlow => (503, "lookup_too_slow", "The question takes too long"),
            Self::LookupFailed { .. } => (500, "lookup_failed", "Decisions can't be read"),
            Self::InvalidBody { .. } => (400, "invalid_body", "The body is not what is asked for"),
            Self::NoSuchPolicy => (404, "no_such_policy", "There is no such policy"),
            Self::FaultyCandidates { .. } => (422, "faulty_candidates", "The candidates have faults"),
            Self::TooManyTrials => (503, "too_many_trials", "Too many logins are being tried"),
            Self::TrialFailed { .. } => (500, "trial_failed", "The trial failed"),
            Self::Overloaded => (503, "overloaded", "Too many logins at a time"),
            Self::TooManyBadSecrets { .. } => (429, "too_many_bad_secrets", "Too many missing or wrong secrets"),
            Self::AddressNotAllowed => (403, "address_not_allowed", "The caller's address is not allowed"),
            Self::TargetTooLong => (414, "target_too_long", "The URL is too long"),
            Self::NotFound => (404, "not_found", "Nothing is served here"),
            Self::MethodNotAllowed { .. } => (405, "method_not_allowed", "The method is not served here"),
            Self::BodyTooLarge { .. } => (413, "body_too_large", "The body is too large"),
            Self::BodyTooSlow => (408, "body_too_slow", "The body did not arrive in time"),
            Self::UnsupportedMediaType { .. } => {
                (415, "unsupported_media_type", "The body's media type is not read here")
            }
            Self::TooManyProjects => (400, "too_many_projects", "Too many projects"),
            Self::TooDeep => (400, "too_deep", "Nested too deep"),
        }
    }

    /// The HTTP status.
    #[must_use]
    pub fn status(&self) -> u16 {
        self.row().0
    }

    /// The problem's stable name: the end of `type`, and the label in logs and metrics.
    #[must_use]
    pub fn kind(&self) -> &'static str {
        self.row().1
    }

    /// What kind of problem it is, the same for every occurrence.
    #[must_use]
    pub fn title(&self) -> &'static str {
        self.row().2
    }

    /// What is wrong with this request, for its sender.
    #[must_use]
    pub fn detail(&self) -> String {
        match self {
            Self::InvalidField { field, got, accepted } => {
                format!("`{field}` is given as `{}`; accepted: {accepted}.", got.as_str())
            }
            Self::MissingField { field, accepted } => format!("`{field}` is not given; accepted: {accepted}."),
            Self::ConflictingValues { field } => {
                format!("`{field}` is given more than once, with different values; give it once.")
            }
            Self::QueryNotUnderstood { why } => format!("The query can't be read: {why}."),
            Self::BodyNotUnderstood { why } => format!("The body can't be read: {why}."),
            Self::UndecryptableBody { .. } => {
                "This hook accepts only POST and PUT with an encrypted body; the server's log says what is wrong."
                    .into()
            }
            Self::Unauthorized => "The secret is missing or wrong.".into(),
            Self::SignatureRefused { fault } => format!("The signature is refused: {fault}."),
            Self::TokenRequired => "Send a token of `admin.tokens`: `Authorization: Bearer …`.".into(),
            Self::RoleTooLow { needed } => format!("This takes a token with the role `{needed}`."),
            Self::Undecided => "A policy failed or took too long; ask again, or ask another server.".into(),
            Self::ConnectionBusy => "Wait for answers before asking more, or open another connection.".into(),
            Self::UnknownParameter { got, accepted } => {
                format!("`{}` is no parameter; accepted: {accepted}.", got.as_str())
            }
            Self::NoIndex => {
                "Set `journal.index.path`: from then on, decisions are kept in that file and can be looked up.".into()
            }
            Self::NoSuchDecision => {
                "No decision with this id is kept: it is older than `journal.index` keeps, or never was.".into()
            }
            Self::NoSuchHook => "Ask for one by its `name` in the settings: `logingate settings` lists them.".into(),
            Self::NoSuchAgent => "No agent has this number; `GET /v1/agents` lists them all.".into(),
            Self::NameTaken { why } => format!("Nobody was added: {}.", why.as_str()),
            Self::FaultyAgents { count, .. } => {
                format!("Nobody was added; faults: {count}, the first of them in `faults`.")
            }
            Self::DirectoryUnavailable => "The database does not answer; ask again. The server's log says why.".into(),
            Self::LookupTooSlow => {
                "Ask again, or for less: one agent by `userId`, or a shorter time by `since`.".into()
            }
            Self::LookupFailed { .. } | Self::TrialFailed { .. } => "The server's log says why.".into(),
            Self::Overloaded => "Ask again in a second, or ask another server.".into(),
            Self::TooManyBadSecrets { retry_seconds } => format!(
                "Your address has sent many; the next one is looked into in {retry_seconds} s. A right secret is accepted at once."
            ),
            Self::AddressNotAllowed => "This hook listens to certain addresses only, and yours is none of them.".into(),
            Self::TargetTooLong => format!("Path and query may have up to {MAX_TARGET_BYTES} bytes."),
            Self::NotFound => "Nothing has this path.".into(),
            Self::MethodNotAllowed { allowed } => format!("Served here: {allowed}."),
            Self::BodyTooLarge { limit_bytes } => format!("Up to {limit_bytes} bytes are read."),
            Self::InvalidBody { why } => format!("The body is not what is asked for: {}.", why.as_str()),
            Self::NoSuchPolicy => "No file has this path; `GET /v1/policies` lists them all.".into(),
            Self::FaultyCandidates { .. } => {
                "Nothing was decided: see `errors`, as `logingate check` tells them.".into()
            }
            Self::TooManyTrials => "Others are being tried; ask again in a second.".into(),
            Self::BodyTooSlow => "Send the body at once.".into(),
            Self::UnsupportedMediaType { accepted } => format!("Read here: {accepted}."),
            Self::TooManyProjects => format!("One login may name up to {MAX_PROJECTS} projects."),
            Self::TooDeep => format!("JSON and bracketed names may nest up to {MAX_DEPTH} levels."),
        }
    }
}

//! Where a caller put a secret and whether it was right: for operators who look into why one is turned away.

use subtle::Choice;

use super::shared_secret::SharedSecrets;
use crate::dialect::Request;

/// Whether a secret was right, in each place where one may stand; `None` where none stood.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PresentedSecrets {
    /// In the query parameter of the settings.
    pub query: Option<bool>,
    /// In the path, where it has `{secret}`.
    pub path: Option<bool>,
    /// As the password of HTTP Basic.
    pub password: Option<bool>,
}

impl SharedSecrets {
    /// What `request` presents, and where.
    pub(super) fn presented(&self, request: &Request<'_>) -> PresentedSecrets {
        let told = |answer: Option<Choice>| answer.map(bool::from);
        PresentedSecrets {
            query: told(self.in_query(request.query)),
            path: told(request.path_secret.map(|secret| self.knows(secret.as_bytes()))),
            password: told(request.authorization.and_then(|header| self.in_authorization(header))),
        }
    }

    /// The query parameter that carries a secret.
    pub(super) fn parameter(&self) -> &str {
        &self.parameter
    }
}

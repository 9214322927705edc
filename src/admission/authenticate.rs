//! From a name and a password to the agent they belong to.

use std::num::NonZeroUsize;
use std::sync::Arc;

use super::turns::{Turn, Turns};
use super::{Hashing, Password, Refusal};
use crate::decision::{Clock, Platform};
use crate::directory::{AgentId, AgentRecord, Directory, Found, LockRule, LoginNameKind, PasswordHash, UserType};

/// What an [`Admission`] is made of.
pub struct AdmissionParts {
    /// Who the agents are.
    pub directory: Directory,
    /// How passwords are hashed.
    pub hashing: Hashing,
    /// When failures lock an agent out; `None` for never.
    pub lock: Option<LockRule>,
    /// How many passwords are checked at a time.
    pub at_a_time: NonZeroUsize,
    /// How many more may wait for that.
    pub waiting: usize,
    /// The time.
    pub clock: Arc<dyn Clock>,
}

/// Checks who somebody is.
pub struct Admission {
    directory: Directory,
    hashing: Arc<Hashing>,
    lock: Option<LockRule>,
    turns: Turns,
    clock: Arc<dyn Clock>,
}

/// Somebody who says who they are.
#[derive(Debug)]
pub struct Attempt {
    /// Where.
    pub platform: Platform,
    /// What `name` is there.
    pub kind: LoginNameKind,
    /// As it was typed.
    pub name: String,
    /// As it was typed.
    pub password: Password,
}

/// Somebody who is who they said.
#[derive(Debug, Clone, PartialEq)]
pub struct Known {
    /// The agent.
    pub record: AgentRecord,
    /// The agent's name on this platform, as it is stored.
    pub login_name: String,
}

impl Admission {
    /// Puts the parts together.
    #[must_use]
    pub fn new(parts: AdmissionParts) -> Self {
        let AdmissionParts { directory, hashing, lock, at_a_time, waiting, clock } = parts;
        Self { directory, hashing: Arc::new(hashing), lock, turns: Turns::new(at_a_time, waiting), clock }
    }

    /// Who `attempt` is. For a name that nobody has it takes as long as for a wrong password, and a locked agent is
    /// refused whatever the password. At most as many are looked into at a time as passwords are checked, each to its
    /// end, so that a lock is not outrun by guessing many times at once.
    ///
    /// # Errors
    /// Why somebody is not let in.
    pub async fn authenticate(&self, attempt: Attempt) -> Result<Known, Refusal> {
        let turn = self.turns.next().await.map_err(|_| Refusal::Overloaded)?;
        let Attempt { platform, kind, name, password } = attempt;
        let found = self.directory.find(platform, &kind, &name).await.map_err(|_| Refusal::Unavailable)?;
        let is_locked = found.as_ref().and_then(|found| found.locked_until).is_some_and(|until| self.now() < until);
        let stored = found.as_ref().and_then(|found| found.password.clone());
        let (checked, _turn) = self.check(turn, password, stored).await?;
        let Some(found) = found else { return Err(self.failed_as_nobody().await) };
        if is_locked {
            return Err(Refusal::Locked);
        }
        self.judge(found, checked, platform).await
    }

    /// A hash of `password`, in its turn.
    ///
    /// # Errors
    /// [`Refusal::Overloaded`].
    pub async fn hash(&self, password: Password) -> Result<PasswordHash, Refusal> {
        let turn = self.turns.next().await.map_err(|_| Refusal::Overloaded)?;
        let hashing = Arc::clone(&self.hashing);
        let hashed = turn.spend(move || hashing.hash(&password)).await;
        hashed.ok().and_then(|(hash, _)| hash).ok_or(Refusal::Overloaded)
    }

    async fn check<'t>(
        &self,
        turn: Turn<'t>,
        password: Password,
        stored: Option<PasswordHash>,
    ) -> Result<(Checked, Turn<'t>), Refusal> {
        let hashing = Arc::clone(&self.hashing);
        let checked = turn.spend(move || {
            let is_right = hashing.verify(&password, stored.as_ref());
            let outdated = stored.filter(|stored| is_right && hashing.is_outdated(stored));
            let renewed = outdated.and_then(|old| Some((old, hashing.hash(&password)?)));
            Checked { is_right, renewed }
        });
        checked.await.map_err(|_| Refusal::Overloaded)
    }

    async fn judge(&self, found: Found, checked: Checked, platform: Platform) -> Result<Known, Refusal> {
        let Found { record, login_name, .. } = found;
        if !checked.is_right {
            return Err(self.failed(record.id).await);
        }
        if !self.succeeded(record.id).await? {
            return Err(Refusal::Locked);
        }
        if let Some((old, new)) = checked.renewed {
            // The next login tries again.
            let _ = self.directory.rehash(record.id, &old, new).await;
        }
        if !record.agent.is_active {
            return Err(Refusal::Inactive);
        }
        if record.agent.user_type == UserType::Customer && platform != Platform::Iservice {
            return Err(Refusal::NoAgent);
        }
        Ok(Known { record, login_name })
    }

    async fn failed(&self, id: AgentId) -> Refusal {
        let Some(rule) = self.lock else { return Refusal::BadCredentials };
        match self.directory.failed(id, self.now(), rule).await {
            Ok(Some(_)) => Refusal::LockedOut,
            Ok(None) => Refusal::BadCredentials,
            Err(_) => Refusal::Unavailable,
        }
    }

    /// Asks as much of the directory as a failure of somebody does.
    async fn failed_as_nobody(&self) -> Refusal {
        match AgentId::new(i64::MAX) {
            Some(nobody) => self.failed(nobody).await,
            None => Refusal::BadCredentials,
        }
    }

    /// `false` if others have failed so often meanwhile that the agent is locked.
    async fn succeeded(&self, id: AgentId) -> Result<bool, Refusal> {
        if self.lock.is_none() {
            return Ok(true);
        }
        self.directory.succeeded(id, self.now()).await.map_err(|_| Refusal::Unavailable)
    }

    fn now(&self) -> i64 {
        self.clock.unix_nanos()
    }
}

/// What came of checking a password.
struct Checked {
    is_right: bool,
    /// The stored hash and one with the parameters in force, where they differ.
    renewed: Option<(PasswordHash, PasswordHash)>,
}

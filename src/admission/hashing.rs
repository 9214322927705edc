//! Passwords as argon2id (RFC 9106), with the parameters of the settings.

use argon2::password_hash::phc;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use argon2::{Algorithm, Argon2, Params, Version};

use super::Password;
use crate::directory::PasswordHash;

/// The most memory that a stored hash may ask for, in KiB: whoever can write one shall not exhaust the machine.
const MAX_MEMORY_KIB: u32 = 1024 * 1024;
/// The most passes that a stored hash may ask for.
const MAX_PASSES: u32 = 64;
/// The most lanes that a stored hash may ask for.
const MAX_LANES: u32 = 64;

/// Parameters that argon2 does not take.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("argon2 takes at least 8 KiB of memory a lane")]
pub struct UnusableParameters;

/// Hashes and checks passwords. Each call takes as long as the parameters say: never on a thread that serves requests.
#[derive(Debug, Clone)]
pub struct Hashing {
    parameters: Params,
}

impl Hashing {
    /// With `memory_kib` KiB of memory, `passes` over it, in `lanes`.
    ///
    /// # Errors
    /// When they do not go together.
    pub fn new(memory_kib: u32, passes: u32, lanes: u32) -> Result<Self, UnusableParameters> {
        let parameters = Params::new(memory_kib, passes, lanes, None).map_err(|_| UnusableParameters)?;
        Ok(Self { parameters })
    }

    /// The hash of `password` with a salt of its own; `None` where the system has no randomness or no memory.
    #[must_use]
    pub fn hash(&self, password: &Password) -> Option<PasswordHash> {
        let hash = self.argon2().hash_password(password.expose()).ok()?;
        Some(PasswordHash::new(hash.to_string()))
    }

    /// Whether `password` is the one behind `stored`. Without a hash it is not, which takes as long to find out.
    #[must_use]
    pub fn verify(&self, password: &Password, stored: Option<&PasswordHash>) -> bool {
        let stored = stored.and_then(|stored| usable(stored.expose()));
        let Some(stored) = stored else {
            self.spend_the_same(password);
            return false;
        };
        self.argon2().verify_password(password.expose(), &stored).is_ok()
    }

    /// Whether `stored` was made with other parameters than those in force.
    #[must_use]
    pub fn is_outdated(&self, stored: &PasswordHash) -> bool {
        usable(stored.expose()).is_none_or(|hash| {
            Params::try_from(&hash).map_or(true, |made_with| {
                (made_with.m_cost(), made_with.t_cost(), made_with.p_cost())
                    != (self.parameters.m_cost(), self.parameters.t_cost(), self.parameters.p_cost())
            })
        })
    }

    /// Whether a hash made elsewhere can be checked here: argon2id, with parameters within bounds.
    #[must_use]
    pub fn accepts(stored: &PasswordHash) -> bool {
        usable(stored.expose()).is_some()
    }

    fn argon2(&self) -> Argon2<'static> {
        Argon2::new(Algorithm::Argon2id, Version::V0x13, self.parameters.clone())
    }

    fn spend_the_same(&self, password: &Password) {
        let mut output = [0; Params::DEFAULT_OUTPUT_LEN];
        // What comes of it is nobody's password.
        let _ = self.argon2().hash_password_into(password.expose(), b"nobody's salt", &mut output);
        std::hint::black_box(output);
    }
}

fn usable(text: &str) -> Option<phc::PasswordHash> {
    let hash = phc::PasswordHash::new(text).ok()?;
    let parameters = Params::try_from(&hash).ok()?;
    let is_within_bounds =
        parameters.m_cost() <= MAX_MEMORY_KIB && parameters.t_cost() <= MAX_PASSES && parameters.p_cost() <= MAX_LANES;
    let is_whole = hash.salt.is_some() && hash.hash.is_some();
    (hash.algorithm.as_str() == Algorithm::Argon2id.as_str() && is_within_bounds && is_whole).then_some(hash)
}

//! Who is let in by name and password.
//!
//! Lives here: passwords hashed and checked within bounds, the lock after repeated failures. It knows no HTTP and no
//! spelling of any platform; whether a policy allows the login is asked afterwards. To refuse for another reason: one
//! variant of [`Refusal`].

mod authenticate;
mod hashing;
mod password;
mod refusal;
mod turns;

pub use authenticate::{Admission, AdmissionParts, Attempt, Known};
pub use hashing::{Hashing, UnusableParameters};
pub use password::{MAX_PASSWORD_BYTES, Password, UnfitPassword};
pub use refusal::Refusal;

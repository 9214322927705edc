//! iService: `/f/webapp-api-login?api=…`, its forms, and the `LoggedIn` object.
//!
//! Documented are the endpoints and the object; of the fields, `emailAddress` and `Password`. The names of the others,
//! and what endpoints answer beyond the object, are ours: `examples/iservice/README.md` says which.

mod answer;
mod complaint;
mod endpoint;
mod fields;
mod logged_in;
mod requests;
mod reset_page;
#[cfg(test)]
mod tests;

pub use answer::{answer, redirect_answer};
pub use complaint::Complaint;
pub use endpoint::{Endpoint, NoEndpoint};
pub use fields::Fields;
pub use logged_in::{Contact, LoggedIn, Login, LoginType, Website};
pub use requests::{
    Credentials, Hidden, OpenIdCallback, OpenIdStart, PasswordRule, Registration, ResetConfirmation, ResetRequest,
};
pub use reset_page::{PAGE_POLICY, message_page, reset_page};

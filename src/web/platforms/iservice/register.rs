//! `register`: somebody becomes a contact.

use super::answer::Answer;
use super::call::Call;
use super::login::complaint;
use crate::admission::{Known, Password, Refusal};
use crate::decision::Platform;
use crate::dialect::iservice::{Complaint, Fields, Registration};
use crate::directory::{AddError, LoginName, LoginNameKind, NewAgent, PasswordHash, UserType};

/// Why nobody was added.
#[derive(Clone, Copy)]
pub(super) enum NotAdded {
    /// Somebody else has the address or the identifier.
    Taken,
    /// It may work later.
    Passing(Refusal),
}

impl Call<'_> {
    /// `register`; whoever is registered is logged in.
    pub(super) async fn register(&self, fields: &Fields<'_>) -> Answer {
        if !self.form.registration {
            return Answer::complaint(Complaint::RegistrationClosed);
        }
        let registered = match Registration::read(fields, self.form.rule) {
            Ok(registration) => self.add_by_password(registration).await,
            Err(complaint) => return Answer::complaint(complaint),
        };
        match registered {
            Ok(known) => self.let_in(known).await.unwrap_or_else(|refusal| Answer::complaint(complaint(refusal))),
            Err(NotAdded::Taken) => Answer::complaint(Complaint::RegistrationFailed),
            Err(NotAdded::Passing(refusal)) => Answer::complaint(complaint(refusal)),
        }
    }

    /// The password is hashed whether or not the address is free: how long it takes tells nothing.
    async fn add_by_password(&self, registration: Registration<'_>) -> Result<Known, NotAdded> {
        let unavailable = |_| NotAdded::Passing(Refusal::Unavailable);
        let password = Password::new(registration.password.expose().to_owned()).map_err(|_| NotAdded::Taken)?;
        let hash = self.state.platforms.admission.hash(password).await.map_err(NotAdded::Passing)?;
        let email = registration.email.to_owned();
        let login_names =
            vec![LoginName { platform: Platform::Iservice, kind: LoginNameKind::Email, name: email.clone() }];
        // Whose address it is as a user name is nobody else's either.
        let by_name = self.directory().find(Platform::Iservice, &LoginNameKind::Name, &email).await;
        if by_name.map_err(unavailable)?.is_some() {
            return Err(NotAdded::Taken);
        }
        let customer = customer(email.clone(), Some(email), registration.full_name, login_names);
        self.add(customer, Some(hash)).await
    }

    /// Adds `customer`.
    pub(super) async fn add(&self, customer: NewAgent, password: Option<PasswordHash>) -> Result<Known, NotAdded> {
        let login_name = customer.username.clone();
        let id = self.directory().add(customer, password).await.map_err(|error| not_added(&error))?;
        let record = self.directory().get(id).await.map_err(|_| NotAdded::Passing(Refusal::Unavailable))?;
        tracing::info!(platform = Platform::Iservice.as_str(), "a customer registers");
        record.map(|record| Known { record, login_name }).ok_or(NotAdded::Taken)
    }
}

/// Why the directory does not take somebody.
pub(super) fn not_added(error: &AddError) -> NotAdded {
    match error {
        AddError::Unavailable(_) => NotAdded::Passing(Refusal::Unavailable),
        AddError::Taken(_) | AddError::Unfit(_) | AddError::NoSuchAgent => NotAdded::Taken,
    }
}

/// A contact who is no agent.
pub(super) fn customer(
    username: String,
    email: Option<String>,
    full_name: Option<String>,
    login_names: Vec<LoginName>,
) -> NewAgent {
    NewAgent {
        username,
        login_names,
        user_id: None,
        group_id: None,
        projects: Vec::new(),
        custom_data: serde_json::Map::new(),
        extension: None,
        phone: None,
        full_name,
        email,
        language: None,
        is_active: true,
        inactivity_minutes: None,
        user_type: UserType::Customer,
        segments: Vec::new(),
        access_rights: Vec::new(),
    }
}

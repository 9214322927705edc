//! What the directory knows of a contact, as the platform tells it.

use crate::decision::Platform;
use crate::dialect::iservice::{Contact, Login, LoginType};
use crate::directory::{AgentRecord, LoginName, LoginNameKind, UserType};

/// The contact of `record`.
pub(super) fn contact(record: &AgentRecord) -> Contact<'_> {
    let agent = &record.agent;
    Contact {
        id: record.id.get(),
        full_name: agent.full_name.as_deref(),
        is_agent: agent.user_type == UserType::Agent,
        segments: &agent.segments,
        access_rights: &agent.access_rights,
        logins: logins(record),
    }
}

/// Everything that the contact can log in with here. The username is a login where no other name stands in for it;
/// whoever registered has one that nobody has chosen, which is an address or an identifier that is there anyway.
fn logins(record: &AgentRecord) -> Vec<Login<'_>> {
    let here = || record.agent.login_names.iter().filter(|name| name.platform == Platform::Iservice);
    let username = &*record.agent.username;
    let has_own = here().any(|name| name.kind == LoginNameKind::Name);
    let is_said = here().any(|name| name.name == username || *username == made_of(name));
    let first = (!has_own && !is_said).then_some(Login { name: username, kind: LoginType::UserName });
    first.into_iter().chain(here().map(login)).collect()
}

fn login(name: &LoginName) -> Login<'_> {
    let kind = match &name.kind {
        LoginNameKind::Name => LoginType::UserName,
        LoginNameKind::Email => LoginType::Email,
        LoginNameKind::OpenId { provider } => LoginType::OpenId(provider),
    };
    Login { name: &name.name, kind }
}

/// The username of whoever came through a provider and showed no address.
pub(super) fn made_of(name: &LoginName) -> String {
    match &name.kind {
        LoginNameKind::OpenId { provider } => format!("{provider}:{}", name.name),
        LoginNameKind::Name | LoginNameKind::Email => name.name.clone(),
    }
}

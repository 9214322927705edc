//! What supervisors and API users get: a list, the token where their clients look for it.

use super::peer::SipPeer;

/// The answer of `auth/getUserToken`: a list whose last item is the token. What stands before it is ours: the user's name
/// and full name.
#[must_use]
pub fn user_token(name: &str, full_name: &str, token: &str) -> String {
    written(&(name, full_name, token))
}

/// The answer of `auth/UserLogin`: a list whose third item is the token, or for a user with a phone the object of a
/// login whose `md5secret` is the token. What stands before it is ours: the user's name and full name.
#[must_use]
pub fn user_login(name: &str, full_name: &str, token: &str, phone: Option<&SipPeer<'_>>) -> String {
    match phone {
        None => user_token(name, full_name, token),
        Some(peer) => written(&(name, full_name, peer.row())),
    }
}

fn written(list: &impl serde::Serialize) -> String {
    // Texts and finite numbers can always be written.
    serde_json::to_string(list).unwrap_or_default()
}

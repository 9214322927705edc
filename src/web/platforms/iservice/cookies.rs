//! The two cookies: the session, and a login through a provider that has begun.

use actix_web::HttpRequest;
use actix_web::cookie::time;
use actix_web::cookie::{Cookie, SameSite};

use crate::openid::TICKET_LIFETIME;

/// Longer ones are none of ours.
const LONGEST_VALUE_BYTES: usize = 128;

/// A cookie's name, as it is over TLS and otherwise.
struct Name {
    secure: &'static str,
    plain: &'static str,
}

const SESSION: Name = Name { secure: "__Host-iservice-session", plain: "iservice-session" };
const TICKET: Name = Name { secure: "__Host-iservice-openid", plain: "iservice-openid" };

/// How cookies are written.
pub(super) struct Cookies {
    /// Whether browsers reach this server by TLS alone.
    is_secure: bool,
}

impl Cookies {
    pub(super) fn new(is_secure: bool) -> Self {
        Self { is_secure }
    }

    /// The session's token, as the browser sends it.
    pub(super) fn session(&self, request: &HttpRequest) -> Option<String> {
        self.value(request, &SESSION)
    }

    /// The ticket's text, as the browser sends it.
    pub(super) fn ticket(&self, request: &HttpRequest) -> Option<String> {
        self.value(request, &TICKET)
    }

    /// Until the browser is closed; how long the session lasts is the directory's to say.
    pub(super) fn keep_session(&self, token: &str) -> Cookie<'static> {
        self.cookie(&SESSION, token.to_owned())
    }

    pub(super) fn keep_ticket(&self, text: String) -> Cookie<'static> {
        let mut cookie = self.cookie(&TICKET, text);
        cookie.set_max_age(time::Duration::try_from(TICKET_LIFETIME).unwrap_or_default());
        cookie
    }

    pub(super) fn drop_session(&self) -> Cookie<'static> {
        self.removal(&SESSION)
    }

    pub(super) fn drop_ticket(&self) -> Cookie<'static> {
        self.removal(&TICKET)
    }

    fn name(&self, name: &Name) -> &'static str {
        if self.is_secure { name.secure } else { name.plain }
    }

    fn value(&self, request: &HttpRequest, name: &Name) -> Option<String> {
        let value = request.cookie(self.name(name))?.value().to_owned();
        (1..=LONGEST_VALUE_BYTES).contains(&value.len()).then_some(value)
    }

    /// `Lax`: whoever comes by a link, or back from a provider, is still logged in; forms of other sites are not.
    fn cookie(&self, name: &Name, value: String) -> Cookie<'static> {
        Cookie::build(self.name(name), value)
            .path("/")
            .http_only(true)
            .secure(self.is_secure)
            .same_site(SameSite::Lax)
            .finish()
    }

    fn removal(&self, name: &Name) -> Cookie<'static> {
        let mut cookie = self.cookie(name, String::new());
        cookie.make_removal();
        cookie
    }
}

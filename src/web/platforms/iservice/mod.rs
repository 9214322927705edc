//! iService's form: its endpoints, sessions in a cookie, and logins through identity providers.

mod answer;
mod call;
mod contact;
mod cookies;
mod described;
mod login;
mod openid;
mod origin;
mod register;
mod reset;
mod session;

use std::sync::Arc;
use std::time::Duration;

use actix_web::web::{self, Data, ServiceConfig};
use tokio::sync::Semaphore;

use crate::config::IserviceSettings;
use crate::decision::Clock;
use crate::dialect::iservice::{PasswordRule, Website};
use crate::mail::MailQueue;
use crate::openid::Providers;
use cookies::Cookies;

pub(in crate::web) use described::described;
use reset::MailLimit;

/// The most resets that are prepared at a time; nobody waits for them, and further ones come to nothing.
const MOST_RESETS: usize = 64;

/// What the form is served with.
pub struct Iservice {
    path: String,
    website: Website,
    registration: bool,
    agentlogin: bool,
    rule: PasswordRule,
    inactivity: Duration,
    /// Where browsers reach the form; without it nothing is linked to.
    url: Option<String>,
    openid_return: Option<String>,
    cookies: Cookies,
    providers: Providers,
    mail: Arc<MailQueue>,
    mail_limit: MailLimit,
    resets: Arc<Semaphore>,
}

/// What an [`Iservice`] is made of.
pub struct IserviceParts<'s> {
    /// What the operator wants.
    pub settings: &'s IserviceSettings,
    /// Whether this server speaks TLS itself.
    pub is_tls: bool,
    /// Who else vouches for contacts.
    pub providers: Providers,
    /// What sends links.
    pub mail: Arc<MailQueue>,
    /// The time.
    pub clock: Arc<dyn Clock>,
}

impl Iservice {
    /// Puts the parts together.
    #[must_use]
    pub fn new(parts: IserviceParts<'_>) -> Self {
        let IserviceParts { settings, is_tls, providers, mail, clock } = parts;
        let url = settings.url();
        let is_secure = is_tls || url.as_ref().is_some_and(|url| url.starts_with("https:"));
        Self {
            path: settings.path.clone(),
            website: Website {
                tenant_id: settings.tenant_id.clone(),
                segments: settings.segments.clone(),
                broadcast_message: settings.broadcast_message.clone(),
                spam_policy_url: settings.spam_policy_url.as_ref().map(ToString::to_string).unwrap_or_default(),
                is_password_reset_configured: url.is_some(),
            },
            registration: settings.registration,
            agentlogin: settings.agentlogin,
            rule: PasswordRule { least_characters: settings.least_password_characters },
            inactivity: settings.inactivity,
            openid_return: settings.openid_return.as_ref().map(ToString::to_string),
            cookies: Cookies::new(is_secure),
            mail_limit: MailLimit::new(clock),
            resets: Arc::new(Semaphore::new(MOST_RESETS)),
            url,
            providers,
            mail,
        }
    }
}

impl Iservice {
    /// Returns when every mail so far has been tried.
    pub async fn flush(&self) {
        self.mail.flush().await;
    }
}

/// Adds the form, and below it where providers send browsers back to.
pub(super) fn configure(config: &mut ServiceConfig, iservice: &Arc<Iservice>) {
    let data = Data::from(Arc::clone(iservice));
    for path in [iservice.path.clone(), format!("{}/", iservice.path)] {
        config.service(web::resource(path).app_data(data.clone()).to(call::serve));
    }
    let path = format!("{}/openid/{{provider}}", iservice.path);
    config.service(web::resource(path).app_data(data).to(call::serve_callback));
}

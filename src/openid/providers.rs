//! All providers, and how many logins may wait for them.

use std::fmt;
use std::sync::Arc;

use openidconnect::url::ParseError;
use openidconnect::{IssuerUrl, RedirectUrl};
use tokio::sync::Semaphore;
use ureq::Agent;

use super::known::Known;
use super::provider::Provider;
use super::transport::Transport;
use super::{Challenge, Fault, Identity};
use crate::config::{OpenIdSettings, Secret};
use crate::decision::Clock;

/// The most exchanges with providers at a time: each keeps a thread waiting.
const MOST_EXCHANGES: usize = 16;

/// What one provider is made of.
pub struct ProviderParts<'s> {
    /// Who it is.
    pub settings: &'s OpenIdSettings,
    /// Where it sends browsers back to.
    pub redirect_url: String,
    /// What reaches it, within a time of its own.
    pub client: Agent,
    /// The time that tokens are judged by.
    pub clock: Arc<dyn Clock>,
}

/// The providers of the settings.
pub struct Providers {
    providers: Vec<Arc<Provider>>,
    exchanges: Arc<Semaphore>,
}

impl fmt::Debug for Providers {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_list().entries(self.providers.iter().map(|provider| &provider.name)).finish()
    }
}

impl Providers {
    /// Asks nobody yet: a provider may be out of reach at start.
    ///
    /// # Errors
    /// When a URL is none.
    pub fn new<'s>(parts: impl IntoIterator<Item = ProviderParts<'s>>) -> Result<Self, ParseError> {
        let provider = |parts: ProviderParts<'_>| {
            let ProviderParts { settings, redirect_url, client, clock } = parts;
            let issuer = IssuerUrl::new(settings.issuer.clone())?;
            let transport = Transport::new(client, issuer.url().scheme() == "https");
            let known = Known::new(issuer, transport, clock);
            Ok(Arc::new(Provider::new(settings, RedirectUrl::new(redirect_url)?, known)))
        };
        let providers = parts.into_iter().map(provider).collect::<Result<_, ParseError>>()?;
        Ok(Self { providers, exchanges: Arc::new(Semaphore::new(MOST_EXCHANGES)) })
    }

    /// The provider of this name, in any case, as the settings spell it.
    #[must_use]
    pub fn find(&self, name: &str) -> Option<&str> {
        self.provider(name).map(|provider| &*provider.name)
    }

    /// Where the browser is sent to log in at the provider `name`.
    ///
    /// # Errors
    /// When there is no such provider, or nothing is known of it.
    pub async fn authorize_url(&self, name: &str, challenge: Challenge) -> Result<String, Fault> {
        let provider = self.provider(name).ok_or(Fault::Unknown)?;
        self.exchange(provider, move |provider| provider.authorize_url(&challenge)).await
    }

    /// Whom the provider `name` vouches for. `issuer` is who says that it sends the code, if anybody does (RFC 9207).
    ///
    /// # Errors
    /// When there is no such provider, it vouches for nobody, or it is not to be believed.
    pub async fn identify(
        &self,
        name: &str,
        issuer: Option<&str>,
        code: Secret,
        challenge: Challenge,
    ) -> Result<Identity, Fault> {
        let provider = self.provider(name).ok_or(Fault::Unknown)?;
        if issuer.is_some_and(|issuer| issuer != provider.issuer) {
            return Err(Fault::Refused("it was issued by another provider"));
        }
        self.exchange(provider, move |provider| provider.identify(&code, &challenge)).await
    }

    fn provider(&self, name: &str) -> Option<&Arc<Provider>> {
        self.providers.iter().find(|provider| provider.name.eq_ignore_ascii_case(name))
    }

    /// Waits on a thread that serves nobody. The place is kept until the thread is free again.
    async fn exchange<T: Send + 'static>(
        &self,
        provider: &Arc<Provider>,
        work: impl FnOnce(&Provider) -> Result<T, Fault> + Send + 'static,
    ) -> Result<T, Fault> {
        let place = Arc::clone(&self.exchanges).try_acquire_owned().map_err(|_| Fault::Busy)?;
        let provider = Arc::clone(provider);
        let worked = tokio::task::spawn_blocking(move || (work(&provider), place));
        worked.await.map_err(|_| Fault::Unusable("the exchange broke off".to_owned()))?.0
    }
}

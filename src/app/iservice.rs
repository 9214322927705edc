//! iService put together: who vouches for contacts, and what sends mail to them.

use std::sync::Arc;
use std::time::{Duration, Instant};

use super::BuildError;
use crate::config::{OpenIdSettings, Settings};
use crate::decision::Clock;
use crate::mail::{MailParts, MailQueue};
use crate::openid::{ProviderParts, Providers};
use crate::telemetry::Metrics;
use crate::tls::{self, Authorities};
use crate::web::{Iservice, IserviceParts};

/// For one exchange with a provider, from the connection to the answer.
const PATIENCE: Duration = Duration::from_secs(5);
/// What the end grants to mails that wait, however long everything else took.
const LAST_SECOND: Duration = Duration::from_secs(1);

/// What iService is served with; `None` while that is off.
pub(super) fn open(
    settings: &Settings,
    clock: &Arc<dyn Clock>,
    metrics: &Arc<Metrics>,
) -> Result<Option<Arc<Iservice>>, BuildError> {
    let iservice = &settings.iservice;
    if !iservice.is_enabled {
        return Ok(None);
    }
    let (metrics, mail_clock) = (Arc::clone(metrics), Arc::clone(clock));
    let mail = MailQueue::start(MailParts { settings: &settings.mail, metrics, clock: mail_clock })?;
    let url = iservice.url().unwrap_or_default();
    let parts = iservice.providers.iter().map(|provider| provider_parts(provider, &url, clock));
    let providers = Providers::new(parts.collect::<Result<Vec<_>, _>>()?)?;
    Ok(Some(Arc::new(Iservice::new(IserviceParts {
        settings: iservice,
        is_tls: settings.tls.is_some(),
        providers,
        mail: Arc::new(mail),
        clock: Arc::clone(clock),
    }))))
}

fn provider_parts<'s>(
    settings: &'s OpenIdSettings,
    url: &str,
    clock: &Arc<dyn Clock>,
) -> Result<ProviderParts<'s>, BuildError> {
    let is_https = settings.issuer.starts_with("https:");
    let client = tls::client(is_https, &Authorities::System, PATIENCE);
    let client = client.map_err(|fault| BuildError::Provider { name: settings.name.clone(), fault })?;
    let redirect_url = format!("{url}/openid/{}", settings.name);
    Ok(ProviderParts { settings, redirect_url, client, clock: Arc::clone(clock) })
}

/// Tries what is not sent yet, until `cut_off` at the latest; a second is always granted.
pub(super) async fn flush(iservice: Option<&Arc<Iservice>>, cut_off: Instant) {
    let Some(iservice) = iservice else { return };
    let patience = cut_off.saturating_duration_since(Instant::now()).max(LAST_SECOND);
    if tokio::time::timeout(patience, iservice.flush()).await.is_err() {
        tracing::warn!("the last mails are lost: their server does not answer in time");
    }
}

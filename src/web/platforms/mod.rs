//! The platforms that log agents in through APIs of their own: one file or folder each, decided by the same policies.
//!
//! Lives here: reading requests, asking who somebody is and whether policies allow the login, handing answers back. It
//! knows no spelling of any platform, which is in `dialect`. To add a platform: one file, one line in [`configure`].

mod acqueon;
mod caller;
mod iservice;
mod ozonetel;
mod ucontact;
mod words;

pub use acqueon::Acqueon;
pub use caller::PlatformMetrics;
pub use iservice::{Iservice, IserviceParts};

use std::sync::Arc;

use actix_web::web::ServiceConfig;

use crate::admission::Admission;
use crate::config::{OzonetelSettings, UcontactSettings};
use crate::directory::Directory;
use crate::web::openapi::Described;

/// What these platforms share.
pub struct Platforms {
    /// Who is let in by name and password.
    pub admission: Admission,
    /// Who the agents are.
    pub directory: Directory,
    /// What is counted of them.
    pub metrics: PlatformMetrics,
    /// uContact, if it is served.
    pub ucontact: Option<Arc<UcontactSettings>>,
    /// Ozonetel, if it is served.
    pub ozonetel: Option<Arc<OzonetelSettings>>,
    /// Acqueon Workspace.
    pub acqueon: Acqueon,
    /// iService, if it is served.
    pub iservice: Option<Arc<Iservice>>,
}

/// Every route with its operations, where it is without settings.
pub(super) fn described() -> impl Iterator<Item = (String, Vec<Described>)> {
    let ucontact_and_ozonetel = ucontact::described().chain([ozonetel::described()]);
    ucontact_and_ozonetel.chain(acqueon::described()).chain(iservice::described())
}

/// Adds the routes of every platform that is served.
pub(super) fn configure(config: &mut ServiceConfig, platforms: &Platforms) {
    if let Some(settings) = &platforms.ucontact {
        ucontact::configure(config, settings);
    }
    if let Some(settings) = &platforms.ozonetel {
        ozonetel::configure(config, settings);
    }
    platforms.acqueon.configure(config);
    if let Some(iservice) = &platforms.iservice {
        iservice::configure(config, iservice);
    }
}

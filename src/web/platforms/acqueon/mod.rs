//! Acqueon Workspace, its channel `Cisco`: a WebSocket and POST, and below them the hop that Cisco Finesse has there.
//!
//! Lives here: connections and what they are told, who is signed in on them, tokens of POST. How messages are spelt is in
//! [`dialect::acqueon`](crate::dialect::acqueon). To answer a further request: one arm in `desk`.

mod agent;
mod connections;
mod conversation;
mod described;
mod desk;
mod failure;
mod finesse;
mod post;
mod socket;

use actix_web::web::{self, ServiceConfig};

use crate::config::AcqueonSettings;
use crate::dialect::acqueon::Workspace;
use connections::Connections;

pub(in crate::web) use described::described;

/// What all workers share of it.
pub struct Acqueon {
    settings: AcqueonSettings,
    workspace: Workspace,
    connections: Connections,
}

impl Acqueon {
    /// As the settings want it; nobody is connected yet.
    #[must_use]
    pub fn new(settings: &AcqueonSettings) -> Self {
        Self {
            settings: settings.clone(),
            workspace: Workspace::new(settings),
            connections: Connections::new(settings.connections),
        }
    }

    /// Closes every WebSocket, and each that is opened from now on: the server is about to end.
    pub fn close(&self) {
        self.connections.close();
    }

    /// Adds its routes, if it is served.
    pub(super) fn configure(&self, config: &mut ServiceConfig) {
        let AcqueonSettings { is_enabled, path, finesse_path, .. } = &self.settings;
        if !is_enabled {
            return;
        }
        // One resource each: a list of paths would be matched as regular expressions.
        for slash in ["", "/"] {
            config.service(web::resource(format!("{path}{slash}")).to(socket::open));
            config.service(web::resource(format!("{path}/messages{slash}")).to(post::messages));
            if let Some(prefix) = finesse_path {
                config.service(web::resource(format!("{prefix}/User/{{id}}{slash}")).to(finesse::user));
            }
        }
        if let Some(prefix) = finesse_path {
            config.service(web::resource(format!("{prefix}/{{rest:.*}}")).to(finesse::nothing));
        }
    }
}

//! A route: where it is, what answers there, how it is described. Its list is walked by the listener that serves it and by
//! the document that describes it, so that neither knows a route that the other does not.

use actix_web::Resource;
use actix_web::web::{self, ServiceConfig};

use super::openapi::Described;

/// A route.
pub(super) struct Route {
    /// Where it is; `{name}` stands for one segment, `{name:.*}` for all that follow.
    pub(super) path: &'static str,
    /// What answers there, whatever the method.
    pub(super) to: fn(Resource) -> Resource,
    /// How it is described: one operation for each method but HEAD and OPTIONS.
    pub(super) described: fn() -> Vec<Described>,
}

impl Route {
    /// Where it is, as `OpenAPI` writes it.
    pub(super) fn template(&self) -> String {
        self.path.replace(":.*}", "}")
    }

    /// Serves it.
    pub(super) fn register(&self, config: &mut ServiceConfig) {
        config.service((self.to)(web::resource(self.path)));
    }
}

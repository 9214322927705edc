//! How long each request takes, and how it is answered.

use std::time::Instant;

use actix_web::http::Method;
use actix_web::{HttpRequest, HttpResponse};

use super::standstill::UnderWay;
use crate::telemetry::Metrics;
use crate::telemetry::metrics::{Handler, HttpMethod};

/// One request that is being answered.
pub(super) struct Measured<'m> {
    metrics: &'m Metrics,
    handler: Handler,
    method: HttpMethod,
    started: Instant,
    /// For the watchman of the connection.
    _under_way: UnderWay,
}

impl<'m> Measured<'m> {
    /// The request has come; its head is read.
    pub(super) fn begin(metrics: &'m Metrics, handler: Handler, request: &HttpRequest) -> Self {
        let method = label(request.method());
        Self { metrics, handler, method, started: Instant::now(), _under_way: UnderWay::begin(request) }
    }

    /// It is answered.
    pub(super) fn end(self, answer: HttpResponse) -> HttpResponse {
        self.metrics.answered(self.handler, self.method, answer.status().as_u16(), self.started);
        answer
    }
}

/// The method as metrics and operators are told it.
pub(super) fn label(method: &Method) -> HttpMethod {
    match *method {
        Method::GET => HttpMethod::Get,
        Method::HEAD => HttpMethod::Head,
        Method::POST => HttpMethod::Post,
        Method::PUT => HttpMethod::Put,
        Method::OPTIONS => HttpMethod::Options,
        _ => HttpMethod::Other,
    }
}

//! How platforms spell a login and its answer.
//!
//! Lives here: one folder or file a platform, which turns its wire into a [`Login`](crate::decision::Login) and a
//! [`Decision`](crate::decision::Decision) into its wire, and the catalogue of refusals in [`Problem`].
//! It knows no HTTP framework and no policy. To add a platform: one file or folder here, one line in its list, its cases.

pub mod acqueon;
pub mod basic;
pub mod finesse;
pub mod form;
pub mod iservice;
mod multipart;
pub mod ozonetel;
mod percent;
mod problem;
pub mod ucontact;
pub mod vcc;

pub use problem::{Excerpt, Field, Problem, SIGNATURE_TOLERANCE_SECONDS, SignatureFault};

use std::fmt;
use std::net::IpAddr;

/// The longest body that is read, in bytes.
pub const MAX_BODY_BYTES: usize = 64 * 1024;

/// The longest path and query together that are read, in bytes; some proxies pass on no more than 8 KiB.
pub const MAX_TARGET_BYTES: usize = 32 * 1024;

/// How deep JSON or the brackets of a form field may nest.
pub const MAX_DEPTH: usize = 32;

/// How the request was sent; HEAD counts as `Get`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Method {
    /// Decision fields are in the query.
    Get,
    /// Decision fields are in the body (POST and PUT).
    Send,
}

/// The headers of Standard Webhooks, as they came.
#[derive(Clone, Copy, Default)]
pub struct SignatureHeaders<'a> {
    /// `webhook-id`
    pub id: Option<&'a [u8]>,
    /// `webhook-timestamp`
    pub timestamp: Option<&'a [u8]>,
    /// `webhook-signature`
    pub signature: Option<&'a [u8]>,
}

/// One request as the web room hands it over, its body complete.
#[derive(Clone, Copy)]
pub struct Request<'a> {
    /// How it was sent.
    pub method: Method,
    /// The raw query, without `?`.
    pub query: &'a str,
    /// The path segment matched by `{secret}`, percent-decoded, if the hook's path has one.
    pub path_secret: Option<&'a str>,
    /// The `Authorization` header.
    pub authorization: Option<&'a [u8]>,
    /// What it is signed by.
    pub signature: SignatureHeaders<'a>,
    /// The `Content-Type` header.
    pub content_type: Option<&'a [u8]>,
    /// The body.
    pub body: &'a [u8],
    /// The caller's address.
    pub source_ip: Option<IpAddr>,
}

impl fmt::Debug for Request<'_> {
    /// Shows neither the query nor the body nor where secrets travel.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Request")
            .field("method", &self.method)
            .field("body_bytes", &self.body.len())
            .field("source_ip", &self.source_ip)
            .finish_non_exhaustive()
    }
}

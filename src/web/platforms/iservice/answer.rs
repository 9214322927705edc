//! What comes of a request, as HTTP.

use actix_web::cookie::Cookie;
use actix_web::http::StatusCode;
use actix_web::http::header::{
    ALLOW, CONTENT_SECURITY_POLICY, HeaderValue, LOCATION, REFERRER_POLICY, X_CONTENT_TYPE_OPTIONS,
};
use actix_web::{HttpRequest, HttpResponse};

use super::Iservice;
use super::contact::contact;
use crate::dialect::iservice::{self, Complaint, LoggedIn, PAGE_POLICY};
use crate::directory::AgentRecord;
use crate::web::answer;

const HTML: HeaderValue = HeaderValue::from_static("text/html; charset=utf-8");
const NO_SNIFF: HeaderValue = HeaderValue::from_static("nosniff");
/// With no referrer at all browsers do not say either where a form was sent from.
const SAME_ORIGIN: HeaderValue = HeaderValue::from_static("same-origin");

/// What comes of a request.
pub(super) struct Answer {
    told: Told,
    status: StatusCode,
    cookies: Vec<Cookie<'static>>,
    allowed: Option<&'static str>,
}

enum Told {
    /// Nobody is logged in, perhaps because of something.
    Nobody(Option<Complaint>),
    /// This contact is.
    Contact(Box<AgentRecord>),
    /// The browser goes on elsewhere, told so as JSON.
    Onward(String),
    /// The browser goes on elsewhere.
    Redirect(String),
    /// People read it.
    Page(String),
}

impl Answer {
    pub(super) fn nobody() -> Self {
        Self::of(Told::Nobody(None))
    }

    pub(super) fn contact(record: AgentRecord) -> Self {
        Self::of(Told::Contact(Box::new(record)))
    }

    pub(super) fn onward(url: String) -> Self {
        Self::of(Told::Onward(url))
    }

    pub(super) fn redirect(url: String) -> Self {
        Self { status: StatusCode::SEE_OTHER, ..Self::of(Told::Redirect(url)) }
    }

    pub(super) fn page(text: String) -> Self {
        Self::of(Told::Page(text))
    }

    /// Platforms read `errors` in a body of status 200.
    pub(super) fn complaint(complaint: Complaint) -> Self {
        let status = match complaint {
            Complaint::NoSuchEndpoint => StatusCode::NOT_FOUND,
            Complaint::PostOnly => StatusCode::METHOD_NOT_ALLOWED,
            Complaint::CrossSite => StatusCode::FORBIDDEN,
            _ => StatusCode::OK,
        };
        Self { status, ..Self::of(Told::Nobody(Some(complaint))) }
    }

    fn of(told: Told) -> Self {
        Self { told, status: StatusCode::OK, cookies: Vec::new(), allowed: None }
    }

    pub(super) fn with_status(self, status: u16) -> Self {
        Self { status: StatusCode::from_u16(status).unwrap_or(StatusCode::BAD_REQUEST), ..self }
    }

    pub(super) fn with_cookie(mut self, cookie: Cookie<'static>) -> Self {
        self.cookies.push(cookie);
        self
    }

    /// With what methods there are.
    pub(super) fn allowing(self, methods: &'static str) -> Self {
        Self { allowed: Some(methods), ..self }
    }

    /// The same cookies, and another page for the browser to go to.
    pub(super) fn going_to(self, url: String) -> Self {
        Self { cookies: self.cookies, ..Self::redirect(url) }
    }

    /// The same as a page for people.
    pub(super) fn on_page(self, page: impl FnOnce(Option<&Complaint>) -> String) -> Self {
        match &self.told {
            Told::Nobody(complaint) => Self { told: Told::Page(page(complaint.as_ref())), ..self },
            _ => self,
        }
    }

    pub(super) fn into_response(self, request: &HttpRequest, form: &Iservice) -> HttpResponse {
        let mut response = match &self.told {
            Told::Redirect(url) => {
                let mut response = answer::begin_empty(request, self.status);
                response.insert_header((LOCATION, url.as_str()));
                response
            }
            Told::Page(_) => {
                let mut response = answer::begin(request, self.status, HTML);
                response.insert_header((CONTENT_SECURITY_POLICY, PAGE_POLICY));
                response.insert_header((REFERRER_POLICY, SAME_ORIGIN));
                response
            }
            _ => answer::begin(request, self.status, answer::JSON),
        };
        response.insert_header((X_CONTENT_TYPE_OPTIONS, NO_SNIFF));
        if let Some(methods) = self.allowed {
            response.insert_header((ALLOW, methods));
        }
        for cookie in self.cookies {
            response.cookie(cookie);
        }
        match self.told {
            Told::Redirect(_) => response.finish(),
            Told::Page(page) => response.body(page),
            Told::Nobody(complaint) => {
                response.body(iservice::answer(complaint.as_ref(), &LoggedIn::nobody(&form.website)))
            }
            Told::Contact(record) => {
                response.body(iservice::answer(None, &LoggedIn::contact(&form.website, contact(&record))))
            }
            Told::Onward(url) => response.body(iservice::redirect_answer(&url, &LoggedIn::nobody(&form.website))),
        }
    }
}

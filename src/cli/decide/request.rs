//! The login, in whatever form it is given: a body, a query, or flags, which are written as a body first.

use std::io::{Read as _, stdin};
use std::net::IpAddr;
use std::path::{Path, PathBuf};

use clap::Args;
use clap::builder::NonEmptyStringValueParser;

use super::conditions::Conditions;
use crate::cli::ExitCode;
use crate::cli::login::{JsonForm, LoginArguments};
use crate::cli::output::fail;
use crate::decision::{Login, Station};
use crate::dialect::{Method, Request, SignatureHeaders};

const AS_SENT: &str = "The login, as a platform sends it";

/// The flags that say who logs in to what. They have no `Debug`: a query may hold a secret.
#[derive(Args)]
pub(super) struct RequestArguments {
    #[command(flatten)]
    login: LoginArguments,
    /// File with the body of a POST: JSON or a form; `-` reads standard input
    #[arg(long, value_name = "FILE|-", help_heading = AS_SENT)]
    body: Option<PathBuf>,
    /// The body's Content-Type, if it matters
    #[arg(long, value_name = "TYPE", requires = "body", help_heading = AS_SENT)]
    content_type: Option<String>,
    /// The initialisation vector of an encrypted body, where it comes in the query
    #[arg(long, value_name = "HEX", requires = "body", requires = "config", help_heading = AS_SENT)]
    iv: Option<String>,
    /// The query of a GET, without `?`
    #[arg(long, value_name = "STRING", allow_hyphen_values = true, help_heading = AS_SENT)]
    query: Option<String>,
    /// The caller's address, as policies see it in input.source.ip
    #[arg(long, value_name = "ADDRESS", help_heading = "Decided under")]
    ip: Option<IpAddr>,
    /// The agent's extension, as policies see it in input.station.extension
    #[arg(long, value_name = "NUMBER", value_parser = NonEmptyStringValueParser::new(), help_heading = "Decided under")]
    extension: Option<String>,
    /// The agent's phone, as policies see it in input.station.phone
    #[arg(long, value_name = "NUMBER", value_parser = NonEmptyStringValueParser::new(), conflicts_with = "extension", help_heading = "Decided under")]
    phone: Option<String>,
}

impl RequestArguments {
    /// Reads the login as the server would.
    ///
    /// # Errors
    /// The exit code, everything having been said.
    pub(super) fn login(&self, conditions: &Conditions) -> Result<Login, ExitCode> {
        let iv = self.iv.as_ref().map(|iv| format!("iv={iv}"));
        let query = self.query.as_deref().or(iv.as_deref()).unwrap_or_default();
        let (method, body, hook) = match (&self.body, &self.query) {
            (Some(path), _) => (Method::Send, read(path)?, &conditions.hook),
            (None, Some(_)) => (Method::Get, Vec::new(), &conditions.hook),
            (None, None) => {
                let body = self.login.fields().and_then(|fields| fields.json(JsonForm::Documented));
                (Method::Send, body.map_err(|error| fail(&error, ExitCode::Usage))?, &conditions.open_hook)
            }
        };
        let request = Request {
            method,
            query,
            path_secret: None,
            authorization: None,
            signature: SignatureHeaders::default(),
            content_type: self.content_type.as_deref().map(str::as_bytes),
            body: &body,
            source_ip: self.ip,
        };
        let login = hook.read(&request).map_err(|problem| fail(&problem.detail(), ExitCode::Usage))?;
        Ok(Login { station: self.station(), ..login })
    }

    fn station(&self) -> Option<Station> {
        let phone = || self.phone.clone().map(Station::Phone);
        self.extension.clone().map(Station::Extension).or_else(phone)
    }
}

fn read(path: &Path) -> Result<Vec<u8>, ExitCode> {
    let mut body = Vec::new();
    let read = if path == Path::new("-") {
        stdin().read_to_end(&mut body).map(drop)
    } else {
        std::fs::read(path).map(|bytes| body = bytes)
    };
    read.map_err(|error| fail(&format!("{} can't be read: {error}", path.display()), ExitCode::Failed))?;
    Ok(body)
}

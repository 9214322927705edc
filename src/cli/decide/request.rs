//! The login, in whatever form it is given: a body, a query, or flags, which are written as a body first.

use std::io::{Read as _, stdin};
use std::net::IpAddr;
use std::path::{Path, PathBuf};

use clap::Args;
use serde::{Serialize, Serializer};
use serde_json::value::RawValue;

use super::conditions::Conditions;
use crate::cli::ExitCode;
use crate::cli::output::fail;
use crate::decision::Login;
use crate::dialect::{Method, Request, SignatureHeaders};

const BY_FLAGS: &str = "The login, by flags";
const AS_SENT: &str = "The login, as a platform sends it";

/// The flags that say who logs in to what. They have no `Debug`: a query may hold a secret.
#[derive(Args)]
pub(super) struct RequestArguments {
    /// Project to log in to; the first is the primary
    #[arg(long, value_name = "ID", allow_negative_numbers = true, help_heading = BY_FLAGS)]
    project: Vec<String>,
    /// The agent's number
    #[arg(long, value_name = "ID", allow_negative_numbers = true, requires = "project", help_heading = BY_FLAGS)]
    user_id: Option<String>,
    /// The agent's user name
    #[arg(long, value_name = "NAME", requires = "project", help_heading = BY_FLAGS)]
    username: Option<String>,
    /// The agent's group
    #[arg(long, value_name = "ID", allow_negative_numbers = true, requires = "project", help_heading = BY_FLAGS)]
    group_id: Option<String>,
    /// A field of the agent's custom data, a text
    #[arg(long, value_name = "NAME=VALUE", value_parser = field, requires = "project", help_heading = BY_FLAGS)]
    custom: Vec<(String, String)>,
    /// The agent's custom data as a JSON object
    #[arg(
        long, value_name = "JSON", requires = "project", conflicts_with = "custom", help_heading = BY_FLAGS
    )]
    custom_json: Option<String>,
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
}

/// `name=value`
fn field(text: &str) -> Result<(String, String), String> {
    let (name, value) = text.split_once('=').ok_or("write it as NAME=VALUE, such as region=EU")?;
    Ok((name.to_owned(), value.to_owned()))
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
            (None, None) => (Method::Send, self.written()?, &conditions.open_hook),
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
        hook.read(&request).map_err(|problem| fail(&problem.detail(), ExitCode::Usage))
    }

    /// The flags as a body: what is valid is for the reader of bodies to say.
    fn written(&self) -> Result<Vec<u8>, ExitCode> {
        let custom_json = match &self.custom_json {
            Some(text) => Some(
                serde_json::from_str::<&RawValue>(text)
                    .map_err(|error| fail(&format!("--custom-json is not JSON: {error}"), ExitCode::Usage))?,
            ),
            None => None,
        };
        let custom_data = match custom_json {
            Some(json) => CustomData::Json(json),
            None => CustomData::Fields(&self.custom),
        };
        let (primary, secondary) = self.project.split_first().map_or(("", &[][..]), |(first, rest)| (first, rest));
        let body = Body {
            project_id: primary,
            secondary_project_ids: secondary,
            user_id: self.user_id.as_deref(),
            username: self.username.as_deref(),
            group_id: self.group_id.as_deref(),
            custom_data,
        };
        serde_json::to_vec(&body).map_err(|error| fail(&error, ExitCode::Failed))
    }
}

/// A body as VCC Live writes it; ids as they were given.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Body<'a> {
    project_id: &'a str,
    secondary_project_ids: &'a [String],
    #[serde(skip_serializing_if = "Option::is_none")]
    user_id: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    username: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    group_id: Option<&'a str>,
    custom_data: CustomData<'a>,
}

/// Custom data as it was given.
enum CustomData<'a> {
    Fields(&'a [(String, String)]),
    Json(&'a RawValue),
}

impl Serialize for CustomData<'_> {
    /// A field that was given twice is written twice: the reader of bodies refuses it.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Fields(fields) => serializer.collect_map(fields.iter().map(|(name, value)| (name, value))),
            Self::Json(json) => json.serialize(serializer),
        }
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

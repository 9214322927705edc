//! A login by flags, written as a platform would write it. What is valid is for its readers to say.

mod form;
mod json;

use clap::{ArgGroup, Args, ValueEnum};
use serde_json::value::RawValue;

const HEADING: &str = "The login, by flags";

/// The flags that say who logs in to what. Whoever logs in does so to something of the group `about`.
#[derive(Args)]
#[command(next_help_heading = HEADING, group = ArgGroup::new("about").multiple(true).args(["project"]))]
pub(super) struct LoginArguments {
    /// Project to log in to; the first is the primary
    #[arg(long, value_name = "ID", allow_negative_numbers = true)]
    project: Vec<String>,
    /// Further projects, with commas between them
    #[arg(long, value_name = "ID,…", value_delimiter = ',', allow_negative_numbers = true, requires = "project")]
    secondary: Vec<String>,
    /// The agent's number
    #[arg(long, value_name = "ID", allow_negative_numbers = true, requires = "about")]
    user_id: Option<String>,
    /// The agent's user name
    #[arg(long, value_name = "NAME", requires = "about")]
    username: Option<String>,
    /// The agent's group
    #[arg(long, value_name = "ID", allow_negative_numbers = true, requires = "about")]
    group_id: Option<String>,
    /// A field of the agent's custom data, a text
    #[arg(long, value_name = "NAME=VALUE", value_parser = field, requires = "about")]
    custom: Vec<(String, String)>,
    /// The agent's custom data as a JSON object
    #[arg(long, value_name = "JSON", requires = "about", conflicts_with = "custom")]
    custom_json: Option<String>,
}

/// `name=value`
fn field(text: &str) -> Result<(String, String), String> {
    let (name, value) = text.split_once('=').ok_or("write it as NAME=VALUE, such as region=EU")?;
    Ok((name.to_owned(), value.to_owned()))
}

impl LoginArguments {
    /// The login's fields.
    ///
    /// # Errors
    /// If the custom data are no JSON.
    pub(super) fn fields(&self) -> Result<LoginFields<'_>, String> {
        let custom_data = match &self.custom_json {
            Some(text) => serde_json::from_str(text)
                .map(CustomData::Json)
                .map_err(|error| format!("--custom-json is not JSON: {error}"))?,
            None => CustomData::Fields(&self.custom),
        };
        let mut projects = self.project.iter().chain(&self.secondary).map(String::as_str);
        Ok(LoginFields {
            project_id: projects.next(),
            secondary_project_ids: projects.collect(),
            user_id: self.user_id.as_deref(),
            username: self.username.as_deref(),
            group_id: self.group_id.as_deref(),
            custom_data,
        })
    }
}

/// The fields of a login as they were given; ids are texts that may be anything.
pub(super) struct LoginFields<'a> {
    pub(super) project_id: Option<&'a str>,
    pub(super) secondary_project_ids: Vec<&'a str>,
    user_id: Option<&'a str>,
    username: Option<&'a str>,
    group_id: Option<&'a str>,
    custom_data: CustomData<'a>,
}

/// Custom data as they were given.
enum CustomData<'a> {
    Fields(&'a [(String, String)]),
    Json(&'a RawValue),
}

/// How a JSON body is spelt (contract §1.7).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum JsonForm {
    /// As VCC Live's documentation has it.
    Documented,
    /// Ids in quotes.
    Texts,
    /// The list of projects as an object, as PHP writes a list with gaps.
    Object,
}

/// How a query or a form spells the list of projects (contract §1.7).
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum ListForm {
    /// `secondaryProjectIds[0]=2&secondaryProjectIds[1]=3`, as PHP does
    Indexed,
    /// `secondaryProjectIds[]=2&secondaryProjectIds[]=3`
    Brackets,
    /// `secondaryProjectIds=2&secondaryProjectIds=3`
    Repeated,
    /// `secondaryProjectIds=2,3`
    Commas,
    /// `secondaryProjectIds=[2,3]`, and the custom data as JSON, too
    Json,
}

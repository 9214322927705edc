//! `logingate agents add`: one agent, by flags.

use clap::Args;
use serde_json::{Map, Value};

use super::new_password::PasswordArguments;
use super::opening::DirectoryArguments;
use crate::cli::ExitCode;
use crate::cli::output::{fail, plain, print};
use crate::directory::NewAgent;
use crate::roster::{self, Field};

const EXAMPLES: &str = "\
The password is asked for on a terminal. It is never a flag: others on the machine can see those.

Examples:
  logingate agents add ana --user-id 7 --group-id 4 --project 42 --project 43 --custom language=es
  logingate agents add ben --full-name 'Ben Example' --ozonetel AG1001 --generate-password
  logingate agents add cleo --iservice-email cleo@example.com --password-stdin < password.txt
  logingate agents add dora --no-password      Nobody can log in as dora until a password is set";

const POLICIES: &str = "What policies see";
const NAMES: &str = "Other names, where the username is not the login name";
const PASSWORD: &str = "The password";

/// `logingate agents add …`
#[derive(Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Arguments {
    /// Unique, whatever its case; also the login name on every platform without one of its own
    #[arg(value_name = "USERNAME")]
    username: String,
    /// As people write it
    #[arg(long, value_name = "NAME")]
    full_name: Option<String>,
    /// Where mail arrives
    #[arg(long, value_name = "ADDRESS")]
    email: Option<String>,
    /// Such as `en`
    #[arg(long, value_name = "LANGUAGE")]
    language: Option<String>,
    /// Where calls arrive
    #[arg(long, value_name = "NUMBER", allow_hyphen_values = true)]
    extension: Option<String>,
    /// Where calls arrive
    #[arg(long, value_name = "NUMBER", allow_hyphen_values = true)]
    phone: Option<String>,
    /// Refuse every login until the agent is activated
    #[arg(long)]
    inactive: bool,
    /// After how many minutes without an action a session ends
    #[arg(long, value_name = "MINUTES")]
    inactivity_minutes: Option<String>,
    /// agent, or customer: a contact who is no agent, for iService
    #[arg(long, value_name = "TYPE")]
    user_type: Option<String>,
    /// Segment that the agent may see (iService), as often as there are
    #[arg(long, value_name = "ID")]
    segment: Vec<String>,
    /// Access right (iService), as often as there are
    #[arg(long, value_name = "NAME")]
    access_right: Vec<String>,
    #[command(flatten)]
    policies: PolicyArguments,
    #[command(flatten)]
    names: NameArguments,
    #[command(flatten, next_help_heading = PASSWORD)]
    password: PasswordArguments,
    /// Set no password
    #[arg(long, conflicts_with = "PasswordArguments", help_heading = PASSWORD)]
    no_password: bool,
    #[command(flatten, next_help_heading = "Options")]
    directory: DirectoryArguments,
}

#[derive(Args)]
#[command(next_help_heading = POLICIES)]
struct PolicyArguments {
    /// The agent's number
    #[arg(long, value_name = "ID", allow_negative_numbers = true)]
    user_id: Option<String>,
    /// The agent's group
    #[arg(long, value_name = "ID", allow_negative_numbers = true)]
    group_id: Option<String>,
    /// Project of the agent, as often as there are; the first is the primary
    #[arg(long, value_name = "ID", allow_negative_numbers = true)]
    project: Vec<String>,
    /// A field of the agent's custom data, a text
    #[arg(long, value_name = "NAME=VALUE", value_parser = custom_field)]
    custom: Vec<(String, String)>,
    /// The agent's custom data as a JSON object
    #[arg(long, value_name = "JSON", conflicts_with = "custom")]
    custom_json: Option<String>,
}

#[derive(Args)]
#[command(next_help_heading = NAMES)]
struct NameArguments {
    /// Agent of uContact
    #[arg(long, value_name = "NAME")]
    ucontact: Option<String>,
    /// Agent ID of Ozonetel
    #[arg(long, value_name = "NAME")]
    ozonetel: Option<String>,
    /// Login ID of Acqueon and Cisco
    #[arg(long, value_name = "NAME")]
    acqueon: Option<String>,
    /// User name of iService
    #[arg(long, value_name = "NAME")]
    iservice: Option<String>,
    /// E-mail address that logs in to iService, as often as there are
    #[arg(long, value_name = "ADDRESS")]
    iservice_email: Vec<String>,
    /// What an identity provider calls the agent, for iService, as often as there are
    #[arg(long, value_name = "PROVIDER:SUBJECT")]
    iservice_open_id: Vec<String>,
}

fn custom_field(text: &str) -> Result<(String, String), &'static str> {
    let (name, value) = text.split_once('=').ok_or("write it as NAME=VALUE, such as region=EU")?;
    Ok((name.to_owned(), value.to_owned()))
}

/// Adds the agent.
pub(super) fn run(arguments: &Arguments) -> ExitCode {
    match add(arguments) {
        Ok(text) => print(&text, ExitCode::Done),
        Err(code) => code,
    }
}

fn add(arguments: &Arguments) -> Result<String, ExitCode> {
    let agent = arguments.agent()?;
    let opened = arguments.directory.open()?;
    let password = if arguments.no_password { None } else { Some(arguments.password.get(&opened)?) };
    let username = plain(&agent.username);
    let hash = password.as_ref().map(|password| password.hash.clone());
    let added = opened.directory().wait(opened.directory().add(agent, hash));
    let id = added.map_err(|error| fail(&format!("{username} was not added: {error}"), ExitCode::Failed))?;
    let told = password.map(|password| password.told()).unwrap_or_default();
    Ok(format!("{username} is agent {id}\n{told}"))
}

impl Arguments {
    fn agent(&self) -> Result<NewAgent, ExitCode> {
        let Self { policies, names, .. } = self;
        let (primary, secondary) =
            policies.project.split_first().map_or((None, &[][..]), |(first, rest)| (Some(first), rest));
        let mut members = Map::new();
        let mut put = |field: Field, value: Value| _ = members.insert(field.name().to_owned(), value);
        put(Field::Username, self.username.clone().into());
        for (field, text) in [
            (Field::FullName, &self.full_name),
            (Field::Email, &self.email),
            (Field::Language, &self.language),
            (Field::Extension, &self.extension),
            (Field::Phone, &self.phone),
            (Field::InactivityMinutes, &self.inactivity_minutes),
            (Field::UserType, &self.user_type),
            (Field::UserId, &policies.user_id),
            (Field::GroupId, &policies.group_id),
            (Field::ProjectId, &primary.cloned()),
            (Field::CustomData, &policies.custom_json),
            (Field::Ucontact, &names.ucontact),
            (Field::Ozonetel, &names.ozonetel),
            (Field::Acqueon, &names.acqueon),
            (Field::Iservice, &names.iservice),
        ] {
            put(field, text.clone().into());
        }
        for (field, texts) in [
            (Field::SecondaryProjectIds, secondary),
            (Field::Segments, &self.segment),
            (Field::AccessRights, &self.access_right),
            (Field::IserviceEmails, &names.iservice_email),
            (Field::IserviceOpenIds, &names.iservice_open_id),
        ] {
            put(field, texts.into());
        }
        put(Field::Active, (!self.inactive).into());
        if !policies.custom.is_empty() {
            let custom: Map<String, Value> =
                policies.custom.iter().map(|(name, value)| (name.clone(), value.as_str().into())).collect();
            put(Field::CustomData, custom.into());
        }
        let row = roster::one(members).map_err(|faults| fail(&faults, ExitCode::Usage))?;
        Ok(row.agent)
    }
}

//! The fields of an agent, in the order in which they are written.

/// What a field holds in JSON.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    Text,
    Integer,
    Switch,
    Object,
    Texts,
    Integers,
}

/// One field: a column of CSV, a member of NDJSON.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Field {
    /// Required, unique without regard to case.
    Username,
    /// The platform's number, for policies.
    UserId,
    /// The agent's group, for policies.
    GroupId,
    /// The primary project.
    ProjectId,
    /// All other projects.
    SecondaryProjectIds,
    /// A JSON object; text fields may have columns of their own, `customData.<name>`.
    CustomData,
    /// Where calls arrive.
    Extension,
    /// Where calls arrive.
    Phone,
    /// First name first.
    FullName,
    /// Where mail arrives.
    Email,
    /// Such as `en`.
    Language,
    /// Whether the agent may log in at all.
    Active,
    /// After how many minutes without an action a session ends.
    InactivityMinutes,
    /// `agent` or `customer`.
    UserType,
    /// Ids of segments (iService).
    Segments,
    /// Access rights (iService).
    AccessRights,
    /// Login name there, if it is not the username.
    Ucontact,
    /// Agent ID there, if it is not the username.
    Ozonetel,
    /// Login ID there, if it is not the username.
    Acqueon,
    /// User name there, if it is not the username.
    Iservice,
    /// E-mail addresses that log in to iService.
    IserviceEmails,
    /// What identity providers call the agent, for iService.
    IserviceOpenIds,
    /// In the clear; hashed on its way into the directory. Never written.
    Password,
    /// A hash made elsewhere, or by an export. Only written when asked for.
    PasswordHash,
}

const PLAIN: &str = "1 to 256 characters, none of them a control character, no space at either end";
const ID: &str = "a positive integer up to 9223372036854775807";
const TEXTS: &str = "texts with `;` between them, or a JSON list of texts";

impl Field {
    /// Every field.
    pub const ALL: [Self; 24] = [
        Self::Username,
        Self::UserId,
        Self::GroupId,
        Self::ProjectId,
        Self::SecondaryProjectIds,
        Self::CustomData,
        Self::Extension,
        Self::Phone,
        Self::FullName,
        Self::Email,
        Self::Language,
        Self::Active,
        Self::InactivityMinutes,
        Self::UserType,
        Self::Segments,
        Self::AccessRights,
        Self::Ucontact,
        Self::Ozonetel,
        Self::Acqueon,
        Self::Iservice,
        Self::IserviceEmails,
        Self::IserviceOpenIds,
        Self::Password,
        Self::PasswordHash,
    ];

    /// Its name, as policies and platforms spell it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Username => "username",
            Self::UserId => "userId",
            Self::GroupId => "groupId",
            Self::ProjectId => "projectId",
            Self::SecondaryProjectIds => "secondaryProjectIds",
            Self::CustomData => "customData",
            Self::Extension => "extension",
            Self::Phone => "phone",
            Self::FullName => "fullName",
            Self::Email => "email",
            Self::Language => "language",
            Self::Active => "active",
            Self::InactivityMinutes => "inactivityMinutes",
            Self::UserType => "userType",
            Self::Segments => "segments",
            Self::AccessRights => "accessRights",
            Self::Ucontact => "ucontact",
            Self::Ozonetel => "ozonetel",
            Self::Acqueon => "acqueon",
            Self::Iservice => "iservice",
            Self::IserviceEmails => "iserviceEmails",
            Self::IserviceOpenIds => "iserviceOpenIds",
            Self::Password => "password",
            Self::PasswordHash => "passwordHash",
        }
    }

    /// What can be read there.
    #[must_use]
    pub fn expected(self) -> &'static str {
        match self {
            Self::Username
            | Self::Extension
            | Self::Phone
            | Self::FullName
            | Self::Language
            | Self::Ucontact
            | Self::Ozonetel
            | Self::Acqueon
            | Self::Iservice => PLAIN,
            Self::UserId | Self::GroupId | Self::ProjectId => ID,
            Self::SecondaryProjectIds => "up to 255 positive integers with `;` between them, or a JSON list of them",
            Self::CustomData => "a JSON object of at most 64 KiB that nests up to 32 levels",
            Self::Email => "an e-mail address",
            Self::Active => "true or false",
            Self::InactivityMinutes => "an integer from 1 to 525600",
            Self::UserType => "agent or customer",
            Self::Segments | Self::AccessRights => TEXTS,
            Self::IserviceEmails => "e-mail addresses with `;` between them, or a JSON list of them",
            Self::IserviceOpenIds => {
                "`provider:subject`, several with `;` between them or as a JSON list, the provider as the settings name it"
            }
            Self::Password => "a password of 1 to 1024 bytes",
            Self::PasswordHash => "an argon2id hash as a PHC string: `$argon2id$v=19$m=…,t=…,p=…$…$…`",
        }
    }

    /// What it is for.
    #[must_use]
    pub fn meaning(self) -> &'static str {
        match self {
            Self::Username => "Unique, whatever its case; the login name on every platform without one of its own.",
            Self::UserId => "The platform's number for the agent, for policies.",
            Self::GroupId => "The agent's group, for policies.",
            Self::ProjectId => "The primary project: a login is granted only if this one and all others allow it.",
            Self::SecondaryProjectIds => "All other projects.",
            Self::CustomData => "Custom data, for policies.",
            Self::Extension | Self::Phone => "Where calls arrive.",
            Self::FullName => "As people write it, first name first.",
            Self::Email => "Where mail arrives.",
            Self::Language => "Such as `en`.",
            Self::Active => "Whether the agent may log in at all; true if nothing is said.",
            Self::InactivityMinutes => "After how many minutes without an action a session ends.",
            Self::UserType => "`agent`, or `customer`: a contact who is no agent (iService).",
            Self::Segments => "Ids of the segments that the agent may see (iService).",
            Self::AccessRights => "Access rights (iService).",
            Self::Ucontact => "Agent of uContact, if it is not the username.",
            Self::Ozonetel => "Agent ID of Ozonetel, if it is not the username.",
            Self::Acqueon => "Login ID of Acqueon and Cisco, if it is not the username.",
            Self::Iservice => "User name of iService, if it is not the username.",
            Self::IserviceEmails => "E-mail addresses that log in to iService.",
            Self::IserviceOpenIds => "What identity providers call the agent, for iService: `provider:subject`.",
            Self::Password => "In the clear; only its hash is kept.",
            Self::PasswordHash => "An argon2id hash made elsewhere, instead of a password.",
        }
    }

    /// What it holds in JSON.
    pub(super) fn form(self) -> Form {
        match self {
            Self::UserId | Self::GroupId | Self::ProjectId | Self::InactivityMinutes => Form::Integer,
            Self::SecondaryProjectIds => Form::Integers,
            Self::CustomData => Form::Object,
            Self::Active => Form::Switch,
            Self::Segments | Self::AccessRights | Self::IserviceEmails | Self::IserviceOpenIds => Form::Texts,
            Self::Username
            | Self::Extension
            | Self::Phone
            | Self::FullName
            | Self::Email
            | Self::Language
            | Self::UserType
            | Self::Ucontact
            | Self::Ozonetel
            | Self::Acqueon
            | Self::Iservice
            | Self::Password
            | Self::PasswordHash => Form::Text,
        }
    }

    /// Whether its content is nobody's business.
    pub(super) fn is_secret(self) -> bool {
        matches!(self, Self::Password | Self::PasswordHash)
    }
}

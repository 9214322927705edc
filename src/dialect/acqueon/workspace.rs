//! The messages that an agent gets, with what the settings say of them.

use serde::Serialize;

use super::Message;
use super::directory_lists::Lists;
use super::triggered;
use super::user::{Rules, UserObject};
use crate::config::{AcqueonSettings, Reason, Team};
use crate::dialect::finesse::User;

/// Acqueon Workspace as one server shows it.
#[derive(Debug, Clone)]
pub struct Workspace {
    team: Team,
    lists: Lists,
}

impl Workspace {
    /// What `settings` say of it.
    #[must_use]
    pub fn new(settings: &AcqueonSettings) -> Self {
        let lists = Lists {
            not_ready: settings.not_ready_reasons.clone(),
            logout: settings.logout_reasons.clone(),
            wrap_up: settings.wrap_up_reasons.clone(),
            contacts: settings.phone_book.clone(),
        };
        Self { team: settings.team.clone(), lists }
    }

    /// The team that every agent is in.
    #[must_use]
    pub fn team(&self) -> &Team {
        &self.team
    }

    /// Whether `code` is a reason for being not ready. Where the settings have none, any is.
    #[must_use]
    pub fn is_not_ready_reason(&self, code: &str) -> bool {
        self.lists.not_ready.is_empty() || has(&self.lists.not_ready, code)
    }

    /// Whether `code` is a reason for a logout: one of either list, for the vendor's page of `Logout` asks for one of
    /// the other. Where the settings have none, any is.
    #[must_use]
    pub fn is_logout_reason(&self, code: &str) -> bool {
        self.lists.logout.is_empty() || has(&self.lists.logout, code) || has(&self.lists.not_ready, code)
    }

    /// The fifteen messages that a sign-in triggers, in the order of the vendor's list.
    #[must_use]
    pub fn signed_in(&self, user: &User<'_>, unix_nanos: i64) -> Vec<Message> {
        let uri = user.uri();
        vec![
            triggered::open_connection(user),
            triggered::connection_status(true),
            self.agent_state(user, unix_nanos),
            triggered::login(user),
            self.app_state("General", user, unix_nanos),
            triggered::calls(),
            triggered::no_media("SetMRDList", "MRDList"),
            triggered::no_media("GetMedia", "Media"),
            triggered::system_info(unix_nanos),
            triggered::no_media("SetMappedMRD", "MappedMRD"),
            triggered::no_media("Map", "Map"),
            self.lists.logout_reasons(&uri),
            self.lists.not_ready_reasons(&uri),
            self.lists.phone_book(),
            self.lists.wrap_up_reasons(&uri),
        ]
    }

    /// What an agent is told who has logged out, here or elsewhere: the state `LOGOUT`, and that the connection to it
    /// is over. Ours: the vendor documents no answer.
    #[must_use]
    pub fn signed_out(&self, user: &User<'_>, unix_nanos: i64) -> Vec<Message> {
        vec![self.agent_state(user, unix_nanos), triggered::connection_status(false)]
    }

    /// `SetAgentState`.
    #[must_use]
    pub fn agent_state(&self, user: &User<'_>, unix_nanos: i64) -> Message {
        #[derive(Serialize)]
        struct AgentState<'a> {
            data: &'a UserObject<'a>,
            rules: Rules<'a>,
        }
        let object = UserObject::new(user, &self.team, unix_nanos);
        Message::new("Agent", "SetAgentState", &AgentState { data: &object, rules: Rules::success(&object) })
    }

    /// `GetAppState`, answered under the topic that it was asked under. The vendor's sample repeats the password to
    /// every subscriber; it is not known here and not sent.
    #[must_use]
    pub fn app_state(&self, topic: &str, user: &User<'_>, unix_nanos: i64) -> Message {
        let object = UserObject::new(user, &self.team, unix_nanos);
        let state = user.state.as_str();
        let user_info = UserInfo {
            extension: user.extension,
            username: user.login_id,
            ismobileagent: false,
            mobileagentmode: "",
            mobilenumber: "",
        };
        let cti_state =
            CtiState { user_info, state, agent_state: state, make_call: None, rules: Rules::success(&object) };
        Message::new(topic, "GetAppState", &AppState { cti_state })
    }
}

fn has(reasons: &[Reason], code: &str) -> bool {
    code.parse().is_ok_and(|code: u16| reasons.iter().any(|reason| reason.code == code))
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct AppState<'a> {
    cti_state: CtiState<'a>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct CtiState<'a> {
    user_info: UserInfo<'a>,
    #[serde(rename = "State")]
    state: &'static str,
    agent_state: &'static str,
    make_call: Option<()>,
    rules: Rules<'a>,
}

#[derive(Serialize)]
struct UserInfo<'a> {
    extension: &'a str,
    username: &'a str,
    ismobileagent: bool,
    mobileagentmode: &'static str,
    mobilenumber: &'static str,
}

//! Why somebody is not let in. Platforms do not tell: on the wire one refusal looks like the other.

/// Why somebody is not let in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Refusal {
    /// Nobody has this name, or the password is another.
    BadCredentials,
    /// The password is another, once too often: from now on the agent is locked.
    LockedOut,
    /// Too many failures; a right password is refused as well for a while.
    Locked,
    /// The password is right, and the agent is not active.
    Inactive,
    /// The password is right, and belongs to a customer where only agents log in.
    NoAgent,
    /// Somebody was recognised, and meanwhile the agent was deactivated or got another password.
    Outdated,
    /// The password is right, and the agent lacks the access right for this way in.
    NoAccessRight,
    /// The password is right, and the agent is logged in already where that bars another login.
    AlreadyLoggedIn,
    /// The password is right, and somebody else is logged in at the number or extension.
    StationInUse,
    /// The password is right, and a policy does not allow the login.
    Denied,
    /// Too many passwords wait to be checked, or too many logins to be decided.
    Overloaded,
    /// The directory does not answer.
    Unavailable,
}

impl Refusal {
    /// Every reason, for metrics.
    pub const ALL: [Self; 12] = [
        Self::BadCredentials,
        Self::LockedOut,
        Self::Locked,
        Self::Inactive,
        Self::NoAgent,
        Self::Outdated,
        Self::NoAccessRight,
        Self::AlreadyLoggedIn,
        Self::StationInUse,
        Self::Denied,
        Self::Overloaded,
        Self::Unavailable,
    ];

    /// Its name in logs and metrics.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::BadCredentials => "bad_credentials",
            Self::LockedOut => "locked_out",
            Self::Locked => "locked",
            Self::Inactive => "inactive",
            Self::NoAgent => "no_agent",
            Self::Outdated => "outdated",
            Self::NoAccessRight => "no_access_right",
            Self::AlreadyLoggedIn => "already_logged_in",
            Self::StationInUse => "station_in_use",
            Self::Denied => "denied",
            Self::Overloaded => "overloaded",
            Self::Unavailable => "unavailable",
        }
    }

    /// Whether trying again soon may help: nothing was decided.
    #[must_use]
    pub fn is_passing(self) -> bool {
        matches!(self, Self::Overloaded | Self::Unavailable)
    }
}

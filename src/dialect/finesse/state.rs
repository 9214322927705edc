//! The states that an agent can be seen in here.

/// An agent's state. Those that calls bring about (RESERVED, TALKING, HOLD, WORK) are never seen: no call passes here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AgentState {
    /// Signed in, and takes calls.
    Ready,
    /// Signed in, and takes none.
    NotReady,
    /// Not signed in.
    Logout,
}

impl AgentState {
    /// As it is on the wire.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Ready => "READY",
            Self::NotReady => "NOT_READY",
            Self::Logout => "LOGOUT",
        }
    }

    /// The state of this name. Whatever else was stored is taken for the one in which no call arrives.
    #[must_use]
    pub fn of_signed_in(name: &str) -> Self {
        if name == Self::Ready.as_str() { Self::Ready } else { Self::NotReady }
    }
}

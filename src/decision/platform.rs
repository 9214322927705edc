//! The platforms whose logins are decided.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// The platform whose login this is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Platform {
    /// VCC Live.
    Vcc,
    /// uContact.
    Ucontact,
    /// Ozonetel.
    Ozonetel,
    /// Acqueon.
    Acqueon,
    /// iService.
    Iservice,
}

impl Platform {
    /// Every platform.
    pub const ALL: [Self; 5] = [Self::Vcc, Self::Ucontact, Self::Ozonetel, Self::Acqueon, Self::Iservice];

    /// The platform's name in `input.platform`, logs and metrics.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Vcc => "vcc",
            Self::Ucontact => "ucontact",
            Self::Ozonetel => "ozonetel",
            Self::Acqueon => "acqueon",
            Self::Iservice => "iservice",
        }
    }

    /// Whether its logins may be about no project: then the platform itself is decided about.
    #[must_use]
    pub fn is_decided_about(self) -> bool {
        self != Self::Vcc
    }
}

impl fmt::Display for Platform {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.as_str())
    }
}

/// Why a text is no platform.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not one of vcc, ucontact, ozonetel, acqueon, iservice")]
pub struct PlatformError;

impl FromStr for Platform {
    type Err = PlatformError;

    fn from_str(text: &str) -> Result<Self, PlatformError> {
        Self::ALL.into_iter().find(|platform| platform.as_str() == text).ok_or(PlatformError)
    }
}

//! The values of labels: each a closed set with its spellings.

use std::fmt::{self, Write as _};
use std::io;

use prometheus_client::encoding::{EncodeLabelValue, LabelValueEncoder};

use crate::decision::Outcome;

/// An outcome as a label.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct OutcomeLabel(pub Outcome);

impl EncodeLabelValue for OutcomeLabel {
    fn encode(&self, encoder: &mut LabelValueEncoder<'_>) -> fmt::Result {
        encoder.write_str(self.0.as_str())
    }
}

/// A closed set of label values, each with its spelling.
macro_rules! label {
    ($(#[$doc:meta])* $name:ident { $($(#[$of:meta])* $variant:ident = $text:literal,)+ }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum $name { $($(#[$of])* $variant,)+ }

        impl $name {
            /// All of them.
            pub const ALL: &[Self] = &[$(Self::$variant),+];
        }

        impl $name {
            /// Its spelling.
            #[must_use]
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $text,)+ }
            }
        }

        impl EncodeLabelValue for $name {
            fn encode(&self, encoder: &mut LabelValueEncoder<'_>) -> fmt::Result {
                encoder.write_str(self.as_str())
            }
        }
    };
}

label! {
    /// What answered a request.
    Handler {
        /// A VCC Live hook.
        Vcc = "vcc",
        /// uContact's API.
        Ucontact = "ucontact",
        /// Ozonetel's API.
        Ozonetel = "ozonetel",
        /// Acqueon's messages.
        Acqueon = "acqueon",
        /// Cisco Finesse's API.
        Finesse = "finesse",
        /// iService's API.
        Iservice = "iservice",
        /// `/health`
        Health = "health",
        /// `/health/live`
        Live = "health/live",
        /// `/health/ready`
        Ready = "health/ready",
        /// `/metrics`
        Metrics = "metrics",
        /// `/v1/status`
        Status = "v1/status",
        /// `/v1/reload`
        Reload = "v1/reload",
        /// `/v1/decisions`
        Decisions = "v1/decisions",
        /// `/v1/decisions/{id}`
        Decision = "v1/decisions/{id}",
        /// `/v1/policies`
        Policies = "v1/policies",
        /// `/v1/policies/{id}`
        Policy = "v1/policies/{id}",
        /// `/v1/decide`
        Decide = "v1/decide",
        /// `/v1/hooks/{name}/last`
        LastArrivals = "v1/hooks/{name}/last",
        /// `/v1/agents`
        Agents = "v1/agents",
        /// `/v1/agents/import`
        AgentImport = "v1/agents/import",
        /// `/v1/agents/{id}`
        Agent = "v1/agents/{id}",
        /// `/v1/agents/{id}/password`
        AgentPassword = "v1/agents/{id}/password",
        /// `/v1/agents/{id}/activate`
        AgentActivate = "v1/agents/{id}/activate",
        /// `/v1/agents/{id}/deactivate`
        AgentDeactivate = "v1/agents/{id}/deactivate",
        /// `/v1/agents/{id}/unlock`
        AgentUnlock = "v1/agents/{id}/unlock",
        /// `/v1/agents/{id}/sessions`
        AgentSessions = "v1/agents/{id}/sessions",
        /// `/openapi.json`
        OpenApi = "openapi.json",
        /// `/docs/` and what belongs to it.
        Docs = "docs",
        /// Nothing is served there.
        Unmatched = "unmatched",
    }
}

label! {
    /// How a request was made. Others are the caller's own words.
    #[allow(missing_docs, reason = "HTTP's own names")]
    HttpMethod {
        Get = "get",
        Head = "head",
        Post = "post",
        Put = "put",
        Options = "options",
        Other = "other",
    }
}

label! {
    /// What came of a look at the policy directory that found a change.
    ReloadResult {
        /// Every file is sound.
        Sound = "sound",
        /// Some policy keeps its last good version, or denies.
        Faulty = "faulty",
        /// The directory can't be looked at.
        Failed = "failed",
    }
}

label! {
    /// An address that is listened on, by who asks there.
    Listener {
        /// `listen`
        Platforms = "platforms",
        /// `admin.listen`
        Operators = "operators",
    }
}

label! {
    /// What came of renewed files of TLS.
    TlsReloadResult {
        /// They are in force.
        Renewed = "renewed",
        /// They can't be used; those before them stay in force.
        Refused = "refused",
    }
}

label! {
    /// Why an event of the journal is lost.
    DropReason {
        /// They came faster than they could be written.
        QueueFull = "queue_full",
        /// It has no JSON form.
        Unwritable = "marshal_error",
        /// The disk is full.
        DiskFull = "disk_full",
        /// The system refused to write for another reason.
        WriteFailed = "write_failed",
        /// It waited for its receiver, and the spool needed the room.
        SpoolFull = "spool_full",
        /// It waited for its receiver for longer than it is kept.
        SpoolTooOld = "spool_too_old",
        /// What was found in the spool is no event.
        SpoolDamaged = "spool_damaged",
        /// The receiver will not have it.
        Refused = "upload_refused",
        /// The receiver finds it too long.
        TooLong = "upload_too_long",
    }
}

label! {
    /// What came of a batch that was sent to a receiver.
    UploadResult {
        /// It has it.
        Taken = "taken",
        /// It does not believe the token.
        Unauthorized = "unauthorized",
        /// It wants less at once.
        TooLong = "too_long",
        /// It will not have it.
        Refused = "refused",
        /// It can't take it now, or nobody answers.
        Unavailable = "unavailable",
    }
}

label! {
    /// A rule of `data.system.log`.
    LogRule {
        /// What is taken out of events.
        Mask = "mask",
        /// Which events are left out.
        Drop = "drop",
    }
}

label! {
    /// Why a rule of the journal has no answer.
    RuleFailureReason {
        /// It is not in force: its files are broken and never were good, or nothing is loaded yet.
        Broken = "broken",
        /// It failed, or its answer is none.
        Error = "error",
        /// It took too long.
        Timeout = "timeout",
    }
}

label! {
    /// Why a span is lost.
    SpanDropReason {
        /// They came faster than they could be sent.
        QueueFull = "queue_full",
        /// The receiver can't be reached, or refuses a batch.
        SendFailed = "send_failed",
        /// The receiver took its batch without it.
        Rejected = "rejected",
    }
}

label! {
    /// What became of a mail.
    MailResult {
        /// The server, or the outbox, has it.
        Sent = "sent",
        /// The server does not want it, or it can't be written.
        Refused = "refused",
        /// It was tried in vain for half an hour.
        GivenUp = "given_up",
        /// They came faster than they could be sent.
        QueueFull = "queue_full",
    }
}

impl DropReason {
    /// The reason behind a failed write.
    #[must_use]
    pub fn of(error: &io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded | io::ErrorKind::FileTooLarge => Self::DiskFull,
            _ => Self::WriteFailed,
        }
    }
}

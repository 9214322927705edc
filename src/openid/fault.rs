//! Why nobody was vouched for.

use openidconnect::core::CoreErrorResponseType;
use openidconnect::{
    ClaimsVerificationError, DiscoveryError, RequestTokenError, SignatureVerificationError, StandardErrorResponse,
};

use super::transport::TransportFault;

/// Why nobody was vouched for. Its words are for the log: none of them holds what a token or a request said.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// No provider has this name.
    #[error("there is no such provider")]
    Unknown,
    /// As many exchanges as are allowed are under way.
    #[error("too many logins wait for providers")]
    Busy,
    /// The provider does not answer, or answers something else than the specification says.
    #[error("the provider can't be used: {0}")]
    Unusable(String),
    /// The provider refuses the code.
    #[error("the provider refuses the code: {0}")]
    Refused(&'static str),
    /// The token is not to be believed.
    #[error("the ID token is not believed: {0}")]
    Disbelieved(&'static str),
}

impl From<TransportFault> for Fault {
    fn from(fault: TransportFault) -> Self {
        Self::Unusable(fault.to_string())
    }
}

impl From<DiscoveryError<TransportFault>> for Fault {
    fn from(error: DiscoveryError<TransportFault>) -> Self {
        Self::Unusable(match error {
            DiscoveryError::Request(fault) => fault.to_string(),
            DiscoveryError::Response(status, ..) => {
                format!("its metadata or keys come with status {}", status.as_u16())
            }
            DiscoveryError::Validation(_) => "its metadata name another issuer".to_owned(),
            _ => "its metadata or keys are not understood".to_owned(),
        })
    }
}

type TokenError = RequestTokenError<TransportFault, StandardErrorResponse<CoreErrorResponseType>>;

impl From<TokenError> for Fault {
    fn from(error: TokenError) -> Self {
        match error {
            RequestTokenError::ServerResponse(refused) => Self::Refused(match refused.error() {
                CoreErrorResponseType::InvalidGrant => "invalid_grant",
                CoreErrorResponseType::InvalidClient => "invalid_client; check client_id and client_secret_file",
                CoreErrorResponseType::InvalidRequest => "invalid_request",
                CoreErrorResponseType::UnauthorizedClient => "unauthorized_client",
                _ => "another error",
            }),
            RequestTokenError::Request(fault) => fault.into(),
            RequestTokenError::Parse(..) | RequestTokenError::Other(_) => {
                Self::Unusable("its answer to the code is not understood".to_owned())
            }
        }
    }
}

impl From<&ClaimsVerificationError> for Fault {
    fn from(error: &ClaimsVerificationError) -> Self {
        Self::Disbelieved(match error {
            ClaimsVerificationError::Expired(_) => "it has expired",
            ClaimsVerificationError::InvalidAudience(_) => "it is for somebody else",
            ClaimsVerificationError::InvalidIssuer(_) => "it is from somebody else",
            ClaimsVerificationError::InvalidNonce(_) => "it belongs to another login",
            ClaimsVerificationError::SignatureVerification(error) => return error.into(),
            _ => "it is not of a kind that is accepted",
        })
    }
}

impl From<&SignatureVerificationError> for Fault {
    fn from(error: &SignatureVerificationError) -> Self {
        Self::Disbelieved(match error {
            SignatureVerificationError::NoSignature => "it is not signed",
            SignatureVerificationError::DisallowedAlg(_) | SignatureVerificationError::UnsupportedAlg(_) => {
                "it is signed in a way that is not accepted"
            }
            _ => "its signature is by none of the provider's keys",
        })
    }
}

//! One provider: where the browser is sent, and whom the code stands for.

use chrono::DateTime;
use lettre::Address;
use openidconnect::core::{
    CoreAuthenticationFlow, CoreClient, CoreClientAuthMethod, CoreIdToken, CoreIdTokenClaims, CoreIdTokenVerifier,
    CoreJwsSigningAlgorithm, CoreProviderMetadata, CoreTokenResponse,
};
use openidconnect::{
    AccessTokenHash, AuthType, AuthorizationCode, ClaimsVerificationError, ClientId, ClientSecret, CsrfToken,
    EndpointMaybeSet, EndpointNotSet, EndpointSet, Nonce, OAuth2TokenResponse as _, PkceCodeChallenge,
    PkceCodeVerifier, RedirectUrl, Scope, SignatureVerificationError, TokenResponse as _,
};

use super::known::Known;
use super::{Challenge, Fault};
use crate::config::{OpenIdSettings, Secret};

/// The longest `sub` (`OpenID` Connect Core 1.0, section 2).
const LONGEST_SUBJECT_BYTES: usize = 255;
const LONGEST_NAME_CHARACTERS: usize = 200;

type Client =
    CoreClient<EndpointSet, EndpointNotSet, EndpointNotSet, EndpointNotSet, EndpointMaybeSet, EndpointMaybeSet>;

/// Whom a provider vouches for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Identity {
    /// What the provider calls them, for ever (`sub`).
    pub subject: String,
    /// Their address, if the provider says that it is theirs (`email_verified`).
    pub verified_email: Option<String>,
    /// Their name.
    pub full_name: Option<String>,
}

/// One provider.
pub(super) struct Provider {
    pub(super) name: String,
    pub(super) issuer: String,
    client_id: ClientId,
    client_secret: Option<ClientSecret>,
    scopes: Vec<Scope>,
    redirect: RedirectUrl,
    known: Known,
}

impl Provider {
    pub(super) fn new(settings: &OpenIdSettings, redirect: RedirectUrl, known: Known) -> Self {
        let secret = settings.client_secret.as_ref().and_then(|secret| std::str::from_utf8(secret.expose()).ok());
        Self {
            name: settings.name.clone(),
            issuer: settings.issuer.clone(),
            client_id: ClientId::new(settings.client_id.clone()),
            client_secret: secret.map(|secret| ClientSecret::new(secret.to_owned())),
            scopes: settings.scopes.iter().filter(|scope| *scope != "openid").cloned().map(Scope::new).collect(),
            redirect,
            known,
        }
    }

    /// Where the browser is sent.
    pub(super) fn authorize_url(&self, challenge: &Challenge) -> Result<String, Fault> {
        let client = self.client(&*self.known.metadata()?);
        let (state, nonce) = (CsrfToken::new(challenge.state().to_owned()), Nonce::new(challenge.nonce.clone()));
        let verifier = PkceCodeVerifier::new(challenge.verifier.clone());
        let request = client.authorize_url(CoreAuthenticationFlow::AuthorizationCode, || state, || nonce);
        let request = request.set_pkce_challenge(PkceCodeChallenge::from_code_verifier_sha256(&verifier));
        let (url, ..) = request.add_scopes(self.scopes.clone()).url();
        Ok(url.into())
    }

    /// Whom `code` stands for.
    pub(super) fn identify(&self, code: &Secret, challenge: &Challenge) -> Result<Identity, Fault> {
        let code = std::str::from_utf8(code.expose()).map_err(|_| Fault::Refused("a code that is no text"))?;
        let metadata = self.known.metadata()?;
        let client = self.client(&metadata);
        let exchange = client.exchange_code(AuthorizationCode::new(code.to_owned()));
        let exchange = exchange.map_err(|_| Fault::Unusable("it has no token endpoint".to_owned()))?;
        let exchange = exchange.set_pkce_verifier(PkceCodeVerifier::new(challenge.verifier.clone()));
        let answer = exchange.request(&|request| self.known.transport().call(request))?;
        match self.believed(&client, &metadata, &answer, challenge) {
            // The keys may have changed since they were read.
            Err(Disbelief { is_about_keys: true, .. }) => {
                let metadata = self.known.read_anew()?;
                self.believed(&self.client(&metadata), &metadata, &answer, challenge)
            }
            judged => judged,
        }
        .map_err(|disbelief| disbelief.fault)
    }

    fn client(&self, metadata: &CoreProviderMetadata) -> Client {
        let id_and_secret = (self.client_id.clone(), self.client_secret.clone());
        let client = CoreClient::from_provider_metadata(metadata.clone(), id_and_secret.0, id_and_secret.1)
            .set_redirect_uri(self.redirect.clone());
        let methods = metadata.token_endpoint_auth_methods_supported();
        let takes = |method: CoreClientAuthMethod| methods.is_some_and(|methods| methods.contains(&method));
        let in_the_body =
            takes(CoreClientAuthMethod::ClientSecretPost) && !takes(CoreClientAuthMethod::ClientSecretBasic);
        if in_the_body { client.set_auth_type(AuthType::RequestBody) } else { client }
    }

    fn believed(
        &self,
        client: &Client,
        metadata: &CoreProviderMetadata,
        answer: &CoreTokenResponse,
        challenge: &Challenge,
    ) -> Result<Identity, Disbelief> {
        let token = answer.id_token().ok_or(Fault::Disbelieved("there is none"))?;
        let now = DateTime::from_timestamp_nanos(self.known.clock().unix_nanos());
        let algorithms = metadata.id_token_signing_alg_values_supported().iter().filter(|it| is_by_key(it)).cloned();
        let verifier = client.id_token_verifier().set_allowed_algs(algorithms).set_time_fn(move || now);
        let claims =
            token.claims(&verifier, &Nonce::new(challenge.nonce.clone())).map_err(|error| Disbelief::of(&error))?;
        check_access_token(answer, token, claims, &verifier)?;
        Ok(identity(claims)?)
    }
}

/// Why a token is not believed, and whether newer keys may change that.
struct Disbelief {
    fault: Fault,
    is_about_keys: bool,
}

impl Disbelief {
    fn of(error: &ClaimsVerificationError) -> Self {
        let is_about_keys = matches!(
            error,
            ClaimsVerificationError::SignatureVerification(
                SignatureVerificationError::NoMatchingKey
                    | SignatureVerificationError::CryptoError(_)
                    | SignatureVerificationError::AmbiguousKeyId(_)
            )
        );
        Self { fault: Fault::from(error), is_about_keys }
    }
}

impl From<Fault> for Disbelief {
    fn from(fault: Fault) -> Self {
        Self { fault, is_about_keys: false }
    }
}

/// Whether only the provider can sign so: not `none`, and not by a secret that the client knows as well.
fn is_by_key(algorithm: &CoreJwsSigningAlgorithm) -> bool {
    use CoreJwsSigningAlgorithm as A;
    !matches!(algorithm, A::None | A::HmacSha256 | A::HmacSha384 | A::HmacSha512)
}

/// The access token is not used; one that does not belong to the ID token is a sign of tampering all the same.
fn check_access_token(
    answer: &CoreTokenResponse,
    token: &CoreIdToken,
    claims: &CoreIdTokenClaims,
    verifier: &CoreIdTokenVerifier<'_>,
) -> Result<(), Fault> {
    let Some(expected) = claims.access_token_hash() else { return Ok(()) };
    let algorithm = token.signing_alg().map_err(|error| Fault::from(&error))?;
    let key = token.signing_key(verifier).map_err(|error| Fault::from(&error))?;
    let actual = AccessTokenHash::from_token(answer.access_token(), algorithm, key);
    let is_the_same = actual.is_ok_and(|actual| actual == *expected);
    if is_the_same { Ok(()) } else { Err(Fault::Disbelieved("the access token belongs to another")) }
}

fn identity(claims: &CoreIdTokenClaims) -> Result<Identity, Fault> {
    let subject = claims.subject().as_str();
    if !(1..=LONGEST_SUBJECT_BYTES).contains(&subject.len()) || subject.contains(char::is_control) {
        return Err(Fault::Disbelieved("its subject is no identifier"));
    }
    let email = claims.email().filter(|_| claims.email_verified() == Some(true)).map(|email| email.as_str());
    let verified_email = email.filter(|email| email.parse::<Address>().is_ok()).map(str::to_owned);
    let name = claims.name().and_then(|names| names.get(None)).map(|name| name.trim().to_owned());
    let is_usable = |name: &String| {
        (1..=LONGEST_NAME_CHARACTERS).contains(&name.chars().count()) && !name.contains(char::is_control)
    };
    Ok(Identity { subject: subject.to_owned(), verified_email, full_name: name.filter(is_usable) })
}

//! An identity provider: discovery, keys of its own, and a code flow over HTTP. It can be told to do wrong.

use std::collections::HashMap;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, mpsc};
use std::thread::JoinHandle;

use actix_web::http::header::{AUTHORIZATION, LOCATION};
use actix_web::web::{self, Bytes, Data};
use actix_web::{App, HttpRequest, HttpResponse, HttpServer};
use base64::Engine as _;
use base64::prelude::{BASE64_STANDARD, BASE64_URL_SAFE_NO_PAD};
use rcgen::{KeyPair, PKCS_ECDSA_P256_SHA256, SigningKey as _};
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};
use tokio::sync::oneshot;

use crate::server::EIGHT;

pub const CLIENT: &str = "desk-client";
pub const SECRET: &str = "xyzzy secret+of/the client";
pub const NOW: i64 = EIGHT / 1_000_000_000;

/// What is wrong with the next tokens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wrong {
    Nothing,
    Audience,
    SecondAudience,
    Issuer,
    Nonce,
    NoNonce,
    Expired,
    Unsigned,
    OtherKey,
    BySecret,
    AccessToken,
    NoToken,
    Garbage,
}

/// Who logs in there.
#[derive(Clone)]
pub struct Person {
    pub subject: String,
    pub email: Option<&'static str>,
    pub is_verified: bool,
    pub name: Option<&'static str>,
}

struct Key {
    id: String,
    pair: KeyPair,
}

/// What was asked with a code.
struct Asked {
    nonce: String,
    challenge: String,
    redirect: String,
}

struct Shared {
    url: String,
    keys: Vec<Key>,
    wrong: Wrong,
    person: Person,
    codes: HashMap<String, Asked>,
    discoveries: usize,
    is_away: bool,
}

/// Listens until it is dropped.
pub struct Issuer {
    pub url: String,
    shared: Arc<Mutex<Shared>>,
    stop: Option<oneshot::Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Issuer {
    pub fn start() -> Self {
        let (bound, told) = mpsc::channel();
        let (stop, stopped) = oneshot::channel::<()>();
        let person = Person { subject: "104273".to_owned(), email: None, is_verified: false, name: None };
        let shared = Arc::new(Mutex::new(Shared {
            url: String::new(),
            keys: vec![key("first")],
            wrong: Wrong::Nothing,
            person,
            codes: HashMap::new(),
            discoveries: 0,
            is_away: false,
        }));
        let data = Data::from(Arc::clone(&shared));
        let thread = std::thread::spawn(move || {
            actix_web::rt::System::new().block_on(async move {
                let app = move || {
                    App::new()
                        .app_data(data.clone())
                        .route("/.well-known/openid-configuration", web::get().to(discovery))
                        .route("/keys", web::get().to(keys))
                        .route("/authorize", web::get().to(authorize))
                        .route("/token", web::post().to(token))
                };
                let server = HttpServer::new(app).workers(1).disable_signals().shutdown_timeout(0);
                let server = server.bind(SocketAddr::from(([127, 0, 0, 1], 0))).unwrap();
                bound.send(server.addrs()[0]).unwrap();
                tokio::select! {
                    served = server.run() => served.unwrap(),
                    _ = stopped => {}
                }
            });
        });
        let url = format!("http://{}", told.recv().unwrap());
        shared.lock().unwrap().url.clone_from(&url);
        Self { url, shared, stop: Some(stop), thread: Some(thread) }
    }

    fn with<T>(&self, change: impl FnOnce(&mut Shared) -> T) -> T {
        change(&mut self.shared.lock().unwrap())
    }

    /// From now on tokens are so.
    pub fn do_wrong(&self, wrong: Wrong) {
        self.with(|shared| shared.wrong = wrong);
    }

    /// From now on this is who logs in.
    pub fn meets(&self, subject: &str, email: Option<&'static str>, is_verified: bool, name: Option<&'static str>) {
        self.with(|shared| shared.person = Person { subject: subject.to_owned(), email, is_verified, name });
    }

    /// From now on another key signs, and the one before is gone.
    pub fn change_key(&self, id: &str) {
        self.with(|shared| shared.keys = vec![key(id)]);
    }

    /// Whether nothing is answered but 503.
    pub fn go_away(&self, is_away: bool) {
        self.with(|shared| shared.is_away = is_away);
    }

    /// How often its metadata were read.
    pub fn discoveries(&self) -> usize {
        self.with(|shared| shared.discoveries)
    }
}

impl Drop for Issuer {
    fn drop(&mut self) {
        drop(self.stop.take());
        self.thread.take().unwrap().join().unwrap();
    }
}

fn key(id: &str) -> Key {
    Key { id: id.to_owned(), pair: KeyPair::generate_for(&PKCS_ECDSA_P256_SHA256).unwrap() }
}

async fn discovery(shared: Data<Mutex<Shared>>) -> HttpResponse {
    let mut shared = shared.lock().unwrap();
    if shared.is_away {
        return HttpResponse::ServiceUnavailable().finish();
    }
    shared.discoveries += 1;
    let url = &shared.url;
    HttpResponse::Ok().json(json!({
        "issuer": url,
        "authorization_endpoint": format!("{url}/authorize"),
        "token_endpoint": format!("{url}/token"),
        "jwks_uri": format!("{url}/keys"),
        "response_types_supported": ["code"],
        "subject_types_supported": ["public"],
        "id_token_signing_alg_values_supported": ["ES256", "HS256", "none"],
    }))
}

async fn keys(shared: Data<Mutex<Shared>>) -> HttpResponse {
    let keys: Vec<_> = shared.lock().unwrap().keys.iter().map(public).collect();
    HttpResponse::Ok().json(json!({ "keys": keys }))
}

fn public(key: &Key) -> Value {
    // An uncompressed point (SEC 1): 4, then both coordinates.
    let point = key.pair.public_key_raw();
    let (x, y) = (base64(&point[1..33]), base64(&point[33..65]));
    json!({ "kty": "EC", "crv": "P-256", "use": "sig", "alg": "ES256", "kid": key.id, "x": x, "y": y })
}

async fn authorize(request: HttpRequest, shared: Data<Mutex<Shared>>) -> HttpResponse {
    let query = fields(request.query_string().as_bytes());
    assert_eq!((&*query["client_id"], &*query["response_type"]), (CLIENT, "code"));
    assert_eq!((&*query["code_challenge_method"], &*query["scope"]), ("S256", "openid email profile"));
    let mut shared = shared.lock().unwrap();
    let code = format!("code-{}", shared.codes.len());
    let (redirect, state) = (query["redirect_uri"].clone(), &query["state"]);
    let asked = Asked { nonce: query["nonce"].clone(), challenge: query["code_challenge"].clone(), redirect };
    let location = format!("{}?code={code}&state={state}", asked.redirect);
    shared.codes.insert(code, asked);
    HttpResponse::Found().insert_header((LOCATION, location)).finish()
}

async fn token(request: HttpRequest, body: Bytes, shared: Data<Mutex<Shared>>) -> HttpResponse {
    let form = fields(&body);
    let mut shared = shared.lock().unwrap();
    if !knows_secret(&request) {
        return HttpResponse::Unauthorized().json(json!({ "error": "invalid_client" }));
    }
    // Once, by whoever began it, and for the page it was asked for.
    let asked = shared.codes.get_mut(&form["code"]).map(|asked| std::mem::replace(asked, used()));
    let proof = base64(&Sha256::digest(form["code_verifier"].as_bytes()));
    match asked.filter(|asked| asked.challenge == proof && asked.redirect == form["redirect_uri"]) {
        Some(asked) => HttpResponse::Ok().json(answer(&shared, &asked.nonce)),
        None => HttpResponse::BadRequest().json(json!({ "error": "invalid_grant" })),
    }
}

fn used() -> Asked {
    Asked { nonce: String::new(), challenge: String::new(), redirect: String::new() }
}

fn knows_secret(request: &HttpRequest) -> bool {
    let encoded = |text: &str| form_urlencoded::byte_serialize(text.as_bytes()).collect::<String>();
    let expected = BASE64_STANDARD.encode(format!("{}:{}", encoded(CLIENT), encoded(SECRET)));
    request.headers().get(AUTHORIZATION).is_some_and(|value| value.to_str().unwrap() == format!("Basic {expected}"))
}

fn answer(shared: &Shared, nonce: &str) -> Value {
    let access = "an-access-token";
    match shared.wrong {
        Wrong::NoToken => json!({ "access_token": access, "token_type": "Bearer" }),
        Wrong::Garbage => json!({ "access_token": access, "token_type": "Bearer", "id_token": "a.b.c" }),
        _ => json!({ "access_token": access, "token_type": "Bearer", "id_token": id_token(shared, nonce, access) }),
    }
}

fn id_token(shared: &Shared, nonce: &str, access: &str) -> String {
    let Shared { url, person, wrong, .. } = shared;
    let access = if *wrong == Wrong::AccessToken { "another" } else { access };
    let mut claims = json!({
        "iss": url, "aud": CLIENT, "sub": person.subject, "iat": NOW, "exp": NOW + 300, "nonce": nonce,
        "email_verified": person.is_verified, "at_hash": base64(&Sha256::digest(access)[..16]),
    });
    if let Some(email) = person.email {
        claims["email"] = email.into();
    }
    if let Some(name) = person.name {
        claims["name"] = name.into();
    }
    match wrong {
        Wrong::Audience => claims["aud"] = "somebody-else".into(),
        Wrong::SecondAudience => claims["aud"] = json!([CLIENT, "somebody-else"]),
        Wrong::Issuer => claims["iss"] = "http://127.0.0.1:1".into(),
        Wrong::Nonce => claims["nonce"] = "another".into(),
        Wrong::NoNonce => drop(claims.as_object_mut().unwrap().remove("nonce")),
        Wrong::Expired => claims["exp"] = NOW.into(),
        _ => {}
    }
    signed(shared, &claims)
}

fn signed(shared: &Shared, claims: &Value) -> String {
    let algorithm = match shared.wrong {
        Wrong::Unsigned => "none",
        Wrong::BySecret => "HS256",
        _ => "ES256",
    };
    let header = json!({ "alg": algorithm, "typ": "JWT", "kid": shared.keys[0].id });
    let text = format!("{}.{}", base64(header.to_string().as_bytes()), base64(claims.to_string().as_bytes()));
    let signature = match shared.wrong {
        Wrong::Unsigned => Vec::new(),
        Wrong::BySecret => by_secret(text.as_bytes()),
        Wrong::OtherKey => fixed(&key("first").pair.sign(text.as_bytes()).unwrap()),
        _ => fixed(&shared.keys[0].pair.sign(text.as_bytes()).unwrap()),
    };
    format!("{text}.{}", base64(&signature))
}

fn by_secret(text: &[u8]) -> Vec<u8> {
    use hmac::{Hmac, KeyInit as _, Mac as _};
    let mut mac = Hmac::<Sha256>::new_from_slice(SECRET.as_bytes()).unwrap();
    mac.update(text);
    mac.finalize().into_bytes().to_vec()
}

/// A signature in DER, a sequence of two integers, as JOSE writes it: 32 bytes each (RFC 7518, section 3.4).
fn fixed(der: &[u8]) -> Vec<u8> {
    let mut rest = &der[2..];
    let mut fixed = Vec::new();
    for _ in 0..2 {
        let length = usize::from(rest[1]);
        let integer = &rest[2..2 + length];
        let integer = &integer[integer.len().saturating_sub(32)..];
        fixed.extend(std::iter::repeat_n(0, 32 - integer.len()));
        fixed.extend_from_slice(integer);
        rest = &rest[2 + length..];
    }
    fixed
}

fn base64(bytes: &[u8]) -> String {
    BASE64_URL_SAFE_NO_PAD.encode(bytes)
}

fn fields(form: &[u8]) -> HashMap<String, String> {
    form_urlencoded::parse(form).into_owned().collect()
}

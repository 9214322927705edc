//! A TLS client that says what it wants and tells what it got.

use std::io::{self, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::sync::Arc;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use rustls::client::Resumption;
use rustls::crypto::ring;
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::time_provider::TimeProvider;
use rustls::version::{TLS12, TLS13};
use rustls::{ClientConfig, ClientConnection, ProtocolVersion, StreamOwned, SupportedProtocolVersion};

use super::certificates::{Authority, Pair};
use crate::server::{Connection, Transport, tcp};

/// What a client wants.
#[derive(Clone)]
pub struct Client {
    config: ClientConfig,
    name: ServerName<'static>,
}

/// TLS on TCP.
pub type Stream = StreamOwned<ClientConnection, TcpStream>;

/// What came of a handshake.
pub struct Agreed {
    pub version: ProtocolVersion,
    pub protocol: Option<Vec<u8>>,
    pub certificate: CertificateDer<'static>,
    pub stream: Stream,
}

impl Agreed {
    /// Goes on with HTTP/1.
    pub fn connection(self) -> Connection {
        Connection::over(self.stream)
    }
}

#[derive(Debug)]
struct Standing(Duration);

impl TimeProvider for Standing {
    fn current_time(&self) -> Option<UnixTime> {
        Some(UnixTime::since_unix_epoch(self.0))
    }
}

impl Client {
    /// Trusts `authority` at the time `now`, knows TLS 1.2 and 1.3, asks for `localhost` and resumes nothing.
    pub fn trusting(authority: &Authority, now: SystemTime) -> Self {
        Self::with(authority, now, &[&TLS13, &TLS12], None)
    }

    /// The same with other versions.
    pub fn speaking(authority: &Authority, now: SystemTime, version: &'static SupportedProtocolVersion) -> Self {
        Self::with(authority, now, &[version], None)
    }

    /// The same, showing a certificate of its own.
    pub fn showing(authority: &Authority, now: SystemTime, own: &Pair) -> Self {
        Self::with(authority, now, &[&TLS13, &TLS12], Some(own))
    }

    /// With these versions and maybe a certificate of its own.
    pub fn with(
        authority: &Authority,
        now: SystemTime,
        versions: &[&'static SupportedProtocolVersion],
        own: Option<&Pair>,
    ) -> Self {
        let time = Standing(now.duration_since(UNIX_EPOCH).unwrap());
        let builder = ClientConfig::builder_with_details(Arc::new(ring::default_provider()), Arc::new(time));
        let builder = builder.with_protocol_versions(versions).unwrap().with_root_certificates(authority.roots());
        let mut config = match own {
            Some(own) => builder.with_client_auth_cert(vec![own.der()], own.key_der()).unwrap(),
            None => builder.with_no_client_auth(),
        };
        config.resumption = Resumption::disabled();
        Self { config, name: "localhost".try_into().unwrap() }
    }

    /// Names no server.
    pub fn without_name(mut self) -> Self {
        self.config.enable_sni = false;
        self
    }

    /// Offers these protocols.
    pub fn offering(mut self, protocols: &[&str]) -> Self {
        self.config.alpn_protocols = protocols.iter().map(|name| name.as_bytes().to_vec()).collect();
        self
    }

    /// Remembers sessions, and resumes one if it can.
    pub fn resuming(mut self) -> Self {
        self.config.resumption = Resumption::in_memory_sessions(8);
        self
    }

    /// Agrees with the server at `address`.
    pub fn agree(&self, address: SocketAddr) -> io::Result<Agreed> {
        let connection = ClientConnection::new(Arc::new(self.config.clone()), self.name.clone()).unwrap();
        let mut stream = StreamOwned::new(connection, tcp(address));
        while stream.conn.is_handshaking() {
            stream.conn.complete_io(&mut stream.sock)?;
        }
        let certificate = stream.conn.peer_certificates().unwrap()[0].clone().into_owned();
        let version = stream.conn.protocol_version().unwrap();
        let protocol = stream.conn.alpn_protocol().map(<[u8]>::to_vec);
        Ok(Agreed { version, protocol, certificate, stream })
    }

    /// A connection of its own.
    pub fn connect(&self, address: SocketAddr) -> Connection {
        self.agree(address).unwrap().connection()
    }

    /// Whether one request is answered: with TLS 1.3 a client learns of its refusal only then.
    pub fn is_served(&self, address: SocketAddr) -> bool {
        let Ok(agreed) = self.agree(address) else { return false };
        let mut stream = agreed.stream;
        let mut first = [0];
        stream.write_all(b"GET /health/live HTTP/1.1\r\nHost: test\r\n\r\n").is_ok()
            && io::Read::read(&mut stream, &mut first).is_ok_and(|count| count == 1)
    }
}

impl Transport for Stream {
    fn finish_sending(&mut self) {
        self.conn.send_close_notify();
        self.flush().unwrap();
    }
}

//! A server with TLS on both listeners and its files.

use std::net::SocketAddr;
use std::path::Path;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use rustls::pki_types::CertificateDer;
use tempfile::TempDir;

use super::certificates::{Authority, Pair};
use super::client::Client;
use crate::patience::wait_until;
use crate::server::{EIGHT, POLICIES, TestServer};

/// What its time is.
pub fn eight() -> SystemTime {
    UNIX_EPOCH + Duration::from_nanos(EIGHT.unsigned_abs())
}

/// A server whose pair `authority` issued.
pub struct TlsServer {
    pub server: TestServer,
    pub authority: Authority,
    /// The first pair.
    pub pair: Pair,
    /// `tls.crt` and `tls.key`.
    pub files: TempDir,
    /// Trusts it.
    pub client: Client,
}

impl TlsServer {
    /// With TLS on both listeners.
    pub fn start() -> Self {
        Self::with("", "")
    }

    /// With further lines of `[tls]`, before which `FILES` is the directory of its files, and further settings.
    pub fn with(tls: &str, settings: &str) -> Self {
        let files = tempfile::tempdir().unwrap();
        Self::in_directory(files, tls, settings)
    }

    /// The same with the files in `files`, among which others may be already.
    pub fn in_directory(files: TempDir, tls: &str, settings: &str) -> Self {
        let authority = Authority::new("authority");
        let pair = authority.issue(eight());
        write(files.path(), &pair);
        let text = format!(
            "{settings}\n[tls]\ncertificate = \"FILES/tls.crt\"\nkey = \"FILES/tls.key\"\n{tls}\n\
             [admin.tls]\ncertificate = \"FILES/tls.crt\"\nkey = \"FILES/tls.key\"\n"
        );
        let text = text.replace("FILES", files.path().to_str().unwrap());
        let client = Client::trusting(&authority, eight());
        let server = TestServer::launch(&text, POLICIES);
        wait_until("it is ready", || client.connect(server.admin).ask("GET", "/health/ready", "").status == 200);
        Self { server, authority, pair, files, client }
    }

    /// Where platforms ask.
    pub fn address(&self) -> SocketAddr {
        self.server.address
    }

    /// The certificate that platforms are shown.
    pub fn shown(&self) -> CertificateDer<'static> {
        self.client.agree(self.address()).unwrap().certificate
    }

    /// All metrics.
    pub fn metrics(&self) -> String {
        self.client.connect(self.server.admin).ask("GET", "/metrics", "").body
    }

    /// Waits until the metrics have this line.
    pub fn wait_for_metric(&self, line: &str) {
        let line = format!("\n{line}\n");
        wait_until(&line, || self.metrics().contains(&line));
    }
}

/// Writes `pair` as `tls.crt` and `tls.key`.
pub fn write(directory: &Path, pair: &Pair) {
    std::fs::write(directory.join("tls.crt"), &pair.certificate).unwrap();
    std::fs::write(directory.join("tls.key"), &pair.key).unwrap();
}

//! Debian's PostgreSQL, unpacked where nothing of the system changes.

use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use super::postgres::Programs;

/// Downloads Debian's packages of the server and of whatever it needs that is missing here, and unpacks them. Needs no
/// rights: where the system has no lists of packages, or old ones, they are fetched into this folder.
const FETCH: &str = r#"
    set -e
    mkdir -p state/lists/partial cache/archives/partial unpacked
    options="-qq -y --no-install-recommends --download-only -o Debug::NoLocking=1 -o APT::Sandbox::User=$(id -un)
        -o Acquire::http::Timeout=20 -o Acquire::https::Timeout=20 -o Dir::Cache=$PWD/cache"
    if ! apt-get $options install postgresql-15; then
        options="$options -o Dir::State=$PWD/state -o Dir::State::status=/var/lib/dpkg/status"
        apt-get $options update
        apt-get $options install postgresql-15
    fi
    for package in cache/archives/*.deb; do
        dpkg -x "$package" unpacked
    done
"#;

/// What was fetched before, else what Debian has now.
///
/// # Errors
/// What the system's tools say.
pub fn fetched() -> Result<Programs, String> {
    // Where whoever PostgreSQL runs as can read it, which the target folder may not be.
    let kept = std::env::temp_dir().join(format!("logingate-postgresql-{}", rustix::process::geteuid().as_raw()));
    if !kept.is_dir() {
        fetch(&kept)?;
    }
    // Others may write there, too.
    if kept.metadata().map_err(|error| error.to_string())?.uid() != rustix::process::geteuid().as_raw() {
        return Err(format!("{} is somebody else's", kept.display()));
    }
    let bin = kept.join("usr/lib/postgresql/15/bin");
    let mut folders = std::fs::read_dir(kept.join("usr/lib")).map_err(|error| error.to_string())?.flatten();
    let libraries = folders.find(|folder| folder.file_name().to_string_lossy().ends_with("-linux-gnu"));
    if !bin.join("initdb").is_file() {
        return Err(format!("{} holds no PostgreSQL: remove it", kept.display()));
    }
    Ok(Programs { bin, libraries: libraries.map(|folder| folder.path()) })
}

fn fetch(kept: &Path) -> Result<(), String> {
    let folder = tempfile::tempdir().map_err(|error| error.to_string())?;
    let fetched = Command::new("bash").args(["-c", FETCH]).current_dir(folder.path()).stdin(Stdio::null()).output();
    let fetched = fetched.map_err(|error| error.to_string())?;
    if !fetched.status.success() {
        return Err(String::from_utf8_lossy(&fetched.stderr).into_owned());
    }
    let unpacked: PathBuf = folder.path().join("unpacked");
    std::fs::set_permissions(&unpacked, std::fs::Permissions::from_mode(0o755)).map_err(|error| error.to_string())?;
    // In one step: another run of the tests may do the same.
    match std::fs::rename(&unpacked, kept) {
        Err(error) if !kept.is_dir() => Err(error.to_string()),
        _ => Ok(()),
    }
}

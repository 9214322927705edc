//! Secrets and keys kept in files of their own.

use std::fs::{File, Metadata};
use std::io::Read as _;
use std::path::Path;

use super::sources::shown;
use super::{Secret, warning};

/// The longest file that is read: far more than any secret needs, and a bound if the path is a device.
const LONGEST_BYTES: u64 = 64 * 1024;

/// The secrets in the file at `path`, one a line without its line end; blank lines are passed over.
///
/// # Errors
/// What is wrong with the file, never what it holds.
pub fn secrets(path: &Path, warnings: &mut Vec<String>) -> Result<Vec<Secret>, String> {
    let bytes = content(path, warnings)?;
    let lines = bytes.split(|byte| *byte == b'\n').map(|line| line.strip_suffix(b"\r").unwrap_or(line));
    let secrets: Vec<_> = lines.filter(|line| !line.trim_ascii().is_empty()).map(Secret::new).collect();
    if secrets.is_empty() { Err("holds no secret, expected one a line".to_owned()) } else { Ok(secrets) }
}

/// The key in the file at `path`: all of it but one line end.
///
/// # Errors
/// What is wrong with the file, never what it holds.
pub fn key(path: &Path, warnings: &mut Vec<String>) -> Result<Secret, String> {
    let bytes = content(path, warnings)?;
    let key = bytes.strip_suffix(b"\n").unwrap_or(&bytes);
    let key = key.strip_suffix(b"\r").filter(|_| key.len() < bytes.len()).unwrap_or(key);
    if key.is_empty() { Err("is empty, expected a key".to_owned()) } else { Ok(Secret::new(key)) }
}

fn content(path: &Path, warnings: &mut Vec<String>) -> Result<Vec<u8>, String> {
    let unreadable = |error: std::io::Error| format!("the file {} cannot be read: {error}", shown(path));
    let file = File::open(path).map_err(unreadable)?;
    warn_if_world_readable(path, &file.metadata().map_err(unreadable)?, warnings);
    let mut bytes = Vec::new();
    file.take(LONGEST_BYTES + 1).read_to_end(&mut bytes).map_err(unreadable)?;
    if bytes.len() as u64 > LONGEST_BYTES {
        return Err(format!("the file {} is longer than {LONGEST_BYTES} bytes", shown(path)));
    }
    Ok(bytes)
}

/// Warns if secrets stand in a settings file that everybody can read.
pub(super) fn warn_about_inline(settings_file: Option<&Path>, warnings: &mut Vec<String>) {
    if let Some(path) = settings_file {
        warn_if_everybody_reads(path, warnings);
    }
}

/// Warns if everybody can read the file of secrets at `path`; says nothing of one that is not there.
pub(super) fn warn_if_everybody_reads(path: &Path, warnings: &mut Vec<String>) {
    if let Ok(metadata) = path.metadata() {
        warn_if_world_readable(path, &metadata, warnings);
    }
}

/// Warns, once a file, if `path` holds secrets in the open.
fn warn_if_world_readable(path: &Path, metadata: &Metadata, warnings: &mut Vec<String>) {
    if let Some(mode) = world_readable_mode(metadata) {
        let text = warning::world_readable(&shown(path), mode);
        if !warnings.contains(&text) {
            warnings.push(text);
        }
    }
}

#[cfg(unix)]
fn world_readable_mode(metadata: &Metadata) -> Option<u32> {
    use std::os::unix::fs::PermissionsExt as _;
    let mode = metadata.permissions().mode() & 0o777;
    (mode & 0o004 != 0).then_some(mode)
}

#[cfg(not(unix))]
fn world_readable_mode(_: &Metadata) -> Option<u32> {
    None
}

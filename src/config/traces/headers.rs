//! `traces.headers`: what the receiver of traces is sent with every batch, such as a token.

use std::path::Path;

use ureq::http::{HeaderMap, HeaderName, HeaderValue};

use crate::config::secret_file;
use crate::config::table::Table;

const EXPECTED: &str = "`name: value`, such as `Authorization: Bearer …`";
/// What this server says itself about what it sends.
const OURS: [&str; 6] =
    ["host", "connection", "content-type", "content-encoding", "content-length", "transfer-encoding"];

/// The headers of the settings or of a file; none if nobody set any.
pub(super) fn read(table: &mut Table<'_>, directory: &Path, warnings: &mut Vec<String>) -> Option<HeaderMap> {
    let lines = table.secrets("headers")?;
    if !table.has("headers_file") {
        if !lines.is_empty() {
            secret_file::warn_about_inline(table.file("headers"), warnings);
        }
        return parsed(table, "headers", lines.iter().map(String::as_bytes));
    }
    let path = table.path("headers_file", "the path of a file");
    if !lines.is_empty() {
        table.refuse("headers_file", "headers are set as well, expected one of the two".to_owned());
        return None;
    }
    let lines = secret_file::secrets(&directory.join(path?), warnings);
    let lines = lines.map_err(|problem| table.refuse("headers_file", problem)).ok()?;
    parsed(table, "headers_file", lines.iter().map(super::super::Secret::expose))
}

fn parsed<'l>(table: &Table<'_>, key: &str, lines: impl Iterator<Item = &'l [u8]>) -> Option<HeaderMap> {
    let mut headers = HeaderMap::new();
    let mut is_sound = true;
    for (at, line) in lines.enumerate() {
        if let Some((name, value)) = header(line) {
            headers.append(name, value);
        } else {
            // Never what was got: it may be a token.
            table.refuse(key, format!("what stands at [{at}] is no header that can be set, expected {EXPECTED}"));
            is_sound = false;
        }
    }
    is_sound.then_some(headers)
}

fn header(line: &[u8]) -> Option<(HeaderName, HeaderValue)> {
    let colon = line.iter().position(|byte| *byte == b':')?;
    let (name, value) = (line.get(..colon)?, line.get(colon + 1..)?);
    let name = HeaderName::from_bytes(name.trim_ascii()).ok().filter(|name| !OURS.contains(&name.as_str()))?;
    let mut value = HeaderValue::from_bytes(value.trim_ascii()).ok().filter(|value| !value.is_empty())?;
    value.set_sensitive(true);
    Some((name, value))
}

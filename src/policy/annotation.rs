//! What a policy says of itself in a `# METADATA` block (OPA's annotations): here, how long it may be remembered.

use std::sync::Arc;
use std::time::Duration;

use serde::Deserialize;

use super::fault::{Fault, FaultKind, Place};

#[derive(Deserialize)]
struct Annotation {
    #[serde(default)]
    custom: Custom,
}

#[derive(Deserialize, Default)]
struct Custom {
    cache_ttl: Option<String>,
}

/// The shortest `custom: {cache_ttl: 10s}` of a module's annotations.
///
/// # Errors
/// When a block is not YAML, or its duration is none.
pub fn cache_ttl(file: &Arc<str>, text: &Arc<str>) -> Result<Option<Duration>, Fault> {
    let mut shortest: Option<Duration> = None;
    let mut lines = text.lines().enumerate();
    while let Some((at, line)) = lines.next() {
        if line.trim_end() != "# METADATA" {
            continue;
        }
        let block: String = lines
            .by_ref()
            .map(|(_, line)| line)
            .take_while(|line| line.starts_with('#'))
            .fold(String::new(), |block, line| {
                block + line.trim_start_matches('#').strip_prefix(' ').unwrap_or("") + "\n"
            });
        let fault = |message: String| {
            let place = Place::at(text, at + 1, 1);
            Fault::at(FaultKind::Metadata, file, text, place, message).with_hint("such as `# custom: {cache_ttl: 10s}`")
        };
        let annotation: Option<Annotation> = serde_norway::from_str(&block)
            .map_err(|error| fault(format!("the METADATA block is not YAML: {error}")))?;
        let Some(text) = annotation.and_then(|annotation| annotation.custom.cache_ttl) else { continue };
        let ttl = humantime::parse_duration(&text)
            .map_err(|error| fault(format!("`cache_ttl: {text}` is no duration: {error}")))?;
        shortest = Some(shortest.map_or(ttl, |shortest| shortest.min(ttl)));
    }
    Ok(shortest)
}

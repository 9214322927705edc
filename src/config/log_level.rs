//! Which texts select log lines.

use tracing_subscriber::EnvFilter;
use tracing_subscriber::filter::LevelFilter;

/// What a filter looks like.
pub(super) const EXPECTED: &str = "off, error, warn, info, debug or trace, also by module: \"warn,logingate=debug\"";

/// Whether `text` is a filter, and a bare word in it a level.
///
/// `EnvFilter` by itself takes a bare word that is no level for a module, so that `inof` would silence everything.
pub(super) fn is_filter(text: &str) -> bool {
    let has_spans = text.contains(['[', '{']);
    let is_level = |word: &str| !word.is_empty() && word.parse::<LevelFilter>().is_ok();
    let is_directive = |directive: &str| directive.contains('=') || is_level(directive.trim());
    (has_spans || text.split(',').all(is_directive)) && EnvFilter::builder().parse(text).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn levels_and_modules_are_filters() {
        for text in ["info", "OFF", "warn,logingate=debug", "logingate::login=info", "info,[request{hook=acme}]=trace"]
        {
            assert!(is_filter(text), "{text}");
        }
    }

    #[test]
    fn misspelt_levels_are_no_filters() {
        for text in ["", "inof", "info,", "logingate", "logingate=loud", "info,logingate", "=", "[x", "info=warn=debug"]
        {
            assert!(!is_filter(text), "{text}");
        }
    }
}

//! A platform, chosen by its name.

use clap::builder::{PossibleValuesParser, TypedValueParser};

use crate::decision::Platform;

/// Takes the name of a platform.
pub(super) fn parser() -> impl TypedValueParser<Value = Platform> {
    PossibleValuesParser::new(Platform::ALL.map(Platform::as_str)).try_map(|name| name.parse::<Platform>())
}

//! A moment that a person names.

use std::str::FromStr;

use chrono::DateTime;
use thiserror::Error;

/// A moment between the years 1677 and 2262.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Moment(i64);

/// A text that names no moment.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error(
    "`{0}` is no moment: write date, time and time zone, such as `2026-12-24T08:00:00+01:00` or `2026-12-24T07:00Z`"
)]
pub struct InvalidMoment(String);

impl Moment {
    /// Nanoseconds since the Unix epoch.
    #[must_use]
    pub fn unix_nanos(self) -> i64 {
        self.0
    }
}

/// RFC 3339; the seconds may be left out.
impl FromStr for Moment {
    type Err = InvalidMoment;

    fn from_str(text: &str) -> Result<Self, InvalidMoment> {
        let to_the_minute = || {
            let zoned = text.strip_suffix(['Z', 'z']).map_or_else(|| text.to_owned(), |text| format!("{text}+00:00"));
            DateTime::parse_from_str(&zoned, "%Y-%m-%dT%H:%M%:z")
        };
        let moment = DateTime::parse_from_rfc3339(text).or_else(|_| to_the_minute());
        let nanos = moment.ok().and_then(|moment| moment.timestamp_nanos_opt());
        nanos.map(Self).ok_or_else(|| InvalidMoment(text.to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_has_a_date_a_time_and_a_zone() {
        let eight = Ok(Moment(1_798_095_600_000_000_000));
        for text in [
            "2026-12-24T08:00:00+01:00",
            "2026-12-24T07:00:00Z",
            "2026-12-24 07:00:00z",
            "2026-12-24T08:00+01:00",
            "2026-12-24T07:00Z",
            "2026-12-23T19:00:00.000-12:00",
        ] {
            assert_eq!(text.parse(), eight, "{text}");
        }
        assert_eq!("1970-01-01T00:00:00.000000001Z".parse(), Ok(Moment(1)));
    }

    #[test]
    fn anything_else_is_refused_with_examples() {
        for text in [
            "",
            "now",
            "2026-12-24",
            "2026-12-24T08:00:00",
            "08:00+01:00",
            "2026-13-01T00:00:00Z",
            "9999-01-01T00:00:00Z",
        ] {
            let error = text.parse::<Moment>().unwrap_err().to_string();
            assert!(
                error.starts_with(&format!("`{text}` is no moment")) && error.contains("2026-12-24T07:00Z"),
                "{error}"
            );
        }
    }
}

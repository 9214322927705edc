//! Moments as people write them.

use chrono::DateTime;

/// The moment that `text` names, in nanoseconds since the Unix epoch: RFC 3339, or a duration such as `1h` before
/// `now_nanos`. In a query, `+` may have become a space.
#[must_use]
pub fn moment(text: &str, now_nanos: i64) -> Option<i64> {
    if let Ok(ago) = humantime::parse_duration(text) {
        return now_nanos.checked_sub(i64::try_from(ago.as_nanos()).ok()?);
    }
    let time = DateTime::parse_from_rfc3339(text).or_else(|_| DateTime::parse_from_rfc3339(&text.replace(' ', "+")));
    time.ok()?.timestamp_nanos_opt()
}

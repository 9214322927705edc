//! How heavy a value is: about the bytes it would take as text.

use regorus::Value;

/// The heaviest value that is turned into text, and the longest text that is made.
pub const MAX_WEIGHT: usize = 1 << 20;
/// Values nested deeper are heavier than any limit: text is made of them recursively.
const MAX_DEPTH: usize = 128;

/// Larger integers are never turned into text: that takes time by the square of their length.
const MAX_BITS: u64 = 1_024;

/// The weight of `value`, if it is at most `limit`.
///
/// Parts that a value holds twice count twice, as they would in its text: `[x, x]` forty times over is heavy, though
/// it takes hardly any memory. Integers of more than [`MAX_BITS`] are heavier than any limit.
#[must_use]
pub fn weight(value: &Value, limit: usize) -> Option<usize> {
    let mut left = limit;
    take(value, &mut left, MAX_DEPTH)?;
    Some(limit - left)
}

fn take(value: &Value, left: &mut usize, depth: usize) -> Option<()> {
    let own = match value {
        Value::String(text) => text.len() + 1,
        Value::Number(_) => 8,
        _ => 1,
    };
    *left = left.checked_sub(own)?;
    let depth = depth.checked_sub(1)?;
    match value {
        Value::Number(number) if number.as_i64().is_none() && number.is_integer() => {
            number.as_big().is_none_or(|integer| integer.bits() <= MAX_BITS).then_some(())
        }
        Value::Array(items) => items.iter().try_for_each(|item| take(item, left, depth)),
        Value::Set(items) => items.iter().try_for_each(|item| take(item, left, depth)),
        Value::Object(fields) => fields.iter().try_for_each(|(key, value)| {
            take(key, left, depth)?;
            take(value, left, depth)
        }),
        _ => Some(()),
    }
}

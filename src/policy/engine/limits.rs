//! How much a call of each built-in function may make.

use regorus::Value;

use super::weight::{MAX_WEIGHT, weight};

/// The most numbers of a `numbers.range`.
pub const MAX_RANGE: u64 = 10_000;
/// The widest field of a `sprintf`.
pub const MAX_WIDTH: usize = 1_000;
/// The furthest that `bits.lsh` shifts.
const MAX_SHIFT: i64 = 1_024;
/// The most numbers that `product` multiplies.
const MAX_FACTORS: usize = 10_000;
/// The most elements of a joined array.
const MAX_ELEMENTS: usize = 100_000;
/// The most digits of an exponent, as in `1e99K`.
const MAX_EXPONENT_DIGITS: usize = 2;
/// The heaviest list of patches: each can nest the document deeper.
const MAX_PATCHES: usize = 64 * 1024;

/// Whether a call with these arguments makes no more than it may; `None` for functions that need no limit.
pub fn limit_of(function: &str) -> Option<fn(&[Value]) -> bool> {
    Some(match function {
        "concat" => |arguments| is_light(arguments, joined),
        "replace" => |arguments| is_light(arguments, replaced),
        "strings.replace_n" => |arguments| is_light(arguments, all_replaced),
        "regex.replace" => |arguments| is_light(arguments, pattern_replaced),
        "sprintf" => {
            |arguments| is_light(arguments, |all| text(all.first()).len()) && !has_wide_field(text(arguments.first()))
        }
        "json.marshal"
        | "json.marshal_with_options"
        | "format_int"
        | "base64.encode"
        | "base64url.encode"
        | "base64url.encode_no_pad"
        | "hex.encode" => |arguments| is_light(arguments, |_| 0),
        // These bound themselves: a pattern that compiles to too much is refused.
        "regex.match" | "regex.split" | "regex.find_n" | "regex.find_all_string_submatch_n" => |_| true,
        "json.patch" => |arguments| arguments.get(1).and_then(|patches| weight(patches, MAX_PATCHES)).is_some(),
        "array.concat" => |arguments| arguments.iter().map(length).sum::<usize>() <= MAX_ELEMENTS,
        "numbers.range" => |arguments| match arguments {
            [from, to] => is_short(from, to),
            _ => true,
        },
        "bits.lsh" => |arguments| is_light(&arguments[..1], |_| 0) && arguments.get(1).is_none_or(is_short_shift),
        "product" => |arguments| is_light(arguments, |_| 0) && arguments.iter().all(|all| length(all) <= MAX_FACTORS),
        "units.parse" | "units.parse_bytes" => |arguments| !has_long_exponent(text(arguments.first())),
        _ => return None,
    })
}

/// Whether the arguments themselves, and a text of `result` bytes made of them, are light enough.
fn is_light(arguments: &[Value], result: impl Fn(&[Value]) -> usize) -> bool {
    let mut left = MAX_WEIGHT;
    for argument in arguments {
        match weight(argument, left) {
            Some(weight) => left -= weight,
            None => return false,
        }
    }
    result(arguments) <= MAX_WEIGHT
}

fn text(value: Option<&Value>) -> &str {
    value.and_then(|value| value.as_string().ok()).map_or("", |text| text)
}

fn length(value: &Value) -> usize {
    match value {
        Value::Array(items) => items.len(),
        Value::Set(items) => items.len(),
        _ => 0,
    }
}

fn joined(arguments: &[Value]) -> usize {
    arguments.get(1).map_or(0, length).saturating_mul(text(arguments.first()).len())
}

fn replaced(arguments: &[Value]) -> usize {
    let [whole, old, new] = [0, 1, 2].map(|at| text(arguments.get(at)));
    whole.matches(old).count().saturating_mul(new.len())
}

/// The patterns are replaced one after the other, each in what the last one made.
fn all_replaced(arguments: &[Value]) -> usize {
    let whole = text(arguments.get(1));
    let Some(Ok(patterns)) = arguments.first().map(Value::as_object) else { return 0 };
    patterns.iter().fold(whole.len(), |length, (old, new)| {
        let (old, new) = (text(Some(old)).len().max(1), text(Some(new)).len());
        length.saturating_mul(new.div_ceil(old).max(1))
    })
}

/// A replacement may repeat what was matched, all of it at most once for each `$`.
fn pattern_replaced(arguments: &[Value]) -> usize {
    let [whole, _, new] = [0, 1, 2].map(|at| text(arguments.get(at)));
    let repeated = new.matches('$').count().saturating_mul(whole.len());
    (whole.len() + 1).saturating_mul(new.len()).saturating_add(repeated)
}

fn is_short(from: &Value, to: &Value) -> bool {
    match (from.as_i64(), to.as_i64()) {
        (Ok(from), Ok(to)) => from.abs_diff(to) <= MAX_RANGE,
        // What is no integer makes no range; what is none of 64 bits, too long a one.
        _ => !matches!((from, to), (Value::Number(_), Value::Number(_))) || [from, to].iter().any(|it| is_fraction(it)),
    }
}

fn is_fraction(value: &Value) -> bool {
    matches!(value, Value::Number(number) if !number.is_integer())
}

fn is_short_shift(shift: &Value) -> bool {
    shift.as_i64().map_or_else(|_| !matches!(shift, Value::Number(_)) || is_fraction(shift), |shift| shift <= MAX_SHIFT)
}

/// Whether a field of a `sprintf` format is wider than [`MAX_WIDTH`].
#[must_use]
pub fn has_wide_field(format: &str) -> bool {
    format.split('%').skip(1).any(|field| {
        let width: String = field.trim_start_matches('.').chars().take_while(char::is_ascii_digit).collect();
        !width.is_empty() && width.parse::<usize>().map_or(true, |width| width > MAX_WIDTH)
    })
}

fn has_long_exponent(number: &str) -> bool {
    number.split(['e', 'E']).skip(1).any(|exponent| {
        let digits = exponent.trim_start_matches(['+', '-']);
        digits.chars().take_while(char::is_ascii_digit).count() > MAX_EXPONENT_DIGITS
    })
}

//! The trace that a caller's request belongs to: W3C Trace Context, <https://www.w3.org/TR/trace-context/>.

#[cfg(test)]
mod tests;

use opentelemetry::trace::{SpanContext, SpanId, TraceFlags, TraceId, TraceState};

/// Longer ones need not be passed on.
const LONGEST_STATE_BYTES: usize = 512;
/// `00-`, 32 digits, `-`, 16 digits, `-`, 2 digits.
const PARENT_BYTES: usize = 55;

/// The span of the caller's that a request was sent from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Parent(pub(super) SpanContext);

impl Parent {
    /// Reads the headers `traceparent` and `tracestate`, the latter's lines joined by commas.
    ///
    /// `None` for what the standard has ignored: a malformed first one. A malformed second one is left out.
    #[must_use]
    pub fn read(traceparent: &[u8], tracestate: Option<&str>) -> Option<Self> {
        let text = std::str::from_utf8(traceparent).ok()?;
        let (fields, rest) = text.split_at_checked(PARENT_BYTES)?;
        let (version, ids) = fields.split_once('-')?;
        // Later versions may add fields behind those known.
        let ends_well = if version == "00" { rest.is_empty() } else { rest.is_empty() || rest.starts_with('-') };
        if digits(version, 2)? == 0xff || !ends_well {
            return None;
        }
        let mut ids = ids.split('-');
        let trace_id = TraceId::from(digits(ids.next()?, 32)?);
        let span_id = SpanId::from(u64::try_from(digits(ids.next()?, 16)?).ok()?);
        // Other flags have no meaning yet.
        let flags = TraceFlags::new(u8::try_from(digits(ids.next()?, 2)?).ok()?) & TraceFlags::SAMPLED;
        let state = tracestate.filter(|state| state.len() <= LONGEST_STATE_BYTES);
        let state = state.and_then(|state| state.parse::<TraceState>().ok()).unwrap_or_default();
        let context = SpanContext::new(trace_id, span_id, flags, true, state);
        (ids.next().is_none() && context.is_valid()).then_some(Self(context))
    }
}

/// The value of exactly `count` hexadecimal digits in lower case.
fn digits(text: &str, count: usize) -> Option<u128> {
    let are_digits = text.len() == count && text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
    are_digits.then(|| u128::from_str_radix(text, 16).ok()).flatten()
}

//! How deep a JSON text nests, found before anything recurses into it.

use crate::dialect::{MAX_DEPTH, Problem};

/// Refuses `text` if it nests deeper than [`MAX_DEPTH`]; whether it is JSON is for others to say.
pub(in crate::dialect::vcc) fn check_depth(text: &str) -> Result<(), Problem> {
    // As a rule there are not even so many brackets.
    if text.bytes().filter(|byte| matches!(byte, b'{' | b'[')).count() <= MAX_DEPTH {
        return Ok(());
    }
    let mut depth = 0_usize;
    let mut in_string = false;
    let mut bytes = text.bytes();
    while let Some(byte) = bytes.next() {
        match byte {
            b'"' => in_string = !in_string,
            b'\\' if in_string => _ = bytes.next(),
            b'{' | b'[' if !in_string => depth += 1,
            b'}' | b']' if !in_string => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth > MAX_DEPTH {
            return Err(Problem::TooDeep);
        }
    }
    Ok(())
}

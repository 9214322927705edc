//! How deep a JSON text nests, found before anything recurses into it.

use crate::dialect::{MAX_DEPTH, Problem};

/// Refuses `text` if it nests deeper than [`MAX_DEPTH`]; whether it is JSON is for others to say.
pub(in crate::dialect::vcc) fn check_depth(text: &str) -> Result<(), Problem> {
    // As a rule there are not even so many brackets.
    if brackets(text) <= MAX_DEPTH {
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

/// How many brackets open in `text`, those in strings included.
fn brackets(text: &str) -> usize {
    // In pieces whose brackets a byte can count: so the compiler looks at sixteen bytes at a time.
    let count = |piece: &[u8]| piece.iter().map(|byte| u8::from(matches!(byte, b'{' | b'['))).sum::<u8>();
    text.as_bytes().chunks(usize::from(u8::MAX)).map(|piece| usize::from(count(piece))).sum()
}
